# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much goes around the channel, in figures that lead to their lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laksa.cases.models import Case, CaseQuerySet
from laksa.city.models import book
from laksa.identity.http import PersonRequest, staff_only
from laksa.shell.http import desk_page
from laksa.ui.rules import MONTHS, Voice
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.models.forwarded import MONTHS_SHOWN, figures, forwarded, titles_of
from laksa.workspace.models.people import names_of
from laksa.workspace.rules import Cursor, read_cursor
from laksa.workspace.rules.months import Month, last_months, read_month
from laksa.workspace.views.inbox import row_of, say_count

PAGE = 50
COUNTED_MOST = 1_000


@staff_only
@require_safe
def show_figures(request: PersonRequest) -> HttpResponse:
    found = figures(at=timezone.now())
    voice = current_voice()
    most = max((one.forwarded for one in found.months), default=0)
    months = [(one, say_month(one.month, voice), round(100 * one.forwarded / most) if most else 0) for one in found.months]
    return desk_page(request, "workspace/forward/figures.html", {"menu": "forward", "figures": found, "months": months})


def say_month(month: Month, voice: Voice) -> str:
    """Say a month: Nov 2026."""
    return f"{MONTHS[voice.key][month.begins.month - 1]} {month.begins.year}"


@staff_only
@require_safe
def show_list(request: PersonRequest) -> HttpResponse:
    """Show the reports behind one number; those of other offices are counted, not shown."""
    at = timezone.now()
    cases, words = _asked(request, at=at)
    shown = cases.filter(pk__in=Case.objects.visible_to(request.actor).values("pk"))
    page = list(_after(shown, request.GET.get("setelah", "")).order_by("-received_at", "-pk")[: PAGE + 1])
    names = names_of(case.holder_id for case in page[:PAGE])
    titles = titles_of((case.forwarded_by_id for case in page[:PAGE] if case.forwarded_by_id and case.is_priority), at=at)
    rows = [row_of(case, names, at=at, url=f"/meja/kasus/{case.code}/", is_chosen=False, titles=titles) for case in page[:PAGE]]
    facts: dict[str, Any] = {
        "menu": "forward",
        "rows": rows,
        "words": words,
        "total": say_count(len(cases.order_by().values_list("pk")[:COUNTED_MOST])),
        "total_shown": say_count(len(shown.order_by().values_list("pk")[:COUNTED_MOST])),
        "next_url": _next(request, page[PAGE - 1]) if len(page) > PAGE else "",
    }
    return desk_page(request, "workspace/forward/list.html", facts)


def _asked(request: PersonRequest, *, at: datetime) -> tuple[CaseQuerySet, list[str]]:
    """Return the reports that an address asks for, and in words what it asks."""
    given, zone = request.GET, timezone.localtime(at).tzinfo
    month, words = read_month(given.get("bulan", ""), zone), []
    if month is not None:
        cases = forwarded(month.begins, month.ends)
        words.append(say_month(month, current_voice()))
    else:
        cases = forwarded(last_months(timezone.localtime(at), MONTHS_SHOWN)[-1].begins)
        words.append(_("12 bulan terakhir"))
    if given.get("pejabat", "").isdecimal() and len(given["pejabat"]) < 16:
        cases = cases.filter(forwarded_by=int(given["pejabat"]))
        words.append(names_of([int(given["pejabat"])]).get(int(given["pejabat"]), ""))
    if given.get("kelurahan") == "-":
        cases = cases.filter(village=None)
        words.append(_("tempat belum pasti"))
    elif given.get("kelurahan") in book().areas:
        cases = cases.filter(village=given["kelurahan"])
        words.append(book().areas[given["kelurahan"]].name)
    if given.get("prioritas") == "ya":
        cases = cases.filter(is_priority=True)
        words.append(_("dengan prioritas"))
    return cases, [one for one in words if one]


def _after(cases: CaseQuerySet, place: str) -> CaseQuerySet:
    """Return what lies behind a place in the list, newest first."""
    cursor = read_cursor(place)
    if cursor is None or cursor.at is None:
        return cases
    return cases.filter(received_at__lte=cursor.at).exclude(received_at=cursor.at, pk__gte=cursor.pk)


def _next(request: PersonRequest, last: Case) -> str:
    kept = {name: request.GET[name] for name in ("bulan", "pejabat", "kelurahan", "prioritas") if name in request.GET}
    return "?" + urlencode(kept | {"setelah": str(Cursor(last.received_at, last.pk))})
