# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a report stands, for people: its stages, its clock, what it waits for, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.cases.models import Case, Entry
from laksa.cases.rules import AWAITING, ENDED, UNSOLVED, Kind, State
from laksa.cases.rules import Stage as Public
from laksa.city.models import book
from laksa.deadlines.actions import hours_of, targets_for
from laksa.deadlines.rules import Clock, Norm, Remaining, Unit, countdown, share_used
from laksa.kernel.privacy import hide_identifiers
from laksa.portal.views.done import office_name
from laksa.portal.views.rows import noon
from laksa.ui.rules import Stage, day, days_between, duration, exact, short_date
from laksa.ui.templatetags.ui import current_voice

# Which entry brings a case to which stop of the line.
REACHED = {"received": Public.REPORT, "accepted": Public.PROCESS, "planned": Public.PROCESS, "started": Public.WORK}
REACHED |= dict.fromkeys(("resolved", "answered"), Public.DONE)
# What sends it back: everything after the named stop is to come again.
SENT_BACK = {"returned": Public.REPORT, "handed_over": Public.REPORT, "owner_objected": Public.REPORT, "reopened": Public.PROCESS}
LINE = [Public.REPORT, Public.PROCESS, Public.WORK, Public.DONE]
# Under this part of the time the clock turns yellow. Source: screens, "Clock".
NEAR = 0.8
NEVER_STOPS = 100


def stages_of(case: Case, entries: Sequence[Entry], *, at: datetime, is_long: bool = False) -> list[Stage]:
    """Return the line of stages with the day each was reached last; `is_long` says the hour as well."""
    line = [stop for stop in LINE if case.kind == Kind.COMPLAINT or stop != Public.WORK]
    dates = _dates(case, entries)
    standing = case.stage if case.stage in line else _last_reached(line, dates)
    now = line.index(standing)
    is_over = case.state in ENDED
    say = exact if is_long else short_date
    stages = []
    for number, stop in enumerate(line):
        stand = "ahead" if number > now else "done" if number < now or is_over else "now"
        reached = dates.get(stop)
        date = say(reached, current_voice(), now=at) if reached is not None and stand != "ahead" else ""
        remark = _remark(case) if number == now and not is_over else ""
        waits = number == now and case.state in AWAITING
        stages.append(Stage(_label(stop), stand, date=date, remark=remark, waits=waits))
    if case.state in {State.REJECTED, State.WITHDRAWN}:
        stages = [*stages[: now + 1], Stage(_label(case.stage), "done", date=say(case.state_since, current_voice(), now=at))]
    return stages


def _dates(case: Case, entries: Sequence[Entry]) -> dict[Public, datetime]:
    dates = {Public.REPORT: case.received_at}
    for entry in entries:
        back = SENT_BACK.get(entry.kind)
        if back is not None:
            dates = {stop: reached for stop, reached in dates.items() if stop in LINE[: LINE.index(back) + 1]}
        stop = REACHED.get(entry.kind)
        if stop is not None:
            dates[stop] = entry.at
    return dates


def _last_reached(line: list[Public], dates: dict[Public, datetime]) -> Public:
    return max((stop for stop in dates if stop in line), key=line.index)


def _remark(case: Case) -> str:
    if case.state == State.AWAITING_OUTSIDE:
        return _("menunggu %(party)s") % {"party": case.waits_for}
    words = {
        State.AWAITING_REPORTER: _("menunggu jawaban"),
        State.AWAITING_DECISION: _("menunggu keputusan"),
        State.RESOLVED: _("menunggu kata pelapor"),
    }
    return words.get(State(case.state), "")


def _label(stop: Public) -> str:
    words = {
        Public.REPORT: _("Pengaduan"),
        Public.PROCESS: _("Proses"),
        Public.WORK: _("Pengerjaan"),
        Public.DONE: _("Selesai"),
        Public.REFUSED: _("Ditolak"),
        Public.WITHDRAWN: _("Ditarik"),
    }
    return words[stop]


# --- the clock ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Countdown:
    """The citizen's clock: "1 hari 4 jam" "kerja lagi", "Target Selasa 24 Nov 16.00", how full the bar is."""

    number: str
    words: str
    target: str
    percent: int
    tone: str
    law: str


def clock_of(case: Case, *, at: datetime) -> Countdown | None:
    """Return the clock of a case that is not solved yet; None when it is, or when no promise binds it.

    It runs towards the shortest promise; the law's own limit is told beside it.
    """
    if case.resolve_due_at is None or case.state not in UNSOLVED:
        return None
    group = book().categories[case.category_id].group
    norm = Norm.QUESTION if case.kind == Kind.QUESTION else Norm.ORDINARY
    targets = targets_for(group=group, severity=case.severity, agency=case.agency_id, received_at=case.received_at, norm=norm)
    # The general promise of the city counts by the wall clock; an SOP's own date as that SOP counts.
    clock = targets.clock if case.resolve_due_at == targets.resolve_due_at else Clock.CALENDAR
    hours = hours_of(case.agency_id)
    left = countdown(case.resolve_due_at, now=at, clock=clock, hours_of_agency=hours)
    used = share_used(case.received_at, due=case.resolve_due_at, now=at, clock=clock, hours_of_agency=hours)
    voice = current_voice()
    target = _("Target %(time)s.") % {"time": exact(case.resolve_due_at, voice, now=at)}
    law = _("Batas menurut peraturan: %(time)s.") % {"time": exact(targets.law_due_at, voice, now=at)}
    if left.late and not left.is_something:
        return Countdown(_("Baru lewat"), "", target, NEVER_STOPS, "late", law)
    if left.late:
        return Countdown(_("Lewat %(time)s") % {"time": _length(left)}, _late_unit(left), target, NEVER_STOPS, "late", law)
    words = _("kerja lagi") if left.unit == Unit.WORKING else _("lagi")
    return Countdown(_length(left), words, target, round(100 * used), "near" if used >= NEAR else "", law)


def _length(left: Remaining) -> str:
    minutes = left.days * 24 * 60 + left.hours * 60 + left.minutes
    # Two units at most, and no minutes beside days.
    return duration(minutes - left.minutes if left.days else minutes, current_voice())


def _late_unit(left: Remaining) -> str:
    return _("kerja") if left.unit == Unit.WORKING and left.days else ""


@dataclass(frozen=True)
class Solved:
    """How the solution came in against its target: "Selesai sebelum target", "2 jam 20 menit", "Target Selasa 24 Nov 16.00."."""

    label: str
    number: str
    target: str
    tone: str = ""


def solved_of(case: Case, *, at: datetime) -> Solved | None:
    """Return how a declared solution stands against its target; None while there is none, or no target."""
    if case.resolved_at is None or case.resolve_due_at is None or case.state in UNSOLVED:
        return None
    minutes = int((case.resolve_due_at - case.resolved_at).total_seconds() // 60)
    target = _("Target %(time)s.") % {"time": exact(case.resolve_due_at, current_voice(), now=at)}
    number = duration(minutes, current_voice())
    return (
        Solved(_("Selesai sebelum target"), number, target) if minutes >= 0 else Solved(_("Selesai setelah target"), number, target, "late")
    )


# --- what was promised for a day -----------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """The day work was promised for: "Dijadwalkan Kamis 26 Nov", and what became of that."""

    title: str
    remark: str
    tone: str = ""


def plan_of(case: Case, *, at: datetime) -> Plan | None:
    """Return the promised day of a case that is not solved; None when nothing was promised. A day moved is told, and one that passed."""
    if case.promised_on is None or case.state not in UNSOLVED:
        return None
    voice = current_voice()
    promised = noon(case.promised_on)
    moved = ngettext("Dijadwalkan ulang %(count)d kali.", "Dijadwalkan ulang %(count)d kali.", case.replans) % {"count": case.replans}
    is_over = days_between(promised, at, voice) > 0
    remarks = [moved] if case.replans else []
    if is_over:
        remarks.append(_("Tanggal ini sudah lewat."))
    title = _("Dijadwalkan %(day)s") % {"day": day(promised, voice, now=at)}
    return Plan(title, " ".join(remarks), "late" if is_over else "")


# --- who has it, and what it waits for ----------------------------------------------------------------


def holder_of(case: Case) -> str:
    """Say who has the case now: office and team; the name of the one who holds it stands apart."""
    if case.state in {State.RECEIVED, State.TRIAGE}:
        return _("Meja kota, yang memilihkan kantornya")
    return office_name(case.agency_id, case.unit_id)


@dataclass(frozen=True)
class Pause:
    """What a case waits for: who, since when, why, and what follows if the date passes."""

    title: str
    since: datetime
    words: str
    until: str
    otherwise: str


def pause_of(case: Case, entries: Sequence[Entry], *, at: datetime) -> Pause | None:
    """Return the pause of a waiting case; None when it does not wait."""
    if case.state not in AWAITING:
        return None
    opened = {State.AWAITING_REPORTER: "asked", State.AWAITING_DECISION: "decision_requested", State.AWAITING_OUTSIDE: "referred"}
    entry = next((one for one in reversed(entries) if one.kind == opened[State(case.state)]), None)
    agency = book().agencies[case.agency_id].short_name
    until = exact(case.asked_until, current_voice(), now=at) if case.asked_until else ""
    titles = {
        State.AWAITING_REPORTER: _("Menunggu jawaban pelapor"),
        State.AWAITING_DECISION: _("Menunggu keputusan %(party)s") % {"party": case.waits_for},
        State.AWAITING_OUTSIDE: _("Menunggu %(party)s") % {"party": case.waits_for},
    }
    otherwise = {
        State.AWAITING_REPORTER: _("Kalau tidak ada jawaban, petugas melanjutkan dengan keterangan yang ada."),
        State.AWAITING_DECISION: _("Kalau lewat, laporan ini masuk daftar lewat waktu %(office)s.") % {"office": agency},
        State.AWAITING_OUTSIDE: _("Kalau lewat, laporan ini masuk daftar lewat waktu %(office)s dan petugas menagihnya.")
        % {"office": agency},
    }
    state = State(case.state)
    return Pause(titles[state], entry.at if entry else case.state_since, _waiting_words(entry, entries), until, otherwise[state])


def _waiting_words(begun: Entry | None, entries: Sequence[Entry]) -> str:
    """Return why the case waits, and what a party outside the city has promised since."""
    if begun is None:
        return ""
    promised = [one.body for one in entries if one.kind == "outside_promised" and one.number > begun.number]
    return "\n".join(words for words in (begun.body, *(hide_identifiers(words) for words in promised[-1:])) if words)
