# SPDX-License-Identifier: AGPL-3.0-or-later
"""The service levels of the city: what is in force, what a change would have done to last year, and setting it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from laksa.city.models import book
from laksa.control.forms import CellForm, SetForm
from laksa.control.views.sop_effect import effect_context
from laksa.control.views.sop_table import Wish, clock_word, groups_of_city, read_wish, severity_word, table_of
from laksa.control.views.sop_words import gap_words, hours_words, versions_of, warnings_of, why_not
from laksa.deadlines.actions import set_sop, sop_in_force
from laksa.deadlines.policies import may_see_sop, may_set_sop
from laksa.deadlines.rules.groups import group_words
from laksa.deadlines.rules.sop import CLOCKS, SEVERITIES, Draft, fault_of, gaps_of, write_draft
from laksa.identity.http import PersonRequest, staff_only
from laksa.kernel.errors import Refused
from laksa.shell.http import desk_page
from laksa.ui.rules import day
from laksa.ui.templatetags.ui import current_voice


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def sop(request: PersonRequest) -> HttpResponse:
    if not may_see_sop(request.actor):
        raise Http404
    at = timezone.now()
    if request.method == "POST":
        return _set(request, at=at)
    wish = read_wish(request.GET.getlist("ubah"), request.GET.get("lihat", ""), at=at)
    if "clock" in request.GET and wish.cell is not None:
        return _drafted(request, wish, at=at)
    return _page(request, wish, at=at)


def _drafted(request: PersonRequest, wish: Wish, *, at: datetime) -> HttpResponse:
    """Take the numbers of one group and severity into the draft, and show what they would have done."""
    assert wish.cell is not None
    group, severity, _clock = wish.cell
    form = CellForm(request.GET)
    if form.is_valid():
        draft = form.draft(group, severity)
        fault = fault_of(draft)
        if fault is None:
            known = sop_in_force(group, severity, at=at)
            others = {key: one for key, one in wish.drafts.items() if key != draft.key}
            drafts = others if known and known[0] == draft else others | {draft.key: draft}
            return redirect(wish.url(drafts=drafts) + "#akibat")
        form.add_error(fault[0], FAULTS[fault[1]]())
    return _page(request, wish, at=at, cell_form=form, status=422)


FAULTS = {
    "missing": lambda: _("Batas selesai harus ada: tanpa itu tidak ada janji kepada warga."),
    "range": lambda: _("Isi angka di atas nol, paling lama satu tahun."),
    "order": lambda: _("Urutannya terbalik: periksa dulu, lalu jawab, lalu beres."),
}


def _set(request: PersonRequest, *, at: datetime) -> HttpResponse:
    wish = read_wish(request.POST.getlist("ubah"), request.POST.get("lihat", ""), at=at)
    form = SetForm(request.POST)
    if form.is_valid():
        starts = form.starts_at(ZoneInfo(book().city.time_zone))
        try:
            set_sop(list(wish.drafts.values()), since=starts, reason=form.cleaned_data["reason"], actor=request.actor, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            count = len(wish.drafts)
            said = ngettext("%(count)d baris berlaku mulai %(day)s.", "%(count)d baris berlaku mulai %(day)s.", count)
            messages.success(request, said % {"count": count, "day": day(starts, current_voice(), now=at)})
            return redirect("control:sop")
    return _page(request, wish, at=at, set_form=form, status=422)


def _page(
    request: PersonRequest,
    wish: Wish,
    *,
    at: datetime,
    cell_form: CellForm | None = None,
    set_form: SetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = effect_context(wish, actor=request.actor, at=at)
    draft: Draft | None = shown.get("draft")
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    may_all = all(may_set_sop(request.actor, one.group) for one in wish.drafts.values())
    context = {
        "menu": "sop",
        "wish": wish,
        "rows": table_of(wish, at=at),
        "groups": len(groups_of_city()),
        "numbers": 9 * len(groups_of_city()),
        "severities": [severity_word(one) for one in SEVERITIES],
        "clocks": [clock_word(one) for one in CLOCKS],
        "versions": versions_of(at=at),
        "gaps": [gap_words(one, at=at) for one in gaps_of(book().sops, groups=groups_of_city(), at=at)],
        "hours_words": hours_words(),
        "drafts": [write_draft(one) for one in wish.drafts.values()],
        "draft_names": [f"{group_words(one.group)}, {severity_word(one.severity).lower()}" for one in wish.drafts.values()],
        "cell_form": cell_form or (CellForm.of(draft) if draft else None),
        "set_form": set_form or SetForm(initial={"since": tomorrow}),
        "may_set": bool(wish.drafts) and may_all,
        "why_not": "" if may_all else why_not(request.actor, wish),
        "warnings": warnings_of(draft, at=at) if draft else [],
        "now": at,
        **shown,
    }
    return desk_page(request, "control/sop.html", context, status=status)
