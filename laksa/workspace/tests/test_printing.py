# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case on paper: the public story, and the staff's own words only when asked for."""

import pytest

from laksa.cases.actions import reply_to_case, write_note
from laksa.identity.models import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(held_lamp, budi, at):
    write_note(held_lamp.pk, "Kabelnya dicuri dua kali.", actor=actor_of(budi, at=at), at=at)
    return held_lamp


def test_the_sheet_holds_facts_and_story_oldest_first(desk_of, budi, noted):
    page = desk_of(budi).get(f"/meja/kasus/{noted.code}/cetak/").text
    assert noted.code in page
    assert "Dicetak Budi Santoso" in page
    assert page.index("Diteruskan") < page.index("Diterima</b>")
    assert "dicuri" not in page


def test_the_staff_s_words_are_asked_for_and_marked(desk_of, budi, noted):
    page = desk_of(budi).get(f"/meja/kasus/{noted.code}/cetak/?petugas=ya").text
    assert "dicuri dua kali" in page
    assert "Jangan diberikan ke luar kantor" in page


def test_what_is_for_the_reporter_alone_is_not_on_everybody_s_sheet(desk_of, submit_report, rina, budi, at):
    case = submit_report(text="Lampu mati. Nama saya Siti Aminah, hubungi 0812-3456-7890.")
    reply_to_case(case.pk, "Petugas menelepon Anda nanti sore.", is_public=False, actor=actor_of(rina, at=at), at=at)

    sheet, inside = (desk_of(rina).get(f"/meja/kasus/{case.code}/cetak/{query}").text for query in ("", "?petugas=ya"))

    assert "Lampu mati." in sheet
    for words in ("menelepon Anda", "0812-3456-7890", "Siti Aminah"):
        assert words not in sheet
        assert words in inside


def test_who_may_not_open_a_case_may_not_print_it(desk_of, joko, noted, client):
    assert desk_of(joko).get(f"/meja/kasus/{noted.code}/cetak/").status_code == 404
    assert client.get(f"/meja/kasus/{noted.code}/cetak/").status_code == 302


def test_on_paper_nobody_is_you(desk_of, budi, noted):
    page = desk_of(budi).get(f"/meja/kasus/{noted.code}/cetak/?petugas=ya").text
    assert "Budi Santoso" in page[page.index("sheet__story") :]
    assert "· Anda" not in page
