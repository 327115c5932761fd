"""A holiday decreed after the fact: dates move, the story says why, and nobody is told twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from laksa.cases.actions import ask_reporter, recompute_due_dates
from laksa.cases.actions import recomputing as here
from laksa.cases.models import Case
from laksa.cases.rules.recomputed import FOR_RESIDENTS, moved_words
from laksa.city.models import Agency, CalendarDay, City, Sop, forget_book
from laksa.deadlines.models import Reckoning

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def change_city() -> None:
    """Do what every change of reference data does: the book is read anew."""
    city = City.objects.get()
    city.version += 1
    city.save(update_fields=["version"])
    forget_book()


def decree(on: str, name: str = "Pemilihan") -> None:
    CalendarDay.objects.create(on=on, name=name, kind="libur_khusus")
    change_city()


@pytest.fixture
def known(lamp, at) -> Case:
    """The lamp, due Friday 27 November 16.30, in a house that has looked at its calendar once."""
    recompute_due_dates(at=at)
    assert lamp.resolve_due_at == wib("2026-11-27 16:30")
    return lamp


def last_entry(case):
    return case.entries.order_by("-number")[0]


def test_a_holiday_decreed_later_moves_the_dates_and_says_why(known, outbox, at):
    written = len(outbox)
    decree("2026-11-26")

    assert recompute_due_dates(at=at + timedelta(hours=1)) == 1

    known.refresh_from_db()
    assert known.resolve_due_at == wib("2026-11-30 16:00")
    entry = last_entry(known)
    assert (entry.kind, entry.visibility) == ("due_recomputed", "reporter")
    assert entry.data["why"] == [{"what": "holiday", "on": "2026-11-26", "name": "Pemilihan"}]
    assert datetime.fromisoformat(entry.data["moved"]["resolve"]["from"]) == wib("2026-11-27 16:30")
    assert datetime.fromisoformat(entry.data["moved"]["resolve"]["to"]) == wib("2026-11-30 16:00")
    assert entry.data["side"] == ""
    assert len(outbox) == written  # it was in time and still is: nobody needs a letter


@pytest.mark.parametrize(
    ("gone", "side", "words"), [(False, "in_time", "tidak tercatat lewat batas lagi"), (True, "late", "sekarang tercatat lewat")]
)
def test_who_changes_sides_is_told(lamp, siti, outbox, at, gone, side, words):
    if gone:
        decree("2026-11-26")
        here.reset_targets(lamp)
        lamp.save()
    recompute_due_dates(at=at)
    saturday = wib("2026-11-28 09:00")
    written = len(outbox)
    if gone:
        CalendarDay.objects.filter(on="2026-11-26").delete()
        change_city()
    else:
        decree("2026-11-26")

    recompute_due_dates(at=saturday)

    assert last_entry(lamp).data["side"] == side
    assert len(outbox) == written + 1
    letter = outbox[-1]
    assert words in f"{letter.subject} {letter.text}"
    assert "26 November 2026" in letter.text
    assert "27 November 2026" in letter.text


def test_a_second_run_finds_nothing_to_do(known, at, django_assert_num_queries):
    decree("2026-11-26")
    recompute_due_dates(at=at)
    entries = known.entries.count()

    assert recompute_due_dates(at=at) == 0
    assert known.entries.count() == entries

    recompute_due_dates(at=at)
    with django_assert_num_queries(5):  # two savepoints and their ends, and the newest run
        recompute_due_dates(at=at)


def test_a_run_that_was_killed_goes_on_where_it_was(known, submit_report, at, monkeypatch):
    cases = [known, *(submit_report() for _ in range(6))]
    monkeypatch.setattr(here, "BATCH", 2)
    monkeypatch.setattr(here, "BATCHES_A_CALL", 2)
    decree("2026-11-26")

    assert recompute_due_dates(at=at) == 4  # and here the worker dies
    assert Reckoning.objects.filter(finished_at=None).count() == 1
    assert recompute_due_dates(at=at) == 3
    assert recompute_due_dates(at=at) == 0

    assert all(case.entries.filter(kind="due_recomputed").count() == 1 for case in cases)
    assert not Reckoning.objects.filter(finished_at=None).exists()


def test_a_change_in_the_middle_of_a_run_is_not_lost(known, submit_report, at, monkeypatch):
    cases = [known, *(submit_report() for _ in range(3))]
    monkeypatch.setattr(here, "BATCH", 2)
    monkeypatch.setattr(here, "BATCHES_A_CALL", 1)
    decree("2026-11-26")
    recompute_due_dates(at=at)
    decree("2026-11-27", name="Hari Guru")
    while recompute_due_dates(at=at):
        pass

    for case in cases:
        case.refresh_from_db()
        assert case.resolve_due_at == wib("2026-12-01 14:05")  # never later than 7 x 24 hours
        assert {"what": "holiday", "on": "2026-11-27", "name": "Hari Guru"} in last_entry(case).data["why"]


def test_a_running_case_keeps_the_sop_of_the_day_it_came(known, at):
    old = Sop.objects.get(group="penerangan", severity="ringan", until=None)
    old.until = at + timedelta(days=1)
    old.save()
    Sop.objects.create(
        group="penerangan", severity="ringan", resolve_hours=24, clock="working_days", status="fact", since=at + timedelta(days=1)
    )
    change_city()

    assert recompute_due_dates(at=at + timedelta(days=2)) == 0
    known.refresh_from_db()
    assert known.resolve_due_at == wib("2026-11-27 16:30")


def test_other_hours_of_its_office_move_it_and_those_of_another_do_not(known, at):
    week = {key: [["08:00", "14:00"]] for key in ("mon", "tue", "wed", "thu", "fri")}
    Agency.objects.filter(slug="dlh").update(hours={"weekdays": week})
    change_city()
    assert recompute_due_dates(at=at) == 0

    Agency.objects.filter(slug="dishub").update(hours={"weekdays": week})
    change_city()

    assert recompute_due_dates(at=at) == 1
    known.refresh_from_db()
    assert known.resolve_due_at == wib("2026-11-27 14:00")
    assert last_entry(known).data["why"] == [{"what": "hours", "agency": "dishub"}]


def test_a_new_holiday_is_the_reporter_s_too(known, budi, held_lamp, staff, at):
    ask_reporter(held_lamp.pk, "Tiang berapa?", actor=staff(budi), at=at)
    held_lamp.refresh_from_db()
    assert held_lamp.asked_until == wib("2026-12-01 16:00")
    decree("2026-11-26")

    recompute_due_dates(at=at)

    held_lamp.refresh_from_db()
    assert held_lamp.asked_until == held_lamp.due_at == wib("2026-12-02 16:00")


def test_what_has_ended_is_left_alone(known, at):
    Case.objects.filter(pk=known.pk).update(state="withdrawn", is_open=False, ended_at=at)
    decree("2026-11-26")

    assert recompute_due_dates(at=at) == 0


def test_the_first_look_moves_nothing(lamp, at):
    decree("2026-11-26")

    assert recompute_due_dates(at=at) == 0
    lamp.refresh_from_db()
    assert lamp.resolve_due_at == wib("2026-11-27 16:30")


def test_what_changes_nothing_in_time_starts_no_run(known, at):
    change_city()

    recompute_due_dates(at=at)

    assert Reckoning.objects.count() == 1


def test_the_story_says_it_in_words():
    data = {
        "moved": {"resolve": {"from": "A", "to": "B"}, "verify": {"from": "C", "to": None}},
        "why": [
            {"what": "holiday", "on": "D", "name": "Pemilihan"},
            {"what": "no_holiday", "on": "E", "name": "Cuti"},
            {"what": "hours", "agency": ""},
            {"what": "hours", "agency": "dlh"},
            {"what": "sop", "group": "*", "severity": "*"},
        ],
    }

    assert moved_words(data, say=str, names=FOR_RESIDENTS) == (
        "Selesai: A → B; libur baru: Pemilihan, D; libur dibatalkan: Cuti, E; jam kerja kantor berubah; aturan batas waktu dibetulkan"
    )
    assert moved_words(data, say=str).startswith("Dipilah: C → –; Selesai: A → B")
