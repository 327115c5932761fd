"""Thousands of random moves over real actions: whatever people do, no case is lost and every figure balances.

Residents, officers, chiefs, the desk, those who look from outside and the clock act in any order. What the house refuses is no move.
After every few moves and at the end of each life the whole is looked at: figures, chains, held time, closings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from laksa.aftercare import actions as aftercare
from laksa.aftercare.models import Check, Closing
from laksa.aftercare.rules import TELLING, Answer, Told, turns_of
from laksa.cases import actions
from laksa.cases.actions.closing import REOPEN_REASONS
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case, Participant
from laksa.cases.rules import ENDED, MOVES, Severity, State, balance_slot
from laksa.cases.rules.holding import held, turns
from laksa.city.models import Category, City, forget_book
from laksa.conftest import AT
from laksa.identity.models import User, actor_of
from laksa.identity.rules import Actor, ActorKind
from laksa.insight.actions import add_up_deltas
from laksa.insight.actions import recount as recount_tallies
from laksa.kernel.errors import Refused

# Ten thousand moves in four parts, so that two processes can share them. The rules are the same on PostgreSQL: there one part
# shows that no move hangs on a database.
PARTS = range(4 if connection.vendor == "sqlite" else 1)
MOVES_A_PART = 2_500
TOLD_OF = {"resolve", "resident:reopen", "check:broken", "sweep:ask-after-four-weeks", "sweep:link-recurrences"}
MOST_ROUNDS = 16
LOOK_EVERY = 100
FIRST_CASES, MOST_CASES = 4, 12
SEEDS = st.integers(0, 2**32 - 1)
REPORTS = (("Lampu jalan mati", ("#PJU",)), ("Lampu padam lagi", ("#PJU",)), ("Kapan KTP jadi?", ("#KTP",)), ("ada yang rusak", ()))
SPOTS = ((-7.01, 110.015), (-7.0101, 110.015), (-7.015, 110.02))
WORDS = "Kami sudah melihat tempatnya."


@dataclass
class World:
    """Who acts, and how many moves were made in all lives."""

    people: dict[str, User]
    submit: Callable[..., Case]
    part: int = 0
    round: int = 0
    made: Counter[str] = field(default_factory=Counter)
    refused: int = 0


WORLDS: list[World] = []


class City24(RuleBasedStateMachine):
    """One life of a small city; every rule is one move by somebody on some case."""

    def __init__(self) -> None:
        super().__init__()
        self.world = WORLDS[-1]
        self.at = AT
        # All cases there are; only a report makes a new one.
        self.keys: list[int] = []
        self.moves = self.steps = 0
        # Nobody takes or leaves an office in a life.
        self.actors = {name: actor_of(user, at=AT) for name, user in self.world.people.items()}
        self.life = transaction.atomic()
        self.life.__enter__()

    def teardown(self) -> None:
        self.look()
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)

    # --- who, which, when --------------------------------------------------------------------------

    def any_case(self, dice: Random) -> Case:
        return Case.objects.get(pk=dice.choice(self.keys))

    def fitting(self, case: Case) -> str:
        """Somebody who mostly may: the office's admin, else the coordinator."""
        return "rina" if case.agency_id == "dishub" and case.state != State.TRIAGE else "tono"

    def resident(self, case: Case, dice: Random) -> Actor:
        people = Participant.objects.filter(case__in=case.family()).order_by("pk").values_list("pk", flat=True)
        return Actor(kind=ActorKind.REPORTER, label="Warga", participant_id=dice.choice(list(people)))

    def do(self, name: str, act: Callable[[], Any]) -> None:
        """Try a move; what is refused leaves no trace."""
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied):
            self.world.refused += 1
            return
        self.moves += 1
        self.world.made[name] += 1

    # --- the moves ---------------------------------------------------------------------------------

    @rule(seed=SEEDS)
    def somebody_does_something(self, seed: int) -> None:
        # The machine likes to draw the same number again; no two steps shall be alike for that.
        self.steps += 1
        dice = Random(f"{self.world.part}/{self.world.round}/{seed}/{self.steps}")
        can = {
            # A few at once, the others over the whole life: what was mended comes back while somebody still remembers it.
            self.report: 12 if len(self.keys) < FIRST_CASES else 4 if len(self.keys) < MOST_CASES else 0,
            self.work: 50 if self.keys else 0,
            self.resident_acts: 18 if self.keys else 0,
            self.time_passes: 5,
            self.somebody_looks: 8 if self.keys else 0,
        }
        dice.choices(list(can), list(can.values()))[0](dice)

    def report(self, dice: Random) -> None:
        text, tag = dice.choice(REPORTS)
        spot = dice.choice(SPOTS)
        key = f"{id(self)}-{len(self.keys)}"
        self.do("report", lambda: self.world.submit(text=text, hashtags=tag, at=self.at, key=key, lat=spot[0], lon=spot[1]))
        self.keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))

    def work(self, dice: Random) -> None:
        """Somebody of the staff does one of the things that a case in this state allows."""
        # What has ended is seldom touched again by its office.
        busy = one_of(Case.objects.open(), dice) if dice.random() < 0.9 else None
        case = busy or self.any_case(dice)
        verbs = [verb for verb in WORK if verb not in MOVES or case.state in MOVES[verb][0]]
        verb = dice.choices(verbs, [12 if verb in FORWARD else 1 for verb in verbs])[0]
        who = self.fitting(case) if dice.random() < 0.85 else dice.choice(sorted(self.world.people))
        self.do(verb, lambda: WORK[verb](self, case, self.actors[who], dice))

    def resident_acts(self, dice: Random) -> None:
        case = self.any_case(dice)
        verbs = [name for name in RESIDENT if name not in MOVES or case.state in MOVES[name][0]]
        verb = dice.choices(verbs, [LIKELY.get(verb, 1) for verb in verbs])[0]
        self.do(f"resident:{verb}", lambda: RESIDENT[verb](self, case, self.resident(case, dice), dice))

    def time_passes(self, dice: Random) -> None:
        """The clock runs, and with it all that recurs."""
        self.at += timedelta(hours=dice.choice([1, 3, 8, 24, 24, 72, 200, 700, 700]))
        for name, sweep in SWEEPS.items():
            if sweep(at=self.at):
                self.moves += 1
                self.world.made[f"sweep:{name}"] += 1

    def somebody_looks(self, dice: Random) -> None:
        check = one_of(Check.objects.open(), dice)
        if check is None:
            return
        answer = dice.choice(list(Answer))
        self.do(f"check:{answer}", lambda: aftercare.answer_check(check.token, aftercare.Seen(answer, WORDS), at=self.at))

    # --- what must hold ----------------------------------------------------------------------------

    @invariant()
    def nothing_is_lost(self) -> None:
        if self.steps % LOOK_EVERY == 0:
            self.look()

    def look(self) -> None:
        """Look at everything: figures against cases against stories, chains, held time, closings."""
        assert Case.objects.count() == len(self.keys)
        counted = aftercare.recount()
        assert sum(sum(slots.values()) for slots in counted.values()) == len(self.keys)
        assert aftercare.check_balance(at=self.at).balances
        add_up_deltas()
        assert recount_tallies().holds
        assert list(actions.verify_log()) == []
        aftercare.watch_closings(at=self.at)
        for case in Case.objects.all():
            _look_at(case, at=self.at)


def one_of(rows: QuerySet[Any], dice: Random) -> Any:
    """Return any one of the rows, without reading the others, or None where there is none."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.model.objects.get(pk=dice.choice(keys)) if keys else None


def _look_at(case: Case, *, at: datetime) -> None:
    entries = list(case.entries.order_by("number"))
    until = case.ended_at or at
    shares = held(turns(entries), until=until)
    assert sum((share.length for share in shares), timedelta()) == _open_time(entries, until)
    assert case.is_open == (case.state not in ENDED)
    assert balance_slot(State(case.state)) == ("open" if case.is_open else case.state)
    assert case.reopenings == sum(entry.kind == "reopened" for entry in entries)
    told = [(one.number, one.ended_at, one.reopened_at) for one in turns_of(Told(e.kind, e.at) for e in entries if e.kind in TELLING)]
    assert list(Closing.objects.filter(case=case).order_by("turn").values_list("turn", "ended_at", "reopened_at")) == told


OPENS = {"received", "reopened", "split", "objected"}
ENDS = {"confirmed", "closed", "answered", "rejected", "merged", "withdrawn"}


def _open_time(entries: list[Any], until: datetime) -> timedelta:
    """Return how long a case was open, read from its ends and beginnings alone."""
    total, since = timedelta(), None
    for entry in entries:
        if entry.kind in OPENS and since is None:
            since = entry.at
        elif entry.kind in ENDS and since is not None:
            total, since = total + (entry.at - since), None
    return total + (until - since if since is not None else timedelta())


Move = Callable[[City24, Case, Actor, Random], Any]


def _owner(life: City24, dice: Random) -> Owner:
    holder = dice.choice([life.world.people["budi"].pk, None])
    return dice.choice([Owner("dishub", "tim-pju", holder)] * 3 + [Owner("pupr", None, None)])


WORK: dict[str, Move] = {
    "assign": lambda life, case, actor, dice: actions.assign_case(case.pk, _owner(life, dice), actor=actor, at=life.at),
    "accept": lambda life, case, actor, dice: actions.accept_case(case.pk, actor=actor, at=life.at),
    "return": lambda life, case, actor, dice: actions.return_case(case.pk, reason=WORDS, actor=actor, at=life.at),
    "hand_over": lambda life, case, actor, dice: actions.hand_over_case(
        case.pk, Owner("dishub", "tim-pju", life.world.people["budi"].pk), reason=WORDS, actor=actor, at=life.at
    ),
    "plan": lambda life, case, actor, dice: actions.plan_case(
        case.pk, promised_on=(life.at + timedelta(days=dice.randint(1, 20))).date(), words=WORDS, actor=actor, at=life.at
    ),
    "start": lambda life, case, actor, dice: actions.start_case(case.pk, actor=actor, at=life.at),
    "ask": lambda life, case, actor, dice: actions.ask_reporter(case.pk, WORDS, actor=actor, at=life.at),
    "hear_reporter": lambda life, case, actor, dice: actions.hear_reporter(case.pk, WORDS, actor=actor, at=life.at),
    "resolve": lambda life, case, actor, dice: actions.resolve_case(case.pk, WORDS, actor=actor, at=life.at),
    "answer": lambda life, case, actor, dice: actions.answer_case(case.pk, WORDS, actor=actor, at=life.at),
    "reject": lambda life, case, actor, dice: actions.reject_case(case.pk, reason=WORDS, where_to="RW", actor=actor, at=life.at),
    "merge": lambda life, case, actor, dice: actions.merge_cases(life.any_case(dice).pk, case.pk, actor=actor, at=life.at),
    "split": lambda life, case, actor, dice: actions.split_case(case.pk, actor=actor, at=life.at, reason=WORDS),
    "note": lambda life, case, actor, dice: actions.write_note(case.pk, WORDS, actor=actor, at=life.at),
    "severity": lambda life, case, actor, dice: actions.change_severity(
        case.pk, dice.choice(list(Severity)), reason=WORDS, actor=actor, at=life.at
    ),
}
# What brings a case on is done more often than what sends it back.
FORWARD = frozenset({"assign", "accept", "start", "resolve", "answer", "hear_reporter", "split"})
LIKELY = {"confirm": 6, "reopen": 4, "object": 6, "still_fine": 2}
RESIDENT: dict[str, Move] = {
    "confirm": lambda life, case, actor, dice: actions.confirm_case(case.pk, actor=actor, at=life.at),
    "reopen": lambda life, case, actor, dice: aftercare.say_not_fixed(case.pk, reason=dice.choice(REOPEN_REASONS), actor=actor, at=life.at),
    "withdraw": lambda life, case, actor, dice: actions.withdraw_case(case.pk, actor=actor, at=life.at),
    "object": lambda life, case, actor, dice: actions.object_to_refusal(case.pk, WORDS, actor=actor, at=life.at),
    "still_fine": lambda life, case, actor, dice: aftercare.say_still_fine(case.pk, actor=actor, at=life.at),
    "words": lambda life, case, actor, dice: actions.add_words(case.pk, WORDS, actor=actor, at=life.at),
    "owner": lambda life, case, actor, dice: actions.object_to_owner(case.pk, WORDS, actor=actor, at=life.at),
    "rate": lambda life, case, actor, dice: actions.rate_case(case.pk, dice.randint(1, 5), actor=actor, at=life.at),
    "join": lambda life, case, actor, dice: actions.join_case(case.pk, Supporter(), at=life.at),
}
SWEEPS: dict[str, Callable[..., Any]] = {
    "lapse-unconfirmed": actions.lapse_unconfirmed,
    "lapse-questions": actions.lapse_questions,
    "watch-closings": aftercare.watch_closings,
    "link-recurrences": aftercare.link_recurrences,
    "sweep-checks": aftercare.sweep_checks,
    "draw-checks": aftercare.draw_checks,
    "ask-after-four-weeks": aftercare.ask_after_four_weeks,
}


@pytest.fixture
def world(city: City, submit_report: Any, budi: User, rina: User, dewi: User, tono: User, joko: User) -> World:
    """A city where a done word needs no photo and every closing is drawn."""
    Category.objects.update(evidence="")
    City.objects.update(closing={"third_eye_percent": 100, "third_eye_most_percent": 100}, version=99)
    forget_book()
    people = {"budi": budi, "rina": rina, "dewi": dewi, "tono": tono, "joko": joko}
    joko.email = "dlh.1@contoh.id"
    joko.save()
    made = World(people, submit_report)
    WORLDS.append(made)
    return made


def live(world: World, *, lives: int, steps: int) -> None:
    run_state_machine_as_test(
        City24,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            # A life is short enough to be read; making it shorter takes longer than finding the fault.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_hundreds_of_random_moves_lose_nothing(world: World) -> None:
    live(world, lives=4, steps=100)
    assert world.made.total() > 150


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_ten_thousand_random_moves_lose_nothing(world: World, part: int) -> None:
    world.part = part
    # What the lottery draws is chance, and with it how much befalls a life: more are lived until enough has.
    for world.round in range(MOST_ROUNDS):
        live(world, lives=4, steps=250)
        if world.made.total() >= MOVES_A_PART and set(world.made) >= TOLD_OF:
            break
    assert world.made.total() >= MOVES_A_PART
    assert set(world.made) >= TOLD_OF
