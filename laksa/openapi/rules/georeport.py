# SPDX-License-Identifier: AGPL-3.0-or-later
"""GeoReport v2 on paper: what a list of requests is asked by, and how the standard says no.

Source: GeoReport v2 and its documented extensions (page, page_size, extensions).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from laksa.openapi.rules.instants import read_instant

OPEN, CLOSED = "open", "closed"
STATUSES = frozenset({OPEN, CLOSED})
# Source: GeoReport v2, GET Service Requests: "default 90 days", "or first 1000 requests".
SPAN = timedelta(days=90)
MOST = 1_000
PAGES = 1_000_000
# Source: GeoReport v2, POST Service Request: description "may contain line breaks", up to 4,000 characters.
DESCRIPTION_LIMIT = 4_000
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `code` is the status the standard gives it: 400, 403 or 404."""

    code: int
    description: str


class Refusal(Exception):
    """The request can't be answered; all that is wrong with it is told at once."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    @property
    def status(self) -> int:
        """The status of the answer: a wrong key before anything else, "no such thing" only when that is all."""
        codes = {fault.code for fault in self.faults}
        return 403 if 403 in codes else 400 if 400 in codes else 404


@dataclass(frozen=True)
class Wanted:
    """Which requests are asked for. With `ids` nothing else counts."""

    ids: tuple[str, ...] = ()
    service_codes: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    page_size: int = MOST

    @property
    def rows(self) -> slice:
        return slice((self.page - 1) * self.page_size, self.page * self.page_size)


@dataclass
class _Reading:
    """A query being read; what is wrong is gathered."""

    given: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        # An empty argument equals an absent one.
        return self.given.get(name, "").replace("\x00", "").strip()

    def parts(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.strip() for part in self.text(name).split(",") if part.strip()))

    def refuse(self, description: str) -> None:
        self.faults.append(Fault(400, description))


def read_wanted(given: Mapping[str, str], *, at: datetime) -> Wanted:
    """Return what a query asks for. Raises Refusal with all its faults."""
    reading = _Reading(given)
    ids = reading.parts("service_request_id")
    if ids:
        # The standard: this argument overrides all others, also wrong ones.
        return Wanted(ids=ids[:MOST])
    statuses = frozenset(part.lower() for part in reading.parts("status"))
    if not statuses <= STATUSES:
        reading.refuse(_("status harus open, closed, atau keduanya dengan koma."))
    start, end = _span(reading, at=at)
    wanted = Wanted(
        service_codes=reading.parts("service_code"),
        statuses=statuses,
        start=start,
        end=end,
        page=_whole(reading, "page", default=1),
        page_size=min(_whole(reading, "page_size", default=MOST), MOST),
    )
    if reading.faults:
        raise Refusal(*reading.faults)
    return wanted


def is_extended(given: Mapping[str, str]) -> bool:
    """Tell whether the query asks for more than the standard's own fields."""
    return given.get("extensions", "").strip().lower() in ("true", "1")


def _span(reading: _Reading, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return from when till when; a missing end of at most 90 days is filled in."""
    start, end = _instant(reading, "start_date"), _instant(reading, "end_date")
    if start is None and end is None:
        return at - SPAN, None
    if start is None or end is None:
        return start or (end - SPAN if end else None), end or (start + SPAN if start else None)
    if end < start:
        reading.refuse(_("end_date mendahului start_date. Tukar keduanya."))
    elif end - start > SPAN:
        reading.refuse(_("Rentang start_date sampai end_date paling lama 90 hari. Bagi menjadi beberapa permintaan."))
    return start, end


def _instant(reading: _Reading, name: str) -> datetime | None:
    text = reading.text(name)
    if not text:
        return None
    at = read_instant(text)
    if at is None:
        reading.refuse(_("%(name)s harus tanggal ISO 8601 dengan zona waktu, misalnya 2026-11-24T00:00:00+07:00.") % {"name": name})
    return at


def _whole(reading: _Reading, name: str, *, default: int) -> int:
    text = reading.text(name)
    if not text:
        return default
    if not re.fullmatch("[0-9]{1,7}", text) or not 1 <= int(text) <= PAGES:
        reading.refuse(_("%(name)s harus angka bulat mulai dari 1.") % {"name": name})
        return default
    return int(text)


ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,100})\](\[[0-9]*\])?")


def read_attributes(given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the answers by code from `attribute[CODE]=a` and `attribute[CODE][]=a&attribute[CODE][]=b`."""
    answers: dict[str, list[str]] = {}
    for name, values in given.items():
        found = ATTRIBUTE.fullmatch(name)
        if found:
            answers.setdefault(found[1], []).extend(values)
    return answers


def read_number(text: str) -> float | None:
    """Return a decimal number, None for anything else; `NaN` and `1e999` are no numbers here."""
    return float(text) if re.fullmatch(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?", text.strip()) else None
