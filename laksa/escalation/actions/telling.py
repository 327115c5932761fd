# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is told of the rungs that were reached: a step, a letter and an entry of the case each, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from laksa.cases.actions.story import Line, save_story
from laksa.cases.models import Case, Involvement
from laksa.cases.rules import Visibility
from laksa.city.models.names import place_words
from laksa.escalation.models import Ladders, Offices, Step, ladders
from laksa.escalation.rules import LETTERS_AN_HOUR, UP, WALL, Fall, Found, headline_of, office_word, reason_of, version_of
from laksa.identity.rules import SYSTEM
from laksa.kernel.rows import insert_rows
from laksa.outbox.actions import Draft, enqueue_messages
from laksa.outbox.models import Message
from laksa.outbox.rules import read_letter
from laksa.threads.actions.outside import due_of, write_to_party
from laksa.threads.models import Thread

LETTER = "staff.ladder"


@dataclass
class Round:
    """What one round of the sweep knows: the moment, the ladders, the offices, and how many letters each person has had."""

    at: datetime
    ladders: Ladders
    offices: Offices
    letters: Counter[int] = field(default_factory=Counter)

    @classmethod
    def begin(cls, at: datetime) -> Round:
        recent = Step.objects.told().filter(told_at__gt=at - timedelta(hours=1), message__isnull=False, user__isnull=False)
        had = recent.order_by().values_list("user_id").annotate(Count("pk"))
        return cls(at, ladders(), Offices.read(at), Counter(dict(had)))


@dataclass(frozen=True)
class Told:
    """One person (or party) who is told of a rung: for which office it named, in which they hold, for whom they stand in."""

    whom: str
    office: str
    user_id: int | None = None
    deputy_for: int | None = None
    party: str = ""


def tell(case: Case, due: Sequence[Fall], threads: Mapping[int, Thread], this_round: Round) -> None:
    """Tell of each rung whom it names; a person named on several hears of the highest (the first in `due`), once."""
    heard: set[int | str] = set()
    steps: list[Step] = []
    lines: list[Line] = []
    drafts: list[tuple[Step, Draft]] = []
    for fall in due:
        thread = threads.get(fall.course.thread_id or 0)
        people, someone = _people(fall, case, thread, this_round.offices)
        new = [one for one in people if (one.user_id or one.party) not in heard]
        heard |= {one.user_id or one.party for one in new}
        written = _steps(case, fall, new, someone, this_round)
        steps += written
        if new:
            lines.append(_line(fall, written, this_round.offices))
        drafts += _letters(case, fall, thread, written, this_round)
        _remind_party(case, thread, written, this_round)
    messages = enqueue_messages([draft for _step, draft in drafts], at=this_round.at) if drafts else []
    for (step, _draft), message in zip(drafts, messages, strict=True):
        step.message = message
    insert_rows(steps)
    _let_in(case, steps, this_round)
    if lines:
        # In the order of time, although the highest was looked at first.
        save_story(case, lines[::-1], actor=SYSTEM, at=this_round.at)


def _people(fall: Fall, case: Case, thread: Thread | None, offices: Offices) -> tuple[list[Told], bool]:
    """Return who is told of a rung, with deputies; and whether somebody was found for every office that it names."""
    told: list[Told] = []
    is_whole = True
    for whom in fall.rung.whom:
        if whom == WALL:
            continue
        found = offices.find(whom, case, thread)
        is_whole = is_whole and found is not None
        told += _with_deputies(whom, found, offices)
        if found and found.user_ids and all(offices.stand_in[one] is None for one in found.user_ids) and found.office in UP:
            # Away, and nobody stands in: whoever is above hears of it too, or nobody would act.
            told += _with_deputies(whom, offices.find(UP[found.office], case, thread), offices)
    unique = {one.user_id or one.party: one for one in reversed(told)}
    return list(reversed(unique.values())), is_whole


def _with_deputies(whom: str, found: Found | None, offices: Offices) -> list[Told]:
    if found is None:
        return []
    if found.party:
        return [Told(whom, found.office, party=found.party)]
    told = []
    for user_id in found.user_ids:
        if offices.people[user_id].is_active:
            told.append(Told(whom, found.office, user_id))
        deputy = offices.stand_in[user_id]
        if deputy is not None and deputy != user_id:
            told.append(Told(whom, found.office, deputy, deputy_for=user_id))
    return told


def _steps(case: Case, fall: Fall, people: Sequence[Told], someone: bool, this_round: Round) -> list[Step]:
    rung, course = fall.rung, fall.course
    common: dict[str, Any] = {
        "case": case,
        "subject": course.subject,
        "thread_id": course.thread_id,
        "ladder": rung.ladder,
        "number": rung.number,
        "version": version_of(this_round.ladders.rungs, rung.ladder, course.start),
        "percent": rung.percent,
        "days": rung.days,
        "is_wall": WALL in rung.whom,
        "fell_due_at": fall.at,
    }
    if not people:
        return [Step(**common, whom=rung.whom[0], outcome=Step.PASSED if someone else Step.NOBODY)]
    return [
        Step(
            **common,
            nth=number,
            whom=one.whom,
            office="" if one.office == one.whom else one.office,
            user_id=one.user_id,
            deputy_for_id=one.deputy_for,
            party=one.party,
            outcome=Step.TOLD,
            told_at=this_round.at,
        )
        for number, one in enumerate(people, 1)
    ]


def _line(fall: Fall, steps: Sequence[Step], offices: Offices) -> Line:
    """Return the entry that keeps in the case who was told of a rung."""
    first = steps[0]
    data = {
        "ladder": first.ladder,
        "subject": first.subject,
        "rung": first.number,
        "percent": first.percent,
        "days": first.days,
        "version": first.version,
        "fell_due_at": fall.at.isoformat(),
        "wall": first.is_wall,
        "to": [
            {
                "name": offices.people[step.user_id].name if step.user_id else step.party,
                "office": step.office or step.whom,
                **({"named": step.whom} if step.office else {}),
                **({"for": offices.people[step.deputy_for_id].name} if step.deputy_for_id else {}),
            }
            for step in steps
        ],
    }
    return Line("escalated", Visibility.INTERNAL, "", data)


def _letters(case: Case, fall: Fall, thread: Thread | None, steps: Sequence[Step], this_round: Round) -> list[tuple[Step, Draft]]:
    if "email" not in fall.rung.channels:
        return []
    found = []
    for step in steps:
        address = _address(step, this_round)
        if step.user_id and address:
            this_round.letters[step.user_id] += 1
            found.append((step, _draft(case, step, address, thread, this_round)))
    return found


def _address(step: Step, this_round: Round) -> str:
    """Return where a letter goes; "" where the list of news must do: no address, or too many letters within the hour."""
    if step.user_id is None or this_round.letters[step.user_id] >= LETTERS_AN_HOUR:
        return ""
    return this_round.offices.people[step.user_id].email


def _remind_party(case: Case, thread: Thread | None, steps: Sequence[Step], this_round: Round) -> None:
    """Send the party outside the letter that has its link."""
    for step in steps:
        if step.party and thread is not None:
            write_to_party(thread, "reminded", at=this_round.at, facts={"is_late": due_of(thread) < this_round.at})
            step.message = Message.objects.unopened().filter(topic=case.code, kind="outside.reminded").newest().first()


def _draft(case: Case, step: Step, address: str, thread: Thread | None, this_round: Round) -> Draft:
    offices = this_round.offices
    with translation.override("id"):
        facts = {
            "case": case,
            "headline": headline_of(step.ladder, percent=step.percent, days=step.days),
            "reason": reason_of(step.ladder, percent=step.percent, days=step.days),
            "office": office_word(step.whom),
            "is_up": bool(step.office),
            "absent": offices.people[step.deputy_for_id].name if step.deputy_for_id else "",
            "thread": thread,
            # A sealed case is told by its code alone: letters lie in many mailboxes.
            "title": _("Laporan tertutup") if case.is_sealed else case.title,
            "place": "" if case.is_sealed else place_words(case.village_id, case.place_text, is_outside=case.is_outside),
            "link": f"{settings.BASE_URL}/meja/kabar/{case.code}/",
        }
        letter = render_to_string("escalation/messages/step.txt", facts)
    subject, text = read_letter(letter)
    return Draft(kind=LETTER, to=address, subject=subject, text=text, topic=case.code)


def _let_in(case: Case, steps: Sequence[Step], this_round: Round) -> None:
    """Let deputies open the case that they are told of: they may serve in another office."""
    deputies = {step.user_id for step in steps if step.deputy_for_id and step.user_id}
    known = set(Involvement.objects.filter(case=case, user__in=deputies).values_list("user_id", flat=True)) if deputies else set()
    Involvement.objects.bulk_create(Involvement(case=case, user_id=one, since=this_round.at) for one in deputies - known)
