# SPDX-License-Identifier: AGPL-3.0-or-later
"""Being away: the roster, entering and ending an absence, and what becomes of the cases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from laksa.escalation.actions import end_absence, enter_absence, hand_over_all, held_by
from laksa.escalation.policies import may_end_absence
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.models import Absence
from laksa.kernel.errors import Refused
from laksa.shell.http import desk_page
from laksa.workspace.forms.absence import AbsenceForm, HandOverAllForm
from laksa.workspace.models.roster import Away, colleagues, roster_of
from laksa.workspace.views.ladder import away_words

UNUSABLE = 422
CASES_SHOWN = 300


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
    """Show all that the absent person holds; leave it with the deputy, or hand it over now."""
    absence, at = _absence(request, pk), timezone.now()
    people = [one for one in colleagues(request.actor, at=at) if one[0] != absence.user_id]
    first: dict[str, Any] = {"to": absence.deputy_id, "words": away_words(absence)}
    form = HandOverAllForm(people, request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        outcome = hand_over_all(
            absence.user_id, int(form.cleaned_data["to"]), reason=form.cleaned_data["words"], actor=request.actor, at=at
        )
        _say_outcome(request, [one.problem for one in outcome])
        return HttpResponseRedirect(reverse("workspace:hand_over_all", args=[absence.pk]))
    held = held_by(absence.user_id)
    cases = list(held.select_related("holder")[:CASES_SHOWN])
    context = {
        "away": Away(absence, held.count() if len(cases) == CASES_SHOWN else len(cases), absence.since <= at),
        "words": away_words(absence),
        "cases": cases,
        "form": form,
        "menu": "news",
    }
    return desk_page(request, "workspace/hand_over_all.html", context, status=UNUSABLE if form.is_bound else 200)


def _say_outcome(request: PersonRequest, problems: list[str]) -> None:
    gone = sum(1 for problem in problems if not problem)
    if gone:
        messages.success(request, ngettext("%(count)d laporan diserahkan.", "%(count)d laporan diserahkan.", gone) % {"count": gone})
    for problem in sorted({problem for problem in problems if problem}):
        count = problems.count(problem)
        words = ngettext("%(count)d laporan tidak: %(problem)s.", "%(count)d laporan tidak: %(problem)s.", count)
        messages.warning(request, words % {"count": count, "problem": problem})


def _absence(request: PersonRequest, pk: int) -> Absence:
    """Return an absence that the reader may change; a 404 for every other."""
    absence = Absence.objects.select_related("user", "deputy").filter(pk=pk).first()
    if absence is None or not may_end_absence(request.actor, absence):
        raise Http404
    return absence
