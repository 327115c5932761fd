"""The life of a case, on paper."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.cases.rules import (
    AWAITING,
    ENDED,
    IN_HAND,
    MOVES,
    OPEN,
    UNSOLVED,
    Balance,
    Severity,
    Stage,
    State,
    after,
    balance_slot,
    cell_of,
    cells_around,
    diagram,
    first_sentence,
    raised,
    stage_of,
    verbs_from,
)
from laksa.kernel.errors import MoveRefused


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("state", State)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb, state):
    sources, target = MOVES[verb]
    if state in sources:
        assert after(state, verb, State.IN_PROGRESS) == (target or State.IN_PROGRESS)
    else:
        with pytest.raises(MoveRefused):
            after(state, verb, State.IN_PROGRESS)


@pytest.mark.parametrize("resume", [None, State.AWAITING_REPORTER, State.CLOSED])
def test_a_move_back_needs_a_place_to_go_back_to(resume):
    with pytest.raises(MoveRefused):
        after(State.AWAITING_REPORTER, "hear_reporter", resume)


def test_every_open_state_can_reach_an_end():
    reached = set(ENDED)
    for _ in State:
        reached |= {state for state in State for verb in verbs_from(state) if (MOVES[verb][1] or State.IN_PROGRESS) in reached}
    assert reached == set(State)


def test_silence_never_leads_to_confirmed():
    assert {verb for verb, (_, target) in MOVES.items() if target is State.CONFIRMED} == {"confirm"}


def test_states_are_open_or_ended_and_never_both():
    assert OPEN | ENDED == set(State)
    assert not OPEN & ENDED
    assert State.RESOLVED in OPEN
    assert UNSOLVED == OPEN - {State.RESOLVED}


@pytest.mark.parametrize(
    ("state", "resume", "stage"),
    [
        (State.TRIAGE, None, Stage.REPORT),
        (State.PLANNED, None, Stage.PROCESS),
        (State.WORKING, None, Stage.WORK),
        (State.AWAITING_REPORTER, State.WORKING, Stage.WORK),
        (State.AWAITING_OUTSIDE, State.ASSIGNED, Stage.REPORT),
        (State.MERGED, State.IN_PROGRESS, Stage.PROCESS),
        (State.CLOSED, None, Stage.DONE),
        (State.REJECTED, None, Stage.REFUSED),
        (State.WITHDRAWN, None, Stage.WITHDRAWN),
    ],
)
def test_the_public_sees_four_words_and_two_ways_out(state, resume, stage):
    assert stage_of(state, resume) == stage


@given(st.lists(st.sampled_from(State)))
def test_a_balance_counts_every_case_once(states):
    counts = {}
    for state in states:
        counts[balance_slot(state)] = counts.get(balance_slot(state), 0) + 1
    assert Balance(**counts).total == len(states)


def test_the_heaviest_severity_stays():
    assert [raised(one) for one in Severity] == [Severity.MEDIUM, Severity.HEAVY, Severity.HEAVY]


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(-0.0045, 0.0045), st.floats(-0.0045, 0.0045))
def test_a_point_nearby_is_in_the_squares_around(lat, lon, north, east):
    assert cell_of(lat + north, lon + east) in cells_around(lat, lon)


def test_waiting_and_working_states_are_strangers():
    assert not AWAITING & IN_HAND


def test_the_page_about_states_is_drawn_from_the_table():
    page = (Path(__file__).parents[3] / "docs" / "states.md").read_text()
    assert diagram() in page
    assert all(
        f"| `{verb}` | {', '.join(sorted(sources))} | {target or 'the state before'} |" in page for verb, (sources, target) in MOVES.items()
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Selamat malam Bapak/Ibu. Lampu jalan mati di gang kami.", "Lampu jalan mati di gang kami"),
        ("Assalamualaikum\nGot mampet, air meluap ke jalan", "Got mampet, air meluap ke jalan"),
        ("Lampu jalan mati. Sudah seminggu.", "Lampu jalan mati"),
        ("Halo kak mau tanya dong", "Halo kak mau tanya dong"),
        ("Kapan diperbaiki? Sudah lama.", "Kapan diperbaiki?"),
        ("  ", ""),
    ],
)
def test_a_title_is_the_first_sentence_that_says_something(text, title):
    assert first_sentence(text) == title
