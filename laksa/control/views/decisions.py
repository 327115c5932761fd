# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions on a leader's phone: what waits, two taps to decide, hand over, ask back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.models import Case, Photo
from laksa.city.models.names import agency_name
from laksa.control.forms import AskBackForm, DecideForm, DelegateForm
from laksa.escalation.models import Ahead, ahead_of, say_ahead
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.rules import Actor
from laksa.insight.models import case_times
from laksa.kernel.errors import Conflict, Refused
from laksa.shell.http import desk_page
from laksa.threads.actions import ask_back, delegate_decision, mark_read, take_decision
from laksa.threads.actions.deciding import Choice, choices_of
from laksa.threads.models import NAMED, Decider, Seat, Thread, deciders_for, photos_of, seat_of, seats_of
from laksa.threads.policies import cost_of, may_decide_thread, may_read_thread
from laksa.threads.rules import Kind
from laksa.threads.rules.options import stored_options
from laksa.ui.rules import clock_time, days_between, short_day, short_duration
from laksa.ui.templatetags.ui import current_voice

CONFLICT, UNUSABLE = 409, 422
SHOWN = 50


@dataclass(frozen=True)
class Matter:
    """A decision that waits: the question, its options, the advice, until when."""

    thread: Thread
    due: str
    tone: str
    office: str
    waiting: int
    choices: tuple[Choice, ...]
    stands_in: bool
    photos: tuple[Photo, ...] = ()
    ahead: str = ""  # what happens if nobody answers

    @property
    def url(self) -> str:
        return f"/pimpinan/keputusan/{self.thread.pk}/"

    @property
    def advised(self) -> Choice | None:
        return next((one for one in self.choices if one.is_advised), None)


def waiting_for(actor: Actor, at: datetime) -> list[Matter]:
    """Return the decisions that wait for this person, or for somebody away they stand in for, the most pressing first."""
    threads = list(Thread.objects.waiting_for(actor).filter(kind=Kind.DECISION).select_related(*NAMED).prefetch_related("also")[:SHOWN])
    return matters_of(seats_of(threads, at=at), actor=actor, at=at)


def matters_of(seats: Sequence[Seat], *, actor: Actor, at: datetime) -> list[Matter]:
    """Return decisions as the phone draws them, in a fixed number of queries."""
    threads = [seat.thread for seat in seats]
    photos, ahead = photos_of(threads), ahead_of(threads, at=at)
    return [_matter(seat, photos[seat.thread.pk], ahead.get(seat.thread.pk), actor=actor, at=at) for seat in seats]


def _matter(seat: Seat, photos: Sequence[Photo], ahead: Ahead | None, *, actor: Actor, at: datetime) -> Matter:
    thread = seat.thread
    words, tone = _due(thread, at=at)
    return Matter(
        thread=thread,
        due=words,
        tone=tone,
        office=agency_name(thread.case.agency_id),
        waiting=1 + len(thread.also.all()),
        choices=choices_of(thread, stored_options(thread.options)),
        stands_in=thread.to_user_id in actor.stands_for,
        photos=tuple(photos),
        ahead=say_ahead(ahead, thread, reader_id=actor.user_id, now=at),
    )


def _due(thread: Thread, *, at: datetime) -> tuple[str, str]:
    voice = current_voice()
    if not thread.is_open:
        return _("Sudah dijawab"), "ok"
    if thread.due_at <= at:
        return _("Lewat %(time)s") % {"time": short_duration(int((at - thread.due_at).total_seconds() // 60), voice)}, "late"
    distance = days_between(thread.due_at, at, voice)
    clock = clock_time(thread.due_at, voice)
    if distance == 0:
        return _("Batas hari ini %(clock)s") % {"clock": clock}, "warn"
    if distance == -1:
        return _("Batas besok %(clock)s") % {"clock": clock}, "warn"
    return _("Batas %(day)s %(clock)s") % {"day": short_day(thread.due_at, voice, now=at), "clock": clock}, "neutral"


@staff_only
@require_safe
def decisions(request: PersonRequest) -> HttpResponse:
    found = waiting_for(request.actor, timezone.now())
    return desk_page(request, "control/decisions.html", {"decisions": found, "menu": "decisions"})


@staff_only
@require_safe
def decision(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a decision; `pilih` in the address is the first tap, and asks for the second."""
    seat, at = _seat(request, pk)
    # Whoever stands in may open the cases too, even where the one asked has read it before.
    is_new = seat.thread.read_at is None or seat.thread.to_user_id in request.actor.stands_for
    if is_new and may_decide_thread(request.actor, seat):
        seat.thread.read_at = mark_read(pk, actor=request.actor, at=at).read_at
    return _page(request, seat, at=at, picked=request.GET.get("pilih", ""))


@staff_only
@require_POST
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    seat, at = _seat(request, pk)
    form = DecideForm(request.POST)
    form.is_valid()
    chosen = form.cleaned_data.get("chosen") or 0
    return _try(
        request,
        seat,
        form,
        lambda: take_decision(pk, chosen, words=form.said(), actor=request.actor, at=at),
        done=_("Diputuskan. Pemegang laporan dan pelapor dikabari."),
    )


@staff_only
@require_POST
def delegate(request: PersonRequest, pk: int) -> HttpResponse:
    seat, at = _seat(request, pk)
    form = DelegateForm(_others(seat, at=at), request.POST, auto_id="serahkan_%s")
    form.is_valid()
    to = form.said("to")
    return _try(
        request,
        seat,
        form,
        lambda: delegate_decision(pk, int(to) if to.isdigit() else 0, reason=form.said(), actor=request.actor, at=at),
        done=_("Diserahkan. Batas waktunya tetap."),
    )


@staff_only
@require_POST
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    seat, at = _seat(request, pk)
    form = AskBackForm(request.POST, auto_id="tanya_%s")
    form.is_valid()
    return _try(
        request,
        seat,
        form,
        lambda: ask_back(pk, form.said(), actor=request.actor, at=at),
        done=_("Pertanyaan terkirim. Keputusannya tetap menunggu Anda."),
    )


def _seat(request: PersonRequest, pk: int) -> tuple[Seat, datetime]:
    """Return the decision of an address; a 404 where there is none that this person may read."""
    at = timezone.now()
    thread = Thread.objects.filter(pk=pk, kind=Kind.DECISION).select_related(*NAMED).prefetch_related("also").first()
    seat = seat_of(thread, at=at) if thread is not None else None
    if seat is None or not may_read_thread(request.actor, seat):
        raise Http404
    return seat, at


def _others(seat: Seat, *, at: datetime) -> list[Decider]:
    """Return to whom a decision may be handed: whoever has the power, but the one asked and the one who asks."""
    thread = seat.thread
    people = deciders_for(thread.case.agency_id, cost_idr=cost_of(thread), at=at, unit=thread.case.unit_id)
    return [one for one in people if one.user_id not in {thread.to_user_id, thread.asked_by_id}]


def _try(request: PersonRequest, seat: Seat, form: DecideForm, act: Any, *, done: str) -> HttpResponse:
    """Do it; what was typed stays when it was refused, or when somebody else was quicker."""
    try:
        act()
    except Conflict as refusal:
        fresh, at = _seat(request, seat.thread.pk)
        return _page(request, fresh, at=at, form=form, overtaken=refusal.message, status=CONFLICT)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, seat, at=timezone.now(), form=form, picked=str(form.data.get("chosen", "")), status=UNUSABLE)
    messages.success(request, done)
    return HttpResponseRedirect("/pimpinan/keputusan/")


def _page(request: PersonRequest, seat: Seat, *, at: datetime, picked: str = "", status: int = 200, **facts: Any) -> HttpResponse:
    matter = matters_of([seat], actor=request.actor, at=at)[0]
    may_decide = seat.thread.is_open and may_decide_thread(request.actor, seat)
    form = facts.pop("form", None)
    chosen = next((one for one in matter.choices if str(one.number) == picked), None) if may_decide else None
    context = {
        "matter": matter,
        "thread": seat.thread,
        "case_url": f"/meja/kasus/{seat.thread.case.code}/",
        **case_times(seat.thread.case, now=at),
        "opens_case": Case.objects.readable_by(request.actor).filter(pk=seat.thread.case_id).exists(),
        "may_decide": may_decide,
        "picked": chosen,
        "form": form if type(form) is DecideForm else DecideForm(initial={"chosen": chosen.number if chosen else None}),
        "delegate_form": form if isinstance(form, DelegateForm) else DelegateForm(_others(seat, at=at), auto_id="serahkan_%s"),
        "ask_form": form if isinstance(form, AskBackForm) else AskBackForm(auto_id="tanya_%s"),
        "menu": "decisions",
    }
    return desk_page(request, "control/decision.html", context | facts, status=status)
