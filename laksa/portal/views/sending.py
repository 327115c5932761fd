# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sending a report at once, and the page that says that it has come."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.cases.models import Participant
from laksa.cases.rules import PHOTO_LIMIT, Identity
from laksa.city.rules.outlines import checked_point
from laksa.kernel.errors import Conflict, Refused, TooMany
from laksa.kernel.ids import make_token
from laksa.portal.actions import send_content, send_draft, spend_limits
from laksa.portal.actions.sending import without_dead_choice
from laksa.portal.forms.report import WAYS, NewsForm, joined, valid_hashtags
from laksa.portal.models import Draft
from laksa.portal.rules import NEWS_FIELDS, Content
from laksa.portal.views.done import Done, steps_of
from laksa.portal.views.guard import COOKIE, DRAFT_COOKIE, cut_off_uploads, device_of, mark_device, network
from laksa.portal.views.held import forecast_of

DONE_COOKIE = "selesai"
AN_HOUR = 3_600
# A key that could be anybody's would hand one person's link to another who sends the same words.
SHORTEST_KEY = 16


@dataclass(frozen=True)
class Sent:
    """A report that has come in, and what of it could not be taken."""

    person: Participant
    left_out: tuple[str, ...] = ()


@csrf_exempt
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take everything at once: from a phone's queue, or from a program. It uses no rights of whoever is signed in."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return HttpResponse(status=403)
    cut_off_uploads(request)
    try:
        sent = _send(request)
    except Refused as error:
        return _refusal(request, error)
    response = _json_of(sent) if wants_json(request) else to_done(request, sent.person)
    if not wants_json(request):
        for words in sent.left_out:
            messages.warning(request, words)
    mark_done(response, sent.person.pk)
    mark_device(request, response)
    return response


def _send(request: HttpRequest) -> Sent:
    at = timezone.now()
    data = request.POST
    contact = _contact(data)
    draft = Draft.objects.alive(at).by_key(data.get("draft", "")).first() if data.get("draft") else None
    if draft is not None and draft.participant is not None:
        return Sent(draft.participant)
    content = replace(_merged(draft.content, _content(data)) if draft else _content(data), **contact)
    spend_limits(content, device=device_of(request), network=network(request), at=at)
    language = request.LANGUAGE_CODE or "id"
    if draft is not None:
        return Sent(send_draft(draft.pk, content, language=language, at=at))
    photos, left_out = _photos(request)
    if left_out and not photos and not content.text.strip():
        raise Refused(left_out[0], field="photos")
    key = data.get("key", "")
    person = send_content(content, key=key if len(key) >= SHORTEST_KEY else make_token(), photos=photos, language=language, at=at)
    return Sent(person, left_out)


def _contact(data: Any) -> dict[str, Any]:
    """Return how the reporter may be reached. Nothing said about the name: hidden with an address, nobody without."""
    given = {name: data.get(name, "") for name in NEWS_FIELDS}
    if not given["identity"]:
        given["identity"] = Identity.HIDDEN if any(given[name] for name in ("email", "phone", "name")) else Identity.ANONYMOUS
    form = NewsForm(given)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Refused(str(errors[0]), field=field)
    return {name: form.cleaned_data[name] for name in NEWS_FIELDS}


def _content(data: Any) -> Content:
    """Return what was told, all at once; raise Refused for a point that is none."""
    tags = [tag for given in data.getlist("hashtags") for tag in given.replace(",", " ").split()]
    lat, lon = data.get("lat", "").strip(), data.get("lon", "").strip()
    content = Content(
        text=data.get("text", ""),
        hashtags=tuple(valid_hashtags(tags)),
        way=data.get("way", "") if data.get("way") in WAYS else "",
        village=data.get("village", "").strip(),
        place_text=joined(data.get("query", ""), data.get("landmark", ""), data.get("place_text", "")),
        category=data.get("category", "").strip(),
        answers=_answers(data.get("answers", "")),
        insists=True,
    )
    if lat or lon:
        point = checked_point(lat, lon)  # refuses what is no number
        content = replace(content, lat=round(point[0], 6), lon=round(point[1], 6), way=content.way or "gps")
    return without_dead_choice(content)


def _merged(kept: Content, told: Content) -> Content:
    """Return a draft with what its last page told before the signal was gone."""
    names = ("text", "hashtags", "way", "lat", "lon", "village", "place_text", "category", "answers")
    return without_dead_choice(replace(kept, **{name: getattr(told, name) for name in names if getattr(told, name)}, insists=True))


def _answers(text: str) -> dict[str, Any]:
    try:
        answers = json.loads(text or "{}") if len(text) <= 5_000 and "\\u0000" not in text else None
        # What no database can keep (half characters, numbers that are none) is no answer either.
        json.dumps(answers, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        answers = None
    if not isinstance(answers, dict):
        raise Refused(_("Jawaban tambahan harus berupa objek JSON yang pendek."), field="answers")
    return answers


def _photos(request: HttpRequest) -> tuple[tuple[CheckedPhoto, ...], tuple[str, ...]]:
    """Return the photos that can be kept, and what is to be said of the others: a bad photo costs no report."""
    files = request.FILES.getlist("photos")
    kept: list[CheckedPhoto] = []
    said = []
    for file in files[:PHOTO_LIMIT]:
        try:
            kept.append(check_photo(file, file_name=file.name or "", at=timezone.now()))
        except Refused as error:
            said.append(error.message)
    if len(files) > PHOTO_LIMIT:
        said.append(
            _("Ada %(count)d foto. Pilih paling banyak %(limit)d; yang lain bisa disusulkan.") % {"count": len(files), "limit": PHOTO_LIMIT}
        )
    return tuple(kept), tuple(said)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program asks rather than a page."""
    return "application/json" in request.headers.get("Accept", "")


def _json_of(sent: Sent) -> JsonResponse:
    case, token = sent.person.case, sent.person.token
    facts = {
        "code": case.code,
        "state": case.state,
        "url": f"{settings.BASE_URL}/laporan/{case.code}/",
        "tracking_url": f"{settings.BASE_URL}/l/{token}/",
        "token": token,
        "done_url": reverse("report-done"),
        "left_out": list(sent.left_out),
    }
    return JsonResponse(facts, status=200 if case.is_repeat else 201, headers={"Cache-Control": "no-store"})


def _refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    status = 429 if isinstance(error, TooMany) else 409 if isinstance(error, Conflict) else 422
    if wants_json(request):
        response: HttpResponse = JsonResponse({"field": error.field, "message": error.message, "code": error.code}, status=status)
    else:
        kept = {name: request.POST.get(name, "") for name in ("text", "place_text")}
        response = render(request, "portal/report/refused.html", {"error": error.message, "kept": kept, "active": "report"}, status=status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_seconds)
    return response


# --- it has come -------------------------------------------------------------------------------------


def to_done(request: HttpRequest, person: Participant) -> HttpResponse:
    """Lead to the page that says so; whose it is travels in a signed cookie of one hour, not in the address.

    A browser that comes from a page of ours without the cookie it gave keeps none: it is led to the report's own link.
    """
    if request.method == "POST" and not request.COOKIES and request.headers.get("Sec-Fetch-Site") == "same-origin":
        return redirect("mine", person.token)
    response = redirect("report-done")
    mark_done(response, person.pk)
    response.delete_cookie(DRAFT_COOKIE, path="/lapor/", samesite="Lax")
    return response


def mark_done(response: HttpResponseBase, participant_id: int) -> None:
    """Let the next page know whose report has come."""
    response.set_signed_cookie(DONE_COOKIE, str(participant_id), salt=DONE_COOKIE, max_age=AN_HOUR, path="/lapor/", **COOKIE)


@gzip_page
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    person = _whose(request)
    if person is None:
        return render(request, "portal/report/done_gone.html", {"active": "report"}, status=404)
    at = timezone.now()
    context = {
        "active": "report",
        "done": Done.of(person, at=at),
        "steps": steps_of(person.case, at=at),
        "forecast": forecast_of(person.case),
    }
    response = render(request, "portal/report/done.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _whose(request: HttpRequest) -> Participant | None:
    try:
        number = request.get_signed_cookie(DONE_COOKIE, default="", salt=DONE_COOKIE, max_age=AN_HOUR)
    except BadSignature:
        return None
    return Participant.objects.select_related("case").filter(pk=int(number)).first() if number else None
