# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping and forgetting a list of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laksa.identity.http import PersonRequest, staff_only
from laksa.kernel.errors import Refused
from laksa.workspace.actions import delete_view, save_view
from laksa.workspace.models import SavedView, usual_view
from laksa.workspace.rules import read_filters


@staff_only
@require_POST
def keep(request: PersonRequest) -> HttpResponse:
    filters = read_filters(QueryDict(request.POST.get("query", "")))
    query = filters.query(lihat=filters.lihat or usual_view(request.actor))
    try:
        is_shared = request.POST.get("bersama") == "ya"
        saved = save_view(request.POST.get("name", ""), query, actor=request.actor, at=timezone.now(), is_shared=is_shared)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("“%(name)s” tersimpan di kiri.") % {"name": saved.name})
    return HttpResponseRedirect(f"/meja/?{query}")


@staff_only
@require_POST
def forget(request: PersonRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedView.objects.filter(user_id=request.actor.user_id or 0), pk=pk)
    delete_view(saved.pk, actor=request.actor, at=timezone.now())
    messages.success(request, _("“%(name)s” dihapus dari daftar Anda.") % {"name": saved.name})
    return HttpResponseRedirect("/meja/")
