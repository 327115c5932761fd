"""Waiting with a name, a reason and a date: for a leader's decision, for a party outside the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.cases.actions.story import Line, lock_case, move_case, need_words, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case, Entry
from laksa.cases.policies import may_decide, may_hear_outside, may_refer_outside, may_request_decision
from laksa.cases.rules import Visibility
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.permissions import require


@dataclass(frozen=True)
class Wait:
    """For whom a case waits and until when; `words` are for everybody, `facts` are added to the entry's data (the thread, the party)."""

    of: str
    until: datetime
    words: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        return {"of": self.of, "until": self.until.isoformat()} | self.facts


def wait_for_decision(case: Case, wait: Wait, notes: Sequence[Line] = (), *, actor: Actor, at: datetime) -> list[Entry]:
    """Let a locked case wait for a decision until a date; its reporters are told for whom, until when and between what.

    `notes` are entries that only the house reads. Raises PermissionDenied, MoveRefused, Refused.
    """
    require(may_request_decision, actor, case)
    _wait(case, "request_decision", of=wait.of, due_at=wait.until, at=at)
    entries = save_story(case, [Line("decision_requested", Visibility.PUBLIC, wait.words, wait.data), *notes], actor=actor, at=at)
    tell(case, "decision", people_of(case), at=at, facts={"words": wait.words})
    return entries


def pass_decision_on(case: Case, wait: Wait, notes: Sequence[Line] = (), *, actor: Actor, at: datetime) -> None:
    """Let a locked case wait for somebody else's decision: what it waits for and until when stay, and who holds it changes."""
    case.waits_for = party_of(wait.of)
    save_story(case, [Line("delegated", Visibility.PUBLIC, "", wait.data), *notes], actor=actor, at=at)


def end_decision(case: Case, line: Line, notes: Sequence[Line] = (), *, actor: Actor, at: datetime, event: str = "") -> None:
    """Let the work on a locked case go on where it waited: decided, or taken back (`line` says which); `event` is the letter, if any."""
    move_case(case, "decide", at=at)
    save_story(case, [line, *notes], actor=actor, at=at)
    if event:
        tell(case, event, people_of(case), at=at, facts={"words": line.body})


@transaction.atomic
def decide_case(case_id: int, decision: str, *, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Give a decision that was asked for without a list of options, as before there were threads; the work goes on.

    Raises Refused where it was asked by a thread: then the one asked chooses there.
    """
    case = lock_case(case_id, seen=seen)
    require(may_decide, actor, case)
    words = need_words(decision, field="words")
    asked = case.entries.filter(kind="decision_requested").order_by("-number").values_list("data", flat=True).first() or {}
    if "thread" in asked:
        raise Refused(_("Keputusan ini diminta dengan pilihan. Putuskan di halaman keputusannya."))
    move_case(case, "decide", at=at)
    save_story(case, [Line("decided", Visibility.PUBLIC, words)], actor=actor, at=at)
    tell(case, "reply", people_of(case), at=at, facts={"words": words})
    return case


@transaction.atomic
def refer_outside(  # noqa: PLR0913 - what, of whom and until when are one sentence
    case_id: int,
    words: str,
    *,
    to: str,
    due_at: datetime,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    facts: dict[str, Any] | None = None,
) -> Case:
    """Pass the fault to a party outside the city until a date; the city keeps the case and chases the answer.

    `facts` are added to the entry's data: the thread, the party.
    """
    case = lock_case(case_id, seen=seen)
    require(may_refer_outside, actor, case)
    said = need_words(words, field="words")
    _wait(case, "refer_outside", of=to, due_at=due_at, at=at)
    case.responded_at = case.responded_at or at
    party = {"kind": "outside", "id": case.waits_for, "name": case.waits_for}
    data = {"to": case.waits_for, "until": due_at.isoformat(), "party": party} | (facts or {})
    save_story(case, [Line("referred", Visibility.PUBLIC, said, data)], actor=actor, at=at, fields=["responded_at"])
    tell(case, "waiting", people_of(case), at=at, facts={"words": said})
    return case


@transaction.atomic
def hear_outside(
    case_id: int, words: str, *, actor: Actor, at: datetime, seen: int | None = None, facts: dict[str, Any] | None = None
) -> Case:
    """Write down what the outside party answered; the work goes on where it stopped. `facts` are added to the entry's data."""
    case = lock_case(case_id, seen=seen)
    require(may_hear_outside, actor, case)
    said = need_words(words, field="words")
    party = case.waits_for
    move_case(case, "hear_outside", at=at)
    save_story(case, [Line("outside_heard", Visibility.PUBLIC, said, {"from": party} | (facts or {}))], actor=actor, at=at)
    tell(case, "reply", people_of(case), at=at, facts={"words": said})
    return case


def open_parts(case: Case) -> list[str]:
    """Return who still works on a part of a case, read from its own story; a task ends done, refused or taken back."""
    parts: dict[int, str] = {}
    told = case.entries.filter(kind__in=["task_given", *PART_ENDS]).order_by("number").values_list("kind", "data")
    for kind, data in told:
        if kind == "task_given":
            parts[int(data["thread"])] = str((data.get("party") or {}).get("name", ""))
        else:
            parts.pop(int(data["thread"]), None)
    return list(parts.values())


PART_ENDS = ("task_done", "task_refused", "task_withdrawn")


def need_parts_done(case: Case) -> None:
    """Raise Refused, naming who still works, while a part of the work is open: the whole is not done before its parts."""
    parts = open_parts(case)
    if parts:
        raise Refused(
            _("Bagian %(parties)s belum selesai. Tunggu, atau tarik tugasnya dengan alasan.") % {"parties": ", ".join(parts)},
            code="open_parts",
        )


def _wait(case: Case, verb: str, *, of: str, due_at: datetime, at: datetime) -> None:
    party = party_of(of)
    if due_at <= at:
        raise Refused(_("Pilih batas waktu yang masih akan datang."), field="due_on")
    move_case(case, verb, at=at)
    case.waits_for, case.asked_until = party, due_at


def party_of(name: str) -> str:
    """Return a party's name as a case keeps it; raise Refused for none."""
    party = " ".join(name.split())[:120]
    if not party:
        raise Refused(_("Tulis siapa yang ditunggu."), field="of")
    return party
