# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the wall shows of one moment, as words and drawings ready to be put up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil, sqrt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.city.models import book, city_drawing
from laksa.city.models.names import agency_name, village_name
from laksa.city.rules.facts import OutlinePath
from laksa.control.views.cuts import channel_word
from laksa.escalation.models import Step, latest_told
from laksa.identity.rules import ROLE_WORDS
from laksa.insight.models import Now, Today, flow_of_day, late_by_agency, oldest_unanswered, open_emergencies, open_now
from laksa.outbox.models import Message
from laksa.outbox.rules import LOST_AFTER
from laksa.shell.rules import short_name
from laksa.ui.rules import MINUTES_A_DAY, clock_time, short_duration
from laksa.ui.templatetags.ui import current_voice

OLDEST, TOLD, DANGERS, OFFICES = 4, 3, 3, 7
MAP_WIDTH = 900
LEVELS = 6
BAR_WIDTH = 170
HOURS_WIDTH, HOURS_HEIGHT, HOUR_STEP = 388, 100, 43
FIRST_HOUR = 6
TITLE_SIGNS = 60
# The ways in and out that this installation has; others are not drawn.
CHANNELS = ("web", "api", "open311")


@dataclass(frozen=True)
class Bar:
    """One office with its late cases; `width` of BAR_WIDTH."""

    name: str
    number: int
    width: int


@dataclass(frozen=True)
class Hour:
    """One hour of the day: what came and what was declared solved, as heights of HOURS_HEIGHT."""

    word: str
    x: int
    width: int
    came: int
    solved: int
    came_height: int
    solved_height: int
    is_named: bool


@dataclass(frozen=True)
class Waiting:
    """A case that waits: its words, its office and place, how long, and who was told."""

    title: str
    where: str
    age: str
    told: str
    is_old: bool = False


@dataclass(frozen=True)
class Told:
    """One message of the ladder: when, to whom about what, and whether it was read."""

    time: str
    words: str
    is_read: bool


@dataclass(frozen=True)
class District:
    """A kecamatan on the map with its open cases."""

    name: str
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Way:
    """A way in or out: its name, a remark, whether it works."""

    name: str
    remark: str
    works: bool = True


@dataclass(frozen=True)
class Moment:
    """All that changes on the wall."""

    at: datetime
    today: Today
    now: Now
    bars: list[Bar]
    hours: list[Hour]
    oldest: list[Waiting]
    dangers: list[Waiting]
    told: list[Told]
    districts: list[District]
    levels: dict[str, int]
    diamonds: list[tuple[float, float]]
    nowhere: int
    worst: str
    ways: list[Way]


def moment(at: datetime) -> Moment:
    """Return the wall of this moment; a fixed number of queries over open cases and one day."""
    today, now = flow_of_day(at), open_now(at)
    dangers, oldest = open_emergencies(DANGERS), oldest_unanswered(OLDEST)
    steps = _last_told([case.pk for case in [*oldest, *dangers]])
    districts, nowhere = _districts(now)
    return Moment(
        at=at,
        today=today,
        now=now,
        bars=_bars(late_by_agency(at)),
        hours=_hours(today, at),
        oldest=[_waiting(case, steps, at) for case in oldest],
        dangers=[_waiting(case, steps, at) for case in dangers],
        told=[_told(step) for step in latest_told(TOLD, at=at)],
        districts=districts,
        levels=_levels(now.by_village),
        diamonds=[city_drawing("village", MAP_WIDTH).place(case.lat, case.lon) for case in dangers if case.lat and case.lon],
        nowhere=nowhere,
        worst=_worst(now),
        ways=_ways(today, at),
    )


def outlines() -> tuple[tuple[OutlinePath, ...], tuple[OutlinePath, ...], int, int]:
    """Return the drawing under the numbers: kelurahan, borders of kecamatan, width and height."""
    villages, districts = city_drawing("village", MAP_WIDTH), city_drawing("district", MAP_WIDTH)
    return villages.paths, districts.paths, villages.width, villages.height


def _bars(late: dict[str, int]) -> list[Bar]:
    most = max(late.values(), default=1)
    rows = list(late.items())[:OFFICES]
    known = book().agencies
    return [Bar(agency_name(slug) if slug in known else slug, number, max(8, BAR_WIDTH * number // most)) for slug, number in rows]


def _hours(today: Today, at: datetime) -> list[Hour]:
    """Return the hours of the day up to now; from six, or from the first in which something happened."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    first = min([FIRST_HOUR, local.hour, *today.came, *today.solved])
    most = max([1, *today.came.values(), *today.solved.values()])
    hours = range(first, local.hour + 1)
    step, every = min(HOUR_STEP, HOURS_WIDTH // len(hours)), 1 if len(hours) * HOUR_STEP <= HOURS_WIDTH else 3
    found = []
    for place, hour in enumerate(hours):
        came, solved = today.came.get(hour, 0), today.solved.get(hour, 0)
        heights = HOURS_HEIGHT * came // most, HOURS_HEIGHT * solved // most
        found.append(Hour(f"{hour:02}", place * step, (step - 8) // 2, came, solved, *heights, is_named=place % every == 0))
    return found


def _waiting(case: Case, steps: dict[int, Step], at: datetime) -> Waiting:
    step = steps.get(case.pk)
    place = village_name(case.village_id) if case.village_id in book().areas else case.place_text or _("tempat belum pasti")
    office = agency_name(case.agency_id) if case.agency_id in book().agencies else case.agency_id
    minutes = int((at - case.received_at).total_seconds() // 60)
    return Waiting(
        title=_("Laporan tertutup") if case.is_sealed else case.title,
        where=f"{office}, {place}",
        age=_age(minutes),
        told=_("%(office)s diberi tahu") % {"office": _office(step)} if step else _("belum ada yang diberi tahu"),
        is_old=minutes >= MINUTES_A_DAY,
    )


def _age(minutes: int) -> str:
    """Say a length as the wall has room for: 2 hr 4 j, 3 j, 12 m."""
    voice = current_voice()
    days, rest = divmod(minutes, MINUTES_A_DAY)
    if days >= 10 or (days and rest < 60):
        return short_duration(days * MINUTES_A_DAY, voice)
    if days:
        return f"{short_duration(days * MINUTES_A_DAY, voice)} {short_duration(rest // 60 * 60, voice)}"
    return short_duration(minutes // 60 * 60 if minutes >= 60 else minutes, voice)


def _last_told(cases: list[int]) -> dict[int, Step]:
    """Return the newest step of each case that reached somebody; one query."""
    steps = Step.objects.told().filter(case_id__in=cases).select_related("user").order_by("told_at", "pk")
    return {step.case_id: step for step in steps}


def _office(step: Step) -> str:
    """Return the office that was told, else the person or party."""
    word = str(ROLE_WORDS.get(step.office or step.whom, "")) or _person(step)
    return word[:1].upper() + word[1:]


def _person(step: Step) -> str:
    return short_name(step.user.name) if step.user else step.party


def _told(step: Step) -> Told:
    case = step.case
    agency = agency_name(case.agency_id) if case.agency_id in book().agencies else case.agency_id
    title = _("laporan tertutup") if case.is_sealed else Truncator(case.title).chars(TITLE_SIGNS)
    when = clock_time(step.told_at, current_voice()) if step.told_at else ""
    return Told(when, f"{_office(step)} {agency}: {title}", step.read_at is not None)


def _districts(now: Now) -> tuple[list[District], int]:
    """Return the kecamatan with the sums of their kelurahan, and how many open cases lie in none: together all open ones."""
    areas, sums, nowhere = book().areas, dict[str, int](), 0
    for code, number in now.by_village.items():
        parent = areas[code].parent_id if code in areas else None
        if parent is None:
            nowhere += number
        else:
            sums[parent] = sums.get(parent, 0) + number
    paths = city_drawing("district", MAP_WIDTH).paths
    return [District(path.name, sums.get(path.code, 0), path.x, path.y) for path in paths], nowhere


def _levels(by_village: dict[str, int]) -> dict[str, int]:
    """Return how bright each kelurahan is, 0 (nothing) to 5 (as many as the one with most)."""
    most = max((number for code, number in by_village.items() if code), default=0)
    # By the root, so that one busy kelurahan does not leave all others in the dark.
    return {code: ceil((LEVELS - 1) * sqrt(number / most)) for code, number in by_village.items() if code and most}


def _worst(now: Now) -> str:
    """Return the kecamatan with most late cases in words; "" when none is late."""
    late = {district.name: 0 for district in book().districts}
    for code, number in now.late_by_village.items():
        if code in book().areas and book().areas[code].parent_id:
            late[book().areas[str(book().areas[code].parent_id)].name] += number
    name, number = max(late.items(), key=lambda one: one[1], default=("", 0))
    return _("%(district)s: %(number)d lewat batas, terbanyak") % {"district": name, "number": number} if number else ""


def _ways(today: Today, at: datetime) -> list[Way]:
    """Return the ways in with what came by them today, and whether letters go out."""
    names = [*CHANNELS, *sorted(set(today.channels) - set(CHANNELS))]
    ways = [Way(channel_word(name), _("%(number)d hari ini") % {"number": today.channels.get(name, 0)}) for name in names]
    parked = Message.objects.parked().count()
    overdue = Message.objects.waiting().filter(not_before__lt=at - LOST_AFTER).count()
    if parked or overdue:
        remark = _("%(late)d tertahan, %(parked)d gagal") % {"late": overdue, "parked": parked}
        return [*ways, Way(_("Surat keluar"), remark, works=False)]
    return [*ways, Way(_("Surat keluar"), _("lancar"))]
