# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell, the list of news, and the page that says why one was told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.cases.actions import change_severity
from laksa.cases.models import Case
from laksa.cases.rules import Severity
from laksa.escalation.actions import sweep
from laksa.escalation.models import Step
from laksa.identity.models import Absence, Post, actor_of
from laksa.identity.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def late_lamp(held_lamp, budi, wulan, rina, kabid, kadis, dewi, walikota, at, monkeypatch):
    """The lamp of the picture: heavy, 48 hours; it is now three days later, and everybody has been told."""
    Post.objects.create(user=wulan, role=Role.TEAM_LEAD, agency_id="dishub", unit_id="tim-pju", since=at - timedelta(days=90))
    change_severity(held_lamp.pk, Severity.HEAVY, reason="Anak jatuh", actor=actor_of(budi, at=at), at=at)
    for hours in range(74):
        sweep(at=at + timedelta(hours=hours))
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=73, minutes=30))
    return Case.objects.get(pk=held_lamp.pk)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_bell_counts_what_is_unread(desk_of, late_lamp, kadis, joko):
    assert '<b class="bar__count">1</b>' in text_of(desk_of(kadis).get("/meja/"))
    assert "bar__count" not in text_of(desk_of(joko).get("/meja/"))


def test_the_news_are_a_list_newest_first(desk_of, late_lamp, walikota):
    page = text_of(desk_of(walikota).get("/meja/kabar/"))

    assert "Laporan ini setengah lebih lama dari batasnya dan belum beres" in page
    assert f"/meja/kabar/{late_lamp.code}/?tangga=case" in page
    assert late_lamp.title in page


def test_the_page_says_why_in_one_sentence_with_rule_and_version(desk_of, late_lamp, kadis):
    page = text_of(desk_of(kadis).get(f"/meja/kabar/{late_lamp.code}/"))

    assert (
        "Karena laporan ini <b>seperempat lebih lama dari batasnya</b> dan belum beres. Pada saat itu aturan kota memberi tahu kepala kantor, satu kali."
        in page
    )
    assert "Batas beres 48 jam: penerangan, berat, SOP versi 1. Tangga versi 1, baris 4." in page


def test_the_page_lists_every_step_and_the_next_one(desk_of, late_lamp, kadis):
    page = text_of(desk_of(kadis).get(f"/meja/kabar/{late_lamp.code}/"))

    for words in (
        "Budi Santoso, pemegang",
        "Wulan Sari, kepala tim",
        "Hendra Wijaya, kepala bidang",
        "Anda, kepala kantor",
        "Pimpinan kota",
    ):
        assert words in page, words
    assert "Jatuhnya Kamis 04.29, ditahan karena malam" in page
    assert "200% dari 48 jam" in page
    assert "belum, kalau sampai saat itu belum beres" in page
    assert "73 j 30 m" in page


def test_to_open_the_page_is_to_have_read_it(desk_of, late_lamp, kadis):
    desk_of(kadis).get(f"/meja/kabar/{late_lamp.code}/")

    assert Step.objects.filter(user=kadis, read_at__isnull=False).count() == 1
    assert not Step.objects.exclude(user=kadis).filter(read_at__isnull=False).exists()


def test_all_news_are_read_with_one_press(desk_of, late_lamp, walikota):
    desk_of(walikota).post("/meja/kabar/dibaca/")

    assert not Step.objects.filter(user=walikota, read_at=None).exists()


def test_the_line_is_drawn_with_what_was_kept_back_by_the_night(desk_of, late_lamp, kadis):
    page = text_of(desk_of(kadis).get(f"/meja/kabar/{late_lamp.code}/"))

    assert page.count('class="ladder__night"') == 3
    assert page.count('class="ladder__fell"') >= 1
    assert "ladder__dot--mine" in page


@pytest.mark.parametrize(
    ("who", "status"), [("budi", 200), ("rina", 200), ("dewi", 200), ("walikota", 200), ("joko", 404), ("operator", 404)]
)
def test_who_may_open_the_case_may_see_its_ladder(request, desk_of, late_lamp, who, status):
    assert desk_of(request.getfixturevalue(who)).get(f"/meja/kabar/{late_lamp.code}/").status_code == status


def test_the_signed_out_are_sent_to_sign_in(client, late_lamp):
    for address in ("/meja/kabar/", f"/meja/kabar/{late_lamp.code}/", "/meja/kabar/aturan/", "/meja/cuti/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("wish", ["x", "thread:9", "thread:x", "plan:", "a\x00"])
def test_a_course_that_is_not_there_shows_the_repair(desk_of, late_lamp, budi, wish):
    assert desk_of(budi).get(f"/meja/kabar/{late_lamp.code}/", {"tangga": wish}).status_code == 200


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "5\x00"])
def test_an_odd_place_in_the_list_shows_a_list(desk_of, late_lamp, budi, before):
    assert desk_of(budi).get("/meja/kabar/", {"sebelum": before}).status_code == 200


def test_a_deputy_reads_for_whom(desk_of, held_lamp, budi, wulan, rina, at):
    Absence.objects.create(user=budi, deputy=wulan, since=at - timedelta(days=1), until=at + timedelta(days=9))
    change_severity(held_lamp.pk, Severity.HEAVY, reason="Anak jatuh", actor=actor_of(budi, at=at), at=at)
    sweep(at=at + timedelta(hours=24))

    assert "sebagai pengganti Budi Santoso" in text_of(desk_of(wulan).get("/meja/kabar/"))
    assert "Anda diberi tahu sebagai pengganti Budi Santoso" in text_of(desk_of(wulan).get(f"/meja/kabar/{held_lamp.code}/"))


def test_a_case_nobody_was_told_of_shows_who_is_next(desk_of, held_lamp, budi):
    page = text_of(desk_of(budi).get(f"/meja/kabar/{held_lamp.code}/"))

    assert "Anda belum diberi tahu tentang laporan ini" in page
    assert "Pemegang" in page


def test_what_the_night_keeps_back_is_shown_before_it_is_sent(desk_of, held_lamp, budi, at, monkeypatch):
    """A lamp that ran over while everybody sleeps: its steps are due, and nobody has been told yet."""
    Case.objects.filter(pk=held_lamp.pk).update(resolve_due_at=at + timedelta(hours=1))
    monkeypatch.setattr(timezone, "now", lambda: at.replace(hour=23))

    page = text_of(desk_of(budi).get(f"/meja/kabar/{held_lamp.code}/"))

    assert ", ditahan karena malam" in page
    assert "Kepala bidang" in page
    assert "tidak ada batas yang berjalan" not in page


def test_what_the_next_round_brings_is_shown_as_soon_as_it_is_due(desk_of, held_lamp, budi, at, monkeypatch):
    Case.objects.filter(pk=held_lamp.pk).update(resolve_due_at=at + timedelta(hours=1))
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=1))

    page = text_of(desk_of(budi).get(f"/meja/kabar/{held_lamp.code}/"))

    assert page.count(", segera dikirim") == 3


def test_the_rules_are_open_to_all_staff(desk_of, joko, city):
    page = text_of(desk_of(joko).get("/meja/kabar/aturan/"))

    assert "125%" in page
    assert "kepala kantor" in page
    assert "H-1" in page
    assert "Antara 21:00 dan 07:00 pesan ditahan" in page


def test_the_story_says_who_was_told(desk_of, late_lamp, budi):
    page = text_of(desk_of(budi).get(f"/meja/kasus/{late_lamp.code}/"))

    assert "Diberi tahu menurut tangga" in page
    assert "125%: Maya Kusuma (kepala kantor)" in page


def test_the_number_of_queries_does_not_grow_with_the_news(desk_of, late_lamp, kadis, django_assert_max_num_queries):
    desk = desk_of(kadis)
    desk.get("/meja/kabar/")

    with django_assert_max_num_queries(10):
        desk.get("/meja/kabar/")
    with django_assert_max_num_queries(26):
        desk.get(f"/meja/kabar/{late_lamp.code}/")


def test_the_case_page_says_who_was_told_and_who_is_away(desk_of, late_lamp, budi, wulan, at):
    Absence.objects.create(user=budi, deputy=wulan, since=at, until=at + timedelta(days=4, minutes=-5))

    page = text_of(desk_of(wulan).get(f"/meja/kasus/{late_lamp.code}/"))

    assert "<dt>Diberi tahu</dt>" in page
    assert "125% · Maya Kusuma, kepala kantor" in page
    assert "cuti s.d. Sab 28 Nov, digantikan Wulan Sari" in page
