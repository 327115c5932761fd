# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything the case page reads, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from laksa.cases.actions import similar_cases, verify_log
from laksa.cases.models import Case, Entry, Participant, Photo
from laksa.cases.policies import CHIEFS
from laksa.cases.rules import Identity
from laksa.identity.models import Post
from laksa.identity.rules import Actor

STORY_LIMIT = 200
NEAR_LIMIT = 5
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
    watchers: list[Post]
    similar: list[Near]
    earlier: list[Near]
    absorbed: list[Case]
    chain_fault: str = ""

    @property
    def reporter(self) -> Participant | None:
        return next((one for one in self.people if one.is_reporter), None)

    @property
    def before_photos(self) -> list[Photo]:
        return [photo for photo in self.photos if photo.role != Photo.EVIDENCE]

    @property
    def after_photos(self) -> list[Photo]:
        return [photo for photo in self.photos if photo.role == Photo.EVIDENCE]

    @property
    def reachable(self) -> int:
        """How many people get a letter; the others read it behind their link."""
        return sum(1 for one in self.people if one.email_index and not one.is_muted)

    @property
    def near_count(self) -> int:
        return len(self.similar) + len(self.earlier)

    @property
    def hidden(self) -> int:
        """How many of the people hid their name from the office or gave none."""
        return sum(1 for one in self.people if one.identity != Identity.NAMED)


def find_case(code: str, *, actor: Actor) -> Case | None:
    """Return the case of this code if the actor may see it, with its holder and its main case."""
    return Case.objects.visible_to(actor).select_related("holder", "merged_into").filter(code=code).first()


def read_file(case: Case, *, actor: Actor, at: datetime) -> CaseFile:
    """Return all that the case page shows."""
    photos = list(case.photos.order_by("added_at", "pk"))
    lines, is_shortened = _story(case, photos)
    similar, earlier = _neighbours(case, actor=actor, at=at)
    return CaseFile(
        case=case,
        lines=lines,
        is_shortened=is_shortened,
        photos=photos,
        # Names and addresses stay sealed here: they are read by `look_at_identity` alone.
        people=list(case.participants.defer("name", "phone", "email").order_by("joined_at", "pk")),
        watchers=_watchers(case, at=at),
        similar=similar,
        earlier=earlier,
        absorbed=list(Case.objects.filter(merged_into=case).only("code", "title").order_by("pk")[:NEAR_LIMIT]),
        chain_fault=next((f"{fault.number}: {fault.problem}" for fault in verify_log(codes=[case.code])), ""),
    )


def _story(case: Case, photos: list[Photo]) -> tuple[list[Line], bool]:
    shown: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo.entry_id is not None:
            shown[photo.entry_id].append(photo)
    entries = list(case.entries.order_by("-number")[: STORY_LIMIT + 1])
    return [Line(entry, shown.get(entry.pk, [])) for entry in entries[:STORY_LIMIT]], len(entries) > STORY_LIMIT


def _watchers(case: Case, *, at: datetime) -> list[Post]:
    """The chiefs of the owner, who all see the case while one person holds it."""
    posts = Post.objects.in_force(at).filter(agency_id=case.agency_id, role__in=CHIEFS).select_related("user")
    return list(posts.order_by("role", "pk")[:8])


def _neighbours(case: Case, *, actor: Actor, at: datetime) -> tuple[list[Near], list[Near]]:
    """Return open cases of the same kind nearby, and what has ended at this very place within a year."""
    point = None if case.lat is None or case.lon is None else (case.lat, case.lon)
    similar = similar_cases(case.category_id, point=point, village=case.village_id, at=at, but=case.pk)
    earlier: list[Case] = []
    if case.cell is not None:
        here = Case.objects.public().filter(cell=case.cell, category_id=case.category_id, received_at__gte=at - YEAR, is_open=False)
        earlier = list(here.exclude(pk=case.pk).order_by("-received_at")[:NEAR_LIMIT])
    ids = [one.case.pk for one in similar] + [one.pk for one in earlier]
    visible = set(Case.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return (
        [Near(one.case, one.distance_m, one.case.pk in visible) for one in similar],
        [Near(one, None, one.pk in visible) for one in earlier],
    )
