# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a figure's link has asked for, in words: the list says which cases it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from laksa.city.models import book
from laksa.city.models.names import office_name
from laksa.workspace.rules import Filters


def figure_words(filters: Filters) -> list[str]:
    """Return in words what no field of the list's form shows."""
    return [*_whose(filters), *_days(filters)]


def _whose(filters: Filters) -> Iterator[str]:
    if filters.kantor in book().agencies:
        yield office_name(filters.kantor, filters.unit if filters.unit in book().units else None)
    if filters.unit == "tidak":
        yield _("belum di unit mana pun")
    if filters.bahaya:
        yield _("Bahaya")
    if filters.tunggu:
        yield _("Menunggu: %(whom)s") % {"whom": _("belum disebut") if filters.tunggu == "tidak" else filters.tunggu}


def _days(filters: Filters) -> Iterator[str]:
    if filters.dari or filters.sampai:
        yield _("Diterima %(first)s sampai %(last)s") % _span(filters.dari, filters.sampai)
    if filters.akhir_dari or filters.akhir_sampai:
        yield _("Berakhir %(first)s sampai %(last)s") % _span(filters.akhir_dari, filters.akhir_sampai)
    if filters.terbuka:
        yield _("Terbuka pada akhir %(day)s") % {"day": _day(filters.terbuka)}


def _span(first: str, last: str) -> dict[str, str]:
    return {"first": _day(first), "last": _day(last)}


def _day(day: str) -> str:
    return date_format(date.fromisoformat(day), "j M Y") if day else "…"
