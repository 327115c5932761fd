# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases as GeoReport v2 asks for them, and what hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from laksa.cases.models import Case, CaseQuerySet, Entry, Participant, Photo
from laksa.city.models import book
from laksa.kernel.ids import read_code
from laksa.openapi.rules.georeport import OPEN, Wanted

# What a request shows; the rest of the row stays in the database.
SHOWN = (
    "code",
    "state",
    "resume_state",
    "is_open",
    "category",
    "agency",
    "village",
    "severity",
    "public_text",
    "title",
    "place_text",
    "lat",
    "lon",
    "received_at",
    "updated_at",
    "resolve_due_at",
    "promised_on",
    "ended_at",
    "supporters",
)


def known_code(typed: str) -> str:
    """Return the code somebody meant, empty when no code can be meant."""
    return read_code(typed, book().city.code_prefix) or ""


def requests_wanted(wanted: Wanted) -> list[Case]:
    """Return the public cases a query asks for, newest first."""
    rows = Case.objects.public().only(*SHOWN).order_by("-received_at", "-id")
    if wanted.ids:
        return list(rows.filter(code__in=[known_code(one) for one in wanted.ids]))
    if wanted.start is not None:
        rows = rows.filter(received_at__gte=wanted.start)
    if wanted.end is not None:
        rows = rows.filter(received_at__lte=wanted.end)
    if wanted.service_codes:
        rows = rows.filter(category__in=wanted.service_codes)
    if len(wanted.statuses) == 1:
        rows = rows.filter(is_open=OPEN in wanted.statuses)
    return list(rows[wanted.rows])


def request_wanted(typed: str) -> Case | None:
    """Return the public case of an id, however old it is."""
    return Case.objects.public().only(*SHOWN).filter(code=known_code(typed)).first()


def case_to_read(typed: str) -> Case | None:
    """Return the public case of a code, None when there is none or it is not open to the public."""
    return public_cases().filter(code=known_code(typed)).first()


def entries_for(case: Case, person: Participant | None) -> list[Entry]:
    """Return the story of a case as its people may read it, or strangers; oldest first."""
    readable = Entry.objects.for_reporter() if person is not None else Entry.objects.for_public()
    rows = readable.filter(case=case).only("number", "at", "kind", "body", "actor_kind", "participant", "case")
    return list(rows.order_by("number"))


def photos_by_case(cases: Sequence[Case]) -> dict[int, list[Photo]]:
    """Return the pictures strangers may see of each case, oldest first: one query."""
    found: dict[int, list[Photo]] = defaultdict(list)
    rows = Photo.objects.public().filter(case__in=[case.pk for case in cases]).only("case", "name", "role", "width", "height", "added_at")
    for photo in rows.order_by("added_at", "pk"):
        found[photo.case_id or 0].append(photo)
    return found


def notes_by_case(cases: Sequence[Case]) -> dict[int, list[Entry]]:
    """Return what strangers may read of each case's story, oldest first: one query."""
    found: dict[int, list[Entry]] = defaultdict(list)
    rows = Entry.objects.for_public().filter(case__in=[case.pk for case in cases])
    for entry in rows.only("case", "number", "at", "kind", "body", "actor_kind").order_by("case_id", "number"):
        found[entry.case_id].append(entry)
    return found


def public_cases() -> CaseQuerySet:
    """Return what strangers may read, with only the columns an answer shows."""
    return Case.objects.public().only(*SHOWN, "kind", "is_emergency", "is_example", "rating", "channel")
