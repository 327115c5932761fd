# SPDX-License-Identifier: AGPL-3.0-or-later
"""Budi asks PLN from the desk, prints the letter, changes a leaked link, and writes down what PLN said on the telephone."""

from datetime import timedelta

import pytest

from laksa.cases.models.participant import derive_token
from laksa.cases.rules import State
from laksa.threads.actions import refer_outside
from laksa.threads.models import Thread
from laksa.threads.rules import Status
from laksa.threads.rules.outside import Request

pytestmark = pytest.mark.django_db

ASK = {
    "to": "PLN",
    "email": "posko@pln.contoh.id",
    "words": "Kabel tiang 11 putus. Kami tidak boleh menyambungnya.",
    "proof": "Foto tiang 11",
    "due_on": "2026-11-26",
}


@pytest.fixture
def asked(held_lamp, budi, as_actor, at):
    request = Request("PLN", "Sambung kabel", "Kabelnya putus", at + timedelta(days=1), "posko@pln.contoh.id")
    return refer_outside(held_lamp.pk, request, actor=as_actor(budi), at=at)


def test_a_request_without_a_title_is_named_by_its_first_sentence(desk_of, budi, held_lamp, act_url, outbox):
    desk_of(budi).post(act_url(held_lamp, "refer_outside"), ASK)

    thread = Thread.objects.get()
    assert (thread.title, thread.to_party, thread.contact) == ("Kabel tiang 11 putus", "PLN", "posko@pln.contoh.id")
    assert "outside.asked" in [letter.kind for letter in outbox]


def test_a_wrong_address_is_said_beside_its_field(desk_of, budi, held_lamp, act_url):
    answer = desk_of(budi).post(act_url(held_lamp, "refer_outside"), ASK | {"email": "posko"})

    assert answer.status_code == 422
    assert "Alamat e-mail ini belum lengkap" in answer.content.decode()
    assert not Thread.objects.exists()


def test_the_case_page_tells_where_the_request_stands(desk_of, budi, wulan, held_lamp, asked):
    mine = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").content.decode()
    hers = desk_of(wulan).get(f"/meja/kasus/{held_lamp.code}/").content.decode()

    assert "Sambung kabel" in mine
    assert "p***@pln.contoh.id" in mine
    assert derive_token(asked.seed) not in mine
    assert f"/surat/{asked.pk}/" in mine
    assert f"/surat/{asked.pk}/" not in hers


def test_the_letter_has_the_link_and_no_reporter(desk_of, budi, held_lamp, asked):
    answer = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/surat/{asked.pk}/")
    page = answer.content.decode()

    assert f"/pihak/{derive_token(asked.seed)}/" in page
    assert "<svg" in page
    assert "Siti" not in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_letter_of_another_case_is_not_there(desk_of, budi, rina, held_lamp, asked, submit_report):
    other = submit_report(text="Lampu mati di gang lain")

    assert desk_of(rina).get(f"/meja/kasus/{other.code}/surat/{asked.pk}/").status_code == 404


def test_a_leaked_link_is_changed(desk_of, budi, held_lamp, asked, client):
    old = derive_token(asked.seed)

    desk_of(budi).post(f"/meja/kasus/{held_lamp.code}/pihak/{asked.pk}/tautan/", {"email": "baru@pln.contoh.id"})

    assert client.get(f"/pihak/{old}/").status_code == 404
    assert Thread.objects.get().contact == "baru@pln.contoh.id"


@pytest.mark.parametrize(
    ("data", "state", "status"),
    [
        ({"answer": "done", "document": "BA-17"}, State.IN_PROGRESS, Status.ANSWERED),
        ({"answer": "promise", "until_on": "2026-11-27", "doer": "Regu 4"}, State.AWAITING_OUTSIDE, Status.OPEN),
        ({"answer": "not_ours", "whose": "Telkom"}, State.IN_PROGRESS, Status.REFUSED),
        ({"answer": "called_off", "words": "Sudah kami ganti sendiri"}, State.IN_PROGRESS, Status.WITHDRAWN),
    ],
)
def test_an_answer_by_telephone_is_written_down(desk_of, budi, held_lamp, asked, act_url, data, state, status):
    desk_of(budi).post(act_url(held_lamp, "hear_outside"), data)

    held_lamp.refresh_from_db()
    assert held_lamp.state == state
    assert Thread.objects.get().status == status


@pytest.mark.parametrize("data", [{}, {"answer": "done"}, {"answer": "promise"}, {"answer": "not_ours"}, {"answer": "called_off"}])
def test_what_is_missing_is_said(desk_of, budi, held_lamp, asked, act_url, data):
    answer = desk_of(budi).post(act_url(held_lamp, "hear_outside"), data)

    assert answer.status_code == 422
    assert Thread.objects.get().is_open


def test_a_photo_that_came_by_mail_is_kept_as_proof(desk_of, budi, held_lamp, asked, act_url, picture, settings, tmp_path):
    desk_of(budi).post(act_url(held_lamp, "hear_outside"), {"answer": "done", "photos": picture()})

    assert held_lamp.photos.get().entry.kind == "outside_heard"
