# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which reports the map and its list show: read from the address, written back into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laksa.cases.models import Case, CaseQuerySet
from laksa.cases.rules import AWAITING, DONE, UNSOLVED, State
from laksa.city.models import book
from laksa.city.rules.facts import AreaFacts

ANY_TIME = 0
PERIODS: dict[str, tuple[int, str | Promise]] = {
    "7": (7, _("7 hari")),
    "30": (30, _("30 hari")),
    "365": (365, _("1 tahun")),
    "semua": (ANY_TIME, _("Kapan saja")),
}
USUAL_PERIOD = "30"
# The first three stand on the page as buttons; numbers elsewhere lead to the others.
STATUSES: dict[str, str | Promise] = {
    "terbuka": _("Masih terbuka"),
    "lewat": _("Lewat batas"),
    "beres": _("Baru beres"),
    "menunggu": _("Menunggu, ada alasan"),
    "dikonfirmasi": _("Dikonfirmasi beres"),
    "tanpa-kata": _("Selesai, belum dikonfirmasi"),
    "dijawab": _("Dijawab"),
}
CHIPS = ("terbuka", "lewat", "beres")
USUAL_STATUS = "terbuka"
OPEN_STATUSES = frozenset({"terbuka", "lewat", "menunggu"})
ENDS = {"dikonfirmasi": State.CONFIRMED, "tanpa-kata": State.CLOSED, "dijawab": State.ANSWERED}
LONGEST_QUERY, WORDS = 80, 8


@dataclass(frozen=True)
class Filters:
    """What the address asks for; anything it can't mean is the usual."""

    status: str = USUAL_STATUS
    group: str = ""
    period: str = USUAL_PERIOD
    query: str = ""
    area: str = ""
    is_list: bool = False

    @classmethod
    def read(cls, data: QueryDict) -> Filters:
        """Return the filters of an address; unknown words are left out rather than refused."""
        groups = {category.group for category in book().categories.values()}
        given = {name: data.get(name, "").strip() for name in ("status", "jenis", "hari", "q", "area", "tampil")}
        return cls(
            status=given["status"] if given["status"] in STATUSES else USUAL_STATUS,
            group=given["jenis"] if given["jenis"] in groups else "",
            period=given["hari"] if given["hari"] in PERIODS else USUAL_PERIOD,
            query=" ".join(given["q"].replace("\x00", " ").split())[:LONGEST_QUERY],
            area=given["area"] if given["area"] in book().areas else "",
            is_list=given["tampil"] == "daftar",
        )

    def but(self, **changes: str | bool) -> Filters:
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters that differ from the usual, as they stand in the address."""
        usual = Filters()
        given = [
            ("status", self.status, usual.status),
            ("jenis", self.group, ""),
            ("hari", self.period, usual.period),
            ("q", self.query, ""),
            ("area", self.area, ""),
            ("tampil", "daftar" if self.is_list else "", ""),
        ]
        return [(name, value) for name, value, plain in given if value != plain]

    def address(self, **more: str) -> str:
        """Return the address of the page with these filters."""
        query = urlencode([*self.pairs, *more.items()])
        return f"?{query}" if query else "?"

    @property
    def days(self) -> int:
        return PERIODS[self.period][0]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def order(self) -> str:
        """The time the list is sorted by, newest first: when it was done, or when it came."""
        return "updated_at" if self.status == "beres" else "received_at"

    @property
    def place(self) -> AreaFacts | None:
        return book().areas[self.area] if self.area else None

    @property
    def villages(self) -> list[str] | None:
        """The kelurahan of the chosen area; None for the whole city."""
        place = self.place
        if place is None:
            return None
        if place.kind == "village":
            return [place.code]
        return [area.code for area in book().villages_by_district.get(place.code, ())]


def late(at: datetime) -> Q:
    """The condition of a report past its target and not solved."""
    return Q(state__in=UNSOLVED, resolve_due_at__lt=at)


def waiting(at: datetime) -> Q:
    """The condition of a report that waits for somebody with a reason, and is not late."""
    return Q(state__in=AWAITING) & ~(Q(resolve_due_at__isnull=False) & Q(resolve_due_at__lt=at))


def selected(filters: Filters, at: datetime, *, everywhere: bool = False, whenever: bool = False) -> CaseQuerySet:
    """Return the public cases of the filters; `everywhere` leaves out the area, `whenever` the period."""
    since = at - timedelta(days=filters.days) if filters.days and not whenever else None
    cases = _of_status(filters.status, at)
    if since is not None:
        cases = _lately_done(cases, since) if filters.status == "beres" else cases.filter(received_at__gt=since, received_at__lte=at)
    if filters.group:
        cases = cases.filter(category_id__in=[one.slug for one in book().categories.values() if one.group == filters.group])
    if filters.villages is not None and not everywhere:
        cases = cases.filter(village_id__in=filters.villages)
    return _with_words(cases, filters.query, is_bounded=since is not None) if filters.query else cases


def _of_status(status: str, at: datetime) -> CaseQuerySet:
    cases = Case.objects.public()
    if status in ENDS:
        return cases.filter(state=ENDS[status])
    if status == "beres":
        return cases.filter(state__in=DONE)
    narrower = {"lewat": late(at), "menunggu": waiting(at)}
    return cases.open().filter(narrower.get(status, Q()))


def _lately_done(cases: CaseQuerySet, since: datetime) -> CaseQuerySet:
    # What was declared done lately was changed lately, and that is what the index knows.
    return cases.filter(Q(resolved_at__gt=since) | Q(state=State.ANSWERED), updated_at__gt=since)


def _with_words(cases: CaseQuerySet, query: str, *, is_bounded: bool) -> CaseQuerySet:
    # A common word stands in a quarter of all reports ever: within a period it is quicker to read the period's titles.
    if not is_bounded:
        return cases.search(query)
    for word in query.split()[:WORDS]:
        cases = cases.filter(Q(title__icontains=word) | Q(place_text__icontains=word))
    return cases
