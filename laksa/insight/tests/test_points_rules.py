# SPDX-License-Identifier: AGPL-3.0-or-later
"""Points on paper: what an act is worth, who shares it, and what gives nothing."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.insight.rules.point_words import why
from laksa.insight.rules.points import Act, PointRules, Story, corrections, lines_of, next_month, previous_month, read_rules, split, total

START = datetime(2026, 11, 2, 1, tzinfo=UTC)
BUDI, WULAN, LEAD = 1, 2, 9
USUAL = PointRules()


@dataclass(frozen=True)
class Told:
    number: int
    at: datetime
    kind: str
    user_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    actor_label: str = ""
    is_erased: bool = False


def hours(number):
    return START + timedelta(hours=number)


def story(*steps, respond=24, resolve=168, severity="ringan", case_id=1):
    """A story of (hour, kind, user, data, body); the last three may be left out."""
    entries = []
    for number, step in enumerate(steps, start=1):
        hour, kind, user, data, body = (*step, *(None, {}, "")[len(step) - 2 :])
        entries.append(Told(number, hours(hour), kind, user, data or {}, body))
    return Story(case_id, f"KCT-{case_id}", "Lampu", severity, START, hours(respond), hours(resolve), entries)


def hollow(words):
    return words == "Akan ditindaklanjuti."


def read(*stories, rules=USUAL):
    return [line for one in stories for line in lines_of(one, rules, says_nothing=hollow)]


def shape(lines):
    return [(line.user_id, line.act, line.points) for line in lines]


TAKEN = [(0, "received"), (1, "assigned", LEAD, {"agency": "dishub", "holder": BUDI}), (2, "accepted", BUDI)]
DONE = [*TAKEN, (30, "resolved", BUDI, {"proof": "held"})]
ANSWERED = [*TAKEN, (3, "reply", BUDI, {}, "Regu datang besok pukul 9.")]


def test_the_worked_example_of_the_domain():
    in_time = [story(*ANSWERED, case_id=number) for number in range(10)]
    confirmed = [story(*DONE, (40, "confirmed"), case_id=10 + number) for number in range(4)]
    checked = [story(*DONE, (41, "check_passed"), case_id=20 + number) for number in range(2)]
    false = [story(*DONE, (42, "reopened", None, {"reason": "still_broken"}), case_id=30)]
    lines = read(*in_time, *confirmed, *checked, *false)
    assert [sum(1 for line in lines if line.act == act) for act in list(Act)[:4]] == [10, 4, 2, 1]
    assert total(lines, USUAL) == 41


def test_nothing_for_volume_or_for_silence():
    cases = [story(*DONE, (200, "closed"), case_id=number) for number in range(50)]
    assert read(*cases) == []


def test_an_answer_after_the_limit_gives_nothing():
    assert read(story(*TAKEN, (25, "reply", BUDI, {}, "Besok."))) == []
    assert shape(read(story(*TAKEN, (24, "reply", BUDI, {}, "Besok.")))) == [(BUDI, Act.ANSWERED, 2)]


def test_only_the_first_answer_counts_and_for_whoever_gave_it():
    lines = read(story(*TAKEN, (3, "asked", WULAN, {}, "Tiang nomor berapa?"), (4, "reply", BUDI, {}, "Besok.")))
    assert shape(lines) == [(WULAN, Act.ANSWERED, 2)]


def test_an_empty_phrase_is_told_and_gives_nothing():
    (line,) = read(story(*TAKEN, (3, "reply", BUDI, {}, "Akan ditindaklanjuti.")))
    assert (line.points, line.facts["empty"]) == (0, True)


def test_an_answer_taken_back_never_was():
    lines = read(story(*ANSWERED, (3, "undone", BUDI, {"of": "reply", "number": 4}), (30, "reply", BUDI, {}, "Besok.")))
    assert lines == []


def test_who_held_and_worked_shares_with_who_declared():
    shared = story(*TAKEN, (5, "handed_over", BUDI, {"agency": "dishub", "holder": WULAN}), (30, "resolved", WULAN), (40, "confirmed"))
    assert shape(read(shared)) == [(BUDI, Act.CONFIRMED, Decimal("2.50")), (WULAN, Act.CONFIRMED, Decimal("2.50"))]


def test_who_was_only_named_as_holder_shares_nothing():
    named = story(
        (0, "received"),
        (1, "assigned", LEAD, {"agency": "dishub", "holder": BUDI}),
        (5, "accepted", WULAN),
        (30, "resolved", WULAN),
        (40, "confirmed"),
    )
    assert shape(read(named)) == [(WULAN, Act.CONFIRMED, 5)]


def test_who_did_a_part_of_the_work_shares():
    parts = story(*TAKEN, (10, "task_done", WULAN, {"thread": 1}), (30, "resolved", BUDI), (40, "confirmed"))
    assert shape(read(parts)) == [(BUDI, Act.CONFIRMED, Decimal("2.50")), (WULAN, Act.CONFIRMED, Decimal("2.50"))]


def test_nobody_confirms_their_own_work():
    assert read(story(*DONE, (40, "confirmed", BUDI))) == []


def test_a_closing_is_confirmed_once():
    assert len(read(story(*DONE, (40, "confirmed"), (41, "confirmed")))) == 1


def test_reopened_and_repaired_gives_both():
    again = story(*DONE, (40, "confirmed"), (50, "reopened", None, {"reason": "partly"}), (60, "resolved", BUDI), (70, "confirmed"))
    assert [line.points for line in read(again)] == [5, -5, 5]


def test_a_fault_that_came_again_is_no_false_close():
    assert read(story(*DONE, (40, "reopened", None, {"reason": "came_back"}))) == []


CIRCLE = (*DONE, (35, "check_passed"), (40, "confirmed"), (50, "reopened", None, {"reason": "came_back"}))


def test_closing_and_reopening_in_a_circle_earns_once():
    circle = (*CIRCLE, (60, "resolved", BUDI), (65, "check_passed"), (70, "confirmed"), (80, "reopened", None, {"reason": "came_back"}))
    assert shape(read(story(*circle, (90, "resolved", BUDI), (95, "confirmed")))) == [(BUDI, Act.CHECKED, 3), (BUDI, Act.CONFIRMED, 5)]


def test_somebody_else_who_repairs_it_again_is_paid_for_their_part():
    given = (*CIRCLE, (55, "handed_over", LEAD, {"agency": "dishub", "holder": WULAN}), (60, "resolved", WULAN), (70, "confirmed"))
    assert (WULAN, Act.CONFIRMED) in [line[:2] for line in shape(read(story(*given)))]


def test_what_came_again_long_after_is_a_repair_of_its_own():
    late = story(
        *DONE, (40, "confirmed"), (31 + 30 * 24, "reopened", None, {"reason": "came_back"}), (800, "resolved", BUDI), (810, "confirmed")
    )
    assert [line.points for line in read(late)] == [5, 5]


@pytest.mark.parametrize(("hour", "lines"), [(30 + 30 * 24, 1), (31 + 30 * 24, 0)])
def test_a_false_close_counts_for_thirty_days(hour, lines):
    assert len(read(story(*DONE, (hour, "reopened", None, {"reason": "not_done"})))) == lines


def test_what_somebody_outside_saw_counts_once_though_it_is_told_twice():
    failed = story(*DONE, (40, "check_failed"), (40, "reopened", None, {"reason": "check", "after": "check"}))
    assert shape(read(failed)) == [(BUDI, Act.REOPENED, -5)]


def test_a_proof_that_a_lead_had_to_sign_costs_the_officer_who_declared_it():
    signed = story(*TAKEN, (29, "proof_doubted", BUDI), (30, "resolved", LEAD, {"proof": "signed", "officer": BUDI}), (40, "confirmed"))
    assert shape(read(signed)) == [(BUDI, Act.UNVERIFIED, -2), (BUDI, Act.CONFIRMED, 5)]


@pytest.mark.parametrize(("words", "lines"), [("-", 1), ("ok.", 1), ("Tiang milik Telkom", 0)])
def test_a_return_needs_a_reason(words, lines):
    returned = story(*TAKEN, (3, "returned", BUDI), (3, "note", BUDI, {}, words))
    assert len(read(returned)) == lines


def test_a_reason_whose_words_the_law_took_is_still_one():
    returned = story(*TAKEN, (3, "returned", BUDI), (3, "note", BUDI))
    entries = [*returned.entries[:-1], replace(returned.entries[-1], is_erased=True)]
    assert read(replace(returned, entries=entries)) == []


WEIGHED = read_rules({"severity_percent": {"berat": 150, "ringan": 80}, "held_late_percent": 50})
CONFIRMED = [*DONE, (40, "confirmed")]


@pytest.mark.parametrize(
    ("changes", "points", "weights", "words"),
    [
        ({"severity": "sedang"}, "5", {}, ""),
        ({"severity": "berat"}, "7.50", {"berat": 150}, "; laporan berat: bernilai 150 %"),
        ({"severity": "ringan"}, "4", {"ringan": 80}, "; laporan ringan: bernilai 80 %"),
        ({"severity": "sedang", "resolve": 20}, "2.50", {"held_late": 50}, "; dipegang petugas lebih lama dari target: bernilai 50 %"),
        (
            {"severity": "berat", "resolve": 20},
            "3.75",
            {"berat": 150, "held_late": 50},
            "; laporan berat: bernilai 150 %; dipegang petugas lebih lama dari target: bernilai 50 %; seluruhnya bernilai 75 % menurut aturan kota",
        ),
    ],
)
def test_a_city_may_weigh_severity_and_held_time(changes, points, weights, words):
    (line,) = read(story(*CONFIRMED, **changes), rules=WEIGHED)
    assert (line.points, line.facts.get("weights", {})) == (Decimal(points), weights)
    assert why(line.act, line.facts) == why(line.act, {"declared": line.facts["declared"]}) + words
    assert read(story(*CONFIRMED, **changes))[0].points == 5


def test_what_others_held_is_not_held_against_the_officer():
    asked = [*TAKEN, (3, "asked", BUDI), (29, "reporter_heard"), (30, "resolved", BUDI, {"proof": "held"}), (40, "confirmed")]
    line = next(one for one in read(story(*asked, severity="sedang", resolve=20), rules=WEIGHED) if one.act == Act.CONFIRMED)
    assert line.points == 5


def test_weights_are_for_repairs_alone():
    lines = read(
        story(*ANSWERED, severity="berat"), story(*DONE, (42, "reopened", None, {"reason": "partly"}), severity="berat"), rules=WEIGHED
    )
    assert [line.points for line in lines] == [2, -5]


def test_the_month_is_capped():
    lines = read(*(story(*DONE, (40, "confirmed"), case_id=number) for number in range(30)))
    assert total(lines, USUAL) == 100
    assert total(lines, read_rules({"month_cap": 120})) == 120


@given(st.integers(-2000, 2000), st.integers(1, 9))
def test_what_is_split_adds_up(cents, people):
    whole = Decimal(cents) / 100
    shares = split(whole, list(range(people)))
    assert sum(points for _user, points in shares) == whole
    assert max(abs(points) for _user, points in shares) - min(abs(points) for _user, points in shares) <= Decimal("0.01")


def test_a_closed_month_is_corrected_by_the_difference():
    kept = read(story(*ANSWERED))
    assert corrections(kept, kept) == {}
    ((line, difference),) = corrections(kept, []).values()
    assert (line.act, difference) == (Act.ANSWERED, -2)
    assert [one for _line, one in corrections([], kept).values()] == [2]


def test_months_follow_each_other():
    assert (next_month(date(2026, 12, 1)), previous_month(date(2026, 1, 1))) == (date(2027, 1, 1), date(2025, 12, 1))
