# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the desk against the whole cast; an address that is missing here fails the test."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from laksa.cases.rules import State
from laksa.identity.models import actor_of
from laksa.threads.actions import Question, ask_inside, refer_outside
from laksa.threads.rules.outside import Request
from laksa.workspace import policies, urls
from laksa.workspace.models import SavedView

pytestmark = pytest.mark.django_db

STAFF = ("budi", "wulan", "rina", "kabid", "joko", "dewi", "tono", "walikota", "operator", "sari")
SEES_THE_LAMP = {"budi", "wulan", "rina", "kabid", "dewi", "tono", "walikota"}
IN, NO, AWAY, NEVER = 200, 403, 302, 404


def _all(status):
    return dict.fromkeys(STAFF, status)


def _seeing(status):
    return {who: status if who in SEES_THE_LAMP else NEVER for who in STAFF}


# name: (method, address, what each gets). The signed-out are sent to the door, whatever the address.
TABLE = {
    "inbox": ("get", "/meja/", _all(IN)),
    "bulk": ("get", "/meja/bersama/assign/", _all(AWAY)),
    "bulk_done": ("get", "/meja/bersama/0/", _all(NEVER)),
    "undo": ("post", "/meja/bersama/0/batal/", _all(NEVER)),
    "exports": ("get", "/meja/unduhan/", _all(IN)),
    # Of an office that is there it is tried in test_points_file.
    "export_points": ("post", "/meja/unduhan/kinerja/", _all(NEVER)),
    # A file that is there is tried against others in test_exports.
    "export": ("get", "/meja/unduhan/0/", _all(NEVER)),
    "export_progress": ("get", "/meja/unduhan/0/maju/", _all(NEVER)),
    "export_file": ("get", "/meja/unduhan/0/berkas/", _all(NEVER)),
    "print": ("get", "/meja/kasus/{code}/cetak/", _seeing(IN)),
    "triage": ("get", "/meja/pilah/", _all(NEVER) | {"dewi": IN, "tono": IN}),
    "keep_view": ("post", "/meja/pilihan/", _all(AWAY)),
    "forget_view": ("post", "/meja/pilihan/{saved}/hapus/", _all(NEVER) | {"budi": AWAY}),
    "case": ("get", "/meja/kasus/{code}/", _seeing(IN)),
    # Siti gave her name: the desk and whoever handles the lamp may look.
    "identity": ("post", "/meja/kasus/{code}/identity/", _seeing(IN) | {"wulan": NO, "walikota": NO}),
    # Replying stands for the verbs; each verb's own policy is asked by the cases.
    "act": ("get", "/meja/kasus/{code}/reply/", _seeing(IN) | {"wulan": NO, "walikota": NO}),
    # The letter holds the party's link: for whoever handles the case, not for whoever only sees it.
    "outside_letter": ("get", "/meja/kasus/{code}/surat/{thread}/", _seeing(NO) | dict.fromkeys(("budi", "rina", "kabid"), IN)),
    "outside_link": ("post", "/meja/kasus/{code}/pihak/{thread}/tautan/", _seeing(NO) | dict.fromkeys(("budi", "rina", "kabid"), AWAY)),
    "decision": ("get", "/meja/kasus/{code}/keputusan/", _seeing(NO) | dict.fromkeys(("budi", "rina", "kabid"), IN)),
    "decision_act": ("post", "/meja/kasus/{code}/keputusan/tarik/", _all(NEVER)),
    "threads": ("get", "/meja/utas/", _all(IN)),
    "thread": ("get", "/meja/utas/{question}/", _seeing(IN)),
    # Each verb's own policy is asked by the threads.
    "thread_act": ("post", "/meja/utas/{question}/tarik/", _seeing(NO) | dict.fromkeys(("budi", "rina", "kabid"), 422)),
    "news": ("get", "/meja/kabar/", _all(IN)),
    "read_all": ("post", "/meja/kabar/dibaca/", _all(AWAY)),
    "ladder_rules": ("get", "/meja/kabar/aturan/", _all(IN)),
    "why": ("get", "/meja/kabar/{code}/", _seeing(IN)),
    # An absence that is there is tried against the whole cast in test_absence.
    "absence": ("get", "/meja/cuti/", _all(IN)),
    "end_absence": ("post", "/meja/cuti/0/selesai/", _all(NEVER)),
    "hand_over_all": ("get", "/meja/cuti/0/serahkan/", _all(NEVER)),
    # Whoever serves in no office of the city has no roster to read; a line that is there is tried in test_duty.
    "duty": ("get", "/meja/piket/", _all(IN) | {"operator": NEVER, "sari": NEVER}),
    "strike_duty": ("post", "/meja/piket/0/hapus/", _all(NEVER)),
    "forward": ("get", "/teruskan/", _all(IN)),
    "forward_done": ("get", "/teruskan/selesai/", _all(AWAY)),
    "forward_caps": ("get", "/teruskan/batas/", _all(NEVER) | {"walikota": IN}),
    "forward_figures": ("get", "/meja/teruskan/angka/", _all(IN)),
    "forward_list": ("get", "/meja/teruskan/angka/daftar/", _all(IN)),
    "password": ("get", "/akun/sandi/", _all(IN)),
    "sign_in": ("get", "/masuk/", _all(AWAY)),
    "sign_out": ("post", "/keluar/", _all(AWAY)),
}
FOR_ALL = {"sign_in": IN, "sign_out": AWAY}


def test_every_address_stands_in_the_table():
    assert set(TABLE) == {pattern.name for pattern in urls.urlpatterns}


def _answer(client, method, address):
    """Ask, and leave nothing behind for whoever asks next."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("name", list(TABLE))
def test_who_may_open_what(request, desk_of, budi, dewi, siti, held_lamp, at, name):
    method, address, allowed = TABLE[name]
    thread = 0
    if "{thread}" in address:
        asked = Request("PLN", "Sambung kabel", "Kabelnya putus", at + timedelta(days=1), "posko@pln.contoh.id")
        thread = refer_outside(held_lamp.pk, asked, actor=actor_of(budi, at=at), at=at).pk
    question = 0
    if "{question}" in address:
        question = ask_inside(held_lamp.pk, Question("Ada stok?", to_agency="upt-prk"), actor=actor_of(budi, at=at), at=at).pk
    saved = SavedView.objects.create(user=budi, name="Lampu", query="lihat=saya")
    path = address.format(code=held_lamp.code, saved=saved.pk, thread=thread, question=question)
    desks = {who: desk_of(request.getfixturevalue(who)) for who in STAFF}
    # A reporter has a secret link and no account: the desk does not know her.
    stranger, reporter = Client(), Client()
    reporter.cookies["tautan"] = siti.token

    assert {who: _answer(desk, method, path).status_code for who, desk in desks.items()} == allowed
    for outside in (stranger, reporter):
        answer = _answer(outside, method, path)
        assert answer.status_code == FOR_ALL.get(name, AWAY)
        assert answer.status_code == IN or answer.url.startswith("/masuk/")


def test_a_person_without_an_office_finds_no_desk(client, django_user_model):
    person = django_user_model.objects.create_user("warga.1", password="x", name="Warga")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/meja/").status_code == 404


@pytest.mark.parametrize("verb", ["accept", "assign", "decide", "plan", "resolve", "reply", "severity"])
def test_a_form_sent_by_the_wrong_person_changes_nothing(desk_of, wulan, held_lamp, act_url, verb):
    data = {"words": "x 1", "office": "dishub", "promised_on": "2026-11-26", "severity": "berat"}

    answer = desk_of(wulan).post(act_url(held_lamp, verb), data)

    held_lamp.refresh_from_db()
    assert answer.status_code == 403
    assert held_lamp.state == State.IN_PROGRESS


CAST = {
    "may_sort": {"dewi", "tono"},
    "may_keep_view": {"budi"},
    "may_undo_bulk": {"budi"},
    "may_fetch_export": {"budi"},
}


def test_every_policy_stands_in_the_cast():
    assert set(CAST) == {
        name for name in vars(policies) if name.startswith("may_") and getattr(policies, name).__module__ == policies.__name__
    }


@pytest.mark.parametrize("policy", list(CAST))
@pytest.mark.parametrize("who", STAFF)
def test_each_policy_lets_in_whom_it_says(request, budi, at, policy, who):
    saved = SavedView(user=budi, name="Lampu", query="")
    actor = actor_of(request.getfixturevalue(who), at=at)

    assert getattr(policies, policy)(actor, saved) == (who in CAST[policy])


@pytest.mark.parametrize("name", ["kelurahan", "jenis", "kanal", "kasus", "cari", "setelah"])
def test_a_filter_with_a_character_no_database_keeps_is_read_without_it(desk_of, budi, name):
    assert desk_of(budi).get("/meja/", {name: "a\x00"}).status_code == 200
