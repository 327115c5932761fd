# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of the city as REST v1 shows them. `forms/answers.py` describes the same for readers of the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from laksa.cases import policies
from laksa.cases.actions.joining import Similar
from laksa.cases.models import Case, Entry, Participant, Photo
from laksa.cases.rules import Balance, State, verbs_from
from laksa.city.models import Book, book
from laksa.kernel.privacy import hide_identifiers
from laksa.openapi.actions import actor_with
from laksa.openapi.rules.instants import write_instant
from laksa.openapi.rules.story import event_words, shown_words

Shape = dict[str, Any]


def reply(shape: Shape, *, status: int = 200, is_private: bool = False) -> HttpResponse:
    """Return a JSON answer; what only one person may read is kept by no cache."""
    response = HttpResponse(json.dumps(shape, ensure_ascii=False, allow_nan=False), content_type="application/json", status=status)
    response.headers["Vary"] = "Authorization, Cookie"
    if is_private:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def when(at: datetime | None) -> str | None:
    return write_instant(at, ZoneInfo(book().city.time_zone))


def standing(case: Case, *, language: str) -> Shape:
    """Return where a case stands."""
    known = book()
    return {
        "code": case.code,
        "kind": case.kind,
        "state": str(case.state),
        "stage": case.stage.value,
        "category": case.category_id,
        "category_name": category_name(known, case.category_id, language=language),
        "agency": case.agency_id,
        "agency_name": known.agencies[case.agency_id].name,
        "severity": str(case.severity),
        "is_emergency": case.is_emergency,
        "received_at": when(case.received_at),
        "updated_at": when(case.updated_at),
        "due_at": when(case.resolve_due_at),
        "url": public_url(case),
    }


def category_name(known: Book, slug: str, *, language: str) -> str:
    category = known.categories[slug]
    return str(category.name_en if language == "en" else category.name_id)


def public_url(case: Case) -> str:
    return f"{settings.BASE_URL}/laporan/{case.code}/"


def tracking_url(token: str) -> str:
    return f"{settings.BASE_URL}/l/{token}/"


def created(person: Participant, similar: Iterable[Similar], *, language: str) -> Shape:
    """Return what a reporter gets for a report: its standing, their secret link, why it went where."""
    case = person.case
    return standing(case, language=language) | {
        "tracking_url": tracking_url(person.token),
        "token": person.token,
        "reasons": [{"sign": one["sign"], "text": one.get(language) or one["id"]} for one in case.decision.get("reasons", ())],
        "similar": [_similar(one) for one in similar],
        "is_outside": case.is_outside,
        "emergency_number": book().city.emergency_number if case.is_emergency else None,
    }


def _similar(one: Similar) -> Shape:
    case = one.case
    return {
        "code": case.code,
        "title": case.title,
        "state": str(case.state),
        "stage": case.stage.value,
        "distance_m": one.distance_m,
        "supporters": case.supporters,
        "url": public_url(case),
    }


def row(case: Case, photos: Sequence[Photo], *, language: str, at: datetime) -> Shape:
    """Return what everybody may read of a case."""
    return standing(case, language=language) | {
        "title": case.title,
        "text": case.public_text,
        "lat": case.lat,
        "lon": case.lon,
        "village": case.village_id,
        "place": case.place_text,
        "promised_on": case.promised_on.isoformat() if case.promised_on else None,
        "ended_at": when(case.ended_at),
        "is_late": case.is_late(at),
        "is_example": case.is_example,
        "supporters": case.supporters,
        "photos": [_photo(photo) for photo in photos],
    }


def _photo(photo: Photo) -> Shape:
    address = {size: settings.BASE_URL + reverse("photo", kwargs={"name": photo.name, "size": size}) for size in "ls"}
    return {"url": address["l"], "small_url": address["s"], "role": photo.role}


def entry(one: Entry, *, reader: Participant | None = None) -> Shape:
    """Return one entry. Other residents' words come without what names people; whoever wrote them reads them whole."""
    is_own = reader is not None and one.participant_id == reader.pk
    text = (one.body or event_words(one.kind)) if is_own else shown_words(one.kind, one.body, actor_kind=one.actor_kind)
    return {"number": one.number, "at": when(one.at), "kind": one.kind, "by": one.actor_kind, "text": text}


def mine(person: Participant, entries: Sequence[Entry], *, at: datetime) -> Shape:
    """Return what only a holder of the link reads."""
    case = person.case
    told = next((one for one in entries if one.kind == "received"), None)
    is_own = told is not None and told.participant_id == person.pk
    return {
        "role": person.role,
        "may": _may(person, at=at),
        "text": (told.body if is_own else hide_identifiers(told.body)) if told is not None else case.public_text,
        "rating": case.rating,
        "merged_into": case.merged_into.code if case.merged_into is not None else None,
    }


def _may(person: Participant, *, at: datetime) -> list[str]:
    case, actor = person.case, actor_with(person)
    verbs = verbs_from(State(case.state))
    until = case.can_reopen_until
    asked = {
        "write": not case.is_ended and policies.may_write(actor, case),
        "confirm": "confirm" in verbs and policies.may_confirm(actor, case),
        "reopen": "reopen" in verbs and (until is None or at <= until) and policies.may_reopen(actor, case),
        "rate": policies.may_rate(actor, case),
        "withdraw": "withdraw" in verbs and policies.may_withdraw(actor, case),
    }
    return [name for name, is_allowed in asked.items() if is_allowed]


def balance(one: Balance) -> Shape:
    return {"total": one.total} | asdict(one)
