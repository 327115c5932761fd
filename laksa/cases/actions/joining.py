"""One trouble, many people: joining as a supporter, merging cases and taking a merge back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from laksa.cases import rules
from laksa.cases.actions.handling import TARGET_FIELDS, reset_targets
from laksa.cases.actions.story import Line, lock_case, move_case, save_story
from laksa.cases.actions.telling import people_of, tell
from laksa.cases.models import Case, Participant
from laksa.cases.policies import may_merge, may_split
from laksa.cases.rules import Identity, State, Visibility
from laksa.city.models import book
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.permissions import require

SIMILAR_LIMIT = 3
NEAR_LIMIT = 200
METRES_PER_DEGREE = 111_320


@dataclass(frozen=True)
class Similar:
    """A public case of the same kind near a point; distance_m is None when only the kelurahan is known."""

    case: Case
    distance_m: int | None


def similar_cases(
    category: str, *, point: tuple[float, float] | None, village: str | None, at: datetime, but: int | None = None
) -> list[Similar]:
    """Return up to three open or just solved public cases of the same kind nearby, nearest first.

    How near is the category's own radius; none are shown for a category whose troubles are private.
    """
    radius = book().categories[category].join_radius_m
    if not radius:
        return []
    since = at - timedelta(days=rules.RECENT_DAYS)
    # All open cases that are not sealed are public: asked in one condition, because composing a query costs more than running this one.
    alike = Q(category_id=category, is_open=True, is_sealed=False, received_at__gte=since) & (~Q(pk=but) if but else Q())
    if point is not None:
        rings = max(1, math.ceil(radius / 500))
        # Within the squares the index finds, a box around the circle: in a busy street most of a square is too far.
        north, east = radius / METRES_PER_DEGREE, radius / METRES_PER_DEGREE / max(0.01, math.cos(math.radians(point[0])))
        box = Q(
            cell__in=rules.cells_around(*point, rings),
            lat__range=(point[0] - north, point[0] + north),
            lon__range=(point[1] - east, point[1] + east),
        )
        spots = Case.objects.filter(alike, box).values_list("pk", "lat", "lon")[:NEAR_LIMIT]
        near = sorted((distance_m(point, (lat, lon)), pk) for pk, lat, lon in spots if lat is not None and lon is not None)
        nearest = [(distance, pk) for distance, pk in near if distance <= radius][:SIMILAR_LIMIT]
        cases = Case.objects.in_bulk([pk for _distance, pk in nearest]) if nearest else {}
        return [Similar(cases[pk], distance) for distance, pk in nearest if pk in cases]
    if village is None:
        return []
    return [Similar(case, None) for case in Case.objects.filter(alike, village_id=village).order_by("-received_at")[:SIMILAR_LIMIT]]


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return the distance in metres between two (lat, lon) points of one city; flat-earth, good to 0.1 %."""
    north = (other[0] - one[0]) * METRES_PER_DEGREE
    east = (other[1] - one[1]) * METRES_PER_DEGREE * math.cos(math.radians((one[0] + other[0]) / 2))
    return round(math.hypot(north, east))


@dataclass(frozen=True)
class Supporter:
    """Who joins: how they may be told, in which language, through which channel."""

    name: str = ""
    phone: str = ""
    email: str = ""
    identity: Identity = Identity.ANONYMOUS
    language: str = "id"
    channel: str = "web"


@transaction.atomic
def join_case(case_id: int, supporter: Supporter, *, words: str = "", at: datetime) -> Participant:
    """Join a public case as a supporter with an own link; the same e-mail or phone joins once.

    Raises Refused when the case is not public or has ended.
    """
    case = lock_case(case_id)
    if case.merged_into_id:
        case = lock_case(case.merged_into_id)
    if case.is_sealed or case.is_ended:
        raise Refused(_("Laporan ini sudah ditutup. Kirim laporan baru bila masalahnya muncul lagi."), code="ended")
    person = Participant(
        case=case,
        role=Participant.SUPPORTER,
        identity=supporter.identity,
        language=supporter.language,
        channel=supporter.channel,
        joined_at=at,
    )
    person.set_contact(name=supporter.name, phone=supporter.phone, email=supporter.email)
    earlier = _same_person(case, person)
    if earlier is not None:
        return earlier
    person.set_link()
    person.save(force_insert=True)
    case.supporters += 1
    author = Actor(kind=ActorKind.REPORTER, label="Warga", participant_id=person.pk)
    lines = [Line("joined", Visibility.PUBLIC, "", {"supporters": case.supporters})]
    if words.strip():
        lines.append(Line("message", Visibility.REPORTER, words.strip()[: rules.REPLY_LIMIT]))
    save_story(case, lines, actor=author, at=at, fields=["supporters"])
    tell(case, "joined", [person], at=at)
    return person


def _same_person(case: Case, person: Participant) -> Participant | None:
    known = case.participants.all()
    if person.email_index:
        return known.filter(email_index=person.email_index).first()
    if person.phone_index:
        return known.filter(phone_index=person.phone_index).first()
    return None


@transaction.atomic
def merge_cases(main_id: int, other_id: int, *, actor: Actor, at: datetime, reason: str = "", seen: int | None = None) -> Case:
    """Merge `other` into `main`: it follows the main case, all its people stay told. Return the main case.

    The first clock runs on: of both, the sooner date holds. Raises MoveRefused when one has ended or they are the same,
    PermissionDenied for the wrong office.
    """
    if main_id == other_id:
        raise Refused(_("Laporan tidak bisa digabung ke dirinya sendiri. Pilih laporan lain."), field="main")
    # Locked in one order by everybody, so that two merges crossing each other can't wait forever.
    locked = {pk: lock_case(pk, seen=seen if pk == other_id else None) for pk in sorted((main_id, other_id))}
    main, other = locked[main_id], locked[other_id]
    require(may_merge, actor, other)
    if main.state not in rules.OPEN:
        raise MoveRefused(_("Laporan tujuan sudah ditutup. Pilih laporan yang masih terbuka."), code="main_ended")
    other.merged_into = main
    move_case(other, "merge", at=at)
    save_story(other, [Line("merged", Visibility.PUBLIC, reason.strip(), {"into": main.code})], actor=actor, at=at, fields=["merged_into"])
    joined = other.supporters + 1
    main.supporters += joined
    facts = {"from": other.code, "people": joined} | _keep_first_clock(main)
    save_story(main, [Line("absorbed", Visibility.PUBLIC, "", facts)], actor=actor, at=at, fields=["supporters", *TARGET_FIELDS])
    tell(other, "merged", people_of(other), at=at, facts={"main": main})
    return main


def _keep_first_clock(main: Case) -> dict[str, str]:
    """Let nobody wait by the date of a later report: the soonest of all that are one trouble holds. Return it, for the story, if it moved."""
    before = main.resolve_due_at
    reset_targets(main)
    due = main.resolve_due_at
    return {} if due is None or due == before else {"due": due.isoformat()}


@transaction.atomic
def split_case(case_id: int, *, actor: Actor, at: datetime, reason: str) -> Case:
    """Take a merge back: the case goes on where it stood, its people follow it alone again."""
    case = Case.objects.get(pk=case_id)
    if case.merged_into_id is None:
        raise MoveRefused(_("Laporan ini tidak sedang digabung."), code="not_merged")
    locked = {pk: lock_case(pk) for pk in sorted((case.pk, case.merged_into_id))}
    main = locked[case.merged_into_id]
    case = locked[case.pk]
    require(may_split, actor, case)
    move_case(case, "split", at=at)
    case.merged_into = None
    save_story(case, [Line("split", Visibility.PUBLIC, reason.strip(), {"from": main.code})], actor=actor, at=at, fields=["merged_into"])
    leaving = case.supporters + 1
    main.supporters = max(0, main.supporters - leaving)
    facts = {"code": case.code, "people": leaving} | _keep_first_clock(main)
    save_story(main, [Line("released", Visibility.INTERNAL, "", facts)], actor=actor, at=at, fields=["supporters", *TARGET_FIELDS])
    tell(case, "split", people_of(case), at=at)
    return case


def main_case(case: Case) -> Case:
    """Return the case that a merged one follows in the end, else the case itself.

    What was merged into it before stays merged into it, so that each merge can be taken back alone.
    """
    while case.state == State.MERGED and case.merged_into is not None:
        case = case.merged_into
    return case
