# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one request that a party outside the city was asked, and its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from laksa.cases.models import Entry, Photo
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.city.models.names import agency_name, office_name
from laksa.guests.forms.outside import AnswerForm
from laksa.guests.rules import ANSWERS_A_LINK
from laksa.guests.views.links import behind_a_link, unknown_link
from laksa.guests.views.place import map_of
from laksa.insight.models import case_times
from laksa.kernel.errors import Refused, TooMany
from laksa.kernel.limits import spend
from laksa.kernel.privacy import hide_identifiers
from laksa.outbox.rules import hint_of
from laksa.threads.actions.outside import due_of, find_request, letter_facts, note_reading, other_requests, proof_asked
from laksa.threads.actions.outside_answers import answer_by_link
from laksa.threads.models import Thread
from laksa.threads.rules.outside import Answer
from laksa.ui.rules import duration
from laksa.ui.templatetags.ui import current_voice

PHOTOS_SHOWN = 4
# What a second answer begins with: its word in the address.
WISHES = {"selesai": Answer.DONE, "tanggal": Answer.PROMISE, "bukan": Answer.NOT_OURS}


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    thread = find_request(token, at=at)
    if thread is None:
        return unknown_link(request)
    if request.method == "POST":
        return _answer(request, thread, token, at=at)
    if request.method == "GET":
        note_reading(thread, at=at)
    wish = WISHES.get(request.GET.get("jawab", ""))
    return _page(request, thread, AnswerForm(initial={"answer": wish}, at=at), is_asked=wish is not None, at=at)


def _answer(request: HttpRequest, thread: Thread, token: str, *, at: datetime) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES, at=at)
    if not form.is_valid():
        return _page(request, thread, form, is_asked=True, at=at, status=422)
    try:
        spend(ANSWERS_A_LINK, str(thread.pk), at=at)
        answer_by_link(token, form.reply, photos=form.checked_photos(), at=at)
    except Thread.DoesNotExist:
        return unknown_link(request)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, thread, form, is_asked=True, at=at, status=429 if isinstance(refusal, TooMany) else 422)
    return HttpResponseRedirect(request.path)


def _page(request: HttpRequest, thread: Thread, form: AnswerForm, *, is_asked: bool, at: datetime, status: int = 200) -> HttpResponse:
    """Draw the question, or what became of the answer; `is_asked` opens the form again after a promise."""
    is_needed = thread.is_open and thread.case.is_open
    asks = is_needed and (is_asked or thread.promised_at is None)
    context = _facts(thread, at=at) | ({"form": form} if asks else _afterwards(thread)) | {"is_needed": is_needed}
    template = "guests/outside/question.html" if asks else "guests/outside/answered.html"
    return render(request, template, context, status=status)


def _facts(thread: Thread, *, at: datetime) -> dict[str, Any]:
    """Return what stands on both pages: only what the answer needs."""
    case, due = thread.case, due_of(thread)
    voice = current_voice()
    minutes = int(abs((due - at).total_seconds()) // 60)
    return {
        **letter_facts(thread, case),
        "at": at,
        "office": office_name(case.agency_id, case.unit_id),
        "agency_short": agency_name(case.agency_id),
        "office_phone": str((book().city.contact or {}).get("phone") or ""),
        "remaining": duration(minutes, voice),
        "is_late": due < at,
        "held": duration(int(((thread.ended_at or at) - thread.asked_at).total_seconds() // 60), voice),
        "supporters": case.supporters,
        "photos": [] if case.is_sealed else list(_photos(thread)),
        "map": map_of(case),
        "proof": proof_asked(thread),
        # The city's own promise is public as the report is; of a sealed one nothing is told.
        **({} if case.is_sealed else case_times(case, now=at)),
        "others": _others(thread),
    }


def _others(thread: Thread) -> list[Thread]:
    """Return what else is asked of the same address, in words without names and numbers."""
    found = other_requests(thread)
    for one in found:
        one.title = hide_identifiers(one.title)
    return found


def _photos(thread: Thread) -> list[Photo]:
    shown = Photo.objects.public().filter(case=thread.case_id).exclude(role=Photo.EVIDENCE)
    return list(shown.order_by("added_at", "pk")[:PHOTOS_SHOWN])


def _afterwards(thread: Thread) -> dict[str, Any]:
    """Return what was answered, as everybody reads it, and what comes next."""
    kinds = ["outside_promised"] if thread.is_open else ["outside_heard"]
    rows = Entry.objects.filter(case=thread.case_id, kind__in=kinds).order_by("-number")
    entry = next((one for one in rows if one.data.get("thread") == thread.pk), None)
    facts = entry.data if entry else {}
    return {
        "answered_at": entry.at if entry else thread.ended_at,
        "answer": "promise" if thread.is_open else str(facts.get("answer") or ""),
        "said": hide_identifiers(entry.body) if entry else "",
        "whose": facts.get("whose", ""),
        "document": facts.get("document", ""),
        "contact_hint": hint_of(thread.contact) if thread.contact else "",
        "is_confirmed": thread.case.state == State.CONFIRMED,
    }
