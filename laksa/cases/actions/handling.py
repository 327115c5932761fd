"""From a queue to somebody's hands: who owns it, who holds it, what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa.cases import rules
from laksa.cases.actions.duty import duty_facts, take_on_duty
from laksa.cases.actions.story import Line, lock_case, move_case, need_words, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case
from laksa.cases.policies import (
    may_accept,
    may_assign,
    may_change_severity,
    may_correct_place,
    may_hand_over,
    may_plan,
    may_return,
    may_start,
)
from laksa.cases.rules import Severity, State, Visibility
from laksa.city.models import book, locate
from laksa.deadlines.actions import Targets, targets_for
from laksa.identity.models import User
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.permissions import require
from laksa.routing.actions import Moved, record_correction

MAX_PLAN_DAYS = 366


@dataclass(frozen=True)
class Owner:
    """To whom a case goes: an agency, and inside it perhaps a unit and a person."""

    agency: str
    unit: str | None = None
    holder_id: int | None = None
    category: str | None = None
    severity: Severity | None = None


@transaction.atomic
def assign_case(case_id: int, owner: Owner, *, actor: Actor, at: datetime, reason: str = "", seen: int | None = None) -> Case:
    """Send a case to an owner; what the city desk corrects is kept as training data.

    Sent to another office and to nobody there, it goes to whoever is on duty.
    """
    case = lock_case(case_id, seen=seen)
    require(may_assign, actor, case)
    before, comes = case.facts(), case.state in {State.RECEIVED, State.TRIAGE}
    _set_owner(case, owner)
    move_case(case, "assign", at=at)
    case.needs_coordinator = False
    if owner.holder_id is not None:
        case.state = State.IN_PROGRESS if case.holder_id == actor.user_id else State.ASSIGNED
    data = _held(case, before, comes=comes, at=at)
    save_story(case, [Line("assigned", Visibility.PUBLIC, reason.strip(), data)], actor=actor, at=at, fields=OWNER_FIELDS)
    if before["category"] != case.category_id or before["agency"] != case.agency_id:
        _record_correction(case, before, actor=actor, at=at, reason=reason)
    tell(case, "assigned", people_of(case), at=at)
    return case


TARGET_FIELDS = ("verify_due_at", "respond_due_at", "resolve_due_at")
OWNER_FIELDS = (
    "category",
    "is_sealed",
    "agency",
    "unit",
    "holder",
    "severity",
    "hops",
    "needs_coordinator",
    *TARGET_FIELDS,
)


def _set_owner(case: Case, owner: Owner) -> None:
    agencies, units = book().agencies, book().units
    if owner.agency not in agencies:
        raise Refused(_("Perangkat daerah ini tidak ada di daftar. Pilih dari daftar."), field="agency")
    if owner.unit and (owner.unit not in units or units[owner.unit].agency_id != owner.agency):
        raise Refused(_("Unit ini bukan bagian dari perangkat daerah yang dipilih."), field="unit")
    if owner.holder_id is not None and not User.objects.filter(pk=owner.holder_id, is_active=True, posts__agency_id=owner.agency).exists():
        raise Refused(_("Orang ini tidak bertugas di perangkat daerah yang dipilih."), field="holder")
    if owner.category:
        if owner.category not in book().categories:
            raise Refused(_("Kategori ini sudah tidak dipakai. Pilih yang lain."), field="category")
        case.category_id = owner.category
        # A secret stays one: a case sent to an open category may already hold what nobody else should read.
        case.is_sealed = case.is_sealed or book().categories[owner.category].is_sealed
    case.agency_id, case.unit_id, case.holder_id = owner.agency, owner.unit or None, owner.holder_id
    if owner.severity is not None:
        case.severity = owner.severity
    reset_targets(case)


def reset_targets(case: Case) -> None:
    """Set the due dates from the SOP in force when the case came: the first clock never restarts, nor that of a case merged into it."""
    category = book().categories[case.category_id]
    set_targets(case, targets_for(group=category.group, severity=case.severity, agency=case.agency_id, received_at=case.received_at))
    sooner = case.soonest_due_of_merged() if case.supporters else None
    if sooner is not None and (case.resolve_due_at is None or sooner < case.resolve_due_at):
        case.resolve_due_at = sooner


def set_targets(case: Case, targets: Targets) -> None:
    """Set the three dates; for the repair the shortest promise that applies counts, never only the softer one."""
    case.verify_due_at, case.respond_due_at = targets.verify_due_at, targets.respond_due_at
    case.resolve_due_at = targets.promise_due_at


def _held(case: Case, before: dict[str, Any], *, comes: bool = False, at: datetime) -> dict[str, Any]:
    """Return what the story says of the owner; what comes to another office and to nobody there, goes to whoever is on duty.

    `comes`: from nobody's office. Inside one office a queue is what was chosen.
    """
    comes = comes or (before["agency"], before["unit"]) != (case.agency_id, case.unit_id)
    if case.holder_id is None and comes:
        # Not asked for yet: where nobody is on duty, who reported it costs no query.
        reporters = case.participants.filter(user__isnull=False).values_list("user_id", flat=True)
        taken = take_on_duty(case.agency_id, case.unit_id, but=reporters, at=at)
        if taken is not None:
            case.holder_id = taken.user_id
            return case.facts() | {"from": before} | duty_facts(taken)
    return case.facts() | {"from": before, "holder_name": _name_of(case.holder_id)}


def _name_of(user_id: int | None) -> str:
    return "" if user_id is None else User.objects.only("name").get(pk=user_id).name


def _record_correction(case: Case, before: dict[str, str], *, actor: Actor, at: datetime, reason: str) -> None:
    moved = Moved(case.code, case.public_text, (before["category"], before["agency"]), (case.category_id, case.agency_id), case.decision)
    record_correction(moved, reason=reason, actor=actor, at=at)


@transaction.atomic
def accept_case(case_id: int, *, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Take a case into one's own hands: from now on exactly this person holds it."""
    case = lock_case(case_id, seen=seen)
    require(may_accept, actor, case)
    case.holder_id = actor.user_id
    case.hops = 0
    move_case(case, "accept", at=at)
    save_story(case, [Line("accepted", Visibility.PUBLIC, "", {"holder": actor.user_id})], actor=actor, at=at, fields=["holder", "hops"])
    return case


@transaction.atomic
def return_case(case_id: int, *, reason: str, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Give a case back to the city desk because another office owns it; the hop is counted.

    The third hop in a row goes to a coordinator.
    """
    case = lock_case(case_id, seen=seen)
    require(may_return, actor, case)
    words = need_words(reason, field="reason")
    before = case.facts()
    move_case(case, "return", at=at)
    case.holder_id = None
    case.hops += 1
    case.needs_coordinator = case.needs_coordinator or case.hops >= rules.HOPS_TO_COORDINATOR
    line = Line("returned", Visibility.PUBLIC, "", {"from": before, "hops": case.hops})
    save_story(case, [line, Line("note", Visibility.INTERNAL, words)], actor=actor, at=at, fields=["holder", "hops", "needs_coordinator"])
    return case


@transaction.atomic
def hand_over_case(case_id: int, owner: Owner, *, reason: str, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Hand a case in hand to somebody of the same agency; the clock goes on."""
    case = lock_case(case_id, seen=seen)
    require(may_hand_over, actor, case)
    words = need_words(reason, field="reason")
    if owner.agency != case.agency_id:
        raise Refused(_("Ke perangkat daerah lain lewat “Kembalikan ke meja kota”, supaya meja kota tahu."), field="agency")
    before = case.facts()
    move_case(case, "hand_over", at=at)
    _set_owner(case, owner)
    data = _held(case, before, at=at)
    lines = [Line("handed_over", Visibility.PUBLIC, "", data), Line("note", Visibility.INTERNAL, words)]
    save_story(case, lines, actor=actor, at=at, fields=OWNER_FIELDS)
    return case


@transaction.atomic
def plan_case(case_id: int, *, promised_on: date, words: str, actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Promise a date that the reporter sees; a second promise counts as re-planning and needs a reason."""
    case = lock_case(case_id, seen=seen)
    require(may_plan, actor, case)
    said = need_words(words, field="words")
    today = timezone.localdate(at)
    if not today <= promised_on <= today + timedelta(days=MAX_PLAN_DAYS):
        raise Refused(_("Pilih tanggal mulai hari ini sampai satu tahun ke depan."), field="promised_on")
    again = case.state == State.PLANNED
    move_case(case, "plan", at=at)
    earlier, case.promised_on = case.promised_on, promised_on
    case.replans += int(again)
    case.responded_at = case.responded_at or at
    data = {"promised_on": promised_on.isoformat(), "earlier": earlier.isoformat() if again and earlier else "", "replans": case.replans}
    save_story(case, [Line("planned", Visibility.PUBLIC, said, data)], actor=actor, at=at, fields=["replans", "responded_at"])
    tell(case, "planned", people_of(case), at=at, facts={"words": said})
    return case


@transaction.atomic
def start_case(case_id: int, *, words: str = "", actor: Actor, at: datetime, seen: int | None = None) -> Case:
    """Say that work at the place has begun."""
    case = lock_case(case_id, seen=seen)
    require(may_start, actor, case)
    move_case(case, "start", at=at)
    save_story(case, [Line("started", Visibility.PUBLIC, words.strip()[: rules.REPLY_LIMIT])], actor=actor, at=at)
    tell(case, "started", people_of(case), at=at)
    return case


@transaction.atomic
def change_severity(case_id: int, severity: Severity, *, reason: str, actor: Actor, at: datetime) -> Case:
    """Set how heavy the case is; the reason is kept, the due dates follow from the day it came."""
    case = lock_case(case_id)
    require(may_change_severity, actor, case)
    words = need_words(reason, field="reason")
    before, case.severity = case.severity, severity
    reset_targets(case)
    line = Line("severity_changed", Visibility.INTERNAL, words, {"from": before, "to": severity})
    save_story(case, [line], actor=actor, at=at, fields=["severity", *TARGET_FIELDS])
    return case


@dataclass(frozen=True)
class Spot:
    """A corrected place: a point (WGS 84), or only a kelurahan, and words."""

    lat: float | None = None
    lon: float | None = None
    village: str = ""
    place_text: str = ""


@transaction.atomic
def correct_place(case_id: int, spot: Spot, *, actor: Actor, at: datetime) -> Case:
    """Set the place of a case anew; where it was before stays in the story."""
    case = lock_case(case_id)
    require(may_correct_place, actor, case)
    before = {"village": case.village_id, "lat": case.lat, "lon": case.lon, "place_text": case.place_text}
    if spot.lat is not None and spot.lon is not None:
        found = locate(spot.lat, spot.lon)
        case.lat, case.lon, case.cell = spot.lat, spot.lon, rules.cell_of(spot.lat, spot.lon)
        case.is_outside = not found.inside
        case.village_id = found.village.code if found.village is not None else None
    if spot.village:
        if spot.village not in book().areas:
            raise Refused(_("Kelurahan ini tidak ada di daftar."), field="village")
        case.village_id = spot.village
    case.place_text = " ".join(spot.place_text.split())[:200] or case.place_text
    line = Line("place_corrected", Visibility.INTERNAL, "", {"from": before, "village": case.village_id})
    save_story(case, [line], actor=actor, at=at, fields=["lat", "lon", "cell", "village", "is_outside", "place_text"])
    return case
