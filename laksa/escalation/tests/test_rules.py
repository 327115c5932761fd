# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ladder by hand on paper: when rungs fall due, when they are sent, whom they name."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.city.rules.facts import RungFacts
from laksa.city.rules.ladders import ASKED, OFFICES
from laksa.deadlines.rules import Clock, Night, read_hours, read_night
from laksa.escalation.rules import (
    UP,
    Asking,
    Course,
    Place,
    Seat,
    Time,
    fall_of,
    falls_of,
    find_office,
    headline_of,
    line_up,
    next_at,
    reached,
    reason_of,
    share_label,
    version_of,
)

ZONE = ZoneInfo("Asia/Jakarta")
NIGHT = Night(time(21), time(7), ZONE)
NONE = read_night({}, ZONE)
WEEK = {"weekdays": {day: [["07:30", "12:00"], ["13:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [], "sun": []}}
OFFICE = read_hours(WEEK, zone=ZONE, closed={date(2026, 11, 30): "libur_nasional"})
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def moment(day: int, clock: str, month: int = 11) -> datetime:
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), tzinfo=ZONE)


def rung(
    number: int, percent: int | None, *whom: str, days: int | None = None, ladder: str = "case", since=ALWAYS, until=None
) -> RungFacts:
    return RungFacts(number, ladder, number, percent, days, whom or ("holder",), ("app",), "", since, until)


def course(start: datetime, due: datetime, clock: Clock = Clock.CALENDAR, ladder: str = "case") -> Course:
    return Course("case", ladder, start, due, Time(clock, OFFICE))


LADDER = [rung(1, 50), rung(2, 80), rung(3, 100), rung(4, 125), rung(5, 150), rung(6, 200)]


def test_the_picture_of_one_ladder_comes_out_to_the_minute():
    """thread-why: from Saturday 21 November 13.10, 48 hours by the calendar."""
    run = course(moment(21, "13:10"), moment(23, "13:10"))

    falls = {fall.rung.percent: fall.at for fall in falls_of(run, LADDER, NIGHT)}
    sent = {percent: NIGHT.sendable_at(at, is_emergency=False) for percent, at in falls.items()}

    assert falls[50] == sent[50] == moment(22, "13:10")
    assert (falls[80], sent[80]) == (moment(23, "03:34"), moment(23, "07:00"))
    assert falls[100] == sent[100] == moment(23, "13:10")
    assert (falls[125], sent[125]) == (moment(24, "01:10"), moment(24, "07:00"))
    assert falls[150] == sent[150] == moment(24, "13:10")
    assert falls[200] == moment(25, "13:10")


def test_the_picture_of_a_decision_comes_out_to_the_minute():
    """decision: asked on Tuesday 10.48, due on Friday 12.00."""
    run = course(moment(24, "10:48"), moment(27, "12:00"))

    half, most = (fall_of(run, rung(1, percent), NIGHT) for percent in (50, 80))

    assert (half, NIGHT.morning(half)) == (moment(25, "23:24"), moment(26, "07:00"))
    assert (most.replace(second=0), NIGHT.morning(most)) == (moment(26, "21:21"), moment(27, "07:00"))


def test_working_time_passes_the_weekend_and_a_holiday():
    """Friday 13.00 with three hours left that day; Monday is a holiday; due on Wednesday at closing: 18 hours of office."""
    run = course(moment(27, "13:00"), moment(2, "16:00", month=12), Clock.WORKING)

    assert fall_of(run, rung(1, 50), NIGHT) == moment(1, "14:30", month=12)
    assert fall_of(run, rung(3, 100), NIGHT) == moment(2, "16:00", month=12)
    assert fall_of(run, rung(5, 150), NIGHT) == moment(4, "09:00", month=12)


def test_a_target_without_working_time_is_counted_by_the_calendar():
    run = course(moment(28, "10:00"), moment(28, "12:00"), Clock.WORKING)

    assert fall_of(run, rung(1, 50), NIGHT) == moment(28, "11:00")


@pytest.mark.parametrize(("days", "falls"), [(-1, moment(25, "07:00")), (0, moment(26, "07:00")), (3, moment(29, "07:00"))])
def test_a_promised_date_is_told_in_the_morning(days, falls):
    run = course(moment(20, "09:00"), moment(26, "00:00"), ladder="plan")

    assert fall_of(run, rung(1, None, days=days, ladder="plan"), NIGHT) == falls


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 60 * 24 * 60), st.integers(1, 60 * 24 * 60), st.sampled_from(list(Clock)))
def test_a_higher_rung_never_falls_due_before_a_lower_one(one, other, begins, lasts, clock):
    start = moment(2, "08:00") + timedelta(minutes=begins)
    run = course(start, start + timedelta(minutes=lasts), clock)
    low, high = sorted((one, other))

    assert fall_of(run, rung(1, low), NIGHT) <= fall_of(run, rung(2, high), NIGHT)


@given(st.integers(0, 365 * 24 * 60), st.times(), st.times())
def test_nothing_is_ever_sent_at_night_nor_kept_for_more_than_one(minutes, start, end):
    at = moment(1, "00:00", month=1) + timedelta(minutes=minutes)
    night = Night(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0), ZONE)

    sent = night.sendable_at(at, is_emergency=False)

    assert not night.covers(sent)
    assert timedelta(0) <= sent - at < timedelta(days=1)
    assert night.sendable_at(at, is_emergency=True) == at


def test_nights_are_drawn_where_they_are():
    nights = NIGHT.between(moment(21, "13:10"), moment(23, "02:00"))

    assert nights == [(moment(21, "21:00"), moment(22, "07:00")), (moment(22, "21:00"), moment(23, "02:00"))]
    assert NONE.between(moment(21, "13:10"), moment(23, "02:00")) == []


def test_only_what_fell_due_and_was_not_told_is_told_the_highest_first():
    falls = falls_of(course(moment(21, "13:10"), moment(23, "13:10")), LADDER, NIGHT)

    due = reached(falls, told={("case", 1)}, at=moment(24, "08:00"))

    assert [fall.rung.percent for fall in due] == [125, 100, 80]


def test_the_next_look_is_at_the_next_rung_by_day():
    falls = falls_of(course(moment(21, "13:10"), moment(23, "13:10")), LADDER, NIGHT)

    assert next_at(falls, told={("case", 1)}, night=NIGHT, is_emergency=False) == moment(23, "07:00")
    assert next_at(falls, told={("case", 1)}, night=NIGHT, is_emergency=True) == moment(23, "03:34")
    assert next_at(falls, told={("case", number) for number in range(1, 7)}, night=NIGHT, is_emergency=False) is None


def test_a_running_case_keeps_its_version_of_the_ladder():
    changed = moment(22, "12:00")
    rungs = [rung(1, 50, until=changed), rung(1, 40, since=changed)]

    early, late = (falls_of(course(start, start + timedelta(hours=10)), rungs, NIGHT) for start in (moment(22, "08:00"), changed))

    assert ([fall.rung.percent for fall in early], [fall.rung.percent for fall in late]) == ([50], [40])
    assert (version_of(rungs, "case", moment(22, "08:00")), version_of(rungs, "case", changed)) == (1, 2)


# --- whom ------------------------------------------------------------------------------------------

LAMPS = Place(("dishub", "pemkot"), ("tim-pju", "bidang-pju"), holder_id=1)
SEATS = [
    Seat(1, "officer", "dishub", "tim-pju"),
    Seat(2, "team_lead", "dishub", "tim-pju"),
    Seat(3, "division_head", "dishub", "bidang-pju"),
    Seat(4, "agency_head", "dishub"),
    Seat(5, "agency_admin", "dishub"),
    Seat(6, "desk", "upt-prk", "meja-kota"),
    Seat(7, "coordinator", "upt-prk"),
    Seat(8, "secretariat"),
    Seat(9, "leader"),
    Seat(20, "team_lead", "dlh", "tim-pju"),
    Seat(21, "division_head", "dishub", "bidang-lalin"),
]


def found(whom, *, without=(), place=LAMPS, asking=None, gone=()):
    seats = [seat for seat in SEATS if seat.role not in without]
    answer = find_office(whom, place=place, seats=seats, there=lambda one: one not in gone, asking=asking)
    return (answer.office, *(answer.user_ids or (answer.party,))) if answer else None


@pytest.mark.parametrize(
    ("whom", "who"),
    [("holder", 1), ("team_lead", 2), ("division_head", 3), ("agency_head", 4), ("agency_admin", 5), ("desk", 6), ("coordinator", 7), ("secretariat", 8), ("leader", 9)],
)  # fmt: skip
def test_each_office_is_looked_for_in_the_line_of_the_case(whom, who):
    assert found(whom) == (whom, who)


@pytest.mark.parametrize(
    ("whom", "without", "who"),
    [
        ("team_lead", ["team_lead"], ("division_head", 3)),
        ("team_lead", ["team_lead", "division_head"], ("agency_head", 4)),
        ("agency_head", ["agency_head"], ("desk", 6)),
        ("agency_head", ["agency_head", "desk"], ("coordinator", 7)),
        ("secretariat", ["secretariat"], ("leader", 9)),
        ("leader", ["leader"], ("coordinator", 7)),
    ],
)
def test_where_nobody_holds_an_office_the_next_one_up_is_told(whom, without, who):
    assert found(whom, without=without) == who


def test_a_case_that_nobody_holds_reaches_whoever_hands_out_the_work():
    assert found("holder", place=Place(("dishub",), ("tim-pju",))) == ("agency_admin", 5)


def test_a_dissolved_agency_falls_to_the_desk():
    for whom in ("holder", "agency_admin", "team_lead", "division_head", "agency_head"):
        assert found(whom, place=Place()) == ("desk", 6)


def test_a_closed_account_is_no_holder():
    assert found("holder", gone=[1]) == ("agency_admin", 5)


def test_a_city_without_anybody_is_told_so():
    assert find_office("team_lead", place=LAMPS, seats=[], there=lambda one: True) is None


def test_a_kelurahan_is_led_by_its_lurah_and_then_by_the_camat():
    seats = [Seat(30, "village_head", "kel-a"), Seat(31, "agency_head", "kec-b")]
    place = Place(("kel-a", "kec-b"))

    assert find_office("agency_head", place=place, seats=seats, there=lambda one: True).user_ids == (30,)
    assert find_office("agency_head", place=place, seats=seats, there=lambda one: one != 30).user_ids == (31,)


def test_a_question_reaches_the_asked_the_asker_and_the_lead_of_the_asked():
    asking = Asking(asker_id=1, asked_id=5, place=Place(("dishub",), ()))

    assert found("asked", asking=asking) == ("asked", 5)
    assert found("asker", asking=asking) == ("asker", 1)
    assert found("asked_lead", asking=asking) == ("asked_lead", 4)
    assert found("asked", asking=asking, gone=[5]) == ("asked_lead", 4)


def test_a_party_outside_is_told_itself():
    assert found("party", asking=Asking(asker_id=1, party="PLN")) == ("party", "PLN")


def test_every_office_leads_up_to_somebody_and_every_word_is_known():
    for whom in (*OFFICES[:-1], *ASKED):
        assert whom in UP
        assert find_office(whom, place=LAMPS, seats=[Seat(7, "coordinator")], there=lambda one: one == 7, asking=Asking()) is not None


def test_a_line_of_parents_ends_also_in_a_circle():
    assert line_up("a", {"a": "b", "b": "a"}) == ("a", "b")


# --- words -----------------------------------------------------------------------------------------


def test_the_reason_is_a_sentence_for_people():
    assert str(reason_of("case", percent=125, days=None)) == "laporan ini seperempat lebih lama dari batasnya dan belum beres"
    assert str(reason_of("unassigned", percent=50, days=None)).endswith("dan belum dipegang siapa pun")
    assert str(reason_of("case", percent=110, days=None)) == "laporan ini sudah 110 persen dari batasnya dan belum beres"
    assert headline_of("plan", percent=None, days=-1) == "1 hari lagi tanggal yang dijanjikan kepada pelapor"
    assert [share_label(percent, days) for percent, days in ((80, None), (None, -1), (None, 0), (None, 3))] == [
        "80%",
        "H-1",
        "Hari H",
        "H+3",
    ]
