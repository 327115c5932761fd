# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything the case page reads, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from laksa.cases.actions import similar_cases, verify_log, verify_story
from laksa.cases.actions.joining import Similar
from laksa.cases.models import Case, CaseQuerySet, Entry, Participant, Photo
from laksa.cases.policies import CHIEFS
from laksa.cases.rules import Identity
from laksa.identity.models import Post
from laksa.identity.rules import Actor

STORY_LIMIT = 200
NEAR_LIMIT = 5
NEAR_COLUMNS = ("code", "title", "state", "received_at")
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """One entry of the story with the photos that came with it."""

    entry: Entry
    photos: list[Photo]


@dataclass(frozen=True)
class Near:
    """A case near this one; `is_visible` says whether the reader may open it on the desk."""

    case: Case
    distance_m: int | None
    is_visible: bool


@dataclass(frozen=True)
class CaseFile:
    """A case with its story (newest first) and all that stands beside it."""

    case: Case
    lines: list[Line]
    is_shortened: bool
    photos: list[Photo]
    people: list[Participant]
    near_count: int = 0
    watchers: tuple[Post, ...] = ()
    similar: tuple[Near, ...] = ()
    earlier: tuple[Near, ...] = ()
    absorbed: tuple[Case, ...] = ()
    chain_fault: str = ""

    @property
    def reporter(self) -> Participant | None:
        return next((one for one in self.people if one.is_reporter), None)

    @property
    def before_photos(self) -> list[Photo]:
        """What shows the fault; a drawing or an offer that came with a question of the house is none of it."""
        return [photo for photo in self.photos if photo.role == Photo.REPORT or (photo.role == Photo.ADDITION and not photo.is_internal)]

    @property
    def after_photos(self) -> list[Photo]:
        return [photo for photo in self.photos if photo.role == Photo.EVIDENCE]

    @property
    def reachable(self) -> int:
        """How many people get a letter; the others read it behind their link."""
        return sum(1 for one in self.people if one.email_index and not one.is_muted)

    @property
    def hidden(self) -> int:
        """How many of the people hid their name from the office or gave none."""
        return sum(1 for one in self.people if one.identity != Identity.NAMED)


def find_case(code: str, *, actor: Actor) -> Case | None:
    """Return the case of this code if the actor may open it, with its holder."""
    return _whole(Case.objects.readable_by(actor).filter(code=code.replace("\x00", "")))


def read_whole(listed: Case) -> Case | None:
    """Return a case of a list, which the actor was found to see, with all its columns and its holder."""
    return _whole(Case.objects.filter(pk=listed.pk))


def _whole(cases: CaseQuerySet) -> Case | None:
    return cases.select_related("holder", "sight").order_by().first()


def read_pane(case: Case) -> CaseFile:
    """Return what the inbox shows of a case beside the list: the story and the people."""
    photos = list(case.photos.order_by("added_at", "pk"))
    lines, is_shortened = _story(case, photos)
    return CaseFile(case, lines, is_shortened, photos, _people(case))


def read_file(case: Case, *, actor: Actor, at: datetime) -> CaseFile:
    """Return all that the case page shows."""
    photos = list(case.photos.order_by("added_at", "pk"))
    lines, is_shortened = _story(case, photos)
    similar, earlier = _neighbours(case, at=at)
    ids = [one.case.pk for one in similar] + [one.pk for one in earlier]
    visible = set(Case.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return CaseFile(
        case,
        lines,
        is_shortened,
        photos,
        _people(case),
        near_count=len(ids),
        watchers=_watchers(case, at=at),
        similar=tuple(Near(one.case, one.distance_m, one.case.pk in visible) for one in similar),
        earlier=tuple(Near(one, None, one.pk in visible) for one in earlier),
        absorbed=tuple(Case.objects.filter(merged_into=case).only("code", "title").order_by("pk")[:NEAR_LIMIT]),
        chain_fault=_chain_fault(case, lines),
    )


def _chain_fault(case: Case, lines: list[Line]) -> str:
    told = [line.entry for line in reversed(lines)]
    # Of a story too long to be shown whole, or one that has grown since the case was read, the log itself is asked.
    faults = verify_story(case, told) if len(told) == case.entry_count else verify_log(codes=[case.code])
    return next((f"{fault.number}: {fault.problem}" for fault in faults), "")


def _people(case: Case) -> list[Participant]:
    # Names and addresses stay sealed here: they are read by `look_at_identity` alone.
    people = list(case.participants.defer("name", "phone", "email").order_by("joined_at", "pk"))
    case.know_accounts(people)
    return people


def _story(case: Case, photos: list[Photo]) -> tuple[list[Line], bool]:
    shown: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo.entry_id is not None:
            shown[photo.entry_id].append(photo)
    entries = list(case.entries.order_by("-number")[: STORY_LIMIT + 1])
    return [Line(entry, shown.get(entry.pk, [])) for entry in entries[:STORY_LIMIT]], len(entries) > STORY_LIMIT


def _watchers(case: Case, *, at: datetime) -> tuple[Post, ...]:
    """The chiefs of the owner, who all see the case while one person holds it."""
    posts = Post.objects.in_force(at).filter(agency_id=case.agency_id, role__in=CHIEFS).select_related("user")
    return tuple(posts.order_by("role", "pk")[:8])


def _neighbours(case: Case, *, at: datetime) -> tuple[list[Similar], list[Case]]:
    """Return open cases of the same kind nearby, and what has ended in this square within a year."""
    point = None if case.lat is None or case.lon is None else (case.lat, case.lon)
    similar = similar_cases(case.category_id, point=point, village=case.village_id, at=at, but=case.pk)
    if case.cell is None:
        return similar, []
    here = Case.objects.public().filter(cell=case.cell, category_id=case.category_id, received_at__gte=at - YEAR, is_open=False)
    return similar, list(here.exclude(pk=case.pk).only(*NEAR_COLUMNS).order_by("-received_at")[:NEAR_LIMIT])
