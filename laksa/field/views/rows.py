# SPDX-License-Identifier: AGPL-3.0-or-later
"""One stop of a day in words: where, until when, how far, and how to get there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models.names import place_words
from laksa.field.models.day import Times
from laksa.field.rules import Arrival
from laksa.ui.rules import clock_time, number, short_day
from laksa.ui.templatetags.ui import current_voice, exists


@dataclass(frozen=True)
class Way:
    """How a stop is reached: how far from the one before, and roughly when."""

    km: float | None = None
    arrival: Arrival | None = None


@dataclass(frozen=True)
class Row:
    """A stop as the list has it; `number` is also on the map, "" where no place is known."""

    code: str
    number: int
    title: str
    place: str
    due: str
    tone: str
    icon: str
    way: str
    arrival: str
    too_late: str
    url: str
    go_url: str
    is_done: bool = False
    is_here: bool = False
    is_free: bool = False


def row_of(case: Case, order: int, *, now: datetime, way: Way = Way(), is_here: bool = False) -> Row:
    """Return one stop in words."""
    voice, km, arrival = current_voice(), way.km, way.arrival
    if case.state == State.WORKING:
        arrival = None  # somebody is there
    due, tone, icon = due_words(case, now=now)
    return Row(
        code=case.code,
        number=order,
        title=case.title,
        place=place_words(case.village_id, case.place_text, is_outside=case.is_outside),
        due=due,
        tone=tone,
        icon=icon,
        way=_("%(km)s km") % {"km": number(round(km, 1), voice, decimals=1)} if km is not None else "",
        # An hour of the night after next says nothing to anybody.
        arrival=clock_time(arrival.at, voice) if arrival and arrival.at.date() == now.date() else "",
        too_late=_("sesudah jam tutup") if arrival and arrival.is_late else "",
        url=reverse("field:stop", args=[case.code]),
        go_url=go_url(case),
        is_done=case.state == State.RESOLVED,
        is_here=is_here,
        is_free=case.holder_id is None,
    )


def reckoned(times: Times, *, at: datetime) -> str:
    """Say how the times of a day come about: an estimate is one only when its reasons are told."""
    voice, minutes = current_voice(), times.pace.work_minutes.values()
    facts = {
        "time": clock_time(at, voice),
        "speed": times.pace.speed_kmh,
        "detour": number(times.pace.detour_percent / 100, voice, decimals=1),
        "least": min(minutes),
        "most": max(minutes),
    }
    said = _(
        "Jam tiba perkiraan, dihitung pukul %(time)s: %(speed)s km/jam, jalan %(detour)s kali garis lurus, "
        "%(least)s sampai %(most)s menit kerja menurut tingkatnya. Istirahat tidak dihitung."
    )
    closes = [_("Kantor tutup pukul %(time)s.") % {"time": clock_time(times.closes, voice)}] if times.closes else []
    return " ".join([said % facts, *closes])


def go_url(case: Case) -> str:
    """Return what opens the phone's own map at the case's point; "" where only the kelurahan is known."""
    if case.lat is None or case.lon is None:
        return ""
    point = f"{case.lat:.6f},{case.lon:.6f}"
    return f"geo:{point}?q={point}({quote(case.code)})"


def capture_url(case: Case) -> str:
    """Return the page that guides before and after photos of a case; "" in a house without it."""
    address = f"/lapangan/foto/{case.code}/"
    return address if exists(address) else ""


def due_words(case: Case, *, now: datetime) -> tuple[str, str, str]:
    """Return until when, in words, with its tone and icon."""
    voice = current_voice()
    if case.state == State.RESOLVED:
        return _("Mohon konfirmasi"), "ok", "check-circle"
    if case.is_doubted:
        return _("Foto ulang, foto lama diragukan"), "late", "camera"
    due = case.resolve_due_at or case.due_at
    if due is not None and due < now:
        return _("Lewat sejak %(when)s") % {"when": short_day(due, voice, now=now)}, "late", "clock"
    if case.promised_on is not None and case.promised_on <= now.date():
        is_today = case.promised_on == now.date()
        return (_("Dijanjikan hari ini") if is_today else _("Janji sudah lewat")), "warn" if is_today else "late", "calendar"
    if due is None:
        return "", "neutral", "clock"
    if due.astimezone(now.tzinfo).date() == now.date():
        return _("Batas hari ini %(time)s") % {"time": clock_time(due, voice)}, "warn", "clock"
    return _("Batas %(when)s") % {"when": short_day(due, voice, now=now)}, "neutral", "clock"
