"""Who held a case, read from its story."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laksa.cases.actions import (
    accept_case,
    add_words,
    ask_reporter,
    assign_case,
    confirm_case,
    hear_outside,
    join_case,
    object_to_owner,
    refer_outside,
    resolve_case,
    return_case,
)
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import turns_of
from laksa.cases.rules import (
    ENDED,
    MOVES,
    TURNING_KINDS,
    WAITING,
    PartyKind,
    State,
    after,
    as_offices,
    handling,
    held,
    set_back,
    stretches,
    turns,
    whole_minutes,
)
from laksa.conftest import taken_on_site

START = datetime(2026, 11, 19, 12, 42, tzinfo=UTC)  # Thursday 19.42 in the city
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    """A line of a story on paper: minutes after the report, kind, facts."""

    minutes: float
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    user_id: int | None = None
    actor_label: str = ""

    @property
    def at(self) -> datetime:
        return START + self.minutes * MINUTE


ROUTED = Line(0, "routed", {"agency": "dishub", "unit": "tim-pju", "desk": False})
TO_DESK = Line(0, "routed", {"agency": "dishub", "unit": None, "desk": True})
TAKEN = {"user_id": 7, "actor_label": "Rahmat Hidayat"}


def minutes_of(story: list[Line], until: float) -> list[tuple[str, str, int]]:
    found = held(turns(story), until=START + until * MINUTE)
    return [(share.party.kind.value, share.party.key, int(share.seconds // 60)) for share in found]


def test_the_lamp_of_the_picture_adds_up():
    """Thursday 19.42; read Friday 07.48; PLN from Friday 10.05 to Monday 16.20; declared done Tuesday 13.40."""
    story = [
        Line(0, "received"),
        ROUTED,
        Line(12 * 60 + 6, "accepted", **TAKEN),
        Line(14 * 60 + 23, "referred", {"to": "PLN"}),
        Line(14 * 60 + 23 + 78 * 60 + 15, "outside_heard", {"from": "PLN"}),
        Line(113 * 60 + 58, "resolved"),
    ]

    found = turns(story)
    until = START + timedelta(hours=114, minutes=23)

    assert minutes_of(story, 113 * 60 + 58) == [("queue", "dishub", 726), ("officer", "7", 1_417), ("outside", "PLN", 4_695)]
    offices = handling(held(as_offices(found), until=until))
    assert [(share.party.kind, share.party.agency, share.length) for share in offices] == [
        (PartyKind.OFFICE, "dishub", timedelta(days=1, hours=11, minutes=43)),
        (PartyKind.OUTSIDE, "", timedelta(days=3, hours=6, minutes=15)),
    ]
    assert sum((share.length for share in offices), timedelta()) == timedelta(days=4, hours=17, minutes=58)


def test_the_cover_of_the_picture_adds_up():
    """The control room's own example: queue, desk, officer, decision, signature: 44 h 45 min."""
    story = [
        Line(0, "received"),
        ROUTED,
        Line(900, "accepted", user_id=3, actor_label="Hendra Wijaya"),
        Line(1_020, "returned", {"from": {}}),
        Line(1_170, "assigned", {"agency": "pupr", "unit": "drainase", "holder": 3, "holder_name": "Hendra Wijaya"}),
        Line(1_175, "decision_requested", {"of": "Kepala Bidang Drainase", "party": {"kind": "user", "id": "9", "name": "Kabid"}}),
        Line(1_455, "decided"),
        Line(2_650, "proof_doubted", {"signer": 5, "signer_name": "Dadang Suryana"}),
    ]

    assert minutes_of(story, 2_685) == [
        ("queue", "dishub", 900),
        ("officer", "3", 120 + 5 + 1_195),
        ("desk", "", 150),
        ("leader", "9", 280),
        ("signer", "5", 35),
    ]
    assert 900 + 1_320 + 150 + 280 + 35 == 44 * 60 + 45


@pytest.mark.parametrize(
    ("end", "who"),
    [
        (Line(20, "message", {"photos": 0}), "officer"),  # the reporter answered
        (Line(20, "photos_added", {"photos": 1}), "officer"),
        (Line(20, "question_lapsed"), "officer"),
        (Line(20, "reporter_heard"), "officer"),
        (Line(20, "message"), "reporter"),  # somebody who joined said something
        (Line(20, "photos_added", {"photos": 1}, user_id=7), "reporter"),  # the officer's own photo
        (Line(20, "outside_heard"), "reporter"),  # an answer to something else
        (Line(20, "reply"), "reporter"),
    ],
)
def test_only_an_answer_ends_a_question(end, who):
    story = [Line(0, "received"), ROUTED, Line(5, "accepted", **TAKEN), Line(10, "asked"), end]

    party = turns(story)[-1].party

    assert party is not None
    assert party.kind == who


def test_a_doubted_proof_is_the_signer_s_until_it_is_sent_back_or_vouched_for():
    doubted = [Line(0, "received"), ROUTED, Line(5, "accepted", **TAKEN), Line(10, "proof_doubted", {"signer": 8, "signer_name": "Wulan"})]

    assert minutes_of([*doubted, Line(30, "proof_sent_back")], 40) == [("queue", "dishub", 5), ("officer", "7", 15), ("signer", "8", 20)]
    assert minutes_of([*doubted, Line(30, "resolved")], 40)[-2:] == [("signer", "8", 20), ("confirming", "", 10)]


def test_a_delegated_decision_is_charged_to_who_has_it():
    story = [
        Line(0, "received"),
        TO_DESK,
        Line(3, "assigned", {"agency": "dishub", "holder": 7}),
        Line(10, "decision_requested", {"of": "Kadis", "party": {"id": "20", "name": "Kadis"}}),
        Line(25, "delegated", {"of": "Kabid", "party": {"id": "21", "name": "Kabid"}}),
        Line(60, "decision_withdrawn"),
    ]

    assert minutes_of(story, 61) == [("desk", "", 3), ("officer", "7", 8), ("leader", "20", 15), ("leader", "21", 35)]


def test_nobody_holds_what_is_merged_and_the_time_after_a_split_is_the_owner_s():
    story = [
        Line(0, "received"),
        ROUTED,
        Line(10, "referred", {"to": "PLN"}),
        Line(20, "merged", {"into": "X"}),
        Line(30, "outside_heard"),
        Line(50, "split"),
    ]

    assert minutes_of(story, 60) == [("queue", "dishub", 20), ("outside", "PLN", 10)]


def test_a_reopened_case_is_its_holder_s_again_and_the_wait_for_a_word_is_nobody_s():
    story = [
        Line(0, "received"),
        ROUTED,
        Line(5, "accepted", **TAKEN),
        Line(50, "resolved"),
        Line(80, "reopened", {"reason": "came_back"}),
        Line(100, "resolved"),
        Line(130, "confirmed"),
    ]

    shares = held(turns(story), until=START + 500 * MINUTE)

    assert [(share.party.kind, share.seconds / 60) for share in shares] == [("queue", 5), ("officer", 65), ("confirming", 60)]
    assert [share.seconds / 60 for share in handling(shares)] == [5, 65]


def test_a_clock_set_back_takes_nothing_away_and_is_told():
    story = [Line(0, "received"), ROUTED, Line(30, "accepted", **TAKEN), Line(10, "referred", {"to": "PLN"}), Line(50, "outside_heard")]

    assert minutes_of(story, 60) == [("queue", "dishub", 30), ("outside", "PLN", 20), ("officer", "7", 10)]
    assert set_back(story) == timedelta(minutes=20)
    assert set_back(story[:3]) == timedelta()


def test_before_the_last_turn_only_what_had_passed_counts():
    story = [Line(0, "received"), ROUTED, Line(30, "accepted", **TAKEN)]

    assert minutes_of(story, 12) == [("queue", "dishub", 12)]


# --- what must hold for every story -----------------------------------------------------------------

KIND_OF = {
    "triage": "reply",
    "assign": "assigned",
    "accept": "accepted",
    "return": "returned",
    "hand_over": "handed_over",
    "plan": "planned",
    "start": "started",
    "ask": "asked",
    "hear_reporter": "question_lapsed",
    "request_decision": "decision_requested",
    "decide": "decided",
    "refer_outside": "referred",
    "hear_outside": "outside_heard",
    "resolve": "resolved",
    "answer": "answered",
    "reject": "rejected",
    "merge": "merged",
    "split": "split",
    "withdraw": "withdrawn",
    "confirm": "confirmed",
    "lapse": "closed",
    "reopen": "reopened",
    "object": "objected",
}
FACTS = {"assigned": {"agency": "dlh", "holder": 4}, "handed_over": {"agency": "dlh"}, "referred": {"to": "PLN"}}
EXPECTED = {
    State.TRIAGE: {PartyKind.DESK},
    State.AWAITING_REPORTER: {PartyKind.REPORTER},
    State.AWAITING_DECISION: {PartyKind.LEADER},
    State.AWAITING_OUTSIDE: {PartyKind.OUTSIDE},
    State.RESOLVED: {PartyKind.CONFIRMING},
}


@st.composite
def lives(draw: st.DrawFn, *, back: float = 0) -> tuple[list[Line], list[State]]:
    """A life by the table of moves, with words in between; the clock may be set back by some minutes."""
    desk = draw(st.booleans())
    state, resume = (State.TRIAGE if desk else State.ASSIGNED), None
    story, states = [Line(0, "received"), TO_DESK if desk else ROUTED], [state, state]
    moment = 0.0
    for _ in range(draw(st.integers(0, 25))):
        moment += draw(st.floats(-back, 500))
        verbs = [verb for verb, (sources, _target) in MOVES.items() if state in sources and verb != "triage"]
        verb = draw(st.sampled_from([*verbs, "say"]))
        if verb == "say":
            story.append(Line(moment, "reply", {}, 4, "Agus"))
        else:
            before, state = state, after(state, verb, resume)
            if verb in {"ask", "request_decision", "refer_outside", "merge"}:
                resume = resume if before in EXPECTED and before.value.startswith("awaiting") else before
            elif not state.value.startswith("awaiting"):
                resume = None
            kind = KIND_OF[verb]
            story.append(Line(moment, kind, FACTS.get(kind, {}), 4, "Agus"))
        states.append(state)
    return story, states


@settings(deadline=None, max_examples=150)
@given(lives(), st.floats(0, 5_000))
def test_the_shares_are_the_time_the_case_was_open(life, later):
    story, states = life
    moments = [line.at for line in story]
    until = moments[-1] + later * MINUTE

    shares = held(turns(story), until=until)

    ends = [*moments[1:], until]
    is_open = [state not in ENDED for state in states]
    spans = zip(moments, ends, is_open, strict=True)
    assert sum((share.length for share in shares), timedelta()) == sum((end - since for since, end, is_it in spans if is_it), timedelta())
    assert all(share.length > timedelta() for share in shares)


@settings(deadline=None, max_examples=60)
@given(lives(), st.floats(0, 5_000))
def test_what_is_printed_adds_up(life, later):
    story, _states = life

    shares = held(turns(story), until=story[-1].at + later * MINUTE)

    assert sum(whole_minutes(shares)) == sum((share.length for share in shares), timedelta()) // MINUTE


@settings(deadline=None, max_examples=60)
@given(lives(back=90), st.floats(0, 5_000))
def test_a_clock_set_back_charges_no_minute_twice(life, later):
    story, _states = life
    latest = max(line.at for line in story)

    shares = held(turns(story), until=latest + later * MINUTE)

    assert all(share.length > timedelta() for share in shares)
    assert sum((share.length for share in shares), timedelta()) <= latest + later * MINUTE - START


@settings(deadline=None, max_examples=150)
@given(lives(back=90))
def test_whoever_holds_it_fits_its_state(life):
    story, states = life

    for number, state in enumerate(states[1:], start=2):
        party = turns(story[:number])[-1].party
        if state in ENDED:
            assert party is None
        else:
            assert party is not None
            assert party.kind in EXPECTED.get(state, {PartyKind.QUEUE, PartyKind.OFFICER, PartyKind.DESK})


@settings(deadline=None, max_examples=60)
@given(lives())
def test_stretches_follow_one_another_and_name_no_party_twice_in_a_row(life):
    story, _states = life

    found = stretches(turns(story), until=START + timedelta(days=60))

    for one, following in itertools.pairwise(found):
        assert one.until <= following.since
        assert one.until < following.since or one.party != following.party


@settings(deadline=None, max_examples=60)
@given(lives())
def test_what_cannot_turn_a_case_may_be_left_unread(life):
    story, _states = life

    assert turns(story) == turns([line for line in story if line.kind in TURNING_KINDS])


def test_what_is_waited_for_is_hatched():
    assert PartyKind.OFFICER not in WAITING
    assert {PartyKind.REPORTER, PartyKind.LEADER, PartyKind.OUTSIDE, PartyKind.SIGNER} <= WAITING


# --- real stories -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_real_case_is_charged_to_the_right_people(lamp, siti, budi, rina, dewi, staff, reporter, after_photo, at):
    def later(hours: float) -> datetime:
        return at + timedelta(hours=hours)

    return_case(lamp.pk, reason="Bukan kami", actor=staff(rina), at=later(1))
    owner = Owner(agency="dishub", unit="tim-pju", holder_id=budi.pk)
    assign_case(lamp.pk, owner, actor=staff(dewi), at=later(3))
    accept_case(lamp.pk, actor=staff(budi), at=later(4))
    ask_reporter(lamp.pk, "Tiang nomor berapa?", actor=staff(budi), at=later(6))
    join_case(lamp.pk, Supporter(email="lain@contoh.id"), words="Saya juga", at=later(7))
    add_words(lamp.pk, "Tiang tiga", actor=reporter(siti), at=later(10))
    refer_outside(lamp.pk, "Mohon sambung kabel", to="PLN", due_at=later(100), actor=staff(budi), at=later(11))
    hear_outside(lamp.pk, "Sudah", actor=staff(budi), at=later(20))
    resolve_case(
        lamp.pk, "Menyala", photos=(after_photo,), evidence=taken_on_site(lamp, budi, at=later(22)), actor=staff(budi), at=later(22)
    )
    confirm_case(lamp.pk, actor=reporter(siti), at=later(30))

    shares = held(turns_of([lamp.pk])[lamp.pk], until=later(99))

    assert [(share.party.kind, share.party.key, share.seconds / 3_600) for share in shares] == [
        ("queue", "dishub", 1),
        ("desk", "", 2),
        ("officer", str(budi.pk), 1 + 2 + 1 + 2),
        ("reporter", "", 4),
        ("outside", "PLN", 9),
        ("confirming", "", 8),
    ]
    assert {share.party.unit for share in shares if share.party.kind == PartyKind.OFFICER} == {"tim-pju"}


@pytest.mark.django_db
def test_the_reporter_s_objection_gives_it_to_the_desk(lamp, siti, reporter, at):
    object_to_owner(lamp.pk, "Bukan Dishub", actor=reporter(siti), at=at + timedelta(hours=2))

    assert turns_of([lamp.pk])[lamp.pk][-1].party.kind == PartyKind.DESK


@pytest.mark.django_db
def test_many_cases_are_read_in_one_query(submit_report, django_assert_num_queries):
    cases = [submit_report() for _ in range(3)]

    with django_assert_num_queries(1):
        found = turns_of(case.pk for case in cases)

    assert set(found) == {case.pk for case in cases}
