# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ladder of a case in words and as a line in true scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.cases.rules import WAITING, Party, PartyKind, Stretch
from laksa.city.models.names import agency_name
from laksa.city.rules.ladders import CASE
from laksa.escalation.models import Step, is_urgent, ladders, steps_of
from laksa.escalation.rules import WALL, Fall, office_word, share_label
from laksa.identity.models import Absence
from laksa.ui.rules import clock_time, day, exact, short_day
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.models.ladder import LadderFile, sop_of
from laksa.workspace.models.people import names_of
from laksa.workspace.models.roster import away_now
from laksa.workspace.rules.ladder_line import Mark, draw_line, scale_of

DEAD = ("failed", "dead")
TOLD_SHOWN = 6


@dataclass(frozen=True)
class Rung:
    """One step in words: when, who, how it was sent, whether it was read. `stand` as on the drawing."""

    at: str
    share: str
    people: tuple[str, ...]
    how: str
    sent: str
    read: str
    stand: str
    is_read: bool = False


def ladder_context(file: LadderFile, *, user_id: int, at: datetime) -> dict[str, Any]:
    """Return the list of steps, newest first, the drawing and who held the case."""
    mine = file.newest_of(user_id)
    groups = [list(group) for _number, group in groupby(file.steps, key=lambda step: (step.number, step.fell_due_at))]
    rungs = [_rung(group, mine, file, at=at) for group in groups]
    coming = [_ahead(fall, file, at=at) for fall in file.ahead[:1]]
    kept = [_kept(fall, file, at=at) for fall in reversed(file.kept)]
    marks = [_mark(group, mine, at=at) for group in groups if group[0].outcome != Step.PASSED]
    scale = scale_of(file.start, due=file.due, now=at, marks=marks)
    held = [(one.since, one.until, tone_of(one.party)) for one in file.held if one.until > file.start]
    nights = file.ladders.night.between(scale.start, scale.end)
    line = draw_line(scale, due=file.due, now=at, marks=marks, nights=nights, held=held)
    voice = current_voice()
    return {
        "rungs": [*coming, *kept, *reversed(rungs)],
        "line": line,
        "days": [(x, f"{day(moment, voice).split()[0]} {moment.astimezone(voice.zone).day}") for x, moment in line.midnights],
        "start_words": exact(file.start, voice, now=at),
        "now_words": clock_time(at, voice),
        "night": file.ladders.night,
        "night_words": f"{file.ladders.night.start:%H.%M}-{file.ladders.night.end:%H.%M}".replace("-", "–"),
        **_held_rows(file, at=at),
    }


def told_context(case: Case, *, at: datetime) -> dict[str, Any]:
    """Return who was told of a case, the newest first, and until when its holder is away: for the case page."""
    voice = current_voice()
    steps = [step for step in steps_of(case.pk) if step.told_at is not None]
    rows = [
        (_person(step, None), share_label(step.percent, step.days), exact(step.told_at or at, voice, now=at), step.read_at is not None)
        for step in sorted(steps, key=lambda one: -one.pk)[:TOLD_SHOWN]
    ]
    away = away_now([case.holder_id], at=at)
    return {"told": rows, "holder_away": away_words(away[case.holder_id]) if case.holder_id in away else ""}


def away_words(absence: Absence) -> str:
    """Say until when somebody is away and who stands in: "cuti s.d. Sab 28 Nov, digantikan Yudi"."""
    last = short_day(absence.until - timedelta(minutes=1), current_voice())
    if absence.deputy is None:
        return _("cuti s.d. %(day)s, tanpa pengganti") % {"day": last}
    return _("cuti s.d. %(day)s, digantikan %(deputy)s") % {"day": last, "deputy": absence.deputy.name}


def limit_words(file: LadderFile) -> str:
    """Say the limit that the percentages are of, and the rule it comes from."""
    voice = current_voice()
    if file.subject != CASE:
        return _("Batas: %(due)s.") % {"due": exact(file.due, voice)}
    sop, version = sop_of(file.case)
    if sop is None or sop.resolve_hours is None:
        return _("Batas beres: %(due)s.") % {"due": exact(file.due, voice)}
    words = {"length": _span(sop.resolve_hours, sop.clock), "group": sop.group, "severity": file.case.severity, "version": version}
    return _("Batas beres %(length)s: %(group)s, %(severity)s, SOP versi %(version)d.") % words


def _span(hours: float, clock: str) -> str:
    if clock == "working_days" and hours >= 24:
        return _("%(days)g hari kerja") % {"days": hours / 24}
    return _("%(hours)g jam") % {"hours": hours}


def _rung(group: list[Step], mine: Step | None, file: LadderFile, *, at: datetime) -> Rung:
    first, voice = group[0], current_voice()
    when = first.told_at or first.fell_due_at
    return Rung(
        at=_stamp(when, at),
        share=_share(first.percent, first.days, file),
        people=tuple(_person(step, mine) for step in group),
        how=_how(first, at=at),
        sent=_("Terkirim %(time)s") % {"time": clock_time(first.told_at, voice)} if first.told_at else "",
        read=_read(group),
        stand=_stand(group, mine),
        is_read=all(step.read_at for step in group if step.user_id),
    )


def _ahead(fall: Fall, file: LadderFile, *, at: datetime) -> Rung:
    return _coming(fall, file, when=_stamp(fall.at, at), how=_("belum, kalau sampai saat itu belum beres"))


def _kept(fall: Fall, file: LadderFile, *, at: datetime) -> Rung:
    """Return a step that has fallen due and was not told yet, with when it goes out."""
    goes = file.ladders.night.sendable_at(at, is_emergency=is_urgent(file.case))
    how = _("Jatuhnya %(time)s, ditahan karena malam") if goes > at else _("Jatuhnya %(time)s, segera dikirim")
    return _coming(fall, file, when=_stamp(goes, at), how=how % {"time": _stamp(fall.at, at)})


def _coming(fall: Fall, file: LadderFile, *, when: str, how: str) -> Rung:
    people = tuple(office_word(whom).capitalize() for whom in fall.rung.whom if whom != WALL)
    return Rung(when, _share(fall.rung.percent, fall.rung.days, file), people, how, "", "", "ahead")


def _share(percent: int | None, days: int | None, file: LadderFile) -> str:
    share = share_label(percent, days)
    if file.subject != CASE:
        return share
    sop, _version = sop_of(file.case)
    if sop is not None and sop.resolve_hours:
        return _("%(share)s dari %(length)s") % {"share": share, "length": _span(sop.resolve_hours, sop.clock)}
    return share


def _person(step: Step, mine: Step | None) -> str:
    if step.user is None:
        return step.party or office_word(step.whom).capitalize()
    name = _("Anda") if mine is not None and step.user_id == mine.user_id else step.user.name
    if step.deputy_for is not None:
        return _("%(name)s, pengganti %(absent)s") % {"name": name, "absent": step.deputy_for.name}
    if step.office:
        return _("%(name)s (%(named)s sedang kosong)") % {"name": name, "named": office_word(step.whom)}
    return f"{name}, {office_word(step.whom)}"


def _how(step: Step, *, at: datetime) -> str:
    """Say by which way it went, and the night that kept it back."""
    if step.outcome == Step.PASSED:
        return _("Dilewati: orangnya sudah diberi tahu dari anak tangga yang lebih tinggi")
    if step.outcome == Step.NOBODY:
        return _("Tidak ada yang memegang jabatan ini, juga di atasnya")
    ways = [_("Aplikasi")] if step.user_id else []
    if step.message is not None:
        ways.append(_("surel gagal") if step.message.state in DEAD else _("surel"))
    if step.is_wall:
        ways.append(_("layar Ruang Kendali"))
    words = ", ".join(ways)
    words = words[:1].upper() + words[1:]
    if not step.is_kept_back:
        return words
    said = {"ways": words, "time": _stamp(step.fell_due_at, at)}
    if ladders().night.covers(step.fell_due_at):
        return _("%(ways)s. Jatuhnya %(time)s, ditahan karena malam") % said
    return _("%(ways)s. Jatuhnya %(time)s, terlambat dikirim") % said


def _read(group: list[Step]) -> str:
    people = [step for step in group if step.user_id]
    if not people:
        return ""
    read = [step.read_at for step in people if step.read_at]
    if len(read) == len(people):
        return _("Dibaca %(time)s") % {"time": clock_time(max(read), current_voice())}
    return _("Belum dibaca") if len(people) == 1 else _("Dibaca %(read)d dari %(count)d") % {"read": len(read), "count": len(people)}


def _stand(group: list[Step], mine: Step | None) -> str:
    first = group[0]
    if first.told_at is None:
        return "passed"
    if mine is not None and any(step.pk == mine.pk for step in group):
        return "mine"
    if any(step.user_id and step.read_at is None for step in group):
        return "unread"
    return "late" if first.percent is not None and first.percent >= 100 else "done"


def _mark(group: list[Step], mine: Step | None, *, at: datetime) -> Mark:
    first, voice = group[0], current_voice()
    name = _person(first, mine).split(",")[0].split(" (")[0]
    told = first.told_at or first.fell_due_at
    read = _("dibaca") if all(step.read_at for step in group if step.user_id) else _("belum")
    detail = f"{short_day(told, voice)[:3]} {clock_time(told, voice)}, {read}"
    more = f" +{len(group) - 1}" if len(group) > 1 else ""
    return Mark(first.fell_due_at, first.told_at, share_label(first.percent, first.days), f"{name}{more}", detail, _stand(group, mine))


def _stamp(moment: datetime, at: datetime) -> str:
    """Say day and hour; the date too where the weekday alone could be another week's."""
    voice = current_voice()
    if abs(at - moment) < timedelta(days=6):
        return f"{day(moment, voice).split()[0]} {clock_time(moment, voice)}"
    return exact(moment, voice, now=at)


def tone_of(party: Party) -> str:
    """Return how a party's time is drawn: those who are waited for are hatched."""
    if party.kind in WAITING:
        return "wait"
    return {PartyKind.DESK: "info", PartyKind.QUEUE: "neutral"}.get(party.kind, "brand")


def _held_rows(file: LadderFile, *, at: datetime) -> dict[str, Any]:
    """Return who held the case and for how long, with a sum that is the line's length."""
    inside = [_cut(one, file.start, at) for one in file.held if one.until > file.start]
    known = names_of(int(one.party.key) for one in inside if one.party.kind == PartyKind.OFFICER and one.party.key.isdecimal())
    total: dict[Party, timedelta] = {}
    for one in inside:
        total[one.party] = total.get(one.party, timedelta()) + one.length
    rows = [(party_words(party, known), hours_words(length), tone_of(party)) for party, length in total.items()]
    whole = sum(total.values(), timedelta())
    return {"held_rows": rows, "held_total": hours_words(whole)}


def _cut(one: Stretch, start: datetime, until: datetime) -> Stretch:
    return Stretch(one.party, max(one.since, start), min(one.until, until))


def party_words(party: Party, known: dict[int, str]) -> str:
    """Return what a party that held a case is called."""
    if party.kind == PartyKind.OFFICER:
        return party.name or known.get(int(party.key) if party.key.isdecimal() else 0, _("petugas"))
    if party.kind == PartyKind.QUEUE:
        return _("Antrean %(office)s, belum dipegang") % {"office": _agency(party.key)}
    words = {
        PartyKind.DESK: _("Meja kota, memilah"),
        PartyKind.REPORTER: _("Menunggu pelapor"),
        PartyKind.CONFIRMING: _("Menunggu konfirmasi pelapor"),
        PartyKind.SIGNER: _("Menunggu tanda tangan atas bukti"),
    }
    return words.get(party.kind) or party.name or str(party.kind)


def _agency(slug: str) -> str:
    try:
        return agency_name(slug)
    except KeyError:
        return slug


def hours_words(length: timedelta) -> str:
    """Say a length in hours and minutes: "27 j 25 m"."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return _("%(hours)d j %(minutes)02d m") % {"hours": hours, "minutes": minutes}
