"""What becomes of open cases when the office that has them leaves the city's data: a unit, or a whole agency."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.models import Case
from laksa.cases.rules import AWAITING, IN_HAND, UNSOLVED, State, Visibility
from laksa.city.models import book
from laksa.identity.models import Post
from laksa.identity.rules import SYSTEM

SWEEP_BATCH = 200
WORKED_ON = frozenset({State.ASSIGNED, *IN_HAND, *AWAITING})


def release_dissolved(*, at: datetime) -> int:
    """Move the open cases of offices that are no more: from a unit to its agency's queue, from an agency to the city desk.

    Return how many. Their clocks go on; whoever still serves in the agency keeps what they hold.
    """
    units, agencies = list(book().units.retired), list(book().agencies.retired)  # type: ignore[attr-defined]
    if not (units or agencies):
        return 0
    gone = Q(unit__in=units) | Q(agency__in=agencies)
    lost = Case.objects.open().filter(gone, state__in=sorted(WORKED_ON)).order_by("pk")
    return sum(_release_one(pk, at=at) for pk in list(lost.values_list("pk", flat=True)[:SWEEP_BATCH]))


@transaction.atomic
def _release_one(case_id: int, *, at: datetime) -> bool:
    case = lock_case(case_id)
    if State(case.state) not in UNSOLVED & WORKED_ON:
        return False
    if case.agency_id not in book().agencies:
        return _to_desk(case, at=at)
    if case.unit_id is None or case.unit_id in book().units:
        return False
    return _to_queue(case, at=at)


def _to_queue(case: Case, *, at: datetime) -> bool:
    """Leave the case to its agency, and to its holder where they still serve there."""
    before, unit = case.facts(), str(book().units[case.unit_id or ""].name)
    case.unit_id = None
    if case.holder_id is not None and not _serves(case.holder_id, case.agency_id, at=at):
        case.holder_id = None
        if State(case.state) in IN_HAND:
            case.move("hand_over", at=at)
        elif State(case.state) in AWAITING:
            case.resume_state = State.ASSIGNED
    name = case.holder.name if case.holder else ""
    line = Line("handed_over", Visibility.PUBLIC, "", case.facts() | {"from": before, "holder_name": name})
    _save(case, line, _("%(office)s sudah tidak ada. Laporan ini kembali ke antrean kantornya.") % {"office": unit}, at=at)
    return True


def _to_desk(case: Case, *, at: datetime) -> bool:
    """Give the case back to the city desk: nobody else can say whose it is now."""
    before, agency = case.facts(), str(book().agencies[case.agency_id].name)
    if State(case.state) in AWAITING:
        if case.resume_state == State.TRIAGE and case.holder_id is None:
            return False
        case.resume_state = State.TRIAGE
    else:
        case.move("return", at=at)
    case.holder_id = None
    line = Line("returned", Visibility.PUBLIC, "", {"from": before, "hops": case.hops})
    _save(case, line, _("%(office)s sudah tidak ada. Meja kota memilih kantor yang baru.") % {"office": agency}, at=at)
    return True


def _save(case: Case, line: Line, words: str, *, at: datetime) -> None:
    save_story(case, [line, Line("note", Visibility.INTERNAL, words)], actor=SYSTEM, at=at, fields=["unit", "holder"])


def _serves(user_id: int, agency: str, *, at: datetime) -> bool:
    return Post.objects.in_force(at).filter(user_id=user_id, user__is_active=True, agency_id=agency).exists()
