# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of service levels: what is in force, what a change would have done, setting it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from laksa.cases.actions import assign_case
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.story import Line, save_story
from laksa.cases.models import Case
from laksa.cases.rules import Severity
from laksa.city.models import City, Sop, forget_book
from laksa.identity.models import actor_of
from laksa.identity.rules import SYSTEM

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
LAMP = "penerangan/ringan/resolve"
TWO_DAYS = "penerangan/ringan/12/24/48/working_days"


@pytest.fixture(autouse=True)
def _clock(monkeypatch, at):
    monkeypatch.setattr(timezone, "now", lambda: at)


def desk_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def tono_desk(tono) -> Client:
    return desk_of(tono)


@pytest.fixture
def year(submit_report) -> None:
    """Six lamps on paper, all of Monday 2 November 2026: done on day 1, 2, 3, 3 (with PLN most of the time), 4 and never."""
    for number, days in enumerate([1, 2, 3, 3, 4, None]):
        came = datetime(2026, 11, 2, 9, tzinfo=WIB)
        case = submit_report(at=came, key=f"sop-{number}")
        if days is None:
            continue
        done = came + timedelta(days=days, hours=2)
        if number == 3:
            save_story(case, [Line("referred", data={"to": "PLN"})], actor=SYSTEM, at=came + timedelta(hours=3))
            save_story(case, [Line("outside_heard", data={"from": "PLN"})], actor=SYSTEM, at=done - timedelta(hours=1))
        Case.objects.filter(pk=case.pk).update(state="resolved", resolved_at=done)


def look(client: Client, **given):
    return client.get("/meja/sop/", given)


@pytest.mark.parametrize(
    "who", ["budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari"]
)
def test_who_answers_for_an_office_or_the_city_sees_it(who, request):
    answer = look(desk_of(request.getfixturevalue(who)))

    assert answer.status_code == (200 if who in {"rina", "kabid", "kadis", "dewi", "tono", "camat", "walikota", "sari"} else 404)


def test_a_stranger_is_asked_who_they_are(client, city):
    assert look(client).status_code == 302


def test_the_table_shows_what_is_in_force(tono_desk):
    page = look(tono_desk).text

    assert "Penerangan, ringan, beres: 3 hr" in page
    assert "Penerangan, ringan, periksa: ½ hr" in page
    assert "Penerangan, berat, beres: 48 jam" in page
    assert "tidak ada yang bolong" in page


def test_a_norm_beside_the_table_breaks_nothing(tono_desk, at):
    Sop.objects.create(group="darurat", severity="fire-on-scene", resolve_hours=0.25, clock="calendar_hours", status="fact", since=at)
    forget_book()

    assert look(tono_desk).status_code == 200


def test_a_gap_is_named(tono_desk):
    Sop.objects.filter(group="penerangan", severity="sedang").update(resolve_hours=None)
    Sop.objects.filter(group="kebersihan", severity="berat").update(until=datetime(2027, 1, 1, tzinfo=WIB))
    forget_book()

    page = look(tono_desk).text

    assert "2 bolong" in page
    assert "Penerangan, sedang: tidak punya batas sendiri" in page
    assert "Kebersihan, berat: tidak punya batas mulai Jumat 1 Jan 2027" in page


def test_a_city_without_hours_is_told_so(tono_desk):
    City.objects.update(hours={})
    forget_book()

    assert "Kota belum punya jam kerja" in look(tono_desk).text


def test_a_chosen_number_shows_last_year_before_anything_changes(tono_desk, year):
    """By hand: three working days are over on Thursday 5 at 16.00, so day 4 and the one never done are late."""
    page = look(tono_desk, lihat=LAMP).text

    assert "Dihitung ulang atas 6 laporan setahun" in page
    assert "<b>4</b> tepat" in page
    assert ">2</b> lewat" in page
    assert "Belum ada angka yang diubah" in page


def test_a_draft_shows_who_changes_sides_and_why(tono_desk, year):
    """Two working days are over on Wednesday at 16.00: the two of day 3 change to late, one of them because of PLN."""
    page = look(tono_desk, lihat=LAMP, ubah=TWO_DAYS).text

    assert "3 hari kerja menjadi 2 hari kerja" in page
    assert page.index("<b>4</b> tepat") < page.index("<b>2</b> tepat")
    assert "2 yang berpindah sisi" in page
    assert "menunggu PLN" in page
    assert "antre, belum dipegang" in page
    assert "2 dari 2 bukan soal kerja regu" in page
    assert "batas baru, 2 hr" in page
    assert "berlaku, 3 hr" in page
    assert Sop.objects.get(group="penerangan", severity="ringan", until=None).resolve_hours == 72


def test_other_numbers_are_tried_at_once(tono_desk, year):
    page = look(tono_desk, lihat=LAMP, ubah=TWO_DAYS).text

    assert "33,3%" in page  # two of six within two days
    assert "66,7%" in page  # four within three
    assert "16,7%" in page  # one within one


@pytest.fixture
def sorted_by_the_desk(submit_report, dewi, at):
    """Four lamps of Monday 2 November, 9.00, that lay with the city desk: sorted at 10.00, Tuesday 10.00, Thursday 9.00, never.

    And one that the rules sent to its office at once.
    """
    came = datetime(2026, 11, 2, 9, tzinfo=WIB)
    lamp = submit_report(at=came)
    for hours in (1, 25, 72, None):
        case = submit_report(at=came, text="ada yang aneh di dekat pasar", hashtags=())
        assert case.decision["desk"]
        if hours is not None:
            sent = Owner("dishub", "tim-pju", category=lamp.category_id, severity=Severity.LIGHT)
            assign_case(case.pk, sent, actor=actor_of(dewi, at=at), at=came + timedelta(hours=hours))
        else:
            Case.objects.filter(pk=case.pk).update(category=lamp.category_id, severity=Severity.LIGHT)


def test_the_clock_of_sorting_is_tried_on_what_lay_with_the_desk(tono_desk, sorted_by_the_desk):
    """By hand: half a working day from Monday 9.00 is over the same day, one whole day on Tuesday at 16.00."""
    cell = {"lihat": "penerangan/ringan/verify"}
    page = look(tono_desk, **cell).text
    draft = look(tono_desk, **cell, ubah="penerangan/ringan/24/24/72/working_days").text

    assert "Dihitung ulang atas 4 laporan setahun" in page
    assert "<b>1</b> tepat" in page
    assert ">3</b> lewat" in page
    assert "Hanya yang dipilah meja kota" in page
    assert "Lama dipilah, hari kerja" in page
    assert "<b>2</b> tepat" in draft
    assert "1 yang berpindah sisi" in draft
    assert "dipilah meja kota" in draft


def test_numbers_typed_become_a_draft_in_the_address(tono_desk):
    answer = look(tono_desk, lihat=LAMP, verify="0.5", respond="1", resolve="2", clock="working_days")

    assert answer.status_code == 302
    assert answer.url == f"/meja/sop/?ubah={TWO_DAYS}&lihat={LAMP}#akibat"


def test_the_numbers_in_force_are_no_draft(tono_desk):
    answer = look(tono_desk, lihat=LAMP, ubah=TWO_DAYS, verify="0.5", respond="1", resolve="3", clock="working_days")

    assert answer.url == f"/meja/sop/?lihat={LAMP}#akibat"


@pytest.mark.parametrize(
    ("given", "words"),
    [({"resolve": ""}, "tidak ada janji"), ({"resolve": "0.5"}, "terbalik"), ({"resolve": "900"}, "satu tahun"), ({"resolve": "x"}, "")],
)
def test_numbers_that_cannot_be_are_told_beside_the_field(tono_desk, given, words):
    answer = look(tono_desk, **{"lihat": LAMP, "verify": "0.5", "respond": "1", "clock": "working_days"} | given)

    assert answer.status_code == 422
    assert words in answer.text
    assert "field--error" in answer.text


@pytest.mark.parametrize("ubah", ["x", "penerangan/ringan/nan/nan/nan/working_days", "tak-ada/ringan/1/2/3/working_days", "a" * 5_000])
@pytest.mark.parametrize("lihat", ["x", "penerangan/gawat/resolve", "penerangan/ringan/", LAMP])
def test_an_address_that_means_nothing_breaks_nothing(tono_desk, ubah, lihat):
    assert look(tono_desk, ubah=ubah, lihat=lihat).status_code == 200


def test_what_is_heavier_and_slower_is_pointed_out(tono_desk):
    page = look(tono_desk, lihat="penerangan/sedang/resolve", ubah="penerangan/sedang/12/24/48/working_days").text

    assert "Ringan: 3 hari kerja. Yang lebih berat menunggu lebih lama." not in page
    assert "Yang lebih berat menunggu lebih lama" in look(tono_desk, lihat=LAMP, ubah="penerangan/ringan/12/24/24/calendar_hours").text


def test_longer_than_the_city_s_week_is_pointed_out(tono_desk):
    page = look(tono_desk, lihat=LAMP, ubah="penerangan/ringan/12/24/720/working_days").text

    assert "Lebih lama dari janji umum 168 jam" in page


def save(client: Client, **changes):
    values = {"ubah": TWO_DAYS, "lihat": LAMP, "since": "2026-12-01", "reason": "Satu jalan gelap seminggu"} | changes
    return client.post("/meja/sop/", values)


def test_the_coordinator_puts_a_version_in_force(tono_desk):
    answer = save(tono_desk)

    assert (answer.status_code, answer.url) == (302, "/meja/sop/")
    page = look(tono_desk).text
    assert "1 baris berlaku mulai Selasa 1 Des" in page
    assert "Satu jalan gelap seminggu (Tono Haryanto)" in page
    new = Sop.objects.get(group="penerangan", severity="ringan", until=None)
    assert (new.resolve_hours, new.since) == (48, datetime(2026, 12, 1, tzinfo=WIB))


@pytest.mark.parametrize("changes", [{"reason": " "}, {"since": ""}, {"since": "2026-11-24"}, {"ubah": "x"}])
def test_what_is_refused_keeps_what_was_typed(tono_desk, changes):
    rows = Sop.objects.count()

    answer = save(tono_desk, **changes)

    assert answer.status_code == 422
    assert Sop.objects.count() == rows


def test_a_head_sets_faster_and_not_slower_and_others_only_look(kadis, rina):
    assert save(desk_of(kadis), ubah="penerangan/ringan/12/24/96/working_days").status_code == 422
    assert save(desk_of(kadis)).status_code == 302
    assert save(desk_of(rina)).status_code == 403
    page = look(desk_of(rina), lihat=LAMP, ubah="penerangan/ringan/12/24/24/working_days").text
    assert "Tetapkan versi baru" not in page
    assert "Yang menetapkan Penerangan" in page


def test_an_officer_can_set_nothing(budi):
    assert save(desk_of(budi)).status_code == 404


def test_the_queries_do_not_grow_with_the_year(tono_desk, year, submit_report, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        look(tono_desk, lihat=LAMP, ubah=TWO_DAYS)
    for number in range(8):
        case = submit_report(at=datetime(2026, 10, 5, 9, tzinfo=WIB), key=f"more-{number}")
        Case.objects.filter(pk=case.pk).update(state="resolved", resolved_at=datetime(2026, 10, 8, 9, tzinfo=WIB))

    with django_assert_max_num_queries(16):
        look(tono_desk, lihat=LAMP, ubah=TWO_DAYS)
