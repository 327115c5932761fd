# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a list of cases, the figures and a point are asked by."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from laksa.cases.rules import Stage, State
from laksa.city.models import book
from laksa.kernel.errors import Refused
from laksa.openapi.models.listing import Box, Filters, Mark, read_mark
from laksa.openapi.rules.georeport import read_number
from laksa.openapi.rules.instants import read_instant

FIGURE_DAYS = 30
# Longer spans would count the whole table at each call; a program can ask year by year.
LONGEST = timedelta(days=366)

Word = Annotated[str, Field(max_length=400)]
Instant = Annotated[str, Field(max_length=40, description="ISO 8601 with a zone, as in 2026-11-24T00:00:00+07:00")]


class CasesQuery(BaseModel):
    state: Annotated[Word, Field(description="One or more states, with commas")] = ""
    stage: Annotated[Word, Field(description="pengaduan, proses, pengerjaan or selesai")] = ""
    category: Annotated[Word, Field(description="Slug of a category")] = ""
    agency: Annotated[Word, Field(description="Slug of an agency")] = ""
    village: Annotated[Word, Field(description="Code of a kelurahan")] = ""
    bbox: Annotated[Word, Field(description="west,south,east,north in WGS 84")] = ""
    since: Annotated[Instant, Field(description="Received at or after; ISO 8601 with a zone")] = ""
    updated_since: Annotated[Instant, Field(description="Changed at or after; ISO 8601 with a zone")] = ""
    q: Annotated[str, Field(max_length=100, description="Words of the title or place; each may be a beginning")] = ""
    cursor: Annotated[Word, Field(description="`next_cursor` of the page before")] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class FiguresQuery(BaseModel):
    since: Annotated[Instant, Field(description="Default: 30 days before `until`; ISO 8601 with a zone")] = ""
    until: Annotated[Instant, Field(description="Default: now; ISO 8601 with a zone")] = ""


def read_filters(query: CasesQuery) -> tuple[Filters, Mark | None]:
    """Return filters and the place to begin. Raises Refused naming the argument that can't be used."""
    known = book()
    mark = read_mark(query.cursor) if query.cursor else None
    if query.cursor and mark is None:
        raise Refused(_("Penanda halaman ini tidak dikenal. Mulai lagi tanpa cursor."), field="cursor")
    filters = Filters(
        states=_states(query.state),
        stage=_stage(query.stage),
        category=_known(query.category, "category", set(known.categories) | set(known.categories.retired)),  # type: ignore[attr-defined]
        agency=_known(query.agency, "agency", set(known.agencies) | set(known.agencies.retired)),  # type: ignore[attr-defined]
        village=_known(query.village, "village", set(known.areas)),
        box=_box(query.bbox),
        since=read_when(query.since, "since"),
        updated_since=read_when(query.updated_since, "updated_since"),
        words=query.q.strip(),
    )
    return filters, mark


def read_period(query: FiguresQuery, *, at: datetime) -> tuple[datetime, datetime]:
    """Return from when until when. Raises Refused for a span backwards or longer than a year."""
    until = read_when(query.until, "until") or at
    since = read_when(query.since, "since") or until - timedelta(days=FIGURE_DAYS)
    if since > until:
        raise Refused(_("since harus sebelum until."), field="since")
    if until - since > LONGEST:
        raise Refused(_("Rentangnya paling lama satu tahun. Bagi menjadi beberapa permintaan."), field="since")
    return since, until


def read_when(text: str, name: str) -> datetime | None:
    """Return an instant, None for nothing. Raises Refused for anything else."""
    if not text.strip():
        return None
    at = read_instant(text)
    if at is None:
        raise Refused(_("Tulis waktu dengan zona, misalnya 2026-11-24T00:00:00+07:00."), field=name)
    return at


def _states(text: str) -> tuple[State, ...]:
    names = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [name for name in names if name not in set(State)]
    if unknown:
        raise Refused(_("Keadaan ini tidak ada. Pilih dari: %(names)s.") % {"names": ", ".join(State)}, field="state")
    return tuple(State(name) for name in names)


def _stage(text: str) -> Stage | None:
    if not text.strip():
        return None
    if text.strip() not in set(Stage):
        raise Refused(_("Tahap ini tidak ada. Pilih dari: %(names)s.") % {"names": ", ".join(Stage)}, field="stage")
    return Stage(text.strip())


def _known(text: str, name: str, names: set[str]) -> str:
    if text.strip() and text.strip() not in names:
        raise Refused(_("%(name)s ini tidak ada di daftar.") % {"name": name}, field=name)
    return text.strip()


def _box(text: str) -> Box | None:
    if not text.strip():
        return None
    numbers = [read_number(part) for part in text.split(",")]
    corners = [number for number in numbers if number is not None]
    if len(numbers) == len(corners) == 4:
        west, south, east, north = corners
        if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
            return Box(west, south, east, north)
    raise Refused(_("bbox harus empat angka: barat,selatan,timur,utara."), field="bbox")
