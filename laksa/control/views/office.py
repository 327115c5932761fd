# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an office does, for its chiefs: where its cases stand, who held them, what became of what it called done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laksa.aftercare.models import counts_of_closings
from laksa.cases.rules import PartyKind
from laksa.city.models import book
from laksa.city.models.names import agency_name
from laksa.control.policies import may_see_city, may_see_office, office_post
from laksa.control.rules import PERIODS, read_period
from laksa.control.views import cuts
from laksa.control.views.cuts import Lists
from laksa.control.views.keeping import kept
from laksa.control.views.tables import Row, Table, as_csv, count_cell, say_span, share_cell
from laksa.identity.http import PersonRequest, staff_only
from laksa.insight.models import HeldBy, UnitCounts, balance, bounds, held_in, stuck_cases, times_in, units_of
from laksa.insight.rules import Share
from laksa.shell.http import desk_page
from laksa.ui.rules import held_parts

MINUTE = 60
TONES = {
    PartyKind.DESK: "neutral",
    PartyKind.QUEUE: "ink",
    PartyKind.OFFICER: "brand",
    PartyKind.OFFICE: "brand",
}


@staff_only
@require_safe
def office(request: PersonRequest) -> HttpResponse:
    """The office of a chief; for those of the city any office by `?kantor=`."""
    agency, at = _agency(request), timezone.now()
    chosen = read_period(request.GET, today=timezone.localtime(at).date())
    lists = Lists(chosen, {"kantor": agency})
    units = units_of(agency, chosen.period, at=at)
    table = _units_table(units, lists)
    if request.GET.get("berkas") == "csv":
        return as_csv(
            table, filename=f"laksa-{agency}-{chosen.period.until}.csv", heading=[(agency_name(agency), ""), (_("Masa"), chosen.label)]
        )
    found = balance(chosen.period, by=("agency",), key=agency)
    start, end = bounds(chosen.period)
    shared = f"{agency}-{chosen.period.since}-{chosen.period.until}"
    times = kept(f"times-{shared}", MINUTE, at, lambda: times_in(chosen.period, at=at, agency=agency)) if chosen.shows_times else None
    who = kept(f"held-{shared}", MINUTE, at, lambda: held_in(agency, chosen.period, at=at)).value
    context: dict[str, Any] = {
        "menu": "office",
        "now": at,
        "agency": book().agencies[agency],
        "offices": _offices(request),
        "chosen": chosen,
        "periods": PERIODS.items(),
        "query": f"{chosen.query}&{urlencode({'kantor': agency})}",
        "found": found,
        "parts": cuts.balance_table(found, lists),
        "flow": cuts.flow_table(found, lists),
        "units": table,
        "held": _held(who),
        "held_of": who,
        "times": cuts.times_table(times.value) if times else None,
        "promises": cuts.promises_table(times.value) if times else None,
        "closings": counts_of_closings(start, end, agency=agency),
        "stuck": cuts.stuck_table(stuck_cases(agency=agency), at_seconds=lambda one: (at - one.since).total_seconds(), agency=agency),
    }
    return desk_page(request, "control/office.html", context)


def _agency(request: PersonRequest) -> str:
    """Return the office asked for, or the asker's own; what they may not see is not there."""
    post = office_post(request.actor)
    asked = request.GET.get("kantor", "") or (post.agency_id if post and post.agency_id else "")
    if not asked and may_see_city(request.actor):
        asked = next(iter(book().agencies), "")
    if asked not in book().agencies or not may_see_office(request.actor, asked):
        raise Http404
    return asked


def _offices(request: PersonRequest) -> list[tuple[str, str]]:
    if not may_see_city(request.actor):
        return []
    return sorted(((slug, one.short_name) for slug, one in book().agencies.items()), key=lambda one: one[1])


def _units_table(units: list[UnitCounts], lists: Lists) -> Table:
    rows = []
    for one in sorted(units, key=lambda unit: (-unit.late, unit.unit)):
        late_url = "/meja/?" + urlencode({"lihat": "lewat", "kantor": lists.narrowed["kantor"], "unit": one.unit or "tidak"})
        cells = (
            count_cell(one.late, late_url, tone="late"),
            count_cell(one.closings),
            share_cell(Share(one.confirmed, one.closings)),
            count_cell(one.reopened),
            count_cell(one.recurred),
        )
        rows.append(Row(_unit(one.unit), cells))
    sums = {name: sum(getattr(one, name) for one in units) for name in ("late", "closings", "confirmed", "reopened", "recurred")}
    total = (
        count_cell(sums["late"], "/meja/?" + urlencode({"lihat": "lewat", "kantor": lists.narrowed["kantor"]}), tone="late"),
        count_cell(sums["closings"]),
        share_cell(Share(sums["confirmed"], sums["closings"])),
        count_cell(sums["reopened"]),
        count_cell(sums["recurred"]),
    )
    heads = (_("Unit"), _("Lewat sekarang"), _("Dinyatakan selesai"), _("Dikonfirmasi"), _("Dibuka lagi"), _("Muncul lagi"))
    return Table("unit", _("Menurut unit"), heads, rows, Row(_("Jumlah"), total))


def _unit(slug: str) -> str:
    if not slug:
        return _("Belum di unit mana pun")
    return str(book().units[slug].name) if slug in book().units else slug


def _held(who: HeldBy) -> dict[str, Any] | None:
    """Return the bar and table of who held the cases; None when there were none."""
    if not who.parts:
        return None
    words = {
        PartyKind.DESK: _("Meja kota, memilah"),
        PartyKind.QUEUE: _("Antrean kantor, belum dipegang"),
        PartyKind.OFFICER: _("Petugas"),
        PartyKind.OFFICE: _("Kantor"),
        PartyKind.REPORTER: _("Pelapor, ditanya"),
        PartyKind.LEADER: _("Pimpinan, diminta keputusan"),
        PartyKind.OUTSIDE: _("Pihak luar"),
        PartyKind.SIGNER: _("Menunggu tanda tangan bukti"),
    }
    shares = [
        (words.get(kind, kind.value), _days(length), int(length.total_seconds() // MINUTE), TONES.get(kind, "wait"))
        for kind, length in who.parts
    ]
    return {"parts": held_parts(shares), "total": _days(who.whole)}


def _days(length: timedelta) -> str:
    return say_span(length.total_seconds())
