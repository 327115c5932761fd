# SPDX-License-Identifier: AGPL-3.0-or-later
"""Being away: entered by oneself or one's chief; the deputy acts meanwhile, or all is handed over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from laksa.cases.actions import Contact, accept_case, assign_case, start_case, verify_log
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.cases.policies import may_handle
from laksa.cases.rules import Identity
from laksa.escalation import policies
from laksa.escalation.policies import may_end_absence, may_enter_absence, may_stand_in_by_own_word
from laksa.identity.models import Absence, actor_of
from laksa.workspace.models import Bulk

pytestmark = pytest.mark.django_db


def days(at, first, last):
    return {"since": (at + timedelta(days=first)).date().isoformat(), "until": (at + timedelta(days=last)).date().isoformat()}


@pytest.fixture
def away(budi, wulan, at):
    """Budi is away for a week, Wulan stands in."""
    return Absence.objects.create(user=budi, deputy=wulan, since=at - timedelta(days=1), until=at + timedelta(days=7))


def test_one_enters_that_one_is_away(desk_of, budi, wulan, at):
    answer = desk_of(budi).post("/meja/cuti/", {"user": budi.pk, "deputy": wulan.pk, "reason": "Cuti", **days(at, 0, 4)})

    absence = Absence.objects.get()
    assert answer.status_code == 302
    assert (absence.user, absence.deputy) == (budi, wulan)
    assert (absence.until - absence.since).days == 5
    assert "cuti s.d. Sab 28 Nov, digantikan Wulan Sari" in desk_of(wulan).get("/meja/cuti/").content.decode()


def test_whoever_holds_cases_is_shown_them_at_once(desk_of, held_lamp, rina, budi, wulan, at):
    answer = desk_of(rina).post("/meja/cuti/", {"user": budi.pk, "deputy": wulan.pk, "reason": "", **days(at, 0, 4)}, follow=True)

    page = answer.content.decode()
    assert "Memegang 1 laporan." in page
    assert held_lamp.code in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"deputy": "self"}, "Pilih orang lain sebagai pengganti."),
        ({"deputy": "joko"}, "Select a valid choice|Masukkan pilihan"),
        ({"since": "", "until": ""}, "Pilih tanggalnya."),
        ({"since": "0001-01-01", "until": "9999-12-31"}, "Pilih tanggalnya."),
        ({"last": -1}, "Hari terakhir harus hari ini atau sesudahnya"),
        ({"last": 400}, "Paling lama satu tahun"),
    ],
)
def test_what_can_not_be_meant_is_refused_beside_the_field(desk_of, budi, wulan, joko, at, changes, words):
    deputy = {"self": budi.pk, "joko": joko.pk}.get(changes.get("deputy"), wulan.pk)
    said = {"user": budi.pk, "deputy": deputy, "reason": ""} | days(at, -2, changes.get("last", 4))
    said |= {name: changes[name] for name in ("since", "until") if name in changes}

    answer = desk_of(budi).post("/meja/cuti/", said)

    assert answer.status_code == 422
    assert not Absence.objects.exists()
    if "|" not in words:
        assert words in answer.content.decode()


def test_a_second_absence_or_an_absent_deputy_is_refused(desk_of, away, budi, wulan, rina, at):
    again = desk_of(rina).post("/meja/cuti/", {"user": budi.pk, "deputy": wulan.pk, "reason": "", **days(at, 1, 2)})
    circle = desk_of(rina).post("/meja/cuti/", {"user": wulan.pk, "deputy": budi.pk, "reason": "", **days(at, 1, 2)})

    assert "Sudah ada ketidakhadiran pada hari-hari itu" in again.content.decode()
    assert "Pengganti ini juga tidak hadir" in circle.content.decode()


def test_the_deputy_may_act_while_the_holder_is_away_and_not_after(held_lamp, away, wulan, at):
    assert may_handle(actor_of(wulan, at=at), held_lamp)

    start_case(held_lamp.pk, actor=actor_of(wulan, at=at), at=at)
    held_lamp.refresh_from_db()

    assert (held_lamp.state, held_lamp.holder.username) == ("working", "pju.1")
    assert not may_handle(actor_of(wulan, at=at + timedelta(days=8)), held_lamp)


def test_the_deputy_of_an_absent_deputy_may_act(held_lamp, away, wulan, rina, at):
    Absence.objects.create(user=wulan, deputy=rina, since=at, until=at + timedelta(days=2))

    assert actor_of(rina, at=at).stands_for == {held_lamp.holder_id, wulan.pk}
    assert actor_of(wulan, at=at).stands_for == frozenset()


def test_all_that_is_held_is_handed_over_at_once(desk_of, held_lamp, away, rina, wulan):
    answer = desk_of(rina).post(f"/meja/cuti/{away.pk}/serahkan/", {"to": wulan.pk, "words": "Budi cuti"}, follow=True)

    held_lamp.refresh_from_db()
    assert held_lamp.holder == wulan
    assert "1 laporan diserahkan</a>" in answer.content.decode()
    assert "Tidak memegang laporan yang belum selesai." in answer.content.decode()


def test_three_hundred_are_handed_over_at_once_and_taken_back(desk_of, submit_report, away, budi, rina, wulan):
    for number in range(300):
        submit_report(text=f"Lampu jalan mati, tiang {number}")
    Case.objects.update(holder=budi, agency="dishub", unit="tim-pju", state="in_progress")
    desk, address = desk_of(rina), f"/meja/cuti/{away.pk}/serahkan/"

    assert len(desk.get(address).context["shown"]) == 300
    desk.post(address, {"to": wulan.pk, "words": "Budi cuti"})
    assert Case.objects.filter(holder=wulan).count() == 300
    desk.post(f"/meja/bersama/{Bulk.objects.get().pk}/batal/")
    assert Case.objects.filter(holder=budi).count() == 300
    assert list(verify_log()) == []


def test_what_would_become_of_each_is_shown_before(desk_of, held_lamp, away, rina, kabid, wulan):
    at_once = desk_of(rina).get(f"/meja/cuti/{away.pk}/serahkan/")
    look = desk_of(rina).post(f"/meja/cuti/{away.pk}/serahkan/", {"to": kabid.pk, "words": "Budi cuti", "langkah": "lihat"})

    assert [(one.now, one.then) for one in at_once.context["shown"]] == [("Budi Santoso", "Wulan Sari")]
    assert [(one.now, one.then) for one in look.context["shown"]] == [("Budi Santoso", "Hendra Wijaya")]
    held_lamp.refresh_from_db()
    assert held_lamp.holder.username == "pju.1"


@pytest.fixture
def handed_over(desk_of, submit_report, held_lamp, away, rina, wulan, budi, at):
    """Rina gave Wulan what Budi holds: one that he works on, one that lies with him and that he has not taken on."""
    waiting = submit_report(identity=Identity.NAMED, contact=Contact(name="Warga", email="warga@contoh.id"))
    assign_case(waiting.pk, Owner("dishub", "tim-pju", budi.pk), actor=actor_of(rina, at=at), at=at)
    before = [(case.pk, case.state, case.holder_id, case.unit_id) for case in Case.objects.order_by("pk")]
    desk_of(rina).post(f"/meja/cuti/{away.pk}/serahkan/", {"to": wulan.pk, "words": "Budi cuti"})
    assert Case.objects.filter(holder=wulan).count() == 2
    return before


def test_handing_over_is_taken_back_within_ten_minutes(desk_of, handed_over, rina, away, outbox):
    page = desk_of(rina).get(f"/meja/cuti/{away.pk}/serahkan/").text
    assert f"/meja/bersama/{Bulk.objects.get().pk}/batal/" in page
    letters = len(outbox)

    answer = desk_of(rina).post(
        f"/meja/bersama/{Bulk.objects.get().pk}/batal/", {"kembali": f"/meja/cuti/{away.pk}/serahkan/"}, follow=True
    )

    assert "2 laporan dikembalikan seperti semula." in answer.text
    assert [(case.pk, case.state, case.holder_id, case.unit_id) for case in Case.objects.order_by("pk")] == handed_over
    assert len(outbox) < letters
    assert list(verify_log()) == []


def test_nobody_else_takes_the_handing_over_back(desk_of, handed_over, kabid, wulan, budi):
    for who in (kabid, wulan, budi):
        assert desk_of(who).post(f"/meja/bersama/{Bulk.objects.get().pk}/batal/").status_code == 404


def test_what_the_new_holder_went_on_with_stays(desk_of, handed_over, held_lamp, rina, wulan, at):
    accept_case(held_lamp.pk, actor=actor_of(wulan, at=at), at=at)

    answer = desk_of(rina).post(f"/meja/bersama/{Bulk.objects.get().pk}/batal/", follow=True)

    assert "Wulan Sari sudah melanjutkan" in answer.text
    assert Case.objects.filter(holder=wulan).get() == held_lamp


def test_after_ten_minutes_the_handing_over_stands(desk_of, handed_over, rina, wulan, away, at, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(minutes=10, seconds=1))
    assert "Batalkan" not in desk_of(rina).get(f"/meja/cuti/{away.pk}/serahkan/").text
    desk_of(rina).post(f"/meja/bersama/{Bulk.objects.get().pk}/batal/")
    assert Case.objects.filter(holder=wulan).count() == 2


def test_the_queries_of_the_preview_do_not_grow(desk_of, held_lamp, away, rina, budi, submit_report, at):
    desk, address = desk_of(rina), f"/meja/cuti/{away.pk}/serahkan/"
    desk.get(address)
    with CaptureQueriesContext(connection) as one:
        desk.get(address)
    for _number in range(3):
        Case.objects.filter(pk=submit_report().pk).update(holder=budi, agency="dishub", unit="tim-pju", state="working")
    with CaptureQueriesContext(connection) as four:
        assert len(desk.get(address).context["shown"]) == 4
    assert len(four) == len(one)


def test_what_waits_for_somebody_stays_and_is_told(desk_of, held_lamp, away, rina, wulan, at):
    Case.objects.filter(pk=held_lamp.pk).update(state="awaiting_reporter", resume_state="in_progress", asked_until=at + timedelta(days=2))

    answer = desk_of(rina).post(f"/meja/cuti/{away.pk}/serahkan/", {"to": wulan.pk, "words": "Budi cuti"}, follow=True)

    assert "1 laporan tidak diserahkan. Tetap: menunggu orang lain" in answer.content.decode()


def test_an_absence_is_ended_early_or_struck(desk_of, away, budi, wulan, at):
    later = Absence.objects.create(user=budi, since=at + timedelta(days=20), until=at + timedelta(days=22))

    for one in (away, later):
        desk_of(budi).post(f"/meja/cuti/{one.pk}/selesai/")

    assert list(Absence.objects.values_list("pk", "until")) == [(away.pk, at)]


@pytest.mark.parametrize(("who", "status"), [("budi", 200), ("rina", 200), ("kabid", 200), ("kadis", 200), ("tono", 200), ("wulan", 404), ("joko", 404), ("dewi", 404)])  # fmt: skip
def test_what_somebody_holds_is_for_them_and_their_chiefs(request, desk_of, away, who, status):
    assert desk_of(request.getfixturevalue(who)).get(f"/meja/cuti/{away.pk}/serahkan/").status_code == status


# Who may enter and end Budi's absence, and who may do so by their own word.
CAST = {
    "may_enter_absence": {"budi", "rina", "kabid", "kadis", "tono", "walikota"},
    "may_end_absence": {"budi", "rina", "kabid", "kadis", "tono", "walikota"},
    "may_stand_in_by_own_word": {"budi", "rina", "kabid", "kadis", "walikota"},
}
STAFF = ("budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari")


def test_every_policy_is_in_the_table():
    assert set(CAST) == {name for name in vars(policies) if name.startswith("may_")}


@pytest.mark.parametrize("policy", list(CAST))
@pytest.mark.parametrize("who", STAFF)
def test_each_policy_lets_in_whom_it_says(request, away, budi, at, policy, who):
    actor = actor_of(request.getfixturevalue(who), at=at)
    answers = {
        "may_enter_absence": lambda: may_enter_absence(actor, budi.pk),
        "may_end_absence": lambda: may_end_absence(actor, away),
        "may_stand_in_by_own_word": lambda: may_stand_in_by_own_word(actor, budi.pk),
    }

    assert answers[policy]() == (who in CAST[policy])
