# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crew's day: the places in the order they are driven to, on the map and in the list."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from laksa.evidence.actions import issue_day_codes
from laksa.field.models import Day, guides_of, read_day, times_of
from laksa.field.models.day import Times, point_of
from laksa.field.policies import may_go_out
from laksa.field.rules.route import Point
from laksa.field.views.rows import Way, reckoned, row_of
from laksa.field.views.say import SAY, crew_name
from laksa.field.views.sketch import Place, sketch_of
from laksa.identity.http import PersonRequest, staff_only
from laksa.shell.http import desk_page
from laksa.ui.rules import clock_time, number
from laksa.ui.templatetags.ui import current_voice


@staff_only
@require_safe
def show_day(request: PersonRequest) -> HttpResponse:
    actor = request.actor
    if not may_go_out(actor):
        raise Http404
    at = timezone.localtime()
    ends = at.replace(hour=23, minute=59, second=59, microsecond=0)
    start = start_of(request)
    day = read_day(actor, at=at, ends=ends, start=start)
    codes = [case.code for case in day.cases]
    # Asked for again the codes stay the same; without a signal the pages kept on the phone have them.
    issue_day_codes(request.user.pk, codes, until=ends, at=at)
    times = times_of(day, actor, at=at)
    rows = [row_of(case, order, now=at) for order, case in enumerate(day.done, start=1)]
    first = len(rows) + 1
    here = day.cases[0].code if day.cases else ""
    rows += [
        row_of(case, order, now=at, way=Way(day.legs[case.code].km, times.arrivals.get(case.code)), is_here=case.code == here)
        for order, case in enumerate(day.cases, start=first)
    ]
    context = {
        "menu": "field",
        "crew": crew_name(actor),
        "today": at.date().isoformat(),
        "rows": rows,
        "left_over": day.left_over,
        "next_row": next((row for row in rows if not row.is_done), None),
        "sketch": sketch_of(_places(day)),
        "is_from_here": start is not None,
        **_head(day, times),
        "reckoned": reckoned(times, at=at) if day.cases else "",
        "say": {name: str(words) for name, words in SAY.items()},
        "kept": {"urls": _kept(day)},
    }
    return desk_page(request, "field/day.html", context)


def start_of(request: PersonRequest) -> Point | None:
    """Return where the phone is, if it said so: the way begins there."""
    try:
        lat, lon = float(request.GET.get("lat", "")), float(request.GET.get("lon", ""))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _head(day: Day, times: Times) -> dict[str, Any]:
    count = len(day.cases)
    legs = [leg.km for leg in day.legs.values() if leg.km is not None]
    title = ngettext("%(count)d tempat lagi hari ini", "%(count)d tempat lagi hari ini", count) % {"count": count}
    way = _("Yang mendesak dulu, lalu jarak.")
    if legs:
        way += " " + _("Sisa %(km)s km garis lurus.") % {"km": number(round(sum(legs), 1), current_voice(), decimals=1)}
    last = times.arrivals.get(day.cases[-1].code) if day.cases else None
    if last is not None and last.at.date() == times.begins.date():
        way += " " + _("Tempat terakhir sekitar %(time)s.") % {"time": clock_time(last.at, current_voice())}
    return {"title": title if count else _("Tidak ada tempat lagi hari ini"), "way": way if count else ""}


def _places(day: Day) -> list[Place]:
    places = []
    for order, case in enumerate([*day.done, *day.cases], start=1):
        point = point_of(case)
        if point is not None:
            is_done = order <= len(day.done)
            places.append(Place(order, case.code, point, case.village_id, is_done, is_here=order == len(day.done) + 1))
    return places


def _kept(day: Day) -> list[str]:
    """Return the addresses that a phone keeps for a day without a signal."""
    # The guided photo's page is left out: its code lasts fifteen minutes, those of the stops' own pages all day.
    pages = [reverse("field:stop", args=[case.code]) for case in day.cases]
    return [reverse("field:day"), *pages, *(f"/foto/{photo.name}-s.webp" for photo in guides_of(day.cases).values())]
