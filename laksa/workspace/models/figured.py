# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many cases the list behind a figure holds, however many: asked of the tallies that the figure came from."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from laksa.cases.rules import State
from laksa.identity.rules import CITY_WIDE, Actor
from laksa.insight.models import balance
from laksa.insight.rules import EMERGENCY, Flow, Period, Standing
from laksa.workspace.rules import Filters

# What the filters of a list are called among the tallies, which are cut by one thing at a time.
CUTS = {"kantor": "agency", "kelurahan": "village", "jenis": "category", "berat": "severity", "kanal": "channel"}
ENDED, OPEN_THEN = {"akhir_dari", "akhir_sampai"}, {"terbuka"}
STANDING = {*CUTS, "status", "macam", "bahaya", "dari", "sampai"}


def tallied(filters: Filters, *, actor: Actor, at: datetime) -> int | None:
    """Return how many cases the list behind a figure holds; None for any other list, and where no tally knows.

    The tallies count every case: they answer who sees every case of the city, or of the office asked for.
    """
    sees_all = actor.holds(*CITY_WIDE) or filters.kantor in {post.agency_id for post in actor.posts}
    if not filters.figure or filters.lihat != "semua" or not sees_all:
        return None
    names = set(filters.narrowing) - {"tutup"}
    # Narrowed to what is still open, a list of what ended or was open then is another one.
    if names & ENDED and names <= ENDED | {"kantor", "status"} and not filters.is_by_due:
        ended = _flow(filters.akhir_dari, filters.akhir_sampai, filters, at).ended
        return ended[State(filters.status)] if filters.status else ended.total
    if names & OPEN_THEN and names <= OPEN_THEN | {"kantor"} and not filters.is_by_due:
        return _flow("", filters.terbuka, filters, at).open_after
    if names <= STANDING and len(names & CUTS.keys()) < 2:
        return _received(filters, at)
    return None


def _flow(since: str, until: str, filters: Filters, at: datetime) -> Flow:
    return balance(_period(since, until, at), by=("agency",), key=filters.kantor or None).flow


def _received(filters: Filters, at: datetime) -> int:
    name = next((one for one in CUTS if getattr(filters, one)), "berat")
    value = getattr(filters, name)
    key = "" if value == "tidak" else value or None
    cut = balance(_period(filters.dari, filters.sampai, at), by=(CUTS[name],), key=key).by[CUTS[name]]
    standing = Standing.sum(
        cell.standing for cell in cut.cells if filters.macam in {"", cell.kind} and (not filters.bahaya or cell.marks & EMERGENCY)
    )
    if filters.status:
        return standing[State(filters.status)]
    return standing.total if filters.tutup else standing.open


def _period(since: str, until: str, at: datetime) -> Period:
    """Return the days of an address; without a last one they go on to today."""
    first = date.fromisoformat(since) if since else None
    return Period(first, date.fromisoformat(until) if until else timezone.localtime(at).date())
