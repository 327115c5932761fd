# SPDX-License-Identifier: AGPL-3.0-or-later
"""The leader's page: what waits for a word, then where every case of some days stands, and whether it adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from laksa.aftercare.models.balance import last_check
from laksa.control.policies import may_see_city
from laksa.control.rules import PERIODS, Chosen, read_period
from laksa.control.views import cuts
from laksa.control.views.cuts import Beside, Lists
from laksa.control.views.decisions import waiting_for
from laksa.control.views.keeping import Kept, kept
from laksa.control.views.tables import Table, as_csv, narrow
from laksa.identity.http import PersonRequest, staff_only
from laksa.insight.models import Balance, Check, Week, balance, kept_times, late_by_agency, stuck_cases, times_in, week_until
from laksa.insight.rules import Period
from laksa.insight.rules.durations import TimesBy
from laksa.shell.http import desk_page
from laksa.ui.rules import number
from laksa.ui.templatetags.ui import current_voice

MINUTE, HOUR = 60, 3_600
SHOWN = 5
# The bar's pieces in the order of the table, as parts of a thousand: the eye sees no finer.
BAR = 1_000


@staff_only
@require_safe
def leader(request: PersonRequest) -> HttpResponse:
    if not may_see_city(request.actor):
        raise Http404
    at = timezone.now()
    chosen = _chosen(request, at)
    found, lists = balance(chosen.period, by=("agency", "village")), Lists(chosen)
    times = _times(chosen, at)
    late = late_by_agency(at)
    context = {
        "menu": "leader",
        "decisions": waiting_for(request.actor, at),
        "now": at,
        "chosen": chosen,
        "periods": PERIODS.items(),
        "found": found,
        "proof": _proof(found),
        "parts": cuts.balance_table(found, lists),
        "bar": _bar(found),
        "flow": cuts.flow_table(found, lists),
        "kinds": narrow(cuts.kind_table(found, lists), (0, 1)),
        "late": sum(late.values()),
        "agencies": narrow(cuts.cut_table("agency", found, lists, _beside(late, times, SHOWN)), (4, 5, 6) if times else (1, 4)),
        "villages": narrow(cuts.cut_table("village", found, lists, Beside(shown=SHOWN)), (0, 1)),
        "times": narrow(cuts.times_table(times.value), (0, 1)) if times else None,
        "promises": cuts.promises_table(times.value) if times else None,
        "times_at": times.at if times else None,
        "stuck": _stuck(at),
        "week": _week(kept("week", MINUTE, at, lambda: week_until(at, _last_week(at))).value),
    }
    return desk_page(request, "control/leader.html", context)


def _chosen(request: PersonRequest, at: datetime) -> Chosen:
    return read_period(request.GET, today=timezone.localtime(at).date())


def _last_week(at: datetime) -> Period:
    return read_period({"masa": "7"}, today=timezone.localtime(at).date()).period


def _times(chosen: Chosen, at: datetime) -> Kept[TimesBy] | None:
    """Return the times of the days: as the worker last worked them out, else counted now and kept; None while nobody asked for years."""
    found = kept_times(chosen.period, at=at)
    if found is not None:
        return Kept(found.times, found.at)
    if not chosen.shows_times:
        return None
    name = f"times-{chosen.period.since}-{chosen.period.until}"
    return kept(name, HOUR if chosen.is_long else MINUTE, at, lambda: times_in(chosen.period, at=at))


def _beside(late: dict[str, int], times: Kept[TimesBy] | None, shown: int | None = None) -> Beside:
    return Beside(late, times.value if times else None, shown)


def _stuck(at: datetime) -> Table:
    return cuts.stuck_table(stuck_cases(), at_seconds=lambda one: (at - one.since).total_seconds())


@dataclass(frozen=True)
class Proof:
    """Whether the figures agree: the cuts of this page with one another, and all tallies with the cases when they were last recounted."""

    problems: list[str]
    at: datetime | None = None
    cases: int = 0

    @property
    def holds(self) -> bool:
        return not self.problems


def _proof(found: Balance) -> Proof:
    problems = [_("Jumlah menurut %(cut)s berbeda.") % {"cut": cuts.CUT_WORDS[name][2]()} for name in found.problems]
    check, stories = Check.objects.order_by("-at").first(), last_check()
    if check is not None and not check.holds:
        problems.append(
            ngettext(
                "Hitung ulang menemukan %(count)d angka yang tidak cocok dengan laporannya.",
                "Hitung ulang menemukan %(count)d angka yang tidak cocok dengan laporannya.",
                len(check.differences),
            )
            % {"count": len(check.differences)}
        )
    if stories is not None and not stories.balances:
        problems.append(_("Ada hari yang jumlah laporannya berbeda dengan buku ceritanya."))
    return Proof(problems, check.at if check else None, check.cases if check else 0)


def _bar(found: Balance) -> list[tuple[str, int, int]]:
    """Return the pieces of the bar as (mark, start, width) in thousandths; they fill it exactly."""
    own = found.standing.balance
    parts = [("confirmed", own.confirmed), ("closed", own.closed), ("answered", own.answered), ("open", own.open)]
    parts.append(("other", own.rejected + own.merged + own.withdrawn))
    pieces, passed, total = [], 0, own.total or 1
    for mark, many in parts:
        start, end = BAR * passed // total, BAR * (passed + many) // total
        passed += many
        if end > start:
            pieces.append((mark, start, end - start))
    return pieces


@dataclass(frozen=True)
class Line:
    """One thing that is another than a week ago."""

    tone: str
    icon: str
    figure: str
    words: str
    url: str = ""


def _week(week: Week) -> list[Line]:
    voice = current_voice()
    lines = []
    for tone, icon, changes in (("late", "chevron-up", week.rising), ("ok", "chevron-down", week.falling)):
        for one in changes:
            words = _("%(category)s: dari %(before)s menjadi %(now)s dalam tujuh hari") % {
                "category": cuts.CUT_WORDS["category"][0](one.category),
                "before": number(one.before, voice),
                "now": number(one.now, voice),
            }
            lines.append(Line(tone, icon, number(abs(one.more), voice), words, f"/meja/?lihat=semua&tutup=ya&jenis={one.category}"))
    old = sum(standing.open for standing in week.old.values())
    lines.append(Line("warn", "undo", number(week.reopened, voice), _("kali laporan yang dinyatakan selesai dibuka lagi")))
    words = _("laporan terbuka masuk lebih dari tujuh hari yang lalu")
    lines.append(Line("warn", "hourglass", number(old, voice), words, f"/meja/?lihat=semua&sampai={week.old_until}"))
    return lines


# --- one table whole, and for a spreadsheet ------------------------------------------------------------

Make = Callable[[Chosen, datetime], Table]


def _cut(name: str) -> Make:
    def make(chosen: Chosen, at: datetime) -> Table:
        found = balance(chosen.period, by=(name,))
        beside = _beside(late_by_agency(at), _times(chosen, at)) if name == "agency" else Beside()
        return cuts.cut_table(name, found, Lists(chosen), beside)

    return make


def _of_balance(make: Callable[[Balance, Lists], Table]) -> Make:
    return lambda chosen, _at: make(balance(chosen.period, by=("severity",)), Lists(chosen))


def _of_times(make: Callable[[TimesBy], Table]) -> Make:
    return lambda chosen, at: make(found.value if (found := _times(chosen, at)) else TimesBy())


TABLES: dict[str, Make] = {
    "neraca": _of_balance(cuts.balance_table),
    "arus": _of_balance(cuts.flow_table),
    "macam": _of_balance(cuts.kind_table),
    "kantor": _cut("agency"),
    "kelurahan": _cut("village"),
    "jenis": _cut("category"),
    "berat": _cut("severity"),
    "kanal": _cut("channel"),
    "waktu": _of_times(cuts.times_table),
    "janji": _of_times(cuts.promises_table),
    "macet": lambda _chosen, at: _stuck(at),
}


@staff_only
@require_safe
def table(request: PersonRequest, name: str) -> HttpResponse:
    """One table with all its rows; with `?berkas=csv` as a file."""
    if not may_see_city(request.actor) or name not in TABLES:
        raise Http404
    at = timezone.now()
    chosen = _chosen(request, at)
    found = TABLES[name](chosen, at)
    if request.GET.get("berkas") == "csv":
        period = chosen.period
        said = (_("Masa"), f"{period.since or _('sejak awal')} – {period.until}")
        counted = (_("Dihitung pada"), f"{at.astimezone(current_voice().zone):%Y-%m-%d %H:%M}")
        return as_csv(found, filename=f"laksa-{name}-{period.until}.csv", heading=[(found.title, ""), said, counted])
    context: dict[str, Any] = {"menu": "leader", "now": at, "chosen": chosen, "periods": PERIODS.items(), "table": found}
    return desk_page(request, "control/table.html", context)
