# SPDX-License-Identifier: AGPL-3.0-or-later
"""One case on paper: for a file, a meeting, somebody without a screen."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from laksa.cases.rules import Visibility
from laksa.city.models import book
from laksa.identity.http import PersonRequest, staff_only
from laksa.shell.http import desk_page
from laksa.workspace.models import Line, read_file
from laksa.workspace.views.case import case_url, facts_context
from laksa.workspace.views.finding import get_case
from laksa.workspace.views.story import tell


@staff_only
@require_safe
def print_case(request: PersonRequest, code: str) -> HttpResponse:
    """What everybody may read; `?petugas=ya` adds what is for the staff alone, and says so on every page."""
    case = get_case(request, code)
    at = timezone.now()
    file = read_file(case, actor=request.actor, at=at)
    with_internal = request.GET.get("petugas") == "ya"
    # On paper nobody is "you": whoever prints it stands there by name. Without an office nobody reads names in residents' words.
    reader = replace(request.actor, user_id=None, posts=request.actor.posts if with_internal else ())
    told = tell((line for line in file.lines if with_internal or _is_for_everybody(line)), case=case, actor=reader, now=at)
    context = {
        "menu": "inbox",
        "case": case,
        "file": file,
        "story": told[::-1],
        "photos": [photo for photo in file.photos if photo.is_ready and (with_internal or not photo.is_internal)],
        "with_internal": with_internal,
        "is_public": case.is_public,
        "city_name": book().city.name,
        "back_url": case_url(case),
        "printed_at": at,
        "printed_by": request.actor.label,
        **facts_context(file, actor=request.actor, at=at),
    }
    return desk_page(request, "workspace/print.html", context)


def _is_for_everybody(line: Line) -> bool:
    """Whether strangers read this line of the story; the report itself they read without names and numbers."""
    return line.entry.visibility == Visibility.PUBLIC or line.entry.kind == "received"
