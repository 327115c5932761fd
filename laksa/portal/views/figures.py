# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city's figures in public: what came in, and where all of it stands. Parts and sum are one count."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from laksa.aftercare.models import ClosingCounts, counts_of_closings
from laksa.aftercare.models.balance import last_check
from laksa.cases.models import Case
from laksa.cases.rules import AWAITING, UNSOLVED, Balance, State, balance_slot
from laksa.cases.rules.forwarding import CHANNEL as FORWARDED
from laksa.city.models import book
from laksa.insight.models import Check
from laksa.ui.templatetags.ui import current_voice

T = TypeVar("T")

MONTH, YEAR = 30, 365
# A year of a large city is many rows: once an hour is often enough for a yearly figure, and the page says when it was.
KEPT_MINUTES = {MONTH: 1, YEAR: 60}


@dataclass(frozen=True)
class Figures:
    """The cases received in `days` days, as they stand at `at`. `late` and `waiting` are parts of `balance.open`."""

    days: int
    at: datetime
    balance: Balance
    late: int
    waiting: int
    examples: int
    sealed: int
    pushed: int  # came through an official

    @property
    def since(self) -> datetime:
        return self.at - timedelta(days=self.days)


def kept(name: str, minutes: int, at: datetime, make: Callable[[], T]) -> T:
    """Return what `make` makes, made once in so many minutes by each process and for each state of the city's data."""
    begun = int(at.timestamp()) // (60 * minutes)
    # A name may hold what somebody typed; a key may not.
    key = hashlib.sha256(f"portal|{name}|{book().version}|{begun}".encode()).hexdigest()
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, timeout=60 * minutes + 5)
    return found


def figures(days: int, at: datetime) -> Figures:
    """Return the figures of the last days; one query, kept for a minute (a year's for an hour)."""
    return kept(f"figures-{days}", KEPT_MINUTES.get(days, 1), at, lambda: count_figures(days, at))


def count_figures(days: int, at: datetime) -> Figures:
    """Count anew where the cases received in the last days stand."""
    counted = (
        Case.objects.filter(received_at__gt=at - timedelta(days=days), received_at__lte=at)
        .values_list("state")
        .annotate(
            many=Count("pk"),
            overdue=Count("pk", filter=Q(state__in=UNSOLVED, resolve_due_at__lt=at)),
            example=Count("pk", filter=Q(is_example=True)),
            hidden=Count("pk", filter=Q(is_sealed=True)),
        )
    )
    slots = dict.fromkeys(asdict(Balance()), 0)
    late = waiting = examples = sealed = 0
    for state, many, overdue, example, hidden in counted:
        slots[balance_slot(State(state))] += many
        late += overdue
        waiting += many if state in AWAITING else 0
        examples += example
        sealed += hidden
    pushed = Case.objects.filter(channel=FORWARDED, received_at__gt=at - timedelta(days=days), received_at__lte=at).count()
    return Figures(days, at, Balance(**slots), late, waiting, examples, sealed, pushed)


@dataclass(frozen=True)
class Proof:
    """What the last recount found: whether the sums are the cases, and whether no case is missing; None before the first night."""

    at: datetime
    cases: int
    sums_hold: bool
    none_lost: bool

    @property
    def holds(self) -> bool:
        return self.sums_hold and self.none_lost


def last_proof(at: datetime) -> Proof | None:
    """Return what the night's two recounts said; kept for a minute."""
    return kept("proof", 1, at, lambda: [_last_proof()])[0]


def _last_proof() -> Proof | None:
    sums, stories = Check.objects.order_by("-at").first(), last_check()
    if sums is None or stories is None:
        return None
    return Proof(min(sums.at, stories.at), stories.cases, sums.holds, stories.balances)


QUARTER = 90


def closings(at: datetime) -> ClosingCounts:
    """Return what became of what was called done in the last quarter; kept for an hour."""
    return kept("closings", KEPT_MINUTES[YEAR], at, lambda: counts_of_closings(at - timedelta(days=QUARTER), at))


# --- the page ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One part of the balance: its name, what it means, how many, and the list behind the number ("" when it is not shown)."""

    label: str
    meaning: str
    month: int
    year: int
    status: str = ""


def lines_of(month: Figures, year: Figures) -> list[Line]:
    """Return the parts of the balance, in the order of the law of the house: they add up to what came in."""
    shown = [
        ("confirmed", _("Dikonfirmasi beres"), _("Pelapor atau warga yang ikut menyatakan sudah beres."), "dikonfirmasi"),
        (
            "closed",
            _("Selesai, belum dikonfirmasi"),
            _("Kantor menyatakan selesai, tujuh hari tidak ada jawaban. Bukan “beres”."),
            "tanpa-kata",
        ),
        ("answered", _("Dijawab"), _("Pertanyaan, usul, dan terima kasih. Tidak dihitung sebagai perbaikan."), "dijawab"),
        ("open", _("Masih terbuka"), _("Belum selesai, atau selesai dan masih menunggu kata pelapor."), "terbuka"),
        ("rejected", _("Ditolak, ada alasan"), _("Dengan alasan dan petunjuk ke mana sebaiknya. Tidak ditampilkan ke umum."), ""),
        ("merged", _("Digabung"), _("Sama dengan laporan lain dan mengikutinya."), ""),
        ("withdrawn", _("Ditarik"), _("Ditarik oleh pelapornya sendiri. Tidak ditampilkan ke umum."), ""),
    ]
    return [
        Line(label, meaning, getattr(month.balance, slot), getattr(year.balance, slot), status) for slot, label, meaning, status in shown
    ]


@gzip_page
@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    month, year = figures(MONTH, at), figures(YEAR, at)
    context = {
        "active": "figures",
        "month": month,
        "year": year,
        "lines": lines_of(month, year),
        "proof": last_proof(at),
        "closings": closings(at),
    }
    return render(request, "portal/figures.html", context)


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers for a spreadsheet; words of ours only, so that no cell can be a formula."""
    at = timezone.now()
    month, year = figures(MONTH, at), figures(YEAR, at)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="laksa-angka-{at:%Y-%m-%d}.csv"'
    rows = csv.writer(response)
    zone = current_voice().zone
    rows.writerow([_("Bagian"), _("30 hari terakhir"), _("365 hari terakhir")])
    rows.writerow([_("Laporan masuk"), month.balance.total, year.balance.total])
    rows.writerows([line.label, line.month, line.year] for line in lines_of(month, year))
    rows.writerow([_("Lewat batas, bagian dari yang masih terbuka"), month.late, year.late])
    rows.writerow([_("Masuk lewat pejabat"), month.pushed, year.pushed])
    rows.writerow([_("Dihitung pada"), f"{month.at.astimezone(zone):%Y-%m-%d %H:%M}", f"{year.at.astimezone(zone):%Y-%m-%d %H:%M}"])
    return response
