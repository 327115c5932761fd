# SPDX-License-Identifier: AGPL-3.0-or-later
"""One place of the day: what is known of it, and what a crew can say about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from laksa.cases.actions import has_unseen, note_sight
from laksa.cases.models import Case, Photo
from laksa.cases.policies import may_handle, may_note
from laksa.cases.rules import IN_HAND, State
from laksa.city.models import book
from laksa.deadlines.actions import hours_of
from laksa.evidence.actions import issue_day_codes
from laksa.evidence.models import CaptureCode
from laksa.evidence.rules import write_code
from laksa.field.models import find_stop, guides_of
from laksa.field.policies import may_go_out
from laksa.field.rules.day import REASONS
from laksa.field.views.camera import with_camera
from laksa.field.views.rows import capture_url, row_of
from laksa.field.views.say import SAY, crew_name
from laksa.identity.http import PersonRequest, staff_only
from laksa.insight.models import case_times
from laksa.kernel.ids import make_token
from laksa.shell.http import desk_page

# A phone that keeps the day's pages has not looked at them.
KEEP_HEADER = "X-Laksa-Keep"
LOOKS_AHEAD_DAYS = 31
STORY_LIMIT = 40


@with_camera
@staff_only
@require_safe
def show_stop(request: PersonRequest, code: str) -> HttpResponse:
    case = get_stop(request, code)
    at = timezone.localtime()
    if KEEP_HEADER not in request.headers and has_unseen(case, case.entries.order_by("-number")[:STORY_LIMIT], actor=request.actor):
        note_sight(case.pk, actor=request.actor, at=at)
        case.refresh_from_db(fields=["entry_count"])
    return stop_page(request, case, at=at)


def get_stop(request: PersonRequest, code: str) -> Case:
    """Return a case of the reader's own office; a 404 for anybody else's, and for who does not go out."""
    case = find_stop(request.actor, code) if may_go_out(request.actor) else None
    if case is None:
        raise Http404
    return case


def stop_page(request: PersonRequest, case: Case, *, at: datetime, status: int = 200, **facts: Any) -> HttpResponse:
    """Draw the page of a stop; `fault` and `told` say what was refused, and keep its words."""
    handles = may_handle(request.actor, case)
    state = State(case.state)
    code = photo_code(request, case, at=at) if handles else None
    context = {
        "case": case,
        "crew": crew_name(request.actor),
        "row": row_of(case, 0, now=at),
        **case_times(case, now=at),
        "photos": list(Photo.objects.public().filter(case=case).exclude(role=Photo.EVIDENCE).order_by("pk")[:4]),
        "guide": guides_of([case]).get(case.pk),
        "may_start": handles and state in {State.ASSIGNED, State.IN_PROGRESS, State.PLANNED},
        "may_end": handles and state in {State.ASSIGNED, *IN_HAND},
        "may_note": may_note(request.actor, case),
        "wants": book().categories[case.category_id].evidence,
        "reasons": list(REASONS.items()),
        "next_day": next_working_day(case.agency_id, at=at),
        "capture_url": capture_url(case) if handles else "",
        "photo_code": write_code(code.code) if code else "",
        "keys": {verb: make_token() for verb in ("start", "note", "before", "not_today", "done")},
        "say": {name: str(words) for name, words in SAY.items()},
        "spot": {"lat": case.lat, "lon": case.lon, **_lasting(code)},
        **facts,
    }
    return desk_page(request, "field/stop.html", context, status=status)


def photo_code(request: PersonRequest, case: Case, *, at: datetime) -> CaptureCode | None:
    """Return the day's photo code of a case; None once it is used."""
    ends = at.replace(hour=23, minute=59, second=59, microsecond=0)
    return issue_day_codes(request.user.pk, [case.code], until=ends, at=at).get(case.code)


def _lasting(code: CaptureCode | None) -> dict[str, str]:
    """Return from when until when a code holds, for the phone."""
    return {"code_since": code.issued_at.isoformat(), "code_until": code.valid_until.isoformat()} if code else {}


def next_working_day(agency: str, *, at: datetime) -> str:
    """Return the next day on which the office is open, as a date field has it."""
    hours, today = hours_of(agency), at.date()
    days = (today + timedelta(days=step) for step in range(1, LOOKS_AHEAD_DAYS))
    return next((day for day in days if hours.spans_on(day)), today + timedelta(days=1)).isoformat()
