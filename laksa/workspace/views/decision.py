# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mohon keputusan on the desk: the form with all that its readers will see, and what became of it."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laksa.cases.actions import preview_letter
from laksa.cases.models import Case
from laksa.cases.rules import State, verbs_from
from laksa.escalation.models import ahead_of, say_ahead
from laksa.identity.http import PersonRequest, staff_only
from laksa.insight.models import case_times
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.shell.http import desk_page
from laksa.threads.actions import say_in_thread, withdraw_decision
from laksa.threads.actions.deciding import choices_of
from laksa.threads.models import Thread, of_case, seat_of, waiting_cases
from laksa.threads.policies import may_decide_thread, may_request_decision, may_say_in_thread, may_withdraw_thread
from laksa.threads.rules import OPTIONS_MOST, Kind
from laksa.threads.rules.options import stored_options
from laksa.workspace.forms import Desk
from laksa.workspace.forms.decision import DecisionForm, WordsForm
from laksa.workspace.models.casefile import Line
from laksa.workspace.views.case import case_url
from laksa.workspace.views.finding import get_case
from laksa.workspace.views.story import tell
from laksa.workspace.views.thread_blocks import entries_of, state_of
from laksa.workspace.views.threads import asked_name

CONFLICT, UNUSABLE = 409, 422


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show_request(request: PersonRequest, code: str) -> HttpResponse:
    """Show the form, or the request that was sent; a POST previews it, adds an option or sends it."""
    case = get_case(request, code)
    desk = Desk(case, request.actor, timezone.now())
    if request.method == "POST":
        return _write(request, desk)
    asked = _last_request(case)
    may_ask = may_request_decision(request.actor, case) and "request_decision" in verbs_from(State(case.state))
    if asked is not None and (asked.is_open or not may_ask or "lihat" in request.GET):
        return _sent_page(request, desk, asked)
    if not may_ask:
        if not may_request_decision(request.actor, case):
            raise PermissionDenied("may_request_decision")
        messages.warning(request, _("Ini tidak bisa dilakukan pada laporan dengan keadaan sekarang."))
        return HttpResponseRedirect(case_url(case))
    return _form_page(request, desk, DecisionForm(desk))


def _last_request(case: Case) -> Thread | None:
    return next((one for one in reversed(of_case(case)) if one.kind == Kind.DECISION), None)


def _write(request: PersonRequest, desk: Desk) -> HttpResponse:
    if not may_request_decision(desk.actor, desk.case):
        raise PermissionDenied("may_request_decision")
    form = DecisionForm(desk, _with_wish(request.POST), request.FILES)
    form.is_valid()
    wish = request.POST.get("do", "send")
    if wish == "add":
        return _form_page(request, desk, form)
    form.tell_faults()
    if form.errors:
        return _form_page(request, desk, form, status=UNUSABLE)
    try:
        if wish == "preview":
            form.request()
            return _form_page(request, desk, form, is_preview=True)
        form.act()
    except (Conflict, MoveRefused) as refusal:
        fresh = Desk(get_case(request, desk.case.code), desk.actor, desk.at)
        data = request.POST.copy()
        data["seen"] = str(fresh.case.entry_count)
        data.setlist("kept", form.kept_words)
        again = DecisionForm(fresh, data)
        again.is_valid()
        return _form_page(request, fresh, again, overtaken=refusal.message, status=CONFLICT)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(request, desk, form, status=UNUSABLE)
    messages.success(request, _("Permohonan keputusan terkirim. Pelapor dikabari."))
    return HttpResponseRedirect(f"{case_url(desk.case)}keputusan/")


def _with_wish(sent: QueryDict) -> QueryDict:
    """Return what was sent, with one option more where that was asked for."""
    data = sent.copy()
    if sent.get("do") == "add":
        rows = str(sent.get("rows", ""))
        data["rows"] = str(min((int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 3 else 3) + 1, OPTIONS_MOST))
    return data


def _form_page(
    request: PersonRequest, desk: Desk, form: DecisionForm, *, overtaken: str = "", is_preview: bool = False, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": desk.case,
        "form": form,
        "case_url": case_url(desk.case),
        **case_times(desk.case, now=desk.at),
        "overtaken": overtaken,
        "can_add": form.row_count < OPTIONS_MOST,
        "power_words": form.power_words if form.is_bound and hasattr(form, "cleaned_data") and not form.errors else "",
        "menu": "inbox",
    }
    if is_preview:
        context |= _preview(desk, form)
    return desk_page(request, "workspace/decision_form.html", context, status=status)


def _preview(desk: Desk, form: DecisionForm) -> dict[str, Any]:
    """Return the letter of the waiting reporters word by word, and the options as the leader sees them."""
    request, decider = form.request(), form.decider_now
    waiting = [desk.case.pk, *request.also]
    case = copy(desk.case)
    case.waits_for, case.asked_until = decider.title if decider else "", request.due_at
    thread = Thread(case=case, kind=Kind.DECISION, due_at=request.due_at, advised=request.advised)
    return {
        "letter": preview_letter(case, "decision", facts={"words": request.told}, language=case.language),
        "waiting": len(waiting),
        "people": count_people(waiting),
        "shown_options": choices_of(thread, request.options),
        "preview": request,
        "decider": decider,
    }


def count_people(case_ids: list[int]) -> int:
    """Return how many people reported or joined these cases."""
    return len(case_ids) + (Case.objects.filter(pk__in=case_ids).aggregate(more=Sum("supporters"))["more"] or 0)


def _sent_page(request: PersonRequest, desk: Desk, thread: Thread, *, status: int = 200, **facts: Any) -> HttpResponse:
    """Show a request that was sent; `facts` are the form that went wrong, which it was, and who was quicker."""
    seat = seat_of(thread, at=desk.at)
    tag, tone, icon = state_of(seat, now=desk.at)
    waiting = waiting_cases(thread)
    told = tell(
        [Line(entry, list(entry.photos.all())) for entry in entries_of(thread)][::-1], case=thread.case, actor=desk.actor, now=desk.at
    )
    context = {
        "case": desk.case,
        "case_url": case_url(desk.case),
        **case_times(desk.case, now=desk.at),
        "thread": thread,
        "tag": tag,
        "tone": tone,
        "tag_icon": icon,
        "to": asked_name(seat),
        "ahead": say_ahead(ahead_of([thread], at=desk.at).get(thread.pk), thread, reader_id=desk.actor.user_id, now=desk.at),
        "options": choices_of(thread, stored_options(thread.options)),
        "waiting": waiting,
        "people": count_people([one.pk for one in waiting]),
        "story": told,
        "photos": [photo for one in reversed(told) for photo in one.photos],
        "may_decide": thread.is_open and may_decide_thread(desk.actor, seat),
        "may_add": thread.is_open and may_say_in_thread(desk.actor, seat),
        "may_withdraw": thread.is_open and may_withdraw_thread(desk.actor, thread),
        "may_ask_anew": not thread.is_open
        and may_request_decision(desk.actor, desk.case)
        and "request_decision" in verbs_from(State(desk.case.state)),
        "menu": "inbox",
    }
    return desk_page(request, "workspace/decision_sent.html", context | facts, status=status)


@staff_only
@require_POST
def act_on_request(request: PersonRequest, code: str, verb: str) -> HttpResponse:
    """Add information to a request, or take it back with a reason; whatever goes wrong, the words stay."""
    case = get_case(request, code)
    thread = _last_request(case)
    act = {"tambah": say_in_thread, "tarik": withdraw_decision}.get(verb)
    if thread is None or act is None:
        raise Http404
    desk = Desk(case, request.actor, timezone.now())
    form = WordsForm(request.POST, auto_id=f"{verb}_%s")
    form.is_valid()
    try:
        act(thread.pk, form.said(), actor=request.actor, at=desk.at)
    except Conflict as refusal:
        thread.refresh_from_db()
        return _sent_page(request, desk, thread, form=form, bad=verb, overtaken=refusal.message, status=CONFLICT)
    except Refused as refusal:
        form.add_error("words", refusal.message)
        return _sent_page(request, desk, thread, form=form, bad=verb, status=UNUSABLE)
    done = {"tambah": _("Keterangan ditambahkan. Yang memutuskan dikabari."), "tarik": _("Permohonan ditarik. Laporan dilanjutkan.")}
    messages.success(request, done[verb])
    return HttpResponseRedirect(case_url(case) if verb == "tarik" else f"{case_url(case)}keputusan/")
