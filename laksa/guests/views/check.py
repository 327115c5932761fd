# SPDX-License-Identifier: AGPL-3.0-or-later
"""The third eye: one repair, what was to be done there, and three answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from laksa.aftercare.actions import answer_check
from laksa.aftercare.models import Check
from laksa.cases.models import Case, Entry, Photo
from laksa.city.models.names import category_name, office_name, place_words
from laksa.guests.forms.check import CheckForm
from laksa.guests.rules import ANSWERS_A_LINK
from laksa.guests.views.links import behind_a_link, unknown_link
from laksa.guests.views.place import map_of
from laksa.kernel.errors import Refused, TooMany
from laksa.kernel.limits import spend
from laksa.kernel.privacy import hide_identifiers
from laksa.ui.rules import short_date
from laksa.ui.templatetags.ui import current_voice

# How long an ended link still says that it has ended; afterwards it opens nothing, as a wrong one.
SHOWN_AFTER = timedelta(days=30)


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    check = Check.objects.of_token(token).select_related("closing__case").first()
    if check is None or (not check.is_open and at > check.due_at + SHOWN_AFTER):
        return unknown_link(request)
    if request.method == "POST" and check.is_open:
        return _answer(request, check, token, at=at)
    return _page(request, check, CheckForm(), at=at)


def _answer(request: HttpRequest, check: Check, token: str, *, at: datetime) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, check, form, at=at, status=422)
    try:
        spend(ANSWERS_A_LINK, f"check-{check.pk}", at=at)
        answer_check(token, form.seen(at=at), at=at)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, check, form, at=at, status=429 if isinstance(refusal, TooMany) else 422)
    return HttpResponseRedirect(request.path)


def _page(request: HttpRequest, check: Check, form: CheckForm, *, at: datetime, status: int = 200) -> HttpResponse:
    case = check.closing.case
    asks = check.is_open and check.closing.stands_for(case)
    template = "guests/check/question.html" if asks else "guests/check/answered.html"
    return render(request, template, {"check": check, "case": case, "form": form, "at": at} | _facts(case), status=status)


def _facts(case: Case) -> dict[str, Any]:
    """Return what the look needs: the fault, the place, both photos, what the team said; no name of anybody."""
    said = Entry.objects.filter(case=case, kind="resolved").order_by("-number").values_list("body", flat=True).first()
    photos = list(Photo.objects.public().filter(case=case, role__in=[Photo.REPORT, Photo.EVIDENCE]).order_by("pk"))
    return {
        "category": category_name(case.category_id),
        "place": place_words(case.village_id, case.place_text, is_outside=case.is_outside),
        "office": office_name(case.agency_id, case.unit_id),
        "words": hide_identifiers(case.public_text),
        "said": hide_identifiers(said or ""),
        "geo": f"geo:{case.lat:.6f},{case.lon:.6f}" if case.lat is not None and case.lon is not None else "",
        "map": map_of(case),
        "before": _shot([one for one in photos if one.role == Photo.REPORT][:1]),
        "after": _shot([one for one in photos if one.role == Photo.EVIDENCE][-1:]),
    }


def _shot(photos: list[Photo]) -> dict[str, str] | None:
    if not photos:
        return None
    taken = photos[0].taken_at or photos[0].added_at
    return {"url": reverse("photo", args=[photos[0].name, "l"]), "day": short_date(taken, current_voice())}
