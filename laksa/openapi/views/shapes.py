# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of the city as trees in the words of GeoReport v2."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from laksa.cases.models import Case, Entry, Photo
from laksa.city.models import book
from laksa.city.rules.facts import CategoryFacts
from laksa.openapi.rules.georeport import CLOSED, OPEN
from laksa.openapi.rules.instants import write_instant
from laksa.openapi.rules.markup import Tree
from laksa.openapi.rules.questions import attributes
from laksa.openapi.rules.story import shown_words
from laksa.ui.rules import state_word


def service_tree(category: CategoryFacts, *, language: str) -> Tree:
    name = category.name_en if language == "en" else category.name_id
    agency = book().agencies[category.agency_id].name
    return {
        "service_code": category.slug,
        "service_name": name,
        "description": _("%(name)s. Ditangani oleh %(agency)s.") % {"name": name, "agency": agency},
        "metadata": bool(category.extra_questions),
        "type": "realtime",
        "keywords": ",".join(word.replace(",", " ") for word in (category.hashtag, *category.keywords)),
        "group": category.group,
    }


def definition_tree(category: CategoryFacts, *, language: str) -> Tree:
    return {"service_code": category.slug, "attributes": attributes(category.extra_questions, language=language)}


def request_tree(case: Case, photos: Sequence[Photo], *, language: str) -> dict[str, Tree]:
    """Return the standard's own fields of a request; nothing in them names a person."""
    known = book()
    zone = ZoneInfo(known.city.time_zone)
    category = known.categories[case.category_id]
    village = known.areas[case.village_id].name if case.village_id else ""
    return {
        "service_request_id": case.code,
        "status": OPEN if case.is_open else CLOSED,
        "status_notes": state_word(case.state),
        "service_name": category.name_en if language == "en" else category.name_id,
        "service_code": case.category_id,
        "description": case.public_text or case.title,
        "agency_responsible": known.agencies[case.agency_id].name,
        "service_notice": None,
        "requested_datetime": write_instant(case.received_at, zone),
        # A closed request changes no more: its time is the closing, whatever is said afterwards.
        "updated_datetime": write_instant(case.ended_at or case.updated_at, zone),
        "expected_datetime": write_instant(case.resolve_due_at, zone),
        "address": ", ".join(part for part in (case.place_text, village) if part),
        "address_id": case.village_id,
        "zipcode": None,
        "lat": case.lat,
        "long": case.lon,
        "media_url": photo_url(photos[0]) if photos else None,
    }


def extended_tree(case: Case, photos: Sequence[Photo]) -> Tree:
    """Return what the city knows beyond the standard."""
    zone = ZoneInfo(book().city.time_zone)
    return {
        "stage": case.stage,
        "state": case.state,
        "severity": case.severity,
        "supporters": case.supporters,
        "due_datetime": write_instant(case.resolve_due_at, zone),
        "promised_date": case.promised_on.isoformat() if case.promised_on else None,
        "photos": [{"url": photo_url(photo), "role": photo.role} for photo in photos],
    }


def notes_tree(entries: Sequence[Entry]) -> Tree:
    zone = ZoneInfo(book().city.time_zone)
    notes: list[Tree] = []
    for entry in entries:
        description = shown_words(entry.kind, entry.body, actor_kind=entry.actor_kind)
        if description:
            notes.append({"datetime": write_instant(entry.at, zone), "description": description, "type": entry.kind})
    return notes


def photo_url(photo: Photo, size: str = "l") -> str:
    """Return the full address of a picture that has been made anew."""
    return settings.BASE_URL + reverse("photo", kwargs={"name": photo.name, "size": size})


def notice_of(case: Case) -> str:
    """Return what the reporter should know at once."""
    known = book()
    if case.is_emergency:
        return _("Bila ada bahaya sekarang, telepon %(number)s.") % {"number": known.city.emergency_number}
    if case.is_sealed:
        return _("Laporan ini rahasia dan tidak ditampilkan untuk umum. Simpan kodenya.")
    return _("Laporan diteruskan ke %(agency)s.") % {"agency": known.agencies[case.agency_id].name}
