# SPDX-License-Identifier: AGPL-3.0-or-later
"""An officer's month: read from the stories while it is open, frozen when it closes, objected to and answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa.cases.actions.story import need_words
from laksa.cases.models import Case
from laksa.cases.rules.phrases import hollow_phrase
from laksa.city.models import book
from laksa.city.rules.replies import says_only_a_template
from laksa.deadlines.actions import add_working_days
from laksa.identity.models import Post, User
from laksa.identity.rules import Actor
from laksa.insight.actions.telling import tell_office, tell_officer
from laksa.insight.models.points import Objection, PointLine, PointMonth, bounds_of, kept_months, rules_of_city, still_open, stories_of
from laksa.insight.policies import may_answer_objection
from laksa.insight.rules.points import (
    Act,
    Line,
    PointRules,
    Story,
    corrections,
    lines_of,
    month_of,
    next_month,
    previous_month,
    read_rules,
    total,
)
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require
from laksa.kernel.rows import insert_rows

# So many closed months are read anew to see whether something in them was wrong.
LOOKED_AT_AGAIN = 2
ANSWER_WORKING_DAYS = 5
CLOSED_A_RUN = 100
WORDS_LIMIT = 1_000

Key = tuple[int, int, str]


@dataclass(frozen=True)
class Ledger:
    """An officer's month: its lines with the oldest first, what became of it, and the cases it was read from."""

    user_id: int
    month: date
    lines: list[Line]
    rules: PointRules
    closed: PointMonth | None
    closes_at: datetime
    objections: Mapping[Key, Objection]
    stories: list[tuple[Case, Story]]

    @property
    def points(self) -> Decimal:
        return total(self.lines, self.rules)


def closes_at(month: date) -> datetime:
    """Return when a month closes: at the end of the first working day after it."""
    _start, end = bounds_of(month)
    return add_working_days(end - timedelta(seconds=1), days=1, agency=None)


def ledger_of(user_id: int, month: date) -> Ledger:
    """Return an officer's month; seven queries, whatever it holds."""
    first = month
    for _step in range(LOOKED_AT_AGAIN):
        first = previous_month(first)
    kept = kept_months(user_id, since=first)
    objections = list(Objection.objects.filter(user_id=user_id, month__gte=first).select_related("answered_by"))
    stories = stories_of(user_id, since=bounds_of(first)[0], until=bounds_of(month)[1])
    own = {one.key: one for one in objections if one.month == month}
    if month in kept:
        closed, lines = kept[month]
        return Ledger(user_id, month, lines, _rules_of(closed), closed, closes_at(month), own, _within(stories, month))
    rules = rules_of_city()
    found = _upheld(_by_month(stories, user_id, rules), objections)
    lines = found.get(month, [])
    if previous_month(month) in kept:
        lines = sorted([*lines, *_corrections(kept, found, month)], key=lambda line: line.at)
        lines = _change(lines, own)
    return Ledger(user_id, month, lines, rules, None, closes_at(month), own, _within(stories, month))


def _rules_of(closed: PointMonth) -> PointRules:
    return read_rules(closed.rules)


def _by_month(stories: Iterable[tuple[Case, Story]], user_id: int, rules: PointRules) -> dict[date, list[Line]]:
    found: dict[date, list[Line]] = {}
    for _case, story in stories:
        for line in lines_of(story, rules, says_nothing=says_nothing):
            if line.user_id == user_id:
                found.setdefault(month_of(timezone.localdate(line.at)), []).append(line)
    return {month: sorted(lines, key=lambda line: (line.at, line.case_id, line.number)) for month, lines in found.items()}


def says_nothing(words: str) -> bool:
    """Whether a reply is only an empty phrase, or only one of the city's templates as the desk fills it."""
    return bool(hollow_phrase(words)) or any(says_only_a_template(words, one.body) for one in book().templates.values())


def _upheld(found: dict[date, list[Line]], objections: Iterable[Objection]) -> dict[date, list[Line]]:
    """Put what an answered objection gave in the place of what the rules give."""
    by_month: dict[date, dict[Key, Objection]] = {}
    for one in objections:
        by_month.setdefault(one.month, {})[one.key] = one
    return {month: _change(lines, by_month.get(month, {})) for month, lines in found.items()}


def _change(lines: list[Line], objections: Mapping[Key, Objection]) -> list[Line]:
    changed = []
    for line in lines:
        objection = objections.get(line.key)
        if objection is not None and objection.points is not None:
            changed.append(replace(line, points=objection.points, facts={**line.facts, "objection": "upheld"}))
        else:
            changed.append(line)
    return changed


def _corrections(kept: Mapping[date, tuple[PointMonth, list[Line]]], found: Mapping[date, list[Line]], month: date) -> list[Line]:
    """Return what the closed months before `month` would be otherwise today, less what was corrected already."""
    lines = []
    for earlier in sorted(one for one in kept if one < month):
        named = earlier.isoformat()[:7]
        before = {line.key: line for line in kept[earlier][1] if line.act != Act.CORRECTION}
        for _closed, later in kept.values():
            for one in later:
                key = (one.case_id, one.number, str(one.facts.get("act", "")))
                if one.act == Act.CORRECTION and one.facts.get("month") == named:
                    earlier_points = before[key].points if key in before else Decimal(0)
                    act = Act(one.facts["act"])
                    before[key] = replace(one, act=act, points=earlier_points + one.points)
        start = bounds_of(month)[0]
        for line, difference in corrections(before.values(), found.get(earlier, [])).values():
            facts = {"act": line.act.value, "month": named}
            lines.append(replace(line, at=start, act=Act.CORRECTION, points=difference, whole=difference, sharers=1, facts=facts))
    return lines


def _within(stories: Iterable[tuple[Case, Story]], month: date) -> list[tuple[Case, Story]]:
    start, end = bounds_of(month)
    return [(case, story) for case, story in stories if any(start <= one.at < end for one in story.entries)]


def close_months(*, at: datetime) -> int:
    """Freeze the months that are over for those whose are not frozen yet, some hundred officers a run; return how many."""
    last = previous_month(month_of(timezone.localdate(at)))
    newest = PointMonth.objects.aggregate(Max("month"))["month__max"] or last
    done, month = 0, min(newest, last)
    while month <= last and done < CLOSED_A_RUN:
        if at >= closes_at(month):
            done += _close_month(month, limit=CLOSED_A_RUN - done, at=at)
        month = next_month(month)
    return done


def _close_month(month: date, *, limit: int, at: datetime) -> int:
    people = list(still_open(month).order_by("pk")[:limit])
    for person in people:
        _close(person, month, at=at)
    return len(people)


@transaction.atomic
def _close(person: User, month: date, *, at: datetime) -> None:
    ledger = ledger_of(person.pk, month)
    if ledger.closed is not None:
        return
    kept = PointMonth.objects.create(
        user=person,
        month=month,
        nip=person.nip,
        name=person.name,
        agency=agency_of(person.pk, at=at),
        closed_at=at,
        points=ledger.points,
        rules={name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(ledger.rules).items()},
    )
    insert_rows([_row(kept, place, line) for place, line in enumerate(ledger.lines, start=1)])


def _row(month: PointMonth, place: int, line: Line) -> PointLine:
    return PointLine(
        month=month,
        place=place,
        at=line.at,
        act=line.act.value,
        case_id=line.case_id,
        code=line.code,
        title=line.title,
        number=line.number,
        points=line.points,
        whole=line.whole,
        sharers=line.sharers,
        facts=dict(line.facts),
    )


def agency_of(user_id: int, *, at: datetime) -> str:
    """Return the agency whose head answers for a person: that of their first office in force, else of their last one."""
    posts = Post.objects.filter(user_id=user_id, agency__isnull=False)
    found = posts.in_force(at).order_by("pk").first() or posts.order_by("-since").first()
    return (found.agency_id or "") if found else ""


@transaction.atomic
def object_to_points(month: date, key: Key, words: str, *, actor: Actor, at: datetime) -> Objection:
    """Say that one of one's own lines is wrong; the head or an admin of the office has five working days to answer.

    Raises Refused without words, MoveRefused for a line that is not there, was objected to, or is older than the last closed month.
    """
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    assert actor.user_id is not None
    User.objects.select_for_update().get(pk=actor.user_id)  # one objection at a time
    ledger = ledger_of(actor.user_id, month)
    line = next((one for one in ledger.lines if one.key == key), None)
    if line is None or key in ledger.objections:
        raise MoveRefused(_("Baris ini tidak ada atau sudah diajukan keberatan. Muat ulang halaman."), code="no_line")
    if month < previous_month(month_of(timezone.localdate(at))):
        raise MoveRefused(_("Keberatan hanya untuk bulan ini dan bulan sebelumnya."), code="too_late")
    agency = agency_of(actor.user_id, at=at)
    due = add_working_days(at, days=ANSWER_WORKING_DAYS, agency=agency or None)
    found = Objection.objects.create(
        user_id=actor.user_id,
        month=month,
        case_id=line.case_id,
        code=line.code,
        number=line.number,
        act=line.act.value,
        agency=agency,
        words=said,
        at=at,
        due_at=due,
    )
    record(f"insight.objection:{found.pk}", "points.objected", by=actor, at=at, data={"code": line.code, "act": line.act.value})
    tell_office(found, at=at)
    return found


@transaction.atomic
def answer_objection(pk: int, words: str, *, points: Decimal | None, actor: Actor, at: datetime) -> Objection:
    """Answer an objection with words: with `points` it was right and the line is worth that from now on, without it stays.

    Raises PermissionDenied, Refused, and MoveRefused when it was answered already. Raises Objection.DoesNotExist.
    """
    found = Objection.objects.select_for_update(of=("self",)).get(pk=pk)
    require(may_answer_objection, actor, found)
    said = need_words(words, field="words", limit=WORDS_LIMIT)
    if not found.is_pending:
        raise MoveRefused(_("Keberatan ini sudah dijawab."), code="answered")
    if points is not None:
        _need_within(found, points)
    found.answer, found.points, found.answered_at, found.answered_by_id = said, points, at, actor.user_id
    found.save(update_fields=["answer", "points", "answered_at", "answered_by"])
    record(f"insight.objection:{found.pk}", "points.answered", by=actor, at=at, data={"upheld": found.is_upheld})
    tell_officer(found, at=at)
    return found


def _need_within(objection: Objection, points: Decimal) -> None:
    """Raise Refused for more than the act is worth by the rules, or less than the line has."""
    ledger = ledger_of(objection.user_id, objection.month)
    line = next((one for one in ledger.lines if one.key == objection.key), None)
    most = max(Decimal(0), line.whole, ledger.rules.of(line.act)) if line else Decimal(0)
    least = line.points if line else Decimal(0)
    if not least <= points <= most:
        raise Refused(_("Tulis poin dari %(least)s sampai %(most)s.") % {"least": least, "most": most}, field="points")
