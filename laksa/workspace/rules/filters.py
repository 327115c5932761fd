# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an inbox shows, as its address says it: a saved view, filters, words, and a place in the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laksa.cases.rules import OPEN, Kind, Severity, State

WORDS_LIMIT = 100
QUERY_LIMIT = 400
PAGE_SIZE = 50
_YEARS = range(2000, 2100)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MICROSECOND_DIGITS = 16  # up to the year 2286


@dataclass(frozen=True)
class View:
    """One line of the rail: its name in addresses, its word and its icon."""

    name: str
    label: str | Promise
    icon: str


VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View("saya", _("Milik saya"), "user"),
        View("tim", _("Tim saya"), "people"),
        View("bebas", _("Belum dipegang"), "inbox"),
        View("hari-ini", _("Batas hari ini"), "clock"),
        View("lewat", _("Lewat batas"), "warning"),
        View("keputusan", _("Tunggu keputusan"), "gavel"),
        View("konfirmasi", _("Perlu konfirmasi"), "check-circle"),
        View("tanda-tangan", _("Menunggu tanda tangan saya"), "pen"),
        View("semua", _("Semua"), "list"),
    )
}

CHANNELS: dict[str, str | Promise] = {
    "web": _("Formulir"),
    "api": _("API"),
    "open311": "Open311",
    "phone": _("Telepon"),
    "counter": _("Loket"),
    "email": _("E-mail"),
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "forward": _("Titipan pejabat"),
    "import": _("Impor"),
}


@dataclass(frozen=True)
class Filters:
    """The filters of a list; the field names are those in the address. Empty means: not filtered."""

    lihat: str = ""
    status: str = ""
    kelurahan: str = ""
    jenis: str = ""
    pemegang: str = ""  # a user's number, or "tidak" for nobody
    berat: str = ""
    lewat: str = ""
    kanal: str = ""
    cari: str = ""
    tutup: str = ""  # "ya": ended cases as well, newest first
    # What a figure of the leader's page is made of; kelurahan may then be "tidak" for a place that is not known.
    kantor: str = ""
    macam: str = ""  # a cases.rules.Kind
    dari: str = ""  # received from this day on, up to the other: 2026-11-24
    sampai: str = ""
    bahaya: str = ""
    tunggu: str = ""  # for whom a case waits; "tidak" where nobody is named
    unit: str = ""  # one unit alone; "tidak" for those of none
    akhir_dari: str = ""  # ended from this day on, up to the other
    akhir_sampai: str = ""
    terbuka: str = ""  # open when this day ended

    @property
    def is_by_due(self) -> bool:
        """Open cases are ordered by their next date; among ended ones there is none left to meet."""
        return not (self.tutup or (self.status and self.status not in _OPEN_STATES))

    @property
    def figure(self) -> dict[str, str]:
        """The filters that only a figure's link sets, with their values: a form carries them along."""
        return {name: getattr(self, name) for name in FIGURE_NAMES if getattr(self, name)}

    @property
    def is_counted_whole(self) -> bool:
        """Whether the list says how many it holds however many: it stands behind a figure, and what was clicked has to be met."""
        return bool(self.figure) or self.lihat == "lewat"

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The names of the filters in use, beside the view."""
        return tuple(one.name for one in fields(self) if one.name != "lihat" and getattr(self, one.name))

    def query(self, **changes: str) -> str:
        """Return the address's query for these filters with `changes`; names that are no filter are added."""
        own = {name: value for name, value in changes.items() if name in _NAMES}
        other = {name: value for name, value in changes.items() if name not in _NAMES}
        changed = replace(self, **own)
        values = {name: getattr(changed, name) for name in _NAMES} | other
        return urlencode({name: value for name, value in values.items() if value})


FIGURE_NAMES = ("kantor", "macam", "dari", "sampai", "bahaya", "tunggu", "unit", "akhir_dari", "akhir_sampai", "terbuka")
_NAMES = tuple(one.name for one in fields(Filters))
_OPEN_STATES = frozenset(state.value for state in OPEN)


def read_filters(query: Mapping[str, str]) -> Filters:
    """Return the filters an address asks for; what cannot be meant is left out rather than refused."""
    asked = {name: query.get(name, "").replace("\x00", "").strip()[:WORDS_LIMIT] for name in _NAMES}
    return Filters(
        lihat=asked["lihat"] if asked["lihat"] in VIEWS else "",
        status=asked["status"] if asked["status"] in set(State) else "",
        kelurahan=asked["kelurahan"][:13],
        jenis=asked["jenis"][:40],
        pemegang=asked["pemegang"] if asked["pemegang"] == "tidak" or _is_number(asked["pemegang"]) else "",
        berat=asked["berat"] if asked["berat"] in set(Severity) else "",
        lewat="ya" if asked["lewat"] else "",
        kanal=asked["kanal"][:16],
        cari=" ".join(asked["cari"].split()),
        tutup="ya" if asked["tutup"] else "",
        kantor=asked["kantor"][:40],
        macam=asked["macam"] if asked["macam"] in set(Kind) else "",
        dari=_day(asked["dari"]),
        sampai=_day(asked["sampai"]),
        bahaya="ya" if asked["bahaya"] else "",
        tunggu=asked["tunggu"],
        unit=asked["unit"][:40],
        akhir_dari=_day(asked["akhir_dari"]),
        akhir_sampai=_day(asked["akhir_sampai"]),
        terbuka=_day(asked["terbuka"]),
    )


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if day.year in _YEARS else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the key of the row beside it, and how many rows lie before the page it leads to.

    `at` is None among cases without a date, which follow those with one.
    """

    at: datetime | None
    pk: int
    offset: int = 0

    def __str__(self) -> str:
        stamp = "" if self.at is None else str((self.at - EPOCH) // MICROSECOND)
        return f"{stamp}_{self.pk}_{self.offset}"


def read_cursor(text: str) -> Cursor | None:
    """Return the place an address names, or None for the beginning or what is no place."""
    parts = text.split("_")
    if len(parts) != 3 or not all(_is_number(part) for part in parts[1:]) or (parts[0] and not _is_number(parts[0])):
        return None
    if len(parts[0]) > MICROSECOND_DIGITS:
        return None
    at = EPOCH + int(parts[0]) * MICROSECOND if parts[0] else None
    return Cursor(at, int(parts[1]), min(int(parts[2]), 10_000_000))
