# SPDX-License-Identifier: AGPL-3.0-or-later
"""The columns of a file of a list, each with the fields it reads.

No names, addresses or words of residents: a title is as the desk's list has it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.city.models.names import agency_name, category_name, village_name
from laksa.ui.rules import short_state_word
from laksa.workspace.rules import CHANNELS
from laksa.workspace.rules.verbs import Words


@dataclass(frozen=True)
class Column:
    """One column: its heading, the fields it reads, its width in a workbook, its value from a case and the names of officers."""

    heading: Words
    reads: tuple[str, ...]
    width: int
    value: Callable[[Case, dict[int, str], datetime], Any]


def _field(heading: Words, name: str, width: int = 16) -> Column:
    return Column(heading, (name,), width, lambda case, _names, _at: getattr(case, name))


COLUMNS: tuple[Column, ...] = (
    _field(_("Kode"), "code"),
    _field(_("Judul"), "title", 60),
    Column(_("Keadaan"), ("state",), 22, lambda case, _names, _at: short_state_word(case.state)),
    Column(_("Jenis"), ("category_id",), 28, lambda case, _names, _at: category_name(case.category_id)),
    _field(_("Beratnya"), "severity", 10),
    Column(_("Perangkat daerah"), ("agency_id",), 18, lambda case, _names, _at: agency_name(case.agency_id)),
    Column(_("Unit"), ("unit_id",), 26, lambda case, _names, _at: str(book().units[case.unit_id].name) if case.unit_id else ""),
    Column(_("Pemegang"), ("holder_id",), 24, lambda case, names, _at: names.get(case.holder_id or 0, "")),
    Column(_("Kelurahan"), ("village_id",), 20, lambda case, _names, _at: village_name(case.village_id)),
    _field(_("Tempat"), "place_text", 40),
    Column(_("Lewat"), ("channel",), 14, lambda case, _names, _at: str(CHANNELS.get(case.channel, case.channel))),
    _field(_("Diterima"), "received_at", 18),
    _field(_("Batas berikutnya"), "due_at", 18),
    _field(_("Batas selesai"), "resolve_due_at", 18),
    Column(_("Lewat batas"), ("state", "resolve_due_at"), 12, lambda case, _names, at: str(_("ya")) if case.is_late(at) else ""),
    Column(_("Dijanjikan"), ("promised_on",), 12, lambda case, _names, _at: case.promised_on),
    _field(_("Jawaban pertama"), "responded_at", 18),
    _field(_("Dinyatakan selesai"), "resolved_at", 18),
    _field(_("Berakhir"), "ended_at", 18),
    _field(_("Ikut"), "supporters", 8),
    _field(_("Oper"), "hops", 8),
    _field(_("Dibuka lagi"), "reopenings", 12),
    _field(_("Dijadwal ulang"), "replans", 14),
    _field(_("Nilai"), "rating", 8),
    Column(_("Contoh"), ("is_example",), 8, lambda case, _names, _at: str(_("ya")) if case.is_example else ""),
)


def headings() -> list[str]:
    """Return the headings in the reader's language."""
    return [str(column.heading) for column in COLUMNS]


def row_of(case: Case, names: dict[int, str], *, at: datetime) -> list[Any]:
    """Return the values of one case, in the order of the columns."""
    return [column.value(case, names, at) for column in COLUMNS]
