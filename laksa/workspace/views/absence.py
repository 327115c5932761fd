# SPDX-License-Identifier: AGPL-3.0-or-later
"""Being away: the roster, entering and ending an absence, and what becomes of the cases."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from laksa.escalation.actions import end_absence, enter_absence, held_by
from laksa.escalation.policies import may_end_absence
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.models import Absence
from laksa.kernel.errors import Refused
from laksa.shell.http import desk_page
from laksa.workspace.actions import Order, carry_out, preview
from laksa.workspace.actions.bulk import HELD_LIMIT, Effect
from laksa.workspace.forms.absence import AbsenceForm, HandOverAllForm
from laksa.workspace.models import Bulk, last_undoable
from laksa.workspace.models.people import names_of
from laksa.workspace.models.roster import Away, colleagues, roster_of
from laksa.workspace.views.bulk import Shown, say_problem, undo_context
from laksa.workspace.views.ladder import away_words

UNUSABLE = 422


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: PersonRequest) -> HttpResponse:
    at = timezone.now()
    form = AbsenceForm(request.actor, at, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            absence = enter_absence(form.absent(), actor=request.actor, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return _entered(request, absence)
    rows = [(away, away_words(away.absence), may_end_absence(request.actor, away.absence)) for away in roster_of(request.actor, at=at)]
    status = UNUSABLE if form.is_bound else 200
    return desk_page(request, "workspace/absence.html", {"form": form, "rows": rows, "menu": "news"}, status=status)


def _entered(request: PersonRequest, absence: Absence) -> HttpResponse:
    messages.success(request, _("Tercatat: %(name)s, %(words)s.") % {"name": absence.user.name, "words": away_words(absence)})
    if held_by(absence.user_id).exists():
        # What is held is shown at once: to leave it with the deputy is a choice, not an oversight.
        return HttpResponseRedirect(reverse("workspace:hand_over_all", args=[absence.pk]))
    return HttpResponseRedirect(reverse("workspace:absence"))


@staff_only
@require_POST
def end(request: PersonRequest, pk: int) -> HttpResponse:
    absence = _absence(request, pk)
    end_absence(absence.pk, actor=request.actor, at=timezone.now())
    messages.success(request, _("Ketidakhadiran %(name)s diakhiri.") % {"name": absence.user.name})
    return HttpResponseRedirect(reverse("workspace:absence"))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """Show all that the absent person holds and what would become of it; leave it with the deputy, or hand it over now."""
    absence, actor, at = _absence(request, pk), request.actor, timezone.now()
    form = _form(request, absence, at=at)
    order = _order(form) if not form.is_bound or form.is_valid() else None
    held = held_by(absence.user_id)
    keys = list(held.values_list("pk", flat=True)[:HELD_LIMIT])
    if request.method == "POST" and order is not None and request.POST.get("langkah") != "lihat":
        _say_left(request, carry_out(order, keys, actor=actor, at=at))
        return HttpResponseRedirect(reverse("workspace:hand_over_all", args=[absence.pk]))
    shown = _shown(preview("hand_over", keys, actor=actor), order)
    count = len(keys) if len(keys) < HELD_LIMIT else held.count()
    context = {
        "away": Away(absence, count, absence.since <= at),
        "words": away_words(absence),
        "shown": shown,
        "possible": sum(1 for one in shown if one.then),
        "form": form,
        "menu": "news",
        **undo_context(last_undoable(actor.user_id, at=at)),
    }
    return desk_page(request, "workspace/hand_over_all.html", context, status=UNUSABLE if form.is_bound and order is None else 200)


def _form(request: PersonRequest, absence: Absence, *, at: datetime) -> HandOverAllForm:
    people = [one for one in colleagues(request.actor, at=at) if one[0] != absence.user_id]
    first: dict[str, Any] = {"to": absence.deputy_id, "words": away_words(absence)}
    return HandOverAllForm(people, request.POST if request.method == "POST" else None, initial=first)


def _order(form: HandOverAllForm) -> Order | None:
    """Return what is to be done: as it was filled in, and before that to the deputy, if there is one."""
    said = form.cleaned_data if form.is_bound else form.initial
    return Order("hand_over", to=int(said["to"]), words=str(said["words"])) if said["to"] else None


def _shown(effects: list[Effect], order: Order | None) -> list[Shown]:
    names = names_of([*(effect.case.holder_id for effect in effects), order.to if order else None])
    return [
        Shown(
            effect.case,
            now=names.get(effect.case.holder_id or 0, ""),
            then=names.get(order.to or 0, "") if order and not effect.problem else "",
            problem=say_problem(effect.problem, effect.case),
        )
        for effect in effects
    ]


def _say_left(request: PersonRequest, bulk: Bulk) -> None:
    """Say what stayed, each reason once; what went is said beside the button that takes it back."""
    lines = list(bulk.lines.select_related("case"))
    reasons = Counter(say_problem(line.problem, line.case) for line in lines if line.problem)
    for reason, count in sorted(reasons.items()):
        words = ngettext("%(count)d laporan tidak diserahkan. %(reason)s", "%(count)d laporan tidak diserahkan. %(reason)s", count)
        messages.warning(request, words % {"count": count, "reason": reason})
    if reasons.total() == len(lines):
        bulk.delete()


def _absence(request: PersonRequest, pk: int) -> Absence:
    """Return an absence that the reader may change; a 404 for every other."""
    absence = Absence.objects.select_related("user", "deputy").filter(pk=pk).first()
    if absence is None or not may_end_absence(request.actor, absence):
        raise Http404
    return absence
