# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a decision chooses between: acts with their effect on people, their cost and their working days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from laksa.deadlines.rules import WorkHours, add_working_days
from laksa.kernel.errors import Refused, all_refusals
from laksa.threads.rules.kinds import OPTIONS_LEAST, OPTIONS_MOST
from laksa.threads.rules.sums import SUM_LIMIT, checked_cost, read_sum, say_short

ACT_LIMIT = 120
EFFECT_LIMIT = 200
STEPS_MOST = 3  # "5 dan 30": what is done in parts
DAYS_MOST = 750  # about three years of working days


@dataclass(frozen=True)
class Option:
    """One way to decide. `working_days` holds a number for each part of the work, counted from the due date; none: no date."""

    act: str
    effect: str = ""
    cost_idr: int = 0
    cost_sum: str = ""
    working_days: tuple[int, ...] = ()
    nothing: bool = False  # the option not to do anything

    @property
    def cost_words(self) -> str:
        return say_short(self.cost_idr)

    def facts(self) -> dict[str, Any]:
        """Return the option as the table and the chain keep it."""
        return asdict(self) | {"working_days": list(self.working_days)}


@dataclass(frozen=True)
class Draft:
    """An option as it was typed in."""

    act: str
    effect: str = ""
    cost: str = ""
    cost_sum: str = ""
    days: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.act.strip(), self.effect.strip(), self.cost.strip(), self.cost_sum.strip(), self.days.strip()))


def read_options(drafts: Sequence[Draft], *, nothing: int) -> tuple[Option, ...]:
    """Return the options that were typed in, in their order; `nothing` is the number (from 1) of the one without any act.

    Rows left empty are left out. Raises Refused, naming the field `<column>_<number>`, for what is missing or cannot be read.
    """
    filled = _filled(drafts)
    options = tuple(_read(draft, number, nothing=nothing == number) for number, draft in filled)
    _need_enough(drafts)
    _need_nothing(filled, nothing=nothing)
    return options


def faults_of_options(drafts: Sequence[Draft], *, nothing: int) -> list[Refused]:
    """Return all that `read_options` would refuse, not only the first."""
    filled = _filled(drafts)
    parts = [partial(read, draft, number) for number, draft in filled for read in (_act, _effect, _cost, _days)]
    return all_refusals(*parts, lambda: _need_enough(drafts), lambda: _need_nothing(filled, nothing=nothing))


def _filled(drafts: Sequence[Draft]) -> list[tuple[int, Draft]]:
    return [(number, draft) for number, draft in enumerate(drafts, start=1) if not draft.is_empty]


def _need_enough(drafts: Sequence[Draft]) -> None:
    if any(not draft.is_empty for draft in drafts[OPTIONS_MOST:]):
        raise Refused(_("Paling banyak %(most)d pilihan. Yang memutuskan membacanya di ponsel.") % {"most": OPTIONS_MOST}, field="act_1")
    if len(_filled(drafts)) < OPTIONS_LEAST:
        empty = next((number for number, draft in enumerate(drafts, start=1) if draft.is_empty), len(drafts) + 1)
        raise Refused(_("Tulis paling sedikit dua pilihan."), field=f"act_{empty}")


def _need_nothing(filled: Sequence[tuple[int, Draft]], *, nothing: int) -> None:
    if nothing not in {number for number, _draft in filled}:
        raise Refused(_("Tandai pilihan yang berarti tidak berbuat apa-apa: yang memutuskan perlu tahu akibatnya."), field="nothing")


def _read(draft: Draft, number: int, *, nothing: bool) -> Option:
    act, effect, cost = _act(draft, number), _effect(draft, number), _cost(draft, number)
    return Option(act, effect, cost, _line(draft.cost_sum, SUM_LIMIT, f"cost_sum_{number}"), _days(draft, number), nothing)


def _act(draft: Draft, number: int) -> str:
    return _need_line(draft.act, ACT_LIMIT, f"act_{number}", missing=_("Tulis apa yang dilakukan."))


def _effect(draft: Draft, number: int) -> str:
    return _need_line(draft.effect, EFFECT_LIMIT, f"effect_{number}", missing=_("Tulis akibatnya bagi warga."))


def _cost(draft: Draft, number: int) -> int:
    cost = read_sum(draft.cost, field=f"cost_{number}")
    summed = _line(draft.cost_sum, SUM_LIMIT, f"cost_sum_{number}")
    return checked_cost(cost, summed, field=f"cost_sum_{number}" if summed else f"cost_{number}")


def _days(draft: Draft, number: int) -> tuple[int, ...]:
    return read_days(draft.days, field=f"days_{number}")


def read_days(text: str, *, field: str = "") -> tuple[int, ...]:
    """Return working days as they were written: "10", or "5 dan 30" for two parts. Raises Refused otherwise."""
    written = " ".join(text.split())
    if not written:
        return ()
    parts = re.split(r"\s*(?:dan|,|\+|/|&)\s*", written)
    if len(parts) > STEPS_MOST or not all(re.fullmatch(r"\d{1,3}", part, re.ASCII) for part in parts):
        raise Refused(_("Tulis hari kerja sebagai angka, misalnya 10, atau 5 dan 30 untuk dua tahap."), field=field)
    days = tuple(int(part) for part in parts)
    if not all(1 <= day <= DAYS_MOST for day in days):
        raise Refused(_("Tulis antara 1 dan %(most)d hari kerja, atau kosongkan.") % {"most": DAYS_MOST}, field=field)
    return days


def done_dates(option: Option, *, since: date, hours: WorkHours) -> tuple[date, ...]:
    """Return when each part of an option is done, counted in working days from the day of the decision."""
    return tuple(add_working_days(since, days=days, hours=hours) for days in option.working_days)


def stored_options(rows: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    """Return the options as the table keeps them."""
    return tuple(
        Option(
            act=str(row["act"]),
            effect=str(row.get("effect", "")),
            cost_idr=int(row.get("cost_idr") or 0),
            cost_sum=str(row.get("cost_sum", "")),
            working_days=tuple(int(day) for day in row.get("working_days") or ()),
            nothing=bool(row.get("nothing")),
        )
        for row in rows
    )


def largest_cost(options: Sequence[Option]) -> int:
    """Return what the decision may cost at most: it chooses who may take it."""
    return max((option.cost_idr for option in options), default=0)


def _need_line(text: str, limit: int, field: str, *, missing: str) -> str:
    line = _line(text, limit, field)
    if not line:
        raise Refused(missing, field=field)
    return line


def _line(text: str, limit: int, field: str) -> str:
    line = " ".join(text.replace("\x00", "").split())
    if len(line) > limit:
        raise Refused(
            _("Tulisan ini %(length)d huruf. Singkatkan sampai paling banyak %(limit)d.") % {"length": len(line), "limit": limit},
            field=field,
        )
    return line
