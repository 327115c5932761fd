# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of service levels as it is drawn: one row a group, three clocks for each severity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.city.models import book
from laksa.deadlines.actions import sop_in_force
from laksa.deadlines.rules import Clock
from laksa.deadlines.rules.groups import WORDS, group_words
from laksa.deadlines.rules.sop import CLOCKS, SEVERITIES, WEEK_HOURS, Draft, fault_of, length_of, read_draft, write_draft
from laksa.ui.rules import amount, number
from laksa.ui.templatetags.ui import current_voice

Key = tuple[str, str]
ADDRESS = "/meja/sop/"


@dataclass(frozen=True)
class Wish:
    """What an address asks for: the drafts, and the cell looked at (group, severity, clock)."""

    drafts: dict[Key, Draft] = field(default_factory=dict)
    cell: tuple[str, str, str] | None = None

    def url(self, *, cell: tuple[str, str, str] | None = None, drafts: Mapping[Key, Draft] | None = None) -> str:
        """Return the address of this wish, changed."""
        looked_at = cell or self.cell
        pairs = [("ubah", write_draft(one)) for one in (self.drafts if drafts is None else drafts).values()]
        if looked_at:
            pairs.append(("lihat", "/".join(looked_at)))
        return f"{ADDRESS}?{urlencode(pairs, safe='/')}" if pairs else ADDRESS


def read_wish(changed: list[str], looked_at: str, *, at: datetime) -> Wish:
    """Return what an address asks for; what names nothing of this city is passed over."""
    groups = groups_of_city()
    drafts = {}
    for text in changed:
        draft = read_draft(text)
        if draft is not None and draft.group in groups and draft.severity in SEVERITIES and fault_of(draft) is None:
            known = sop_in_force(*draft.key, at=at)
            if known is None or known[0] != draft:
                drafts[draft.key] = draft
    parts = tuple(looked_at.split("/"))
    is_cell = len(parts) == 3 and parts[0] in groups and parts[1] in SEVERITIES and parts[2] in CLOCKS
    return Wish(drafts, (parts[0], parts[1], parts[2]) if is_cell else None)


def groups_of_city() -> list[str]:
    """Return the groups that categories in use belong to: those that are known by name first, in their order."""
    known = {group: place for place, group in enumerate(WORDS)}
    found = {one.group for one in book().categories.values()}
    return sorted(found, key=lambda group: (known.get(group, len(known)), group))


@dataclass(frozen=True)
class Cell:
    """One number: its words, whether it runs day and night, outlasts the city's week, was changed, is looked at, is the general one."""

    url: str
    label: str
    words: str
    before: str = ""
    is_running: bool = False
    is_long: bool = False
    is_here: bool = False
    is_general: bool = False


@dataclass(frozen=True)
class TableRow:
    """One group with its nine numbers."""

    label: str
    is_here: bool
    cells: list[Cell]


def table_of(wish: Wish, *, at: datetime) -> list[TableRow]:
    """Return all groups with the numbers in force, drafts in their place."""
    rows = []
    for group in groups_of_city():
        cells = [_cell(wish, group, severity, clock, at=at) for severity in SEVERITIES for clock in CLOCKS]
        rows.append(TableRow(group_words(group), wish.cell is not None and wish.cell[0] == group, cells))
    return rows


def _cell(wish: Wish, group: str, severity: str, clock: str, *, at: datetime) -> Cell:
    known = sop_in_force(group, severity, at=at)
    now, is_own = known or (None, False)
    draft = wish.drafts.get((group, severity))
    shown = draft or now
    hours = shown.hours(clock) if shown else None
    before = now.hours(clock) if now else None
    is_changed = draft is not None and (before != hours or (now is not None and now.clock != draft.clock))
    kind = shown.clock if shown else Clock.WORKING
    words = short_hours(hours, kind)
    named = {"group": group_words(group), "severity": severity_word(severity).lower(), "clock": clock_word(clock).lower(), "words": words}
    return Cell(
        url=wish.url(cell=(group, severity, clock)) + "#akibat",
        label=_("%(group)s, %(severity)s, %(clock)s: %(words)s") % named,
        words=words,
        before=short_hours(before, now.clock if now else kind) if is_changed else "",
        is_running=hours is not None and kind == Clock.CALENDAR,
        is_long=hours is not None and length_of(hours, kind) > length_of(WEEK_HOURS, Clock.CALENDAR),
        is_here=wish.cell == (group, severity, clock),
        is_general=not is_own and draft is None,
    )


def severity_word(severity: str) -> str:
    known = {"ringan": _("Ringan"), "sedang": _("Sedang"), "berat": _("Berat")}
    # Rows of the law and of fire services name other measures than a severity.
    return known.get(severity, severity)


def clock_word(clock: str) -> str:
    return {"verify": _("Periksa"), "respond": _("Jawab"), "resolve": _("Beres")}[clock]


def short_hours(hours: float | None, clock: Clock) -> str:
    """Say a number as the table has it: 3 hr, ½ hr, 48 jam, 15 mnt."""
    if hours is None:
        return "–"
    if clock == Clock.WORKING:
        return _("%(days)s hr") % {"days": _halves(hours / 24)} if hours >= 12 else _("%(hours)s jam") % {"hours": _halves(hours)}
    if hours < 1:
        return _("%(minutes)s mnt") % {"minutes": round(hours * 60)}
    return _("%(hours)s jam") % {"hours": _halves(hours)}


def long_hours(hours: float, clock: Clock) -> str:
    """Say a number in a sentence: 3 hari kerja, 48 jam, 15 menit."""
    if clock == Clock.WORKING:
        days = hours / 24
        return ngettext("%(days)s hari kerja", "%(days)s hari kerja", max(1, round(days))) % {"days": _halves(days)}
    if hours < 1:
        return amount(round(hours * 60), "minute", current_voice())
    return ngettext("%(hours)s jam", "%(hours)s jam", max(1, round(hours))) % {"hours": _halves(hours)}


def _halves(value: float) -> str:
    whole, part = divmod(value, 1)
    if part == 0.5:
        return f"{int(whole) or ''}½"
    return number(int(value), current_voice()) if not part else number(round(value, 2), current_voice(), decimals=2)
