# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports as rows of a list, for anybody: words, place, age, state, and the first photo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.ui.rules import ago, short_day
from laksa.ui.templatetags.ui import current_voice

PLACE_SHOWN = 48


@dataclass(frozen=True)
class Row:
    """One report in a list; `detail` is the date of a plan or the party that is waited for."""

    url: str
    title: str
    meta: str
    photo_url: str
    state: str
    detail: str = ""


def rows_of(cases: Sequence[Case], *, at: datetime, with_village: bool = True) -> list[Row]:
    """Return the rows of public cases in their order; one query for the photos of all."""
    photos = first_photos(case.pk for case in cases)
    return [
        Row(
            url=reverse("public-case", args=[case.code]),
            title=case.title,
            meta=_meta(case, at, with_village=with_village),
            photo_url=photos.get(case.pk, ""),
            state=case.state,
            detail=detail_of(case),
        )
        for case in cases
    ]


def first_photos(case_ids: Iterable[int]) -> dict[int, str]:
    """Return the address of the first photo of each report that has one."""
    found: dict[int, str] = {}
    photos = Photo.objects.public().filter(case__in=list(case_ids), role=Photo.REPORT).order_by("pk")
    for case_id, name in photos.values_list("case_id", "name"):
        found.setdefault(case_id or 0, photo_url(name, "s"))
    return found


def photo_url(name: str, size: str) -> str:
    """Return where a picture lies; size: l (large) or s (small)."""
    return reverse("photo", args=[name, size])


def detail_of(case: Case) -> str:
    """Return what a state needs to be said whole: the promised day, or who is waited for."""
    if case.state == State.PLANNED and case.promised_on:
        return short_day(noon(case.promised_on), current_voice())
    return case.waits_for if case.state in {State.AWAITING_OUTSIDE, State.AWAITING_DECISION} else ""


def noon(day: date) -> datetime:
    """Return the middle of a day in the page's time zone, so that it is that day for everybody in it."""
    return datetime.combine(day, time(12), tzinfo=current_voice().zone)


def place_of(case: Case) -> str:
    """Return kelurahan and kecamatan of a case as people say them; empty when nobody knows."""
    village = book().areas[case.village_id] if case.village_id else None
    if village is None:
        return ""
    if village.parent_id is None:
        return str(village.name)
    return _("%(village)s, Kec. %(district)s") % {"village": village.name, "district": book().areas[village.parent_id].name}


def people_words(count: int) -> str:
    """Say how many joined: "12 ikut"."""
    return ngettext("%(count)d ikut", "%(count)d ikut", count) % {"count": count}


def _meta(case: Case, at: datetime, *, with_village: bool) -> str:
    parts = [_("Contoh")] if case.is_example else []
    if case.place_text:
        parts.append(case.place_text if len(case.place_text) <= PLACE_SHOWN else case.place_text[: PLACE_SHOWN - 1].rstrip() + "…")
    elif with_village and case.village_id:
        parts.append(book().areas[case.village_id].name)
    parts.append(ago(case.received_at, current_voice(), now=at))
    if case.supporters:
        parts.append(people_words(case.supporters))
    return " · ".join(parts)
