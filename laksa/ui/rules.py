# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the house says about time, numbers and states: pure functions, two languages."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
# Long and short unit, singular and plural; Indonesian has no plural.
UNITS = {
    "id": {"day": ("hari", "hari", "hr"), "hour": ("jam", "jam", "j"), "minute": ("menit", "menit", "m")},
    "en": {"day": ("day", "days", "d"), "hour": ("hour", "hours", "h"), "minute": ("minute", "minutes", "m")},
}
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
MINUTES_A_DAY = 24 * 60
JAKARTA = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Voice:
    """In which language and by which clock the house speaks."""

    language: str = "id"
    zone: tzinfo = JAKARTA

    @property
    def key(self) -> str:
        """Return the column of the word tables; whatever is not English is Indonesian."""
        return "en" if self.language.startswith("en") else "id"


INDONESIAN = Voice()


def clock_time(at: datetime, voice: Voice = INDONESIAN) -> str:
    """Say the hour: 14.05 in Indonesian, 14:05 in English."""
    return at.astimezone(voice.zone).strftime("%H:%M" if voice.key == "en" else "%H.%M")


def zone_name(at: datetime, voice: Voice = INDONESIAN) -> str:
    """Say the zone as Indonesians do (WIB, WITA, WIT); empty elsewhere in the world."""
    offset = at.astimezone(voice.zone).utcoffset() or timedelta()
    return ZONES.get(int(offset.total_seconds() // 3600), "")


def short_date(at: datetime, voice: Voice = INDONESIAN, *, now: datetime | None = None) -> str:
    """Say the date without its weekday: 19 Nov, and the year when it is not the year of `now`."""
    local = at.astimezone(voice.zone)
    text = f"{local.day} {MONTHS[voice.key][local.month - 1]}"
    if now is not None and now.astimezone(voice.zone).year != local.year:
        return f"{text} {local.year}"
    return text


def day(at: datetime, voice: Voice = INDONESIAN, *, now: datetime | None = None) -> str:
    """Say the day in full: Kamis 19 Nov."""
    return f"{DAYS[voice.key][at.astimezone(voice.zone).weekday()]} {short_date(at, voice, now=now)}"


def short_day(at: datetime, voice: Voice = INDONESIAN, *, now: datetime | None = None) -> str:
    """Say the day in short, as tags have it: Kam 19 Nov."""
    return f"{DAYS[voice.key][at.astimezone(voice.zone).weekday()][:3]} {short_date(at, voice, now=now)}"


def exact(at: datetime, voice: Voice = INDONESIAN, *, now: datetime | None = None) -> str:
    """Say day and hour: Kamis 19 Nov 19.42."""
    return f"{day(at, voice, now=now)} {clock_time(at, voice)}"


def exact_zone(at: datetime, voice: Voice = INDONESIAN, *, now: datetime | None = None) -> str:
    """Say day, hour and zone: Kamis 19 Nov 19.42 WIB."""
    return f"{exact(at, voice, now=now)} {zone_name(at, voice)}".rstrip()


def dated(at: datetime, voice: Voice = INDONESIAN, *, now: datetime) -> str:
    """Say the nearest day by name and every other by date: Hari ini 10.20, Kemarin 13.10, Jumat 20 Nov 09.12."""
    distance = days_between(at, now, voice)
    names = {"id": {0: "Hari ini", 1: "Kemarin", -1: "Besok"}, "en": {0: "Today", 1: "Yesterday", -1: "Tomorrow"}}
    named = names[voice.key].get(distance)
    return f"{named} {clock_time(at, voice)}" if named else exact(at, voice, now=now)


def days_between(at: datetime, now: datetime, voice: Voice = INDONESIAN) -> int:
    """Count the midnights from `at` to `now`; negative when `at` is still to come."""
    return (now.astimezone(voice.zone).date() - at.astimezone(voice.zone).date()).days


def amount(count: int, unit: str, voice: Voice = INDONESIAN) -> str:
    """Say a count with its unit: 2 hari, 1 day, 2 days."""
    one, many, _ = UNITS[voice.key][unit]
    return f"{count} {one if count == 1 else many}"


def ago(at: datetime, voice: Voice = INDONESIAN, *, now: datetime) -> str:
    """Say how long ago, or how soon, in one unit: 25 menit lalu, kemarin, dalam 3 hari."""
    minutes = int((now - at).total_seconds() // 60) if at <= now else -int((at - now).total_seconds() // 60)
    if minutes == 0:
        return "just now" if voice.key == "en" else "baru saja"
    midnights = abs(days_between(at, now, voice))
    if abs(minutes) < 60:
        span = amount(abs(minutes), "minute", voice)
    elif midnights == 0 or abs(minutes) < 12 * 60:
        span = amount(abs(minutes) // 60, "hour", voice)
    elif midnights == 1:
        named = {"id": ("kemarin", "besok"), "en": ("yesterday", "tomorrow")}[voice.key]
        return named[0] if minutes > 0 else named[1]
    else:
        span = amount(midnights, "day", voice)
    if voice.key == "en":
        return f"{span} ago" if minutes > 0 else f"in {span}"
    return f"{span} lalu" if minutes > 0 else f"dalam {span}"


def when(at: datetime, voice: Voice = INDONESIAN, *, now: datetime) -> str:
    """Say a time both ways: 2 jam lalu · 12.05, 9 hari lalu · Minggu 15 Nov 10.00; beyond a month the date alone."""
    distance = days_between(at, now, voice)
    if abs(distance) > 30:
        return exact(at, voice, now=now)
    return f"{ago(at, voice, now=now)} · {clock_time(at, voice) if distance == 0 else exact(at, voice, now=now)}"


def duration(minutes: int, voice: Voice = INDONESIAN, *, day_minutes: int = MINUTES_A_DAY) -> str:
    """Say a length in its two largest units: 3 hari 6 jam, 1 jam 55 menit; a working day has its own minutes."""
    parts = [amount(count, unit, voice) for count, unit in _split(minutes, day_minutes)[:2]]
    return " ".join(parts)


def short_duration(minutes: int, voice: Voice = INDONESIAN, *, day_minutes: int = MINUTES_A_DAY) -> str:
    """Say a length as a desk row has it: 1 j 55 m, 3 hr."""
    parts = _split(minutes, day_minutes)
    shown = parts[:1] if parts[0][1] == "day" else parts[:2]
    return " ".join(f"{count} {UNITS[voice.key][unit][2]}" for count, unit in shown)


def _split(minutes: int, day_minutes: int) -> list[tuple[int, str]]:
    days, rest = divmod(abs(minutes), day_minutes)
    hours, left = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (left, "minute")]
    return [part for part in parts if part[0]] or [(0, "minute")]


def number(value: int | float | Decimal, voice: Voice = INDONESIAN, *, decimals: int = 0) -> str:
    """Write a figure with its separators: 2.318 and 2,4 in Indonesian, 2,318 and 2.4 in English."""
    text = f"{value:,.{decimals}f}"
    return text if voice.key == "en" else text.translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True)
class Badge:
    """How a state looks: the family gives its colours, the icon its second sign."""

    family: str
    icon: str


# The keys are the values of cases.rules.State; the families are those of the design sheet.
BADGES = {
    "received": Badge("neutral", "inbox"),
    "triage": Badge("neutral", "sort"),
    "assigned": Badge("info", "forward"),
    "in_progress": Badge("info", "cycle"),
    "planned": Badge("info", "calendar"),
    "working": Badge("brand", "wrench"),
    "awaiting_reporter": Badge("warn", "message"),
    "awaiting_decision": Badge("warn", "gavel"),
    "awaiting_outside": Badge("warn", "pause"),
    "resolved": Badge("ok", "check-circle"),
    "confirmed": Badge("solid", "check-double"),
    "closed": Badge("neutral", "check"),
    "answered": Badge("ok", "message-check"),
    "rejected": Badge("outline", "cross-circle"),
    "merged": Badge("neutral", "merge"),
    "withdrawn": Badge("neutral", "undo"),
}


def badge(state: str) -> Badge:
    """Return the look of a state; an unknown one is shown plainly rather than not at all."""
    return BADGES.get(state, Badge("neutral", "info"))


# Lazily, so that a row looks up the one word it needs, in the reader's language.
_STATE_WORDS = {
    "received": gettext_lazy("Diterima"),
    "triage": gettext_lazy("Sedang dipilah"),
    "assigned": gettext_lazy("Diteruskan"),
    "in_progress": gettext_lazy("Diproses"),
    "planned": gettext_lazy("Dijadwalkan"),
    "working": gettext_lazy("Dikerjakan"),
    "awaiting_reporter": gettext_lazy("Menunggu jawaban pelapor"),
    "awaiting_decision": gettext_lazy("Menunggu keputusan"),
    "awaiting_outside": gettext_lazy("Menunggu pihak lain"),
    "resolved": gettext_lazy("Selesai, mohon konfirmasi"),
    "confirmed": gettext_lazy("Dikonfirmasi beres"),
    "closed": gettext_lazy("Selesai, belum dikonfirmasi"),
    "answered": gettext_lazy("Dijawab"),
    "rejected": gettext_lazy("Ditolak, ada alasan"),
    "merged": gettext_lazy("Digabung"),
    "withdrawn": gettext_lazy("Ditarik"),
}
_SHORT_STATE_WORDS = {
    "triage": pgettext_lazy("baris meja", "Dipilah"),
    "awaiting_reporter": pgettext_lazy("baris meja", "Ditanya"),
    "awaiting_decision": pgettext_lazy("baris meja", "Keputusan"),
    "awaiting_outside": pgettext_lazy("baris meja", "Menunggu"),
    "resolved": pgettext_lazy("baris meja", "Konfirmasi"),
    "confirmed": pgettext_lazy("baris meja", "Beres"),
    "closed": pgettext_lazy("baris meja", "Selesai"),
    "rejected": pgettext_lazy("baris meja", "Ditolak"),
}


def state_word(state: str, *, detail: str = "", mine: bool = False) -> str:
    """Say a state as the public reads it; `detail` is the date or the party, `mine` speaks to the reporter."""
    if mine and state == "awaiting_reporter":
        return gettext("Menunggu jawaban Anda")
    if detail and state == "awaiting_outside":
        return gettext("Menunggu %(party)s") % {"party": detail}
    if detail and state == "awaiting_decision":
        return gettext("Menunggu keputusan %(party)s") % {"party": detail}
    if detail and state == "planned":
        return gettext("Dijadwalkan %(date)s") % {"date": detail}
    return str(_STATE_WORDS.get(state, state))


def short_state_word(state: str) -> str:
    """Say a state in the one word that a desk row has room for."""
    return str(_SHORT_STATE_WORDS[state]) if state in _SHORT_STATE_WORDS else state_word(state)


@dataclass(frozen=True)
class Stage:
    """One stop of the jalur: `stand` is done, now or ahead; `waits` dashes the stretch after it."""

    label: str
    stand: str
    date: str = ""
    remark: str = ""
    waits: bool = False


@dataclass(frozen=True)
class HeldPart:
    """One party's share of a case's time; `tone` is brand, info, neutral, ink or wait (hatched)."""

    label: str
    words: str
    percent: int
    tone: str = "brand"
    offset: int = 0


def held_parts(shares: list[tuple[str, str, int, str]]) -> list[HeldPart]:
    """Lay parties side by side from (label, words, minutes, tone); the percentages add up to 100."""
    total = sum(minutes for _, _, minutes, _ in shares)
    parts: list[HeldPart] = []
    passed = 0
    for label, words, minutes, tone in shares:
        start = round(100 * passed / total) if total else 0
        passed += minutes
        end = round(100 * passed / total) if total else 0
        parts.append(HeldPart(label=label, words=words, percent=end - start, tone=tone, offset=start))
    return parts


@dataclass(frozen=True)
class DeskRow:
    """One row of the desk's list; `tone` colours the due time (late, near or nothing)."""

    url: str
    code: str
    title: str
    state: str
    place: str = ""
    due: str = ""
    tone: str = ""
    holder: str = ""
    supporters: str = ""
    flags: tuple[tuple[str, str], ...] = ()
    is_chosen: bool = False
    is_unread: bool = False
    is_example: bool = False
