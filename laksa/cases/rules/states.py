"""The life of a case, on paper: states, moves, stages, limits. No database, no clock.

The buttons, the diagram in docs/ and the tests are drawn from the table MOVES.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta

from laksa.kernel.errors import MoveRefused


class Kind(enum.StrEnum):
    COMPLAINT = "complaint"  # pengaduan: something is wrong
    ASPIRATION = "aspiration"  # usul, saran
    QUESTION = "question"  # permintaan informasi: never counted as a fault
    APPRECIATION = "appreciation"


class State(enum.StrEnum):
    RECEIVED = "received"
    TRIAGE = "triage"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    WORKING = "working"
    AWAITING_REPORTER = "awaiting_reporter"
    AWAITING_DECISION = "awaiting_decision"
    AWAITING_OUTSIDE = "awaiting_outside"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    ANSWERED = "answered"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Stage(enum.StrEnum):
    """What the public sees on top: LAKSA's own four words, and two ways out."""

    REPORT = "pengaduan"
    PROCESS = "proses"
    WORK = "pengerjaan"
    DONE = "selesai"
    REFUSED = "ditutup"
    WITHDRAWN = "ditarik"


class Severity(enum.StrEnum):
    LIGHT = "ringan"
    MEDIUM = "sedang"
    HEAVY = "berat"


class Identity(enum.StrEnum):
    NAMED = "named"  # city desk and agency see the name; the public never does
    HIDDEN = "hidden"  # only the city desk sees it
    ANONYMOUS = "anonymous"  # nothing is kept; code and secret are the only key


class Proof(enum.StrEnum):
    """What stands behind "done": only a proof that held is ever shown as one."""

    HELD = "held"  # every check that the category asks for was passed
    DOUBTED = "doubted"  # a check failed: the lead must look, and the case is not done yet
    SIGNED = "signed"  # done on a lead's word, shown as "tidak dapat diverifikasi"
    WITHOUT = "without"  # the category asks for no photo


class Visibility(enum.StrEnum):
    PUBLIC = "public"
    REPORTER = "reporter"  # reporters, supporters and staff
    INTERNAL = "internal"  # staff


AWAITING = frozenset({State.AWAITING_REPORTER, State.AWAITING_DECISION, State.AWAITING_OUTSIDE})
IN_HAND = frozenset({State.IN_PROGRESS, State.PLANNED, State.WORKING})
ENDED = frozenset({State.CONFIRMED, State.CLOSED, State.ANSWERED, State.REJECTED, State.MERGED, State.WITHDRAWN})
OPEN = frozenset(State) - ENDED
UNSOLVED = OPEN - {State.RESOLVED}
# What the public list calls done; a merged case follows its main case and is in neither list.
DONE = frozenset({State.RESOLVED, State.CONFIRMED, State.CLOSED, State.ANSWERED})

# Where a move leads that returns to the state the case came from (`Case.resume_state`).
BACK = None

MOVES: dict[str, tuple[frozenset[State], State | None]] = {
    # verb: (states it may start from, state it leads to)
    "triage": (frozenset({State.RECEIVED}), State.TRIAGE),
    "assign": (frozenset({State.RECEIVED, State.TRIAGE, State.ASSIGNED}), State.ASSIGNED),
    "accept": (frozenset({State.ASSIGNED}), State.IN_PROGRESS),
    "return": (frozenset({State.ASSIGNED}) | IN_HAND, State.TRIAGE),
    "hand_over": (IN_HAND, State.ASSIGNED),
    "plan": (IN_HAND, State.PLANNED),
    "start": (frozenset({State.IN_PROGRESS, State.PLANNED}), State.WORKING),
    "ask": (frozenset({State.TRIAGE, State.ASSIGNED}) | IN_HAND, State.AWAITING_REPORTER),
    "hear_reporter": (frozenset({State.AWAITING_REPORTER}), BACK),
    "request_decision": (IN_HAND, State.AWAITING_DECISION),
    "decide": (frozenset({State.AWAITING_DECISION}), BACK),
    "refer_outside": (frozenset({State.ASSIGNED}) | IN_HAND, State.AWAITING_OUTSIDE),
    "hear_outside": (frozenset({State.AWAITING_OUTSIDE}), BACK),
    "resolve": (IN_HAND, State.RESOLVED),
    "answer": (frozenset({State.TRIAGE}) | IN_HAND, State.ANSWERED),
    "reject": (frozenset({State.TRIAGE}) | IN_HAND, State.REJECTED),
    "merge": (UNSOLVED, State.MERGED),
    "split": (frozenset({State.MERGED}), BACK),
    "withdraw": (UNSOLVED, State.WITHDRAWN),
    "confirm": (frozenset({State.RESOLVED, State.CLOSED}), State.CONFIRMED),
    "lapse": (frozenset({State.RESOLVED}), State.CLOSED),
    "reopen": (frozenset({State.RESOLVED, State.CONFIRMED, State.CLOSED, State.ANSWERED}), State.IN_PROGRESS),
    "object": (frozenset({State.REJECTED}), State.TRIAGE),
}

# The state a case comes back to is remembered by these moves.
REMEMBERS = frozenset({"ask", "request_decision", "refer_outside", "merge"})

# Source of the numbers: case-flow of the city desk; the law's limits are in deadlines.
ANSWER_WORKING_DAYS = 5  # the reporter's time to answer a question
CONFIRM_DAYS = 7  # the reporter's time to say whether it is fixed
REMIND_CONFIRM_AFTER = timedelta(days=4)
REOPEN_DAYS = 30
HOPS_WITHOUT_REASON = 1  # the second hop in a row asks for a reason
HOPS_TO_COORDINATOR = 3  # the third goes to a coordinator
TEXT_LIMIT = 5_000  # characters of a report; GeoReport v2 asks for at least 4,000
REPLY_LIMIT = 4_000
PHOTO_LIMIT = 6
RECENT_DAYS = 60  # how far back "someone reported this" looks

_STAGES = {
    State.RECEIVED: Stage.REPORT,
    State.TRIAGE: Stage.REPORT,
    State.ASSIGNED: Stage.REPORT,
    State.IN_PROGRESS: Stage.PROCESS,
    State.PLANNED: Stage.PROCESS,
    State.WORKING: Stage.WORK,
    State.RESOLVED: Stage.DONE,
    State.CONFIRMED: Stage.DONE,
    State.CLOSED: Stage.DONE,
    State.ANSWERED: Stage.DONE,
    State.REJECTED: Stage.REFUSED,
    State.WITHDRAWN: Stage.WITHDRAWN,
}


def after(state: State, verb: str, resume: State | None = None) -> State:
    """Return the state `verb` leads to from `state`; `resume` is where a move back goes.

    Raises MoveRefused if the verb may not start here.
    """
    sources, target = MOVES[verb]
    if state not in sources:
        raise MoveRefused(f"cannot {verb} a case that is {state}", code="move_refused")
    if target is not BACK:
        return target
    if resume is None or resume in ENDED or resume in AWAITING:
        raise MoveRefused(f"a case that is {state} has nowhere to go back to")
    return resume


def verbs_from(state: State) -> list[str]:
    """Return the verbs that may start from `state`, in the order of the table."""
    return [verb for verb, (sources, _) in MOVES.items() if state in sources]


def stage_of(state: State, resume: State | None = None) -> Stage:
    """Return the public stage; a waiting or merged case stays on the stage it came from."""
    if state in _STAGES:
        return _STAGES[state]
    return _STAGES.get(resume, Stage.REPORT) if resume else Stage.REPORT


def raised(severity: Severity) -> Severity:
    """Return the next heavier severity; the heaviest stays."""
    order = list(Severity)
    return order[min(order.index(severity) + 1, len(order) - 1)]


@dataclass(frozen=True)
class Balance:
    """How the cases of a period stand; every case is in exactly one of these."""

    confirmed: int = 0
    closed: int = 0
    answered: int = 0
    open: int = 0
    rejected: int = 0
    merged: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        return self.confirmed + self.closed + self.answered + self.open + self.rejected + self.merged + self.withdrawn


def balance_slot(state: State) -> str:
    """Return the field of Balance that counts a case in `state`."""
    return state.value if state in ENDED else "open"


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for docs/states.md."""
    lines = ["stateDiagram-v2", "    [*] --> received"]
    for verb, (sources, target) in MOVES.items():
        for source in sorted(sources):
            lines.append(f"    {source} --> {target or 'the_state_before'}: {verb}")
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in sorted(ENDED))])
