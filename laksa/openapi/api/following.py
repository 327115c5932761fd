# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the people of a case may add to it, by the secret of their link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from laksa.aftercare.actions import say_not_fixed
from laksa.cases.actions import check_photo, confirm_case, rate_case, withdraw_case
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case, Participant
from laksa.cases.rules import PHOTO_LIMIT, State
from laksa.kernel.errors import Refused
from laksa.kernel.limits import spend
from laksa.openapi.actions import actor_with, join_once, say_once, show_once
from laksa.openapi.api import shapes
from laksa.openapi.api.caller import KEY_HEADER, caller_of, holder_of, key_of, language_of, network
from laksa.openapi.forms.answers import Entry, Problem, Shown, Standing, Supported
from laksa.openapi.forms.report import ConfirmationIn, RatingIn, SupporterIn, WithdrawalIn, WordsIn, read_contact, read_identity
from laksa.openapi.models.requests import case_to_read
from laksa.openapi.rules import limits

router = Router(tags=["Following a case"])
NO = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429), Problem)
UPLOAD = KEY_HEADER | {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["photos"],
                    "properties": {
                        "photos": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": PHOTO_LIMIT,
                            "items": {"type": "string", "format": "binary"},
                        },
                        "text": {"type": "string", "maxLength": 4_000},
                    },
                }
            }
        },
    }
}


def _holder(request: HttpRequest, code: str) -> Participant:
    person = holder_of(request, code)
    spend(limits.WORDS_A_LINK, person.token_digest, at=timezone.now())
    return person


@router.post(
    "/cases/{code}/entries",
    response={200: Entry, 201: Entry, **NO},
    summary="Add words",
    operation_id="add_entry",
    openapi_extra=KEY_HEADER,
)
def add_entry(request: HttpRequest, code: str, given: WordsIn) -> HttpResponse:
    """An answer to a question of the office, or more about the trouble. With a key, the same words within a day are said once."""
    person = _holder(request, code)
    entry, is_new = say_once(person, given.text, key=key_of(request), at=timezone.now())
    return shapes.reply(shapes.entry(entry, reader=person), status=201 if is_new else 200, is_private=True)


@router.post(
    "/cases/{code}/photos", response={200: Shown, 201: Shown, **NO}, summary="Add photos", operation_id="add_photos", openapi_extra=UPLOAD
)
def add_photos(request: HttpRequest, code: str) -> HttpResponse:
    """Up to six files in the field `photos`, each below 10 MB: JPEG, PNG, WebP or HEIC. They are made anew without hidden data."""
    person = _holder(request, code)
    at = timezone.now()
    files = [*request.FILES.getlist("photos"), *request.FILES.getlist("photo")]
    if len(files) > PHOTO_LIMIT:
        raise Refused(_("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": PHOTO_LIMIT}, field="photos")
    for _file in files:
        spend(limits.PHOTOS_A_NETWORK, network(request), at=at)
    photos = [check_photo(file, file_name=file.name or "", at=at) for file in files]
    entry, is_new = show_once(person, photos, words=request.POST.get("text", ""), key=key_of(request), at=at)
    return shapes.reply({"entry": entry.number, "photos": len(photos)}, status=201 if is_new else 200, is_private=True)


@router.post("/cases/{code}/confirmation", response={200: Standing, **NO}, summary="Say whether it is fixed", operation_id="confirm_case")
def confirm(request: HttpRequest, code: str, given: ConfirmationIn) -> HttpResponse:
    """`fixed: true` closes the case as confirmed; `false` gives it back to its office with the reason."""
    person = _holder(request, code)
    actor, at = actor_with(person), timezone.now()
    if given.fixed:
        case = confirm_case(person.case_id, words=given.text, actor=actor, at=at)
    else:
        case = say_not_fixed(person.case_id, reason=given.reason, words=given.text, actor=actor, at=at)
    return _standing(request, case)


@router.post("/cases/{code}/rating", response={200: Standing, **NO}, summary="Rate how it was handled", operation_id="rate_case")
def rate(request: HttpRequest, code: str, given: RatingIn) -> HttpResponse:
    """One to five stars; a later rating replaces the earlier one."""
    person = _holder(request, code)
    return _standing(request, rate_case(person.case_id, given.stars, words=given.text, actor=actor_with(person), at=timezone.now()))


@router.post("/cases/{code}/withdrawal", response={200: Standing, **NO}, summary="Take a report back", operation_id="withdraw_case")
def withdraw(request: HttpRequest, code: str, given: WithdrawalIn | None = None) -> HttpResponse:
    """Only the reporter, and only while nobody else has joined. A second call changes nothing."""
    person = _holder(request, code)
    if person.is_reporter and person.case.state == State.WITHDRAWN:
        return _standing(request, person.case)
    reason = given.reason if given is not None else ""
    return _standing(request, withdraw_case(person.case_id, reason=reason, actor=actor_with(person), at=timezone.now()))


@router.post(
    "/cases/{code}/supporters",
    response={200: Supported, 201: Supported, **{status: model for status, model in NO.items() if status != 403}},
    summary="Join a public case",
    operation_id="join_case",
)
def join(request: HttpRequest, code: str, given: SupporterIn) -> HttpResponse:
    """For somebody with the same trouble: they get a link of their own. Who had joined before gets theirs by e-mail, not here."""
    at = timezone.now()
    caller = caller_of(request)
    if caller.is_partner:
        spend(limits.CALLS_A_KEY, caller.key_digest, at=at)
    else:
        spend(limits.JOINS_A_NETWORK, caller.network, at=at)
    case = case_to_read(code)
    if case is None:
        raise Http404
    contact = read_contact(given)
    supporter = Supporter(
        name=contact.name,
        phone=contact.phone,
        email=contact.email,
        identity=read_identity(given.identity, contact),
        language=language_of(request, given.language),
        channel="api",
    )
    person, is_new = join_once(case.pk, supporter, words=given.text, at=at)
    return _supported(person, is_new=is_new)


def _supported(person: Participant, *, is_new: bool) -> HttpResponse:
    """Say how many join. Whoever only knows the address of an earlier one must not get that one's secret."""
    token = person.token if is_new else None
    case = Case.objects.only("code", "supporters").get(pk=person.case_id)  # the row as it now is; the person has already joined it
    shape = {
        "code": case.code,
        "supporters": case.supporters,
        "tracking_url": shapes.tracking_url(token) if token else None,
        "token": token,
    }
    return shapes.reply(shape, status=201 if is_new else 200, is_private=True)


def _standing(request: HttpRequest, case: Case) -> HttpResponse:
    return shapes.reply(shapes.standing(case, language=language_of(request)), is_private=True)
