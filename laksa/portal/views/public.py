# SPDX-License-Identifier: AGPL-3.0-or-later
"""One report as everybody may see it, and joining it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.actions import join_case
from laksa.cases.actions.joining import Supporter, main_case
from laksa.cases.models import Case, Participant, Photo
from laksa.cases.rules import Identity, State
from laksa.city.models import book
from laksa.kernel.errors import Refused, TooMany
from laksa.kernel.ids import read_code
from laksa.kernel.limits import Limit, spend
from laksa.portal.actions.links import join_by_mail
from laksa.portal.forms.mine import JoinForm
from laksa.portal.views.done import masked_email
from laksa.portal.views.drawing import sketch_of
from laksa.portal.views.guard import FormRequest, device_of, form_page, mark_device, network
from laksa.portal.views.held import forecast_of, held_of
from laksa.portal.views.proof import proof_of
from laksa.portal.views.rows import detail_of, photo_url, place_of
from laksa.portal.views.sending import to_done
from laksa.portal.views.standing import clock_of, holder_of, pause_of, plan_of, solved_of, stages_of
from laksa.portal.views.steps import stale
from laksa.portal.views.story import Reader, Story, items_of, reasons_of
from laksa.ui.rules import short_date
from laksa.ui.templatetags.ui import current_voice

# One phone, one contact, a whole carrier's network. Proposals, to be tuned by the city.
JOINS_A_DEVICE = Limit("join-device", 10, 3_600)
JOINS_A_CONTACT = Limit("join-contact", 5, 3_600)
JOINS_A_NETWORK = Limit("join-network", 300, 3_600)


@gzip_page
@require_safe
def public_case(request: HttpRequest, code: str) -> HttpResponse:
    case = _find(code)
    if case.code != code:
        return redirect("public-case", case.code)
    return show_public(request, case, JoinForm())


def _find(code: str) -> Case:
    """Return the public case of a code as it was typed, or the one it was merged into; 404 alike for all others."""
    known = read_code(code, book().city.code_prefix)
    case = Case.objects.filter(code=known).select_related("holder").first() if known else None
    shown = main_case(case) if case is not None else None
    if shown is None or not shown.is_public:
        raise Http404
    return shown


def show_public(request: HttpRequest, case: Case, form: JoinForm, *, status: int = 200) -> HttpResponse:
    """Draw the public page of a case; the form to join it keeps what was typed."""
    at = timezone.now()
    story = Story.of(case, Reader(), at=at)
    context = {
        **facts_of(case, story, at=at),
        "active": "track",
        "form": form,
        "may_join": case.is_open,
        "items": items_of(story),
        "sketch": sketch_of(case),
    }
    return render(request, "portal/public.html", context, status=status)


def facts_of(case: Case, story: Story, *, at: datetime) -> dict[str, Any]:
    """Return what the public page and the reporter's page both say of a case."""
    return {
        "case": case,
        "place": place_of(case),
        "category": book().categories[case.category_id],
        "state_detail": detail_of(case),
        "stages": stages_of(case, story.entries, at=at),
        "holder": holder_of(case),
        "holder_name": case.holder.name if case.holder and case.state not in {State.RECEIVED, State.TRIAGE} else "",
        "clock": clock_of(case, at=at),
        "solved": solved_of(case, at=at),
        "pause": pause_of(case, story.entries, at=at),
        "plan": plan_of(case, at=at),
        "held": held_of(case, at=at, is_own=not story.reader.is_stranger),
        "forecast": forecast_of(case),
        "reasons": reasons_of(case),
        "again": again_of(story),
        "before": _shot(story.photos_of(Photo.REPORT)[:1]),
        "after": _shot(story.photos_of(Photo.EVIDENCE)[-1:]),
        "behind": proof_of(story),
    }


def again_of(story: Story) -> list[Case]:
    """Return the public cases that this one repeats or that repeat it; asks only where the story tells of any."""
    told = [entry.data for entry in story.entries if entry.kind == "recurred"]
    codes = [facts.get("by") or facts.get("after") for facts in told]
    return list(Case.objects.public().filter(code__in=codes).order_by("-received_at")) if codes else []


def _shot(photos: list[Photo]) -> dict[str, str] | None:
    """Return address and day of a photo; the day it was taken when the camera said so, else the day it came."""
    if not photos:
        return None
    taken = photos[0].taken_at or photos[0].added_at
    return {"url": photo_url(photos[0].name, "l"), "day": short_date(taken, current_voice())}


# --- joining -----------------------------------------------------------------------------------------


@form_page
@require_POST
def join(request: FormRequest, code: str) -> HttpResponse:
    case = _find(code)
    form = JoinForm(request.POST)
    if request.is_stale:
        form.add_error(None, stale())
    if not form.is_valid():
        return show_public(request, case, form, status=422)
    at = timezone.now()
    email = form.cleaned_data["email"]
    try:
        spend(JOINS_A_DEVICE, device_of(request), at=at)
        spend(JOINS_A_CONTACT, email.lower(), at=at)
        spend(JOINS_A_NETWORK, network(request), at=at)
        act = join_by_mail if email else join_case
        person = act(case.pk, _supporter(email), words=form.cleaned_data["words"], at=at)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return show_public(request, case, form, status=429 if isinstance(error, TooMany) else 409)
    response = _sent(request, person) if email else to_done(request, person)
    mark_device(request, response)
    return response


def _supporter(email: str) -> Supporter:
    identity = Identity.HIDDEN if email else Identity.ANONYMOUS
    return Supporter(email=email, identity=identity, language=get_language() or "id", channel="web")


def _sent(request: HttpRequest, person: Participant) -> HttpResponse:
    """Say that the link is in the mail, alike for an address that was known."""
    context = {"active": "track", "address": masked_email(person.email), "code": person.case.code}
    response = render(request, "portal/joined.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
