# SPDX-License-Identifier: AGPL-3.0-or-later
"""One act on many cases: what would happen to each is shown before it happens, and for ten minutes it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laksa.cases.models import Case
from laksa.city.models.names import office_name
from laksa.identity.http import PersonRequest, staff_only
from laksa.kernel.errors import Refused
from laksa.shell.http import desk_page, way_back
from laksa.ui.rules import clock_time, day, short_state_word
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.actions import Order, carry_out, preview, undo_bulk
from laksa.workspace.actions.bulk import BULK_LIMIT, Effect
from laksa.workspace.forms.bulk import BULK_FORMS, BulkForm, Many, MergeManyForm
from laksa.workspace.models import Bulk
from laksa.workspace.models.people import names_of
from laksa.workspace.rules.bulk import BULK_VERBS, DONE_VERBS

SHOWN_PROBLEMS = 10


@dataclass(frozen=True)
class Shown:
    """One case of the preview: where it stands, what it would become, and why it stays where it cannot go."""

    case: Case
    now: str
    then: str
    problem: str


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def act_on_many(request: PersonRequest, verb: str) -> HttpResponse:
    """Show the effect, or do it: `langkah=lihat` only looks, also with words too long for an address."""
    if verb not in BULK_VERBS:
        raise Http404
    actor, at = request.actor, timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    back = way_back(request, asked.get("kembali", ""), otherwise="/meja/")
    codes = [code.replace("\x00", "")[:16] for code in asked.getlist("pilih")][:BULK_LIMIT]
    cases = list(Case.objects.visible_to(actor).filter(code__in=codes).order_by("due_at", "pk"))
    if not cases:
        messages.warning(request, _("Pilih laporannya dulu: centang kotak di kiri barisnya."))
        return HttpResponseRedirect(back)
    many = Many(actor, at, cases)
    form = BULK_FORMS[verb](many, asked if _is_filled(verb, asked) else None)
    order = form.order() if form.is_bound and form.is_valid() else None
    ids = [case.pk for case in cases]
    if request.method == "POST" and order is not None and asked.get("langkah") != "lihat":
        _report(request, carry_out(order, ids, actor=actor, at=at))
        return HttpResponseRedirect(back)
    shown = _shown(preview(verb, ids, actor=actor, main=order.main if order else None), order, form)
    context = {
        "verb": BULK_VERBS[verb],
        "form": form,
        "shown": shown,
        "possible": sum(1 for one in shown if not one.problem and one.then),
        "is_chosen": order is not None,
        "codes": codes,
        "back_url": back,
        "menu": "inbox",
    }
    return desk_page(request, "workspace/bulk.html", context)


def _is_filled(verb: str, asked: Any) -> bool:
    return any(name in asked for name in BULK_FORMS[verb].base_fields)


def _shown(effects: list[Effect], order: Order | None, form: BulkForm) -> list[Shown]:
    holders = [effect.case.holder_id for effect in effects]
    names = names_of([*holders, order.owner.holder_id if order and order.owner else None])
    then = _then(order, form, names) if order else ""
    return [
        Shown(
            effect.case,
            now=", ".join(
                [office_name(effect.case.agency_id, effect.case.unit_id), names.get(effect.case.holder_id or 0) or _("belum dipegang")]
            ),
            then="" if effect.problem else then,
            problem=say_problem(effect.problem, effect.case),
        )
        for effect in effects
    ]


def _then(order: Order, form: BulkForm, names: dict[int, str]) -> str:
    """Say what becomes of each case."""
    if order.owner is not None:
        owner = order.owner
        return ", ".join(part for part in (office_name(owner.agency, owner.unit), names.get(owner.holder_id or 0, "")) if part)
    if order.promised_on is not None:
        return _("Dijadwalkan %(day)s") % {"day": _day_words(order.promised_on, now=form.many.at)}
    if isinstance(form, MergeManyForm) and form.main_case is not None:
        return _("Mengikuti %(code)s") % {"code": form.main_case.code}
    return _("Dibalas, juga untuk umum") if order.is_public else _("Dibalas, hanya untuk pelapor")


def _day_words(on: date, *, now: datetime) -> str:
    voice = current_voice()
    return day(datetime(on.year, on.month, on.day, 12, tzinfo=voice.zone), voice, now=now)


def say_problem(problem: str, case: Case) -> str:
    """Say why nothing is done to a case."""
    words = {
        "": "",
        "state": _("Tetap: keadaannya %(state)s, kerjakan dari halaman laporannya.") % {"state": short_state_word(case.state)},
        "office": _("Tetap: bukan wewenang Anda."),
        "main": _("Ini laporan induknya."),
        "waits": _("Tetap: menunggu orang lain, penggantinya boleh bertindak."),
    }
    return words.get(problem, problem)


def _report(request: PersonRequest, bulk: Bulk) -> None:
    lines = list(bulk.lines.select_related("case"))
    failed = [line for line in lines if line.problem]
    done = len(lines) - len(failed)
    if failed:
        told = "; ".join(f"{line.case.code}: {say_problem(line.problem, line.case)}" for line in failed[:SHOWN_PROBLEMS])
        messages.warning(request, _("%(count)d tidak berubah. %(told)s") % {"count": len(failed), "told": told})
    if not done:
        bulk.delete()


def said_of(bulk: Bulk) -> str:
    """Say what was done: "3 laporan diserahkan"."""
    done = bulk.lines.filter(problem="").count()
    words = {
        "assign": ngettext("%(count)d laporan diserahkan", "%(count)d laporan diserahkan", done),
        "plan": ngettext("%(count)d laporan dijadwalkan", "%(count)d laporan dijadwalkan", done),
        "reply": ngettext("%(count)d laporan dibalas", "%(count)d laporan dibalas", done),
        "merge": ngettext("%(count)d laporan digabung", "%(count)d laporan digabung", done),
        "hand_over": ngettext("%(count)d laporan diserahkan", "%(count)d laporan diserahkan", done),
    }
    return words[bulk.verb] % {"count": done}


def undo_context(bulk: Bulk | None) -> dict[str, Any]:
    """Return the line that offers to take back what was done last."""
    if bulk is None:
        return {"undo": None}
    return {"undo": {"pk": bulk.pk, "said": said_of(bulk), "until": clock_time(bulk.until, current_voice())}}


@staff_only
@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    back = way_back(request, request.POST.get("kembali", ""), otherwise="/meja/")
    bulk = get_object_or_404(Bulk.objects.filter(user_id=request.actor.user_id or 0), pk=pk)
    try:
        undo_bulk(bulk.pk, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(back)
    lines = list(bulk.lines.filter(problem="").select_related("case"))
    kept = [line for line in lines if not line.undone]
    count = len(lines) - len(kept)
    if count:
        said = ngettext("%(count)d laporan dikembalikan seperti semula.", "%(count)d laporan dikembalikan seperti semula.", count)
        messages.success(request, said % {"count": count} + " " + _("Suratnya tidak jadi dikirim."))
    for line in kept[:SHOWN_PROBLEMS]:
        messages.warning(request, f"{line.case.code}: {line.kept_because}")
    return HttpResponseRedirect(back)


@staff_only
@require_safe
def done(request: PersonRequest, pk: int) -> HttpResponse:
    """What was done to each case, and what could be taken back."""
    bulk = get_object_or_404(Bulk.objects.filter(user_id=request.actor.user_id or 0), pk=pk)
    lines = [(line, say_problem(line.problem, line.case)) for line in bulk.lines.select_related("case")]
    context = {
        "verb": DONE_VERBS[bulk.verb],
        "bulk": bulk,
        "said": said_of(bulk),
        "lines": lines,
        "can_undo": bulk.can_be_undone(timezone.now()),
        "menu": "inbox",
    }
    return desk_page(request, "workspace/bulk_done.html", context)
