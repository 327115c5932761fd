# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a change of one cell would have done to last year's cases, as it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.cases.rules import Party, PartyKind
from laksa.city.models import book
from laksa.control.views.sop_chart import chart_of
from laksa.control.views.sop_table import Wish, clock_word, long_hours, severity_word, short_hours
from laksa.deadlines.actions import hours_of, sop_in_force
from laksa.deadlines.rules.groups import group_words
from laksa.deadlines.rules.sop import Draft, fault_of
from laksa.deadlines.rules.whatif import Effect, Judge, Limit, Lived, Outcome, causes, effect, histogram, others, outcome
from laksa.identity.rules import Actor
from laksa.insight.models.lived import MOST_CASES, MOST_STORIES, LivedYear, lived_in_a_year, what_held_up
from laksa.insight.rules import Share
from laksa.ui.rules import number, short_date
from laksa.ui.templatetags.ui import current_voice

CODES_SHOWN = 20


@dataclass(frozen=True)
class Pieces:
    """Two bars of one length: in time, changed sides, late; in parts of a thousand so that they add up."""

    words: str
    in_time: int
    late: int
    parts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Asked:
    """The cell, what is in force and what is drafted there, and the cases it is tried on."""

    wish: Wish
    base: Draft
    limits: tuple[Limit, Limit]
    year: LivedYear
    judge: Judge
    at: datetime

    @property
    def cell(self) -> tuple[str, str, str]:
        assert self.wish.cell is not None
        return self.wish.cell


@dataclass(frozen=True)
class Tried:
    """One other number and how the cases would have stood."""

    url: str
    words: str
    note: str
    in_time: int
    late: int
    percent: str
    part: int
    is_draft: bool


def effect_context(wish: Wish, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return all that the lower half of the page shows of the cell looked at; nothing where none is."""
    if wish.cell is None:
        return {}
    group, severity, clock = wish.cell
    known = sop_in_force(group, severity, at=at)
    draft = wish.drafts.get((group, severity)) or (known[0] if known else None)
    named = {"group": group_words(group), "severity": severity_word(severity).lower(), "clock": clock_word(clock).lower()}
    context: dict[str, Any] = {"cell": wish.cell, "cell_name": _("%(group)s, %(severity)s, %(clock)s") % named, "draft": draft}
    if known is None or draft is None or fault_of(draft):
        return context
    before, after = known[0].hours(clock), draft.hours(clock)
    if before is None or after is None:
        return context
    year = lived_in_a_year(group, severity, clock=clock, at=at)
    limits = Limit(before, known[0].clock), Limit(after, draft.clock)
    judge = Judge(lambda agency: hours_of(agency or None), cap=_cap(clock, at=at))
    return context | _drawn(Asked(wish, draft, limits, year, judge, at), actor=actor)


def _cap(clock: str, *, at: datetime) -> Limit | None:
    """The city's general promise: whatever an SOP allows, a case is late after it."""
    general = sop_in_force("*", "*", at=at) if clock == "resolve" else None
    return Limit(general[0].resolve, general[0].clock) if general and general[0].resolve else None


def _drawn(asked: Asked, *, actor: Actor) -> dict[str, Any]:
    (before, after), year, at = asked.limits, asked.year, asked.at
    found = effect(year.rows, before=before, after=after, judge=asked.judge, at=at)
    pieces = [_pieces(_("Berlaku, %(limit)s") % {"limit": _say(before)}, found.before)]
    if before != after:
        pieces.append(_pieces(_("Draf, %(limit)s") % {"limit": _say(after)}, found.after, found))
    return {
        "found": found,
        "total": found.before.judged,
        "is_changed": before != after,
        "title": _title(asked.limits),
        "since": short_date(year.since, current_voice(), now=at),
        "until": short_date(at, current_voice(), now=at),
        "sample": number(MOST_CASES, current_voice()) if year.is_sample else "",
        "pieces": pieces,
        "chart": chart_of(histogram(year.rows, limits=asked.limits, judge=asked.judge), asked.limits, name=asked.cell[2]),
        "tried": [_try(asked, limit) for limit in others(before, after)],
        "running": _running(asked),
        **_movers(list(found.changed), actor=actor, at=at),
    }


def _movers(changed: list[Lived], *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return why cases change sides, summed up, and the codes of some that the reader may open."""
    explained = changed[:MOST_STORIES]
    longest = what_held_up(explained, at=at)
    counted = causes(explained, {case: cause_words(one.party) for case, one in longest.items()})
    crew = sum(one.party.kind == PartyKind.OFFICER for one in longest.values())
    return {
        "causes": [(words or _("belum diketahui"), cases) for words, cases in counted],
        "causes_sum": len(explained),
        "not_ours": len(longest) - crew,
        "codes": _codes(changed, actor=actor),
    }


def _title(limits: tuple[Limit, Limit]) -> str:
    if limits[0] == limits[1]:
        return _say(limits[0])
    return _("%(before)s menjadi %(after)s") % {"before": _say(limits[0]), "after": _say(limits[1])}


def _say(limit: Limit) -> str:
    return long_hours(limit.hours, limit.clock)


def _pieces(words: str, stands: Outcome, changes: Effect | None = None) -> Pieces:
    """Lay the pieces from left to right; what changed sides stands between, in its own tone."""
    total = stands.judged
    joined, left = (len(changes.to_in_time), len(changes.to_late)) if changes else (0, 0)
    lengths = [("brand", stands.in_time - joined), ("wait", joined + left), ("late", stands.late - left)]
    parts, passed, edge = [], 0, 0
    for tone, cases in lengths:
        passed += cases
        start, edge = edge, round(1_000 * passed / total) if total else 0
        if edge > start:
            parts.append((tone, start, edge - start))
    return Pieces(words, stands.in_time, stands.late, tuple(parts))


def cause_words(party: Party) -> str:
    """Say in a few words whose hands a case was in for longest."""
    if party.kind == PartyKind.OUTSIDE:
        return _("menunggu %(party)s") % {"party": party.name}
    words = {
        PartyKind.QUEUE: _("antre, belum dipegang"),
        PartyKind.OFFICER: _("dikerjakan lebih lama"),
        PartyKind.DESK: _("dipilah meja kota"),
        PartyKind.REPORTER: _("menunggu jawaban pelapor"),
        PartyKind.LEADER: _("menunggu keputusan"),
        PartyKind.SIGNER: _("menunggu tanda tangan"),
    }
    return words.get(party.kind, "")


def _codes(changed: Sequence[Lived], *, actor: Actor) -> list[str]:
    if not changed:
        return []
    shown = Case.objects.visible_to(actor).filter(pk__in=[one.case for one in changed[: 10 * CODES_SHOWN]])
    return list(shown.order_by("-received_at").values_list("code", flat=True)[:CODES_SHOWN])


def _try(asked: Asked, limit: Limit) -> Tried:
    (now, draft), (group, severity, clock) = asked.limits, asked.cell
    stands = outcome(asked.year.rows, limit, judge=asked.judge, at=asked.at)
    notes = [word for word, is_it in ((_("draf"), limit == draft != now), (_("berlaku"), limit == now)) if is_it]
    other = asked.base.with_hours(clock, limit.hours, limit.clock)
    share = Share(stands.in_time, stands.judged).percent
    return Tried(
        url=asked.wish.url(drafts=asked.wish.drafts | {(group, severity): other}) + "#akibat",
        words=short_hours(limit.hours, limit.clock),
        note=", ".join(notes),
        in_time=stands.in_time,
        late=stands.late,
        percent="" if share is None else f"{number(share, current_voice(), decimals=1)}%",
        part=round(1_000 * stands.in_time / stands.judged) if stands.judged else 0,
        is_draft=limit == draft,
    )


def _running(asked: Asked) -> int:
    """How many open cases keep the version they came under."""
    group, severity, _clock = asked.cell
    slugs = [slug for slug, one in book().categories.items() if one.group == group]
    return Case.objects.open().filter(category_id__in=slugs, severity=severity).count()
