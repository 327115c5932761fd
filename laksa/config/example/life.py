# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sixty days of an invented city, played moment by moment through the real actions."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from laksa.cases.actions import lapse_questions, lapse_unconfirmed
from laksa.cases.models import Case
from laksa.cases.rules import UNSOLVED, State
from laksa.city.models import book
from laksa.config.example.album import Album
from laksa.config.example.fates import FATES, Fate
from laksa.config.example.ground import Ground, Spot
from laksa.config.example.lamp import the_lamp
from laksa.config.example.people import Staff
from laksa.config.example.stories import Story, all_stories
from laksa.config.example.tale import MAIL_HOST, Tale
from laksa.kernel.errors import MoveRefused
from laksa.outbox.models import Message

DAYS = 60
# When people report, by the hour; night is quiet, evening busiest.
HOURS = (1, 0, 0, 0, 1, 3, 8, 11, 10, 9, 8, 7, 7, 6, 6, 7, 8, 9, 10, 12, 13, 10, 6, 3)
POPULAR = 0.22  # part of the public cases that others join
NEVER_SENT = "contoh"
Steps = Iterator[datetime]


@dataclass(frozen=True)
class Summary:
    """What was made."""

    cases: int
    photos: int
    letters: int


class Life:
    """The invented city: its clock, its agenda, and who and what is in it. Made anew for each play."""

    def __init__(self, staff: Staff, *, rng: Random, now: datetime) -> None:
        zone = ZoneInfo(book().city.time_zone)
        self.staff, self.rng, self.now = staff, rng, now.astimezone(zone)
        self.clock = self.now
        self.ground, self.album = Ground(rng), Album()
        self.tales: list[Tale] = []
        self.told: Counter[str] = Counter()
        self.photos = self.letters = 0
        self._order = count()
        self._agenda: list[tuple[datetime, int, Steps]] = []

    def play(self, number: int, *, tell: Callable[[int], None] = lambda _: None) -> Summary:
        """Play `number` cases up to now; `tell` hears after each day how many were told on it."""
        self._set_agenda(number)
        before = 0
        while self._agenda:
            day = self._agenda[0][0].date()
            with transaction.atomic():
                while self._agenda and self._agenda[0][0].date() == day:
                    self._step()
                self._end_day()
            tell(len(self.tales) - before)
            before = len(self.tales)
        return Summary(len(self.tales), self.photos, self.letters)

    # --- the clock ----------------------------------------------------------------------------------

    def working(self, moment: datetime) -> datetime:
        """Return the moment, or one in the morning of the next working day when no office is open then."""
        local = moment.astimezone(self.now.tzinfo)
        opens, closes = time(7, 40), time(15, 50)
        if local.time() > closes or self._is_free(local):
            local = datetime.combine(local.date() + timedelta(days=1), opens, local.tzinfo) + self._some_minutes()
        elif local.time() < opens:
            local = datetime.combine(local.date(), opens, local.tzinfo) + self._some_minutes()
        while self._is_free(local):
            local += timedelta(days=1)
        return local

    def waking(self, moment: datetime) -> datetime:
        """Return the moment, or one in the next morning when it falls in the night."""
        local = moment.astimezone(self.now.tzinfo)
        if time(5) <= local.time() <= time(22, 30):
            return local
        day = local.date() if local.time() < time(5) else local.date() + timedelta(days=1)
        return datetime.combine(day, time(6), local.tzinfo) + self._some_minutes()

    def _is_free(self, local: datetime) -> bool:
        return local.weekday() >= 5 or local.date() in book().calendar

    def _some_minutes(self) -> timedelta:
        return timedelta(minutes=self.rng.randint(0, 150), seconds=self.rng.randint(0, 59))

    # --- the agenda ---------------------------------------------------------------------------------

    def _set_agenda(self, number: int) -> None:
        has_lamp = "pju" in book().categories and number >= len(FATES)
        for fate in self._fates(number - has_lamp):
            self._put(self._told_at(fate), self._tell(fate))
        for day in range(DAYS, -1, -1):
            self._put(datetime.combine(self.now.date() - timedelta(days=day), time(0, 5), self.now.tzinfo), self._lapse())
        if has_lamp:
            self._put(self.now - timedelta(days=12), the_lamp(self))

    def _fates(self, number: int) -> list[Fate]:
        """Return a fate for each case: every kind at least once, the rest by their shares."""
        whole = sum(fate.share for fate in FATES)
        fates = [fate for fate in FATES for _ in range(max(1, round(fate.share * number / whole)))]
        self.rng.shuffle(fates)
        common = sorted(fates, key=lambda fate: fate.share)
        while len(fates) > number:
            fates.remove(common.pop())
        return fates + [FATES[0]] * (number - len(fates))

    def _told_at(self, fate: Fate) -> datetime:
        moment = self.now - timedelta(days=self.rng.uniform(fate.youngest_days, fate.oldest_days))
        if fate.youngest_days < 1:
            return moment
        hour = self.rng.choices(range(24), HOURS)[0]
        return moment.replace(hour=hour, minute=self.rng.randrange(60), second=self.rng.randrange(60), microsecond=0)

    def _put(self, at: datetime, steps: Steps) -> None:
        if at <= self.now:
            heapq.heappush(self._agenda, (at, next(self._order), steps))

    def _step(self) -> None:
        self.clock, _, steps = heapq.heappop(self._agenda)
        try:
            self._put(max(next(steps), self.clock + timedelta(minutes=1)), steps)
        except StopIteration:
            return
        except MoveRefused:
            # Others have moved the case meanwhile (it was merged, or ended by itself): its story goes their way.
            steps.close()  # type: ignore[attr-defined]

    def _lapse(self) -> Steps:
        lapse_unconfirmed(at=self.clock)
        lapse_questions(at=self.clock)
        yield from ()

    def _end_day(self) -> None:
        """Develop the photos, and keep every invented letter from being sent."""
        photos = self.album.develop(at=self.clock)
        letters = list(Message.objects.waiting().filter(to_hint__endswith=f"@{MAIL_HOST}").values_list("pk", flat=True))
        Message.objects.filter(pk__in=letters).update(state="sent", sent_at=F("created_at"), provider_id=NEVER_SENT)
        for name, numbers in (("photo_id", photos), ("message_id", letters)):
            if numbers:
                DBTaskResult.objects.filter(**{f"args_kwargs__kwargs__{name}__in": numbers}).delete()
        self.photos += len(photos)
        self.letters += len(letters)

    # --- the tales ----------------------------------------------------------------------------------

    def _tell(self, fate: Fate) -> Steps:
        tale = self._next_tale(fate)
        tale.submit()
        self.tales.append(tale)
        if not tale.case.is_sealed and fate.kinds == FATES[0].kinds and tale.chance(POPULAR):
            self._put(tale.later(1, 30), self._joined(tale))
        yield from fate.play(tale)

    def _next_tale(self, fate: Fate) -> Tale:
        twin = self._twin() if fate.play.__name__.startswith("merged") else None
        if twin is not None:
            return Tale(self, self._story(lambda one: one.category == twin.story.category), self.ground.beside(twin.spot))
        story = self._story(lambda one: (one.kind or book().categories[one.category].kind) in fate.kinds)
        asks = book().categories[story.category].asks_location
        return Tale(self, story, self.ground.spot(with_point=asks and self.rng.random() < 0.9))

    def _story(self, fits: Callable[[Story], bool]) -> Story:
        stories = [one for one in all_stories() if one.category in book().categories and fits(one)]
        weights = [one.weight / (1 + 3 * self.told[one.told]) for one in stories]
        story = self.rng.choices(stories, weights)[0]
        self.told[story.told] += 1
        return story

    def _twin(self) -> Tale | None:
        """Return a recent tale at a known point whose case is still being worked on."""
        recent = [tale for tale in self.tales[-40:] if tale.spot.lat is not None and tale.case.state in UNSOLVED]
        radius = book().categories
        near = [tale for tale in recent if radius[tale.case.category_id].join_radius_m and not tale.case.is_sealed]
        return self.rng.choice(near) if near else None

    def _joined(self, tale: Tale) -> Steps:
        many = self.rng.choices([1, 2, 3, 5, 9, 16], [35, 25, 18, 12, 7, 3])[0]
        for _one in range(many):
            if tale.look().is_ended:
                return
            tale.be_joined()
            yield tale.later(0.2, 20)

    def main_of(self, tale: Tale) -> Tale | None:
        """Return the earlier tale of the same trouble at the same place, while its case is open."""
        for other in reversed(self.tales):
            same = other is not tale and other.spot.slots["jalan"] == tale.spot.slots["jalan"] and other.spot.village == tale.spot.village
            if same and other.story.category == tale.story.category and other.look().is_open:
                return other if other.case.state != State.RESOLVED else None
        return None

    def is_astray(self, tale: Tale) -> bool:
        """Whether the routing chose another office than the one that owns what the story is about, or one without accounts."""
        return tale.case.agency_id != book().categories[tale.story.category].agency_id or not self.has_worker(tale.case)

    def has_worker(self, case: Case) -> bool:
        return self.staff.worker_of(case.agency_id, case.unit_id, self.rng) is not None


def spot_named(name: str, rng: Random) -> Spot:
    """Return a place in the kelurahan of this name, else in the first one."""
    villages = [one for one in book().areas.values() if one.kind == "village"]
    area = next((one for one in villages if one.name == name), villages[0])
    ground = Ground(rng)
    ground.waiting = [area]
    return ground.spot(with_point=True)
