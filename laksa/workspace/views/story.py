# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case page in words: the story's lines, the clock, the small map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.cases.models import Case, Entry, Photo
from laksa.cases.policies import may_read_names
from laksa.cases.rules import UNSOLVED, Visibility
from laksa.city.models import City, OutlinePath, book, city_drawing
from laksa.city.models.names import office_of
from laksa.identity.rules import Actor
from laksa.kernel.privacy import hide_identifiers
from laksa.ui.rules import Voice, clock_time, dated, days_between, exact, short_day
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.models import Line
from laksa.workspace.rules import PAUSES, look_of, readers_of, remark_of, voice_of

RESUMES = frozenset({"reporter_heard", "message", "question_lapsed", "decided", "decision_withdrawn", "outside_heard"})


@dataclass(frozen=True)
class Told:
    """One line of the story, ready to be drawn."""

    meta: str
    title: str
    remark: str
    icon: str
    tone: str
    dashed: bool
    body: str
    voice: str
    photos: list[Photo]
    is_internal: bool
    is_erased: bool
    kind: str = ""
    thread: int | None = None  # the thread whose words these are
    at: datetime | None = None
    proof: Any = None  # the checks of a repair that was declared (views.proofs)
    block: Any = None  # all words of a thread as one block (views.thread_blocks)


def tell(lines: Iterable[Line], *, case: Case, actor: Actor, now: datetime) -> list[Told]:
    """Return the story in words, newest first as it came; what names a hidden reporter is hidden in their words too."""
    hides = not may_read_names(actor, case)
    told: list[Told] = []
    waits = False
    for line in reversed(list(lines)):
        kind = line.entry.kind
        one = _told(line, actor=actor, now=now, dashed=waits)
        told.append(replace(one, body=hide_identifiers(one.body)) if hides and line.entry.participant_id is not None else one)
        waits = kind in PAUSES or (waits and kind not in RESUMES)
    told.reverse()
    return told


def _told(line: Line, *, actor: Actor, now: datetime, dashed: bool) -> Told:
    entry, look = line.entry, look_of(line.entry.kind)
    voice = current_voice()
    return Told(
        meta=" · ".join(part for part in (dated(entry.at, voice, now=now), _who(entry, actor), readers_of(entry.visibility)) if part),
        title=str(look.title),
        remark=remark_of(entry.kind, entry.data, office=office_of, day=lambda text: say_iso(text, voice, now=now)),
        icon=look.icon if entry.visibility != Visibility.INTERNAL or look.icon != "message" else "note",
        tone=look.tone,
        dashed=dashed,
        body=entry.body,
        voice=voice_of(entry.kind, entry.visibility),
        photos=line.photos,
        is_internal=entry.visibility == Visibility.INTERNAL,
        is_erased=entry.is_erased,
        kind=entry.kind,
        thread=entry.data.get("thread"),
        at=entry.at,
    )


def _who(entry: Entry, actor: Actor) -> str:
    return _("Anda") if entry.user_id is not None and entry.user_id == actor.user_id else entry.actor_label


def say_iso(text: str, voice: Voice, *, now: datetime) -> str:
    """Say a day or an instant written in ISO form; "" for none."""
    if not text:
        return ""
    instant = parse_datetime(text) if "T" in text else None
    if instant is not None:
        return exact(instant, voice, now=now)
    day = parse_date(text[:10])
    return short_day(_noon(day), voice, now=now) if day else ""


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=current_voice().zone)


def promised_at(case: Case) -> datetime | None:
    """Return the promised day as an instant that falls on it everywhere in the city."""
    return _noon(case.promised_on) if case.promised_on else None


def targets_of(case: Case, *, now: datetime) -> list[tuple[str, str, str]]:
    """Return the promises of this case as (what, until when or when it was kept, tone)."""
    voice = current_voice()
    rows = [
        (_("Jawaban pertama"), case.respond_due_at, case.responded_at),
        (_("Selesai"), case.resolve_due_at, case.resolved_at),
    ]
    told = []
    for label, due, done in rows:
        if due is None:
            continue
        if done is not None:
            kept = _("%(time)s, tepat") if done <= due else _("%(time)s, lewat")
            told.append((label, kept % {"time": _short(done, voice, now=now)}, "ok" if done <= due else "late"))
        else:
            told.append((label, _("sampai %(time)s") % {"time": _short(due, voice, now=now)}, "late" if due < now and case.is_open else ""))
    if case.promised_on is not None and case.is_open:
        told.append((_("Dijadwalkan"), *_planned(case, now=now)))
    return told


def _planned(case: Case, *, now: datetime) -> tuple[str, str]:
    """Say the promised day, how often it was moved, and whether it has passed."""
    voice = current_voice()
    promised = _noon(case.promised_on) if case.promised_on else now
    words = short_day(promised, voice, now=now)
    if case.replans:
        words = ngettext("%(day)s, diubah %(count)d kali", "%(day)s, diubah %(count)d kali", case.replans) % {
            "day": words,
            "count": case.replans,
        }
    return words, "late" if days_between(promised, now, voice) > 0 and case.state in UNSOLVED else ""


def _short(at: datetime, voice: Voice, *, now: datetime) -> str:
    return f"{short_day(at, voice, now=now)} {clock_time(at, voice)}"


@dataclass(frozen=True)
class MapName:
    """An area of a map: its path, its name, and where the name stands, written for SVG."""

    code: str
    name: str
    d: str
    x: str
    y: str


@dataclass(frozen=True)
class SmallMap:
    """A cut-out of the city's outlines around a place; the point is empty when only the kelurahan is known."""

    box: str
    paths: list[MapName]
    names: list[MapName]
    here: str
    point_x: str
    point_y: str
    is_estimate: bool


MAP_WIDTH, BOX_WIDTH, BOX_HEIGHT = 1_200, 216, 136


def small_map(case: Case) -> SmallMap | None:
    """Return the map of a case's place; None when nothing is known of it."""
    drawing = city_drawing("village", MAP_WIDTH)
    here = next((path for path in drawing.paths if path.code == case.village_id), None)
    point = None if case.lat is None or case.lon is None or case.is_outside else drawing.place(case.lat, case.lon)
    middle = point or ((here.x, here.y) if here else None)
    if middle is None:
        return None
    left, top = middle[0] - BOX_WIDTH / 2, middle[1] - BOX_HEIGHT / 2
    near = [path for path in drawing.paths if abs(path.x - middle[0]) < BOX_WIDTH and abs(path.y - middle[1]) < BOX_HEIGHT * 1.4]
    inside = [path for path in near if left + 20 < path.x < left + BOX_WIDTH - 20 and top + 8 < path.y < top + BOX_HEIGHT - 8]
    return SmallMap(
        box=f"{left:.0f} {top:.0f} {BOX_WIDTH} {BOX_HEIGHT}",
        paths=[_map_name(path) for path in near],
        names=[_map_name(path) for path in inside],
        here=case.village_id or "",
        point_x=f"{point[0]:.1f}" if point else "",
        point_y=f"{point[1]:.1f}" if point else "",
        is_estimate=book().city.outlines_kind != City.OutlinesKind.OFFICIAL,
    )


def _map_name(path: OutlinePath) -> MapName:
    # Written here, because a template would put a comma into an Indonesian figure.
    return MapName(path.code, path.name, path.d, f"{path.x:.1f}", f"{path.y:.1f}")
