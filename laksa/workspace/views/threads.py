# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads on the desk: what waits for me, what I asked, and one thread with all that can be done in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.models import Case
from laksa.city.models.names import office_name
from laksa.identity.http import PersonRequest, staff_only
from laksa.insight.models import case_times
from laksa.kernel.errors import Conflict, Refused
from laksa.shell.http import desk_page
from laksa.threads.actions import mark_read
from laksa.threads.models import NAMED, Seat, Thread, seat_of, seats_of
from laksa.threads.policies import may_read_thread
from laksa.threads.rules import Kind
from laksa.workspace.forms.answers import ENDED, FORMS, Place, ThreadForm, offered
from laksa.workspace.models.casefile import Line
from laksa.workspace.views.case import case_url
from laksa.workspace.views.story import tell
from laksa.workspace.views.thread_blocks import Block, block_of, entries_of, state_of

CONFLICT, UNUSABLE = 409, 422
SHOWN = 100  # of each list: beyond it, what is nearest to its time comes first


@dataclass(frozen=True)
class Row:
    """A thread in a list: what, of which case, of whom, until when."""

    url: str
    title: str
    case: Case
    who: str
    to: str
    tag: str
    tone: str
    tag_icon: str


@staff_only
@require_safe
def asked_of_me(request: PersonRequest) -> HttpResponse:
    """Show what waits for the reader and their office, and what they asked others."""
    at = timezone.now()
    mine = list(Thread.objects.waiting_for(request.actor).select_related(*NAMED)[:SHOWN])
    asked = list(Thread.objects.asked_by_actor(request.actor).exclude(kind=Kind.OUTSIDE).select_related(*NAMED)[:SHOWN])
    seats = seats_of([*mine, *asked], at=at)
    context = {
        "mine": [_row(seat, at=at) for seat in seats[: len(mine)]],
        "asked": [_row(seat, at=at) for seat in seats[len(mine) :]],
        "menu": "threads",
    }
    return desk_page(request, "workspace/threads.html", context)


def _row(seat: Seat, *, at: datetime) -> Row:
    thread = seat.thread
    tag, tone, icon = state_of(seat, now=at)
    decides = thread.kind == Kind.DECISION
    return Row(
        url=f"/pimpinan/keputusan/{thread.pk}/" if decides else f"/meja/utas/{thread.pk}/",
        title=thread.title,
        case=thread.case,
        who=thread.asked_by.name,
        to=asked_name(seat),
        tag=tag,
        tone=tone,
        tag_icon=icon,
    )


def asked_name(seat: Seat) -> str:
    """Say who is asked now; of somebody who is gone, that they are."""
    thread = seat.thread
    name = thread.to_user.name if thread.to_user else office_name(thread.to_agency_id, thread.to_unit_id)
    return _("%(name)s (tidak ada, antrean kantor)") % {"name": name} if seat.is_vacant else name


@staff_only
@require_safe
def show_thread(request: PersonRequest, pk: int) -> HttpResponse:
    place = _place(request, pk)
    if place.thread.read_at is None and place.thread.is_open:
        mark_read(pk, actor=request.actor, at=place.at)
        place.thread.refresh_from_db(fields=["read_at"])
    return _page(request, place)


@staff_only
@require_POST
def act_in_thread(request: PersonRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing in a thread; whatever goes wrong, the words stay."""
    place = _place(request, pk)
    found = FORMS.get(verb) or ENDED.get(verb)
    if found is None:
        raise Http404
    form = found[0](place, request.POST, request.FILES, verb=verb)
    if not form.is_valid():
        return _page(request, place, form=form, status=UNUSABLE)
    try:
        form.act()
    except Conflict as refusal:
        return _page(request, _place(request, pk), form=form, overtaken=refusal.message, status=CONFLICT)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, place, form=form, status=UNUSABLE)
    messages.success(request, str(form.done))
    is_still_seen = may_read_thread(request.actor, seat_of(Thread.objects.select_related(*NAMED).get(pk=pk), at=place.at))
    return HttpResponseRedirect(f"/meja/utas/{pk}/" if is_still_seen else "/meja/utas/")


def _place(request: PersonRequest, pk: int) -> Place:
    """Return the thread of an address with whose turn it is; a 404 where there is none that this person may read."""
    at = timezone.now()
    thread = Thread.objects.filter(pk=pk).exclude(kind__in=[Kind.OUTSIDE, Kind.DECISION]).select_related(*NAMED).first()
    seat = seat_of(thread, at=at) if thread is not None else None
    if seat is None or not may_read_thread(request.actor, seat):
        raise Http404
    return Place(seat, request.actor, at)


def _page(request: PersonRequest, place: Place, *, form: ThreadForm | None = None, overtaken: str = "", status: int = 200) -> HttpResponse:
    thread, at = place.thread, place.at
    told = tell([Line(entry, list(entry.photos.all())) for entry in entries_of(thread)][::-1], case=thread.case, actor=place.actor, now=at)
    verbs = offered(place)
    shown = {verb: (FORMS.get(verb) or ENDED[verb])[0](place, verb=verb) for verb in verbs}
    if form is not None:
        shown = {form.verb: form} | {verb: one for verb, one in shown.items() if verb != form.verb}
    block: Block = block_of(place.seat, told[::-1], case=thread.case, actor=place.actor, now=at)
    context = {
        "case": thread.case,
        **case_times(thread.case, now=at),
        "thread": thread,
        "shown": block,
        "story": told,
        "to": asked_name(place.seat),
        "stands_in": place.seat.stands_in == place.actor.user_id,
        "forms": list(shown.items()),
        "first_form": next(iter(shown), ""),
        "bad_form": form.verb if form is not None else "",
        "overtaken": overtaken,
        "opens_case": Case.objects.readable_by(place.actor).filter(pk=thread.case_id).exists(),
        "case_url": case_url(thread.case),
        "is_possible": form is None or form.verb in verbs,
        "menu": "threads",
    }
    return desk_page(request, "workspace/thread.html", context, status=status)
