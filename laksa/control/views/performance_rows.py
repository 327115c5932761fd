# SPDX-License-Identifier: AGPL-3.0-or-later
"""An officer's month as rows and drawings: the sums, the ledger, held time against the target, residents' words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.cases.rules import Party, PartyKind
from laksa.city.models import book
from laksa.deadlines.actions import hours_of
from laksa.insight.actions import Ledger
from laksa.insight.models import Objection
from laksa.insight.models.points import bounds_of
from laksa.insight.rules.declared import Declared, Outcome, declared_by, is_own, median
from laksa.insight.rules.point_words import ACT_WORDS, WEIGHTS, why
from laksa.insight.rules.points import HELD_LATE, Act, Line, PointRules, running
from laksa.ui.rules import HeldPart, clock_time, held_parts, number, short_date
from laksa.ui.templatetags.ui import current_voice

MINUTE, MINUTES_AN_HOUR = 60, 60
# More lines than this are folded away below, with their sum.
SHOWN = 10
CHART_WIDTH, CHART_HEIGHT, TARGET_HEIGHT = 300, 96, 68
MOST_BARS = 60
MINUS = "\u2212"
OUTCOMES = (
    (Outcome.CONFIRMED, "check-double"),
    (Outcome.WAITING, "check-circle"),
    (Outcome.SILENT, "check"),
    (Outcome.REOPENED, "undo"),
)


@dataclass(frozen=True)
class ActRow:
    """One act of the month: how often, what each is worth, the sum."""

    label: str
    times: str
    each: str
    sum: str


@dataclass(frozen=True)
class LedgerRow:
    """One line: when, of which case, why, how much, what it has become; `objection` is what was said against it."""

    at: datetime
    when: str
    act: str
    why: str
    code: str
    title: str
    points: str
    became: str
    tone: str
    key: str
    objection: Objection | None
    may_object: bool


@dataclass(frozen=True)
class Bar:
    """One declaration in the chart, in pixels of the drawing."""

    x: float
    y: float
    width: float
    height: float
    is_over: bool


@dataclass(frozen=True)
class Side:
    """What stands beside the ledger, of all that the officer declared done this month."""

    count: int
    bars: list[Bar]
    within: int
    over: int
    middle: str
    held: list[HeldPart]
    whole: str
    outcomes: list[tuple[str, str, str]]


def act_rows(lines: Sequence[Line], rules: PointRules) -> list[ActRow]:
    """Return a row for each act of the formula, also where there was none, and for others that happened."""
    voice, rows = current_voice(), []
    for act in Act:
        own = [line for line in lines if line.act == act and not line.facts.get("empty")]
        if not own and act in {Act.UNVERIFIED, Act.CORRECTION}:
            continue
        each = "" if act == Act.CORRECTION else signed(rules.of(act))
        rows.append(
            ActRow(str(ACT_WORDS[act]), number(len(own), voice), each, signed(sum((line.points for line in own), Decimal(0)), plus=False))
        )
    return rows


def weighed_words(rules: PointRules) -> list[str]:
    """Say how the city weighs a repair that somebody verified, where it does."""
    weights = {name: percent for name, percent in rules.severity_percent.items() if percent != 100}
    if rules.held_late_percent != 100:
        weights[HELD_LATE] = rules.held_late_percent
    return [
        _("Perbaikan yang dikonfirmasi atau lulus pemeriksaan, %(words)s.")
        % {"words": str(words) % {"percent": number(weights[name], current_voice())}}
        for name, words in WEIGHTS.items()
        if name in weights
    ]


def signed(points: Decimal, *, plus: bool = True) -> str:
    """Write points with a sign and no needless zeros: +5, −2, 2,5."""
    decimals = max(0, -int(points.normalize().as_tuple().exponent)) if points else 0
    text = number(abs(points), current_voice(), decimals=decimals)
    return MINUS + text if points < 0 else f"+{text}" if plus and points > 0 else text


def ledger_rows(ledger: Ledger, *, may_object: bool) -> tuple[list[LedgerRow], list[LedgerRow]]:
    """Return the lines, the newest first: those that are shown, and the older ones that are folded."""
    rows = [_row(line, became, ledger, may_object=may_object) for line, became in zip(ledger.lines, running(ledger.lines), strict=True)]
    rows.reverse()
    return rows[:SHOWN], rows[SHOWN:]


def _row(line: Line, became: Decimal, ledger: Ledger, *, may_object: bool) -> LedgerRow:
    voice = current_voice()
    objection = ledger.objections.get(line.key)
    return LedgerRow(
        at=line.at,
        when=f"{short_date(line.at, voice)} {clock_time(line.at, voice)}",
        act=str(ACT_WORDS[line.act]),
        why=why(line.act, line.facts, sharers=line.sharers),
        code=line.code,
        title=line.title,
        points=signed(line.points),
        became=signed(became, plus=False),
        tone="late" if line.points < 0 else "ok" if line.points > 0 else "",
        key=f"{line.case_id}-{line.number}-{line.act.value}",
        objection=objection,
        # A line that has all it can have leaves nothing to be said against it.
        may_object=may_object and objection is None and (line.points < 0 or line.points < ledger.rules.of(line.act)),
    )


def folded_words(rows: Sequence[LedgerRow]) -> str:
    """Say what is folded away: how many lines, and from when to when."""
    if not rows:
        return ""
    voice = current_voice()
    span = {"first": short_date(rows[-1].at, voice), "last": short_date(rows[0].at, voice), "count": len(rows)}
    return ngettext("%(first)s sampai %(last)s: %(count)d baris lain", "%(first)s sampai %(last)s: %(count)d baris lain", len(rows)) % span


def side_of(ledger: Ledger) -> Side:
    """Return the column beside the ledger."""
    start, end = bounds_of(ledger.month)
    found = [
        one
        for case, story in ledger.stories
        for one in declared_by(ledger.user_id, story, since=start, until=end, hours=hours_of(case.agency_id))
    ]
    over = sum(one.is_over for one in found)
    counted = Counter(one.outcome for one in found)
    words = {
        Outcome.CONFIRMED: _("Dikonfirmasi beres"),
        Outcome.WAITING: _("Menunggu konfirmasi"),
        Outcome.SILENT: _("Tidak dijawab, tidak dihitung"),
        Outcome.REOPENED: _("Dibuka lagi"),
    }
    voice = current_voice()
    return Side(
        count=len(found),
        bars=_bars(found),
        within=sum(one.target is not None for one in found) - over,
        over=over,
        middle=say_length(median(one.own for one in found)),
        held=_held(found, ledger.user_id),
        whole=say_hours(sum((one.whole for one in found), timedelta())),
        outcomes=[(symbol, words[outcome], number(counted[outcome], voice)) for outcome, symbol in OUTCOMES],
    )


def _bars(found: Iterable[Declared]) -> list[Bar]:
    """Return a bar for each declaration that had a target, the shortest first; the target is the same height for all."""
    shares = sorted(one.share for one in found if one.share is not None)[-MOST_BARS:]
    if not shares:
        return []
    step = min(36.0, CHART_WIDTH / len(shares))
    most = CHART_HEIGHT / TARGET_HEIGHT
    bars = []
    for place, share in enumerate(shares):
        height = max(2.0, round(min(share, most) * TARGET_HEIGHT, 1))
        bars.append(Bar(round(place * step, 1), round(CHART_HEIGHT - height, 1), round(step * 0.8, 1), height, share > 1))
    return bars


def _held(found: Iterable[Declared], user_id: int) -> list[HeldPart]:
    total: dict[str, timedelta] = {}
    tones: dict[str, str] = {}
    for one in found:
        for party, length in one.parties.items():
            label, tone = _party(party, user_id)
            total[label] = total.get(label, timedelta()) + length
            tones[label] = tone
    rows = sorted(((label, length) for label, length in total.items() if length), key=lambda row: -row[1])
    parts, passed = [], timedelta()
    for label, length in rows:
        # Whole hours of the running sum, so that what is printed adds up to the sum below.
        before, passed = passed, passed + length
        words = _hour_words(_whole_hours(passed) - _whole_hours(before))
        parts.append((label, words, int(length.total_seconds() // MINUTE), tones[label]))
    return held_parts(parts)


def _party(party: Party, user_id: int) -> tuple[str, str]:
    if is_own(party, user_id):
        return _("Pemegang ini sendiri"), "brand"
    words = {
        PartyKind.DESK: (_("Meja kota"), "info"),
        PartyKind.QUEUE: (_("Antre, belum dipegang"), "neutral"),
        PartyKind.OFFICER: (_("Petugas lain"), "ink"),
        PartyKind.REPORTER: (_("Pelapor, ditanya"), "wait"),
        PartyKind.SIGNER: (_("Menunggu tanda tangan bukti"), "wait"),
        PartyKind.LEADER: (_("Menunggu keputusan"), "wait"),
    }
    return words.get(party.kind) or (party.title or party.name or _("Pihak luar"), "wait")


def say_hours(length: timedelta) -> str:
    """Say a sum in whole hours: 161 jam."""
    return _hour_words(_whole_hours(length))


def _whole_hours(length: timedelta) -> int:
    return round(length.total_seconds() / MINUTE / MINUTES_AN_HOUR)


def _hour_words(hours: int) -> str:
    return _("%(count)s jam") % {"count": number(hours, current_voice())}


def say_length(length: timedelta) -> str:
    """Say working time in hours and minutes: 9 jam 20 menit."""
    hours, minutes = divmod(round(length.total_seconds() / MINUTE), MINUTES_AN_HOUR)
    if not hours:
        return _("%(minutes)d menit") % {"minutes": minutes}
    return _("%(hours)d jam %(minutes)d menit") % {"hours": hours, "minutes": minutes}


def unit_words(units: Iterable[str | None]) -> str:
    """Return the names of units, each once."""
    names = [str(book().units[slug].name) for slug in units if slug and slug in book().units]
    return ", ".join(dict.fromkeys(names))
