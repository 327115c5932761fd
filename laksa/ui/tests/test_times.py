"""Times and figures are said as people here say them, in two languages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from laksa.ui import rules

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=JAKARTA)
ID = rules.INDONESIAN
EN = rules.Voice(language="en", zone=JAKARTA)


@pytest.mark.parametrize(
    ("at", "indonesian", "english"),
    [
        (NOW - timedelta(seconds=20), "baru saja · 14.04", "just now · 14:04"),
        (NOW - timedelta(minutes=1), "1 menit lalu · 14.04", "1 minute ago · 14:04"),
        (NOW - timedelta(hours=2), "2 jam lalu · 12.05", "2 hours ago · 12:05"),
        (NOW - timedelta(hours=22), "kemarin · Senin 23 Nov 16.05", "yesterday · Monday 23 Nov 16:05"),
        (NOW - timedelta(days=9, hours=4), "9 hari lalu · Minggu 15 Nov 10.05", "9 days ago · Sunday 15 Nov 10:05"),
        (NOW - timedelta(days=40), "Kamis 15 Okt 14.05", "Thursday 15 Oct 14:05"),
        (NOW - timedelta(days=400), "Senin 20 Okt 2025 14.05", "Monday 20 Oct 2025 14:05"),
        (NOW + timedelta(hours=3), "dalam 3 jam · 17.05", "in 3 hours · 17:05"),
        (NOW + timedelta(days=1), "besok · Rabu 25 Nov 14.05", "tomorrow · Wednesday 25 Nov 14:05"),
    ],
)
def test_a_time_is_said_both_ways(at, indonesian, english):
    assert rules.when(at, ID, now=NOW) == indonesian
    assert rules.when(at, EN, now=NOW) == english


def test_five_hours_across_midnight_are_hours_and_not_yesterday():
    night = datetime(2026, 11, 24, 2, 0, tzinfo=JAKARTA)

    assert rules.ago(night - timedelta(hours=5), ID, now=night) == "5 jam lalu"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW - timedelta(hours=4), "Hari ini 10.05"),
        (NOW - timedelta(days=1), "Kemarin 14.05"),
        (NOW + timedelta(days=1), "Besok 14.05"),
        (NOW - timedelta(days=4), "Jumat 20 Nov 14.05"),
    ],
)
def test_a_near_day_is_called_by_name(at, said):
    assert rules.dated(at, ID, now=NOW) == said


def test_an_exact_time_names_day_hour_and_zone():
    at = datetime(2026, 11, 19, 19, 42, tzinfo=JAKARTA)

    assert rules.exact_zone(at, ID) == "Kamis 19 Nov 19.42 WIB"
    assert rules.exact_zone(at, EN) == "Thursday 19 Nov 19:42 WIB"
    assert rules.short_day(at, ID) == "Kam 19 Nov"


@pytest.mark.parametrize(
    ("zone", "said"),
    [("Asia/Makassar", "20.42 WITA"), ("Asia/Jayapura", "21.42 WIT"), ("Europe/Paris", "13.42")],
)
def test_another_city_has_its_own_zone(zone, said):
    at = datetime(2026, 11, 19, 19, 42, tzinfo=JAKARTA)
    voice = rules.Voice(zone=ZoneInfo(zone))

    assert rules.exact_zone(at, voice).endswith(said)


def test_a_stored_utc_time_is_told_on_the_citys_clock():
    late_in_utc = datetime(2026, 11, 23, 18, 30, tzinfo=ZoneInfo("UTC"))

    assert rules.exact(late_in_utc, ID) == "Selasa 24 Nov 01.30"
    assert rules.dated(late_in_utc, ID, now=NOW) == "Hari ini 01.30"


@pytest.mark.parametrize(
    ("minutes", "long", "short", "english"),
    [
        (0, "0 menit", "0 m", "0 minutes"),
        (55, "55 menit", "55 m", "55 minutes"),
        (115, "1 jam 55 menit", "1 j 55 m", "1 hour 55 minutes"),
        (1440, "1 hari", "1 hr", "1 day"),
        (4695, "3 hari 6 jam", "3 hr", "3 days 6 hours"),
        (-130, "2 jam 10 menit", "2 j 10 m", "2 hours 10 minutes"),
    ],
)
def test_a_length_is_said_in_its_two_largest_units(minutes, long, short, english):
    assert rules.duration(minutes, ID) == long
    assert rules.short_duration(minutes, ID) == short
    assert rules.duration(minutes, EN) == english


def test_a_working_day_can_have_its_own_length():
    assert rules.duration(11 * 60, ID, day_minutes=450) == "1 hari 3 jam"


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [(2318, 0, "2.318", "2,318"), (2.4, 1, "2,4", "2.4"), (1234567.5, 2, "1.234.567,50", "1,234,567.50"), (0, 0, "0", "0")],
)
def test_figures_keep_the_separators_of_their_language(value, decimals, indonesian, english):
    assert rules.number(value, ID, decimals=decimals) == indonesian
    assert rules.number(value, EN, decimals=decimals) == english


def test_held_time_adds_up_to_the_whole_bar():
    parts = rules.held_parts([("Dishub", "a", 1, "brand"), ("PLN", "b", 1, "wait"), ("Pelapor", "c", 1, "info")])

    assert sum(part.percent for part in parts) == 100
    assert [part.offset for part in parts] == [0, parts[0].percent, parts[0].percent + parts[1].percent]
    assert rules.held_parts([("Dishub", "0", 0, "brand")])[0].percent == 0
