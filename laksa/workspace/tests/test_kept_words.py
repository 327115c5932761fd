# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever wrote long while their session ended signs in again and finds every word, whatever the form."""

import pytest

from laksa.identity.models import actor_of
from laksa.threads.actions import Question, ask_inside

pytestmark = pytest.mark.django_db
WORDS = "Panelnya terkunci, kuncinya di gudang; besok pukul sembilan kami buka."


@pytest.fixture
def sent_too_late(client, desk_of):
    """Send a form without a session, sign in, and go where the door leads: `sent_too_late(budi, address, words=…)`."""

    def send(user, address, **fields):
        door = client.post(address, fields)
        assert door.url.startswith("/masuk/?next=")
        kept = client.session["kept_words"]
        back = desk_of(user)
        session = back.session
        session["kept_words"] = kept
        session.save()
        return back, back.get(address)

    return send


@pytest.fixture
def asked(held_lamp, rina, budi, at):
    return ask_inside(held_lamp.pk, Question("Di mana kuncinya?", to_user=budi.pk), actor=actor_of(rina, at=at), at=at)


def test_an_answer_is_given_back_though_its_address_has_no_page(sent_too_late, budi, asked):
    _desk, page = sent_too_late(budi, f"/meja/utas/{asked.pk}/jawab/", words=WORDS)

    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    assert page.context["words"] == [WORDS]
    assert 'href="/meja/"' in page.text


def test_a_request_for_a_decision_is_given_back_before_its_empty_form(sent_too_late, budi, held_lamp):
    address = f"/meja/kasus/{held_lamp.code}/keputusan/"
    desk, page = sent_too_late(budi, address, question=WORDS, advice="Pilihan kedua: <b>lebih murah</b>.", seen="3")

    assert page.context["words"] == [WORDS, "Pilihan kedua: <b>lebih murah</b>."]
    assert "<b>lebih" not in page.text
    assert 'name="question"' in desk.get(address).text


def test_a_form_that_holds_them_itself_shows_them_there(sent_too_late, budi, held_lamp):
    _desk, page = sent_too_late(budi, f"/meja/kasus/{held_lamp.code}/reply/", words=WORDS)

    assert page.context["form"].initial["words"] == WORDS


def test_a_button_without_words_leads_to_the_desk(sent_too_late, budi, held_lamp):
    _desk, page = sent_too_late(budi, "/meja/kabar/dibaca/", kembali="/meja/kabar/")

    assert (page.status_code, page.url) == (302, "/meja/")


def test_who_may_not_stand_there_is_not_told_more(sent_too_late, joko, asked):
    _desk, page = sent_too_late(joko, f"/meja/utas/{asked.pk}/", words=WORDS)

    assert page.status_code == 404
