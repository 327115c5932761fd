"""Writing the story of a case: lock, append to the chain, save what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from laksa.cases import rules
from laksa.cases.models import GENESIS, Case, Entry
from laksa.cases.rules import State, Visibility
from laksa.identity.rules import Actor
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.kernel.rows import insert_rows

# Entries that change who must act: a form drawn before one of them is out of date.
TURNING_POINTS = frozenset(
    {"assigned", "accepted", "returned", "handed_over", "planned", "started", "asked", "resolved", "answered", "rejected"}
    | {"merged", "split", "withdrawn", "confirmed", "closed", "reopened", "objected"}
    | {"decision_requested", "decided", "delegated", "decision_withdrawn"}
    | {"referred", "outside_promised", "outside_heard", "reporter_heard"}
)


@dataclass(frozen=True)
class Line:
    """One entry to be: what happened, who may read it, the words, the facts."""

    kind: str
    visibility: Visibility = Visibility.PUBLIC
    body: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def lock_case(case_id: int, *, seen: int | None = None) -> Case:
    """Return the case locked until the transaction ends.

    `seen` is how many entries the actor had before them; raises Conflict, telling what happened
    since, when somebody has moved the case meanwhile.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if seen is not None and case.entry_count > seen:
        newer = case.entries.filter(number__gt=seen, kind__in=TURNING_POINTS).order_by("-number").first()
        if newer:
            raise Conflict(
                _(
                    "%(who)s lebih dulu mengubah laporan ini. Tulisan Anda tidak hilang; periksa keadaan terbaru lalu kirim lagi bila masih perlu."
                )
                % {"who": newer.actor_label},
                code="conflict",
            )
    return case


def move_case(case: Case, verb: str, *, at: datetime) -> None:
    """Move the case by the table; the refusal is a sentence for people."""
    try:
        case.move(verb, at=at)
    except MoveRefused as error:
        raise _refused() from error


def need_move(case: Case, verb: str) -> None:
    """Raise MoveRefused where the verb may not start now, for what must not be used up in vain before the move."""
    if verb not in rules.verbs_from(State(case.state)):
        raise _refused()


def _refused() -> MoveRefused:
    return MoveRefused(
        _("Ini tidak bisa dilakukan pada laporan dengan keadaan sekarang. Muat ulang halaman untuk melihat keadaan terbaru.")
    )


def chain(case: Case, lines: Sequence[Line], *, actor: Actor, at: datetime) -> list[Entry]:
    """Return the next entries of a case, numbered and hashed in memory; the case learns count and head."""
    return [_entry(case, line, actor=actor, at=at) for line in lines]


def _entry(case: Case, line: Line, *, actor: Actor, at: datetime) -> Entry:
    case.entry_count += 1
    entry = Entry(
        case=case,
        number=case.entry_count,
        at=at,
        actor_kind=actor.kind,
        actor_label=actor.label,
        user_id=actor.user_id,
        participant_id=actor.participant_id,
        kind=line.kind,
        visibility=line.visibility,
        body=rules.tidy(line.body),
        data=line.data,
    )
    case.head = entry.seal(case.head or GENESIS(case.code))
    return entry


def save_story(case: Case, lines: Sequence[Line], *, actor: Actor, at: datetime, fields: Sequence[str] = ()) -> list[Entry]:
    """Append `lines` and save the case: its movement, its next date and `fields`."""
    entries = insert_rows(chain(case, lines, actor=actor, at=at))
    if any(line.visibility != Visibility.INTERNAL for line in lines):
        case.updated_at = at
    case.due_at = next_due(case)
    case.save(update_fields=[*Case.MOVE_FIELDS, *fields])
    return entries


def next_due(case: Case) -> datetime | None:
    """Return the next date somebody has to meet; None when the case has ended."""
    state = State(case.state)
    if state in rules.ENDED:
        return None
    if state == State.RESOLVED:
        return case.state_since + timedelta(days=rules.CONFIRM_DAYS)
    if case.asked_until is not None:
        return case.asked_until
    if state in {State.RECEIVED, State.TRIAGE}:
        return _earliest(case.verify_due_at, case.resolve_due_at)
    if case.responded_at is None:
        return _earliest(case.respond_due_at, case.resolve_due_at)
    return case.resolve_due_at


def _earliest(*dates: datetime | None) -> datetime | None:
    return min((date for date in dates if date is not None), default=None)


def need_words(text: str, *, field: str, limit: int = rules.REPLY_LIMIT) -> str:
    """Return the trimmed words; raise Refused when there are none or too many."""
    words = rules.tidy(text)
    if not words:
        raise Refused(_("Bagian ini belum diisi. Tulis satu kalimat saja sudah cukup."), field=field)
    if len(words) > limit:
        raise Refused(
            _("Tulisan ini %(length)d huruf. Singkatkan sampai paling banyak %(limit)d.") % {"length": len(words), "limit": limit},
            field=field,
        )
    return words
