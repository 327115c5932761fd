"""Deciding where a report goes, and keeping what people corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from laksa.city.models import Book, book, locate
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.privacy import hide_identifiers
from laksa.routing.models import Correction
from laksa.routing.rules import Decision, Report, Rulebook, Source, Suggestion

# The rules of the book read last; a book is never changed, only replaced.
_compiled: dict[str, tuple[Book, Rulebook]] = {}


def decide(
    text: str,
    *,
    point: tuple[float, float] | None = None,
    village: str | None = None,
    hashtags: Sequence[str] = (),
    category: str | None = None,
    at: datetime,
) -> Decision:
    """Return where a report goes and why; the rules are compiled at the first call after a change of the city.

    point: (lat, lon) in WGS 84. village: an area's code, found from the point when it is not given. category: the
    slug the reporter chose, a strong vote. Raises Refused for what is no point, or before a city is loaded.
    """
    rules = rulebook()
    hour = at.astimezone(ZoneInfo(book().city.time_zone)).hour
    if point and village is None:
        found = locate(*point).village
        village = found.code if found else None
    return rules.decide(Report(text, point=point, village=village, hashtags=tuple(hashtags), category=category, hour=hour))


def suggest(text: str, *, limit: int = 3) -> list[Suggestion]:
    """Return the likeliest categories of an unfinished text, best first; none when it says nothing yet."""
    return rulebook().suggest(text, limit=limit)


def rulebook() -> Rulebook:
    """Return the compiled rules of the city as it is now. Raises Refused before a city is loaded."""
    current = book()
    if not current.categories:
        raise Refused(_("Data kota belum dimuat, jadi laporan belum dapat diarahkan."), code="no_city")
    held = _compiled.get("rules")
    if held is None or held[0] is not current:
        held = _compiled["rules"] = (current, Rulebook(_source(current)))
    return held[1]


def _source(current: Book) -> Source:
    return Source(
        version=str(current.version),
        categories=current.categories,
        agencies=current.agencies,
        units_by_agency=current.units_by_agency,
        areas=current.areas,
        agency_by_area=current.agency_by_area,
        phrases=current.phrases,
        place_rules=current.place_rules,
        roads=current.roads,
        places=current.places,
    )


@dataclass(frozen=True)
class Moved:
    """A report that people sent elsewhere: before and after are (category, agency), the text has no identifiers."""

    case_code: str
    text: str
    before: tuple[str, str]
    after: tuple[str, str]
    decision: dict[str, Any]


def record_correction(moved: Moved, *, reason: str, actor: Actor, at: datetime) -> Correction:
    """Keep one correction as a row to learn from, in the caller's transaction; identifiers in the text are hidden once more."""
    return Correction.objects.create(
        case_code=moved.case_code,
        text=hide_identifiers(moved.text),
        from_category=moved.before[0],
        from_agency=moved.before[1],
        to_category=moved.after[0],
        to_agency=moved.after[1],
        decision=moved.decision,
        reason=reason,
        by=actor.label,
        user_id=actor.user_id,
        at=at,
    )


def forget_correction(case_code: str, *, actor: Actor, at: datetime) -> None:
    """Drop the correction that somebody made at that moment, because they took back what they did; none is no fault."""
    Correction.objects.filter(case_code=case_code, user_id=actor.user_id, at=at).delete()
