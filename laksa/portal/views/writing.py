# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens while somebody writes: suggestions for the topic, photos one by one, their small pictures."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.actions import check_photo, process_photo
from laksa.cases.actions.photos import shown_path
from laksa.cases.models import Photo
from laksa.city.models import book
from laksa.kernel.errors import Refused, TooMany
from laksa.kernel.limits import spend
from laksa.portal.actions import add_photo, create_draft
from laksa.portal.models import Draft
from laksa.portal.rules import DRAFTS_A_NETWORK, PHOTOS_A_NETWORK, Content
from laksa.portal.views.guard import FormRequest, form_page, mark_device, network, remember_draft
from laksa.portal.views.review import name_of
from laksa.portal.views.steps import find_draft, stale, step_url
from laksa.routing.actions import suggest

LONGEST = 500
CHIPS = 3


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    found = suggest(request.GET.get("q", "")[:LONGEST], limit=CHIPS)
    chips = [{"hashtag": one.hashtag, "name": name_of(book().categories[one.category])} for one in found]
    return JsonResponse({"chips": chips}, headers={"Cache-Control": "private, max-age=300", "Vary": "Cookie"})


@form_page
@require_POST
def upload(request: FormRequest) -> HttpResponse:
    """Keep one photo as soon as it is chosen; begins the draft when there is none yet."""
    if request.is_stale:
        return JsonResponse({"message": stale()}, status=403)
    file = request.FILES.get("photo")
    try:
        if file is None:
            return JsonResponse({"message": ""}, status=400)
        draft, key = _draft(request)
        spend(PHOTOS_A_NETWORK, network(request), at=timezone.now())
        kept = add_photo(
            draft.pk, check_photo(file, file_name=file.name or "", at=timezone.now()), place=_place(request), at=timezone.now()
        )
    except Refused as error:
        return JsonResponse({"message": error.message, "code": error.code}, status=429 if isinstance(error, TooMany) else 422)
    facts = {"draft": key, "id": kept.id, "url": reverse("report-photo", args=[key, kept.id]), "action": step_url("words", key)}
    response = JsonResponse(facts, status=201)
    mark_device(request, response)
    remember_draft(response, key)
    return response


def _draft(request: HttpRequest) -> tuple[Draft, str]:
    key = request.POST.get("draft", "")
    draft = find_draft(key) if key else None
    if draft is not None and draft.participant_id is None:
        return draft, key
    spend(DRAFTS_A_NETWORK, network(request), at=timezone.now())
    return create_draft(Content(), at=timezone.now())


def _place(request: HttpRequest) -> tuple[float, float] | None:
    """Return where the phone says the photo was taken, before it made it smaller."""
    try:
        lat, lon = float(request.POST["lat"]), float(request.POST["lon"])
    except (KeyError, ValueError):
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


@require_safe
def photo(request: HttpRequest, key: str, number: str) -> FileResponse:
    """Show somebody a picture of their own draft, made anew as everybody will see it."""
    draft, photo_id = find_draft(key), int(number)
    if draft is None or photo_id not in {one.id for one in draft.content.photos}:
        raise Http404
    process_photo(photo_id, at=timezone.now())
    name = Photo.objects.filter(pk=photo_id, state=Photo.READY).values_list("name", flat=True).first()
    if name is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return FileResponse(default_storage.open(shown_path(name, "s")), content_type="image/webp", headers=headers)
