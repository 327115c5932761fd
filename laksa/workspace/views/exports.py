# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list as a file: ask for it, watch it being made, fetch it. Nobody else's can be seen."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laksa.city.models.names import agency_name
from laksa.identity.http import PersonRequest, password_again, staff_only
from laksa.insight.policies import may_take_month
from laksa.kernel.errors import Refused
from laksa.shell.http import NEVER_KEPT, desk_page
from laksa.workspace.actions import ask_for_export, ask_for_points, open_export
from laksa.workspace.models import CEILING, Export, ExportState, count_up_to_ceiling, listed, usual_view
from laksa.workspace.rules import read_filters
from laksa.workspace.rules.months import read_month
from laksa.workspace.views.inbox import say_count

SHOWN = 10
# A file that is not there by then will not come: its worker died.
LOST_AFTER = timedelta(minutes=30)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
# The page of the surface beside this one, where the month of an office is asked for.
PERFORMANCE = "/meja/kinerja/"


def _own(request: PersonRequest) -> list[Export]:
    return list(Export.objects.filter(user_id=request.actor.user_id or 0, expires_at__gt=timezone.now()).order_by("-pk")[:SHOWN])


@staff_only
@password_again
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: PersonRequest) -> HttpResponse:
    """Choose the form of the list in the address, and see the files of the last day."""
    actor, at = request.actor, timezone.now()
    asked = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    filters = read_filters(asked)
    query = filters.query(lihat=filters.lihat or usual_view(actor))
    if request.method == "POST":
        try:
            export = ask_for_export(query, request.POST.get("form", ""), actor=actor, at=at)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            return HttpResponseRedirect(reverse("workspace:export", args=[export.pk]))
    count = count_up_to_ceiling({"list": listed(filters, actor=actor, at=at)})["list"]
    context = {
        "menu": "inbox",
        "query": query,
        "count": say_count(count),
        "is_long": count >= CEILING,
        "own": _own(request),
        "back_url": f"/meja/?{query}",
    }
    return desk_page(request, "workspace/exports.html", context)


@staff_only
@password_again
@require_POST
def points(request: PersonRequest) -> HttpResponse:
    """Ask for the month of a whole office; whoever may not have it learns nothing about it."""
    agency, month = request.POST.get("kantor", ""), read_month(request.POST.get("bulan", ""), None)
    if month is None or not may_take_month(request.actor, agency):
        raise Http404
    try:
        export = ask_for_points(agency, month.begins.date(), actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(PERFORMANCE)
    return HttpResponseRedirect(reverse("workspace:export", args=[export.pk]))


@staff_only
@require_safe
def export(request: PersonRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Export.objects.filter(user_id=request.actor.user_id or 0), pk=pk)
    at = timezone.now()
    is_lost = one.state == ExportState.FAILED or (one.is_under_way and at - one.asked_at > LOST_AFTER)
    is_points = one.what == "points"
    context = {
        "menu": "performance" if is_points else "inbox",
        "export": one,
        "is_points": is_points,
        "of": points_words(one) if is_points else "",
        "is_lost": is_lost,
        "can_fetch": one.can_be_fetched(at),
        "back_url": PERFORMANCE if is_points else f"/meja/?{one.query}",
        "again_url": PERFORMANCE if is_points else f"{reverse('workspace:exports')}?{one.query}",
    }
    return desk_page(request, "workspace/export.html", context)


@staff_only
@require_safe
def progress(request: PersonRequest, pk: int) -> HttpResponse:
    """How far the file is, for the page's script."""
    one = get_object_or_404(Export.objects.filter(user_id=request.actor.user_id or 0), pk=pk)
    told = {"percent": one.percent, "done": one.done, "total": one.total, "is_under_way": one.is_under_way}
    return JsonResponse(told, headers={"Cache-Control": NEVER_KEPT})


@staff_only
@password_again
@require_safe
def fetch(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = get_object_or_404(Export.objects.filter(user_id=request.actor.user_id or 0), pk=pk)
    at = timezone.now()
    try:
        file = open_export(one, actor=request.actor, at=at)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(PERFORMANCE if one.what == "points" else reverse("workspace:exports") + f"?{one.query}")
    response = FileResponse(file, as_attachment=True, filename=_name(one), content_type=TYPES[one.form])
    response.headers["Cache-Control"] = NEVER_KEPT
    return response


def _name(one: Export) -> str:
    if one.what == "points":
        agency, month = one.office_month
        return f"kinerja-{agency}-{month:%Y-%m}.zip"
    return _("laporan-%(day)s.%(form)s") % {"day": timezone.localtime(one.asked_at).strftime("%Y-%m-%d-%H%M"), "form": one.form}


def points_words(one: Export) -> str:
    """Say whose month a file of points holds: "Dishub, Oktober 2026"."""
    agency, month = one.office_month
    return f"{agency_name(agency)}, {date_format(month, 'F Y')}"
