# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of the duty roster: read by the office, kept by its leads, and seen where a case is handed out."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.identity.actions import set_duty
from laksa.identity.models import Absence, Duty, Post, actor_of
from laksa.identity.rules import Office, Shift

pytestmark = pytest.mark.django_db

PAGE, STAFF = (
    "/meja/piket/",
    ("budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari"),
)
TEAM = f"{PAGE}?kantor=dishub/tim-pju"
PJU = Office("dishub", "tim-pju")
DAY = timedelta(days=1)
LINE = {"weekdays": ["0", "1"], "starts": "07:00", "ends": "15:00", "first": "", "last": ""}


def put(person, by, at, *, starts=time(7), ends=time(15), days=range(5), office=PJU):
    return set_duty(Shift(person.pk, office, frozenset(days), starts, ends, date(2026, 1, 5)), actor=actor_of(by, at=at), at=at)


def said(answer):
    return " ".join(answer.content.decode().split())


def test_a_lead_puts_somebody_on_the_roster_and_takes_them_off(desk_of, kabid, budi):
    desk = desk_of(kabid)

    page = said(desk.post(TEAM, {"user": budi.pk, **LINE}, follow=True))

    assert "Tercatat di jadwal: Budi Santoso." in page
    assert "Yang menerima laporan baru: <b>Budi Santoso</b>." in page
    assert "Berakhir Selasa 24 Nov 15.00, sesudahnya tidak ada yang piket." in page
    assert "<b>Budi Santoso</b>, Senin, Selasa, 07.00–15.00" in page
    row = Duty.objects.get()
    assert (row.unit_id, row.weekdays, row.first_day, row.last_day) == ("tim-pju", "01", date(2026, 11, 24), None)

    page = said(desk.post(f"/meja/piket/{row.pk}/hapus/", follow=True))

    assert "Dihapus dari jadwal: Budi Santoso." in page
    assert "Kantor ini belum punya jadwal piket." in page


def test_the_week_is_a_table_of_days_and_people(desk_of, budi, wulan, rina, at):
    put(budi, rina, at)
    put(wulan, rina, at, starts=time(22), ends=time(6), days=[4])
    put(wulan, rina, at, starts=time(0), ends=time(0), days=[6])

    page = said(desk_of(wulan).get(TEAM))

    assert '<th scope="col">Budi Santoso</th><th scope="col">Wulan Sari</th>' in page
    assert page.count('<th scope="row">') == 7
    assert 'aria-current="date"><th scope="row">Selasa 24 Nov' in page
    for hours in ("07.00–15.00", "22.00–06.00 esok", "sehari penuh"):
        assert f'<span class="duty-week__turn">{hours}</span>' in page
    # Who only reads has nothing to press.
    assert "Hapus" not in page
    assert "Tambahkan" not in page


def test_who_is_away_is_shown_with_who_stands_in(desk_of, budi, wulan, rina, at):
    put(budi, rina, at)
    Absence.objects.create(user=budi, deputy=wulan, since=at - DAY, until=at + timedelta(hours=6))

    page = said(desk_of(budi).get(TEAM))

    assert "Yang menerima laporan baru: <b>Wulan Sari, menggantikan Budi Santoso</b>." in page
    # Monday and Tuesday.
    assert page.count("cuti, digantikan Wulan Sari") == 2


def test_a_line_of_who_left_the_unit_says_so(desk_of, budi, rina, at):
    put(budi, rina, at)
    Post.objects.filter(user=budi).update(unit_id="bidang-pju")

    page = said(desk_of(rina).get(TEAM))

    assert "tidak lagi bertugas di sini: baris ini dilewati" in page
    assert "Tidak ada yang menerima: laporan baru menunggu di antrean." in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weekdays": []}, "Pilih sedikitnya satu hari."),
        ({"ends": "besok"}, 'id="id_ends_error"'),
        ({"last": "2026-11-23"}, "Hari terakhir harus hari ini atau sesudahnya"),
        ({"user": "0"}, 'id="id_user_error"'),
    ],
)
def test_what_was_filled_in_wrong_is_told_beside_its_field(desk_of, rina, budi, changes, words):
    answer = desk_of(rina).post(TEAM, {"user": budi.pk, **LINE} | changes)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Duty.objects.exists()


def test_the_page_speaks_english(settings, desk_of, budi, rina, at):
    put(budi, rina, at)
    desk = desk_of(rina)
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = said(desk.get(TEAM))

    assert "Who takes new reports: <b>Budi Santoso</b>." in page
    assert "<b>Budi Santoso</b>, Monday to Friday, 07:00–15:00" in page


# --- who may ---------------------------------------------------------------------------------------

SEES = {"budi", "wulan", "rina", "kabid", "kadis", "dewi", "tono", "walikota"}
SETS = {"rina", "kabid", "kadis", "tono"}


@pytest.mark.parametrize("who", STAFF)
def test_a_roster_is_for_the_office_and_its_lines_for_its_leads(request, desk_of, budi, rina, at, who):
    line = put(budi, rina, at)
    desk = desk_of(request.getfixturevalue(who))

    assert desk.get(TEAM).status_code == (200 if who in SEES else 404)
    expected = 302 if who in SETS else 403 if who in SEES else 404
    assert desk.post(TEAM, {"user": budi.pk, **LINE}).status_code == expected
    assert desk.post(f"/meja/piket/{line.pk}/hapus/").status_code == (302 if who in SETS else 404)
    assert Duty.objects.count() == 1  # one came and one went, or neither


@pytest.mark.parametrize("office", ["dishub/tim-pohon", "nirgends", "pln", "dishub/\x00"])
def test_an_office_that_is_none_is_not_found(desk_of, rina, tono, office):
    assert desk_of(tono).get(PAGE, {"kantor": office}).status_code == 404


def test_the_page_opens_at_a_roster_that_is_kept(desk_of, budi, rina, at):
    assert "Kantor ini belum punya jadwal piket." in said(desk_of(budi).get(PAGE))

    put(budi, rina, at)

    for reader in (budi, rina):
        assert "Dishub, Tim PJU" in said(desk_of(reader).get(PAGE))
        assert '<span class="duty-week__turn">07.00–15.00</span>' in said(desk_of(reader).get(PAGE))


def test_the_page_asks_as_many_questions_however_long_the_roster(desk_of, budi, wulan, rina, at):
    put(budi, rina, at)
    desk = desk_of(rina)
    desk.get(TEAM)

    def questions():
        with CaptureQueriesContext(connection) as seen:
            desk.get(TEAM)
        return len(seen)

    before = questions()
    for hour in range(8, 14):
        put(wulan, rina, at, starts=time(hour))
    desk.get(TEAM)

    assert questions() == before


# --- where cases are handed out --------------------------------------------------------------------


def test_who_is_on_duty_is_offered_first_and_marked(desk_of, held_lamp, budi, wulan, rina, at, act_url):
    put(budi, rina, at)

    page = said(desk_of(rina).get(act_url(held_lamp, "hand_over")))

    assert page.index("Budi Santoso, piket, memegang 1") < page.index("Wulan Sari, memegang 0")


def test_the_story_says_that_the_roster_chose(desk_of, submit_report, budi, wulan, rina, at):
    put(budi, rina, at)
    first = submit_report()
    Absence.objects.create(user=budi, deputy=wulan, since=at - DAY, until=at + DAY)
    second = submit_report()

    pages = [said(desk_of(rina).get(f"/meja/kasus/{case.code}/")) for case in (first, second)]

    assert "Dishub, Tim PJU, dipegang Budi Santoso, petugas piket hari itu" in pages[0]
    assert "dipegang Wulan Sari menggantikan Budi Santoso, petugas piket hari itu" in pages[1]


def test_who_was_chosen_by_the_roster_finds_the_report_among_their_own(desk_of, submit_report, budi, wulan, rina, at):
    put(budi, rina, at)
    case = submit_report()

    assert case.title in desk_of(budi).get("/meja/?lihat=saya").content.decode()
    assert case.title not in desk_of(wulan).get("/meja/?lihat=saya").content.decode()
