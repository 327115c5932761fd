# SPDX-License-Identifier: AGPL-3.0-or-later
"""Teruskan: an official pastes what they were sent, looks once where it goes, and sends it. And the leader's caps."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laksa.cases.actions import Submission, preview
from laksa.cases.actions.forwarding import cap_of, forward_report, official_title, priorities_left, set_priority_cap, usual_cap
from laksa.cases.actions.intake import check_submission
from laksa.cases.models import Case, Participant
from laksa.cases.policies import may_set_cap
from laksa.city.models import book
from laksa.city.models.names import category_name, office_name
from laksa.identity.http import PersonRequest, kept_words, staff_only
from laksa.kernel.errors import Refused, TooMany
from laksa.kernel.limits import Limit, spend
from laksa.outbox.rules import hint_of
from laksa.shell.http import desk_page
from laksa.workspace.forms.forward import CapForm, ForwardForm, PasteForm
from laksa.workspace.models.forwarded import officials_with_caps

# A phone full of messages after a flood, and no machine. A proposal, to be tuned by the city.
FORWARDS_A_PERSON = Limit("forward-person", 60, 3_600)
LAST = "forwarded"
UNUSABLE, TOO_MANY = 422, 429


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: PersonRequest) -> HttpResponse:
    at = timezone.now()
    if request.method != "POST":
        return _paste_page(request, PasteForm(initial={"text": kept_words(request).get("text", "")}), at=at)
    if request.POST.get("do") == "send":
        return _send(request, at=at)
    if request.POST.get("do") == "check":
        form = ForwardForm(request.POST)
        return _check_page(request, form, at=at, status=200 if form.is_valid() else UNUSABLE)
    pasted = PasteForm(request.POST)
    if not pasted.is_valid():
        return _paste_page(request, pasted, at=at, status=UNUSABLE)
    left = priorities_left(request.actor.user_id or 0, at=at)
    form = ForwardForm.of_pasted(pasted.cleaned_data["text"], village=_own_village(request), may_prioritise=left > 0)
    return _check_page(request, form, at=at)


def _own_village(request: PersonRequest) -> str:
    """Return the kelurahan an official heads: whoever writes to a lurah mostly means it."""
    areas = book().areas
    own = (post.area_id for post in request.actor.posts if post.area_id in areas)
    return next((code for code in own if code and areas[code].kind == "village"), "")


def _paste_page(request: PersonRequest, form: PasteForm, *, at: datetime, status: int = 200) -> HttpResponse:
    facts = {"form": form, "menu": "forward", **_cap_facts(request, at=at)}
    return desk_page(request, "workspace/forward/paste.html", facts, status=status)


def _cap_facts(request: PersonRequest, *, at: datetime) -> dict[str, Any]:
    user_id = request.actor.user_id or 0
    return {
        "left": priorities_left(user_id, at=at),
        "cap": cap_of(user_id),
        "title_word": official_title(request.actor),
        "may_set_cap": may_set_cap(request.actor),
    }


def _check_page(request: PersonRequest, form: ForwardForm, *, at: datetime, status: int = 200) -> HttpResponse:
    """Show where it would go, why and until when, with the form that sends it."""
    facts: dict[str, Any] = {"form": form, "menu": "forward", "at": at, **_cap_facts(request, at=at)}
    submission = _as_seen(form)
    if submission is not None:
        facts |= _preview_facts(submission, at=at)
    return desk_page(request, "workspace/forward/check.html", facts, status=status, is_secret=True)


def _as_seen(form: ForwardForm) -> Submission | None:
    text, village = str(form["text"].value() or ""), str(form["village"].value() or "")
    submission = Submission(text=text, village=village, place_text=str(form["place_text"].value() or "")[:200])
    try:
        return check_submission(submission)
    except Refused as refusal:
        if form.is_bound and not form.has_error("text"):
            form.add_error(form.FIELD_OF.get(refusal.field, refusal.field), refusal.message)
        return None


def _preview_facts(submission: Submission, *, at: datetime) -> dict[str, Any]:
    plan = preview(submission, at=at)
    key = "en" if (get_language() or "id").startswith("en") else "id"
    reasons = [getattr(one, f"text_{key}") for one in plan.decision.reasons if one.sign == "+"]
    return {
        "office": office_name(plan.decision.agency, plan.decision.unit),
        "to_desk": plan.decision.desk,
        "category": category_name(plan.decision.category),
        "reasons": reasons[:3],
        "due_at": plan.due_at,
        "is_sealed": plan.is_sealed,
        "is_emergency": plan.decision.emergency,
        "emergency_number": book().city.emergency_number,
        "similar": plan.similar,
    }


def _send(request: PersonRequest, *, at: datetime) -> HttpResponse:
    form = ForwardForm(request.POST)
    if not form.is_valid():
        return _check_page(request, form, at=at, status=UNUSABLE)
    given = form.cleaned_data
    try:
        spend(FORWARDS_A_PERSON, str(request.actor.user_id), at=at)
        done = forward_report(
            form.submission, wants_priority=given["priority"], actor=request.actor, at=at, idempotency_key=given["key"] or given["text"]
        )
    except Refused as refusal:
        name = form.FIELD_OF.get(refusal.field, refusal.field)
        form.add_error(name if name in form.fields else None, refusal.message)
        return _check_page(request, form, at=at, status=TOO_MANY if isinstance(refusal, TooMany) else UNUSABLE)
    request.session[LAST] = {"case": done.case.pk, "wished": given["priority"]}
    return HttpResponseRedirect("/teruskan/selesai/")


@staff_only
@require_safe
def done(request: PersonRequest) -> HttpResponse:
    """Say what became of the last forward of this session, with the link for whoever sent it."""
    last = request.session.get(LAST) or {}
    case = Case.objects.filter(pk=int(last.get("case") or 0), forwarded_by=request.user.pk).first()
    if case is None:
        return HttpResponseRedirect("/teruskan/")
    sender = case.participants.get(role=Participant.REPORTER)
    facts = {
        "case": case,
        "menu": "forward",
        "office": office_name(case.agency_id, case.unit_id),
        "went_without": bool(last.get("wished")) and not case.is_priority,
        "public_url": "" if case.is_sealed else f"{settings.BASE_URL}/laporan/{case.code}/",
        "sender_hint": hint_of(sender.email) if sender.email else "",
        # Where the city can't write to the sender, the official passes the link on.
        "sender_link": "" if sender.email else f"{settings.BASE_URL}/l/{sender.token}/",
        **_cap_facts(request, at=timezone.now()),
    }
    if facts["sender_link"]:
        words = _("Pesan Anda sudah saya teruskan. Kodenya %(code)s. Pantau dan jawab di sini: %(link)s") % {
            "code": case.code,
            "link": facts["sender_link"],
        }
        facts |= {"sender_words": words, "chat_url": f"https://wa.me/{sender.phone.lstrip('+')}?text={quote(words)}"}
    return desk_page(request, "workspace/forward/done.html", facts, is_secret=True)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def caps(request: PersonRequest) -> HttpResponse:
    """How many priorities a week each official has; a leader sets it."""
    if not may_set_cap(request.actor):
        raise Http404
    at, status = timezone.now(), 200
    if request.method == "POST":
        form = CapForm(request.POST)
        if form.is_valid() and _set_cap(request, form, at=at):
            return HttpResponseRedirect(request.path)
        status = UNUSABLE
        messages.error(request, _("Tulis angka dari 0 sampai 50, atau kosongkan."))
    facts = {"menu": "forward", "usual": usual_cap(), "officials": officials_with_caps(at=at)}
    return desk_page(request, "workspace/forward/caps.html", facts, status=status)


def _set_cap(request: PersonRequest, form: CapForm, *, at: datetime) -> bool:
    number, user_id = form.cleaned_data["per_week"], form.cleaned_data["user"]
    known = {one.user_id for one in officials_with_caps(at=at)}
    if (number is None and user_id is None) or (user_id is not None and user_id not in known):
        return False
    set_priority_cap(number, user_id=user_id, actor=request.actor, at=at)
    messages.success(request, _("Batas prioritas diubah dan dicatat."))
    return True
