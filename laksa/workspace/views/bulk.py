# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing many cases to one office at once: what would happen to each is shown before it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from laksa.cases.actions import assign_cases, preview_assignment
from laksa.cases.actions.bulk import BULK_LIMIT, Effect
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.cases.policies import CHIEFS
from laksa.city.models.names import office_name
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.rules import Actor
from laksa.shell.http import desk_page, way_back
from laksa.ui.rules import short_state_word
from laksa.workspace.forms import all_offices, offices, people, split_office
from laksa.workspace.models.people import names_of, workers_of
from laksa.workspace.policies import may_sort


@dataclass(frozen=True)
class Shown:
    """One case of the preview: where it stands, where it would go, and why it stays where it cannot go."""

    case: Case
    now: str
    then: str
    problem: str


class BulkForm(forms.Form):
    """To whom; the cases themselves stand in the address."""

    office = forms.ChoiceField(label=gettext_lazy("Kepada"))
    holder = forms.ChoiceField(label=gettext_lazy("Orangnya"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Keterangan"), required=False, max_length=400, help_text=gettext_lazy("Boleh kosong. Tampil untuk umum.")
    )

    def __init__(self, data: Any, *, actor: Actor, workers: list[Any], agencies: list[str]) -> None:
        super().__init__(data)
        self.fields["office"].choices = all_offices() if may_sort(actor) else offices(agencies)  # type: ignore[attr-defined]
        self.fields["holder"].choices = people(workers)  # type: ignore[attr-defined]
        if not workers:
            del self.fields["holder"]

    def owner(self) -> Owner:
        agency, unit = split_office(self.cleaned_data["office"])
        holder = self.cleaned_data.get("holder")
        return Owner(agency, unit, int(holder) if holder else None)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request: PersonRequest) -> HttpResponse:
    actor, at = request.actor, timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    back = way_back(request, asked.get("kembali", ""), otherwise="/meja/")
    codes = [code[:16] for code in asked.getlist("pilih")][:BULK_LIMIT]
    ids = list(Case.objects.visible_to(actor).filter(code__in=codes).values_list("pk", flat=True))
    if not ids:
        messages.warning(request, _("Pilih laporannya dulu: centang kotak di kiri barisnya."))
        return HttpResponseRedirect(back)
    own = sorted({post.agency_id for post in actor.posts if post.agency_id and post.role in CHIEFS})
    workers = workers_of(own[0], at=at) if len(own) == 1 else []
    is_chosen = "office" in asked
    form = BulkForm(asked if is_chosen else None, actor=actor, workers=workers, agencies=own)
    if request.method == "POST" and form.is_valid():
        effects = assign_cases(ids, form.owner(), actor=actor, at=at, reason=form.cleaned_data["reason"])
        _report(request, effects)
        return HttpResponseRedirect(back)
    owner = form.owner() if is_chosen and form.is_valid() else None
    shown = _shown(preview_assignment(ids, actor=actor), owner)
    possible = sum(1 for one in shown if not one.problem)
    context = {"form": form, "shown": shown, "possible": possible, "is_chosen": owner is not None, "codes": codes, "back_url": back}
    return desk_page(request, "workspace/bulk.html", context)


def _shown(effects: list[Effect], owner: Owner | None) -> list[Shown]:
    names = names_of([effect.case.holder_id for effect in effects] + [owner.holder_id if owner else None])
    target = ""
    if owner is not None:
        target = ", ".join(part for part in (office_name(owner.agency, owner.unit), names.get(owner.holder_id or 0, "")) if part)
    return [
        Shown(
            effect.case,
            now=", ".join(
                [office_name(effect.case.agency_id, effect.case.unit_id), names.get(effect.case.holder_id or 0) or _("belum dipegang")]
            ),
            then="" if effect.problem else target,
            problem=_problem(effect),
        )
        for effect in effects
    ]


def _problem(effect: Effect) -> str:
    words = {
        "": "",
        "state": _("Tetap: keadaannya %(state)s, serahkan dari halaman laporannya.") % {"state": short_state_word(effect.case.state)},
        "office": _("Tetap: bukan wewenang Anda."),
    }
    return words.get(effect.problem, effect.problem)


def _report(request: PersonRequest, effects: list[Effect]) -> None:
    failed = [effect for effect in effects if effect.problem]
    done = len(effects) - len(failed)
    if done:
        messages.success(request, ngettext("%(count)d laporan diserahkan.", "%(count)d laporan diserahkan.", done) % {"count": done})
    if failed:
        told = "; ".join(f"{effect.case.code}: {_problem(effect)}" for effect in failed[:10])
        messages.warning(request, _("%(count)d tidak berubah. %(told)s") % {"count": len(failed), "told": told})
