# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports: sending one, reading one, the list."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Query, Router

from laksa.cases.actions import similar_cases
from laksa.cases.actions.joining import Similar
from laksa.cases.models import Case, Participant
from laksa.kernel.ids import make_token
from laksa.openapi.actions import submit_report
from laksa.openapi.api import shapes
from laksa.openapi.api.caller import KEY_HEADER, caller_of, key_of, language_of, reader_of
from laksa.openapi.api.times import times
from laksa.openapi.forms.answers import CaseOut, CasePage, Created, Problem
from laksa.openapi.forms.listing import CasesQuery, read_filters
from laksa.openapi.forms.report import ReportIn, read_report
from laksa.openapi.models.listing import cases_page
from laksa.openapi.models.requests import case_to_read, entries_for, photos_by_case

router = Router(tags=["Cases"])
CHANNEL = "api"


@router.post(
    "/cases",
    response={200: Created, 201: Created, 400: Problem, 401: Problem, 413: Problem, 415: Problem, 422: Problem, 429: Problem},
    summary="Send a report",
    operation_id="create_case",
    openapi_extra=KEY_HEADER,
)
def create_case(request: HttpRequest, given: ReportIn) -> HttpResponse:
    """The same `Idempotency-Key` with the same body gives the same answer with 200, with another body 422."""
    at = timezone.now()
    language = language_of(request, given.language)
    with translation.override(language):
        caller = caller_of(request)
        submission = read_report(given, language=language)
        key = key_of(request) or make_token()
        person = submit_report(submission, caller=caller, channel=CHANNEL, key=key, at=at)
        shape = shapes.created(person, _similar(person.case), language=language)
    return shapes.reply(shape, status=200 if person.case.is_repeat else 201, is_private=True)


def _similar(case: Case) -> list[Similar]:
    if case.is_sealed:
        return []
    point = (case.lat, case.lon) if case.lat is not None and case.lon is not None else None
    return similar_cases(case.category_id, point=point, village=case.village_id, at=case.received_at, but=case.pk)


@router.get("/cases", response={200: CasePage, 401: Problem, 422: Problem}, summary="List public cases", operation_id="list_cases")
def list_cases(request: HttpRequest, query: Query[CasesQuery]) -> HttpResponse:
    """Newest first. `next_cursor` leads to the next page; null: there is none. Secret and withdrawn reports are not in it."""
    filters, mark = read_filters(query)
    page, following = cases_page(filters, after=mark, limit=query.limit)
    photos = photos_by_case(page)
    language, at = language_of(request), timezone.now()
    items = [shapes.row(case, photos.get(case.pk, ()), language=language, at=at) for case in page]
    return shapes.reply({"items": items, "next_cursor": str(following) if following else None})


@router.get(
    "/cases/{code}", response={200: CaseOut, 401: Problem, 404: Problem, 422: Problem}, summary="Read a case", operation_id="read_case"
)
def read_case(request: HttpRequest, code: str) -> HttpResponse:
    """The public view; with `Authorization: Bearer <token>` of this very case also what only its reporter reads."""
    person = reader_of(request, code)
    case = person.case if person is not None else case_to_read(code)
    if case is None:
        raise Http404
    return _whole(request, case, person)


def _whole(request: HttpRequest, case: Case, person: Participant | None) -> HttpResponse:
    at = timezone.now()
    entries = entries_for(case, person)
    shape = shapes.row(case, photos_by_case([case]).get(case.pk, ()), language=language_of(request), at=at)
    shape |= times(case, at=at)
    taken_back = {one.data.get("number") for one in entries if one.kind == "undone"}
    shape["entries"] = [shapes.entry(one, reader=person) for one in entries if one.kind != "reply" or one.number not in taken_back]
    shape["mine"] = shapes.mine(person, entries, at=at) if person is not None else None
    return shapes.reply(shape, is_private=person is not None)
