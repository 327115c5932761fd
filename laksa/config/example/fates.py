# SPDX-License-Identifier: AGPL-3.0-or-later
"""What becomes of an invented case. A fate yields the moment of its next act; acts that lie after today never happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from laksa.cases.rules import State
from laksa.config.example.tale import Tale

Steps = Iterator[datetime]
FAULTS = ("complaint",)
WISHES = ("question", "aspiration", "appreciation")


def taken_in(t: Tale, *, part: tuple[float, float] = (0.1, 0.75)) -> Steps:
    """The way into somebody's hands: by the desk when it was in doubt, by the chief or straight from the queue."""
    if t.case.state == State.TRIAGE:
        yield t.by(t.case.verify_due_at, 0.05, 0.8)
        t.put_right()
    elif t.life.is_astray(t):
        yield t.office(0.5, 5)
        if t.life.has_worker(t.case):
            t.give_back()
            yield t.office(0.3, 3)
        t.put_right()
    yield t.by(t.case.respond_due_at, *part)
    if t.chance(0.35):
        t.hand_out()
        yield t.office(0.1, 2)
    t.accept()
    if t.chance(0.85):
        yield t.office(0.05, 1.5)
        t.reply()
    if t.chance(0.25):
        yield t.office(0.1, 3)
        t.note()


def repaired(t: Tale, *, part: tuple[float, float] = (0.15, 0.7)) -> Steps:
    yield t.by(t.case.resolve_due_at, *part)
    t.start()
    yield t.by(t.case.resolve_due_at, part[1], part[1] + 0.2)
    yield from finished(t)


def finished(t: Tale) -> Steps:
    """The word that it is done; a photo that proves nothing waits for the lead, who signs, sends it back, or has not looked yet."""
    t.resolve()
    if not t.case.is_doubted:
        return
    word = t.rng.random()
    if word > 0.85:
        return
    yield t.office(0.2, 5)
    if word < 0.5:
        t.sign()
        return
    t.send_back()
    yield t.office(0.5, 6)
    t.resolve(is_careful=True)


def judged(t: Tale) -> Steps:
    """The reporter's word: most who answer are content, many never answer, some see that it is not done."""
    word = t.rng.random()
    if word < 0.55:
        yield t.later(0.5, 90)
        t.confirm()
        if t.chance(0.55):
            yield t.later(0.01, 0.2)
            t.rate()
    elif word < 0.62:
        yield from fought_over(t)


def fought_over(t: Tale) -> Steps:
    yield t.later(2, 60)
    t.reopen()
    yield t.office(1, 8)
    t.reply("Mohon maaf, Bapak/Ibu. Saya cek sendiri ke lokasi hari ini dan kami perbaiki.")
    yield t.office(8, 50)
    yield from finished(t)
    yield t.later(1, 60)
    t.confirm()


def mended(t: Tale) -> Steps:
    yield from taken_in(t)
    yield from repaired(t)
    yield from judged(t)


def mended_late(t: Tale) -> Steps:
    yield from taken_in(t, part=(0.9, 1.6))
    yield from repaired(t, part=(1.15, 2.2))
    yield from judged(t)


def mended_as_planned(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.by(t.case.resolve_due_at, 0.15, 0.5)
    day = t.office(24, 110)
    t.plan(day)
    if t.chance(0.25):
        yield day - timedelta(hours=2)
        t.plan(t.office(30, 80))
        day = t.office(30, 80)
    yield day
    t.start()
    yield t.office(0.7, 5)
    yield from finished(t)
    yield from judged(t)


def reopened(t: Tale) -> Steps:
    yield from taken_in(t)
    yield from repaired(t)
    yield from fought_over(t)


def just_reopened(t: Tale) -> Steps:
    yield from taken_in(t, part=(0.05, 0.2))
    yield from repaired(t, part=(0.1, 0.3))
    yield t.later(1, 12)
    t.reopen()


def helped_from_outside(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.office(1, 10)
    heard = t.refer(due_at=t.office(50, 130))
    yield t.office(24, 120)
    t.hear_outside(heard)
    yield t.office(2, 30)
    t.start()
    yield t.office(1, 6)
    yield from finished(t)
    yield from judged(t)


def waiting_outside(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.office(1, 8)
    t.refer(due_at=t.life.working(t.life.now + timedelta(days=t.rng.uniform(-0.5, 5))))


def asked(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.office(0.2, 4)
    answer = t.ask()
    yield t.later(0.5, 40)
    t.add_words(answer)
    yield from repaired(t)
    yield from judged(t)


def asked_in_vain(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.office(0.2, 4)
    t.ask()
    yield t.office(9 * 24, 10 * 24)
    t.reject() if t.chance(0.5) else t.note()


def waiting_for_reporter(t: Tale) -> Steps:
    yield from taken_in(t, part=(0.05, 0.3))
    yield t.office(0.1, 2)
    t.ask()


def decided(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.office(2, 20)
    words = t.request_decision(due_at=t.office(60, 150))
    yield t.office(20, 90)
    t.decide(words)
    yield t.office(20, 90)
    t.start()
    yield t.office(2, 8)
    yield from finished(t)
    yield from judged(t)


def waiting_for_decision(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.office(2, 10)
    t.request_decision(due_at=t.life.working(t.life.now + timedelta(days=t.rng.uniform(0.3, 6))))


def sent_back(t: Tale) -> Steps:
    yield t.office(1, 10)
    if t.case.state == State.ASSIGNED and t.life.has_worker(t.case):
        t.give_back()
        yield t.office(0.5, 5)
    t.put_right()
    yield from taken_in(t)
    yield from repaired(t)
    yield from judged(t)


def refused(t: Tale) -> Steps:
    yield from taken_in(t)
    yield t.office(1, 20)
    t.reject()


def refused_and_objected(t: Tale) -> Steps:
    yield from refused(t)
    yield t.later(2, 40)
    t.object("Saya keberatan. Tetangga sebelah dengan keadaan sama sudah dibantu bulan lalu, mohon diperiksa lagi.")
    if t.chance(0.6):
        yield t.office(2, 30)
        t.put_right()
        yield from taken_in(t)
        yield from repaired(t)


def taken_back(t: Tale) -> Steps:
    yield t.later(0.2, 5)
    if t.look().supporters:  # others have the same trouble: it is theirs too
        return
    t.withdraw("Sudah beres dikerjakan warga sendiri, terima kasih.")


def merged(t: Tale) -> Steps:
    yield t.office(0.3, 4)
    main = t.life.main_of(t)
    if main is None:
        yield from mended(t)
        return
    t.merge_into(main)


def merged_and_split(t: Tale) -> Steps:
    yield t.office(0.3, 4)
    main = t.life.main_of(t)
    if main is not None:
        t.merge_into(main)
        yield t.office(1, 8)
        t.split()
    yield from mended(t)


def planned(t: Tale) -> Steps:
    yield from taken_in(t, part=(0.05, 0.3))
    yield t.office(0.2, 5)
    t.plan(t.life.working(t.life.now + timedelta(days=t.rng.uniform(0.5, 8))))


def working(t: Tale) -> Steps:
    yield from taken_in(t, part=(0.05, 0.3))
    yield t.office(0.2, 5)
    t.start()


def in_hand(t: Tale) -> Steps:
    yield from taken_in(t, part=(0.05, 0.4))


def neglected(t: Tale) -> Steps:
    """Nobody takes it: the city must see such cases too."""
    if t.case.state == State.TRIAGE:
        yield t.office(1, 20)
        t.put_right()


def just_told(t: Tale) -> Steps:
    yield from ()


def answered(t: Tale) -> Steps:
    if t.case.state != State.TRIAGE or t.chance(0.5):
        yield from taken_in(t)
    yield t.office(0.5, 10)
    t.answer()
    if t.chance(0.4):
        yield t.later(0.5, 40)
        t.rate()


def asked_again(t: Tale) -> Steps:
    yield from answered(t)
    yield t.later(1, 24)
    t.reopen()


@dataclass(frozen=True)
class Fate:
    """How a case goes, how many of a hundred do, and how many days ago they came."""

    play: Callable[[Tale], Steps]
    share: float
    youngest_days: float
    oldest_days: float
    kinds: tuple[str, ...] = FAULTS


FATES = (
    Fate(mended, 34, 1.5, 60),
    Fate(mended_late, 5, 8, 60),
    Fate(mended_as_planned, 6, 6, 60),
    Fate(reopened, 2.5, 7, 50),
    Fate(just_reopened, 1.5, 4, 12),
    Fate(helped_from_outside, 4, 8, 55),
    Fate(waiting_outside, 2, 2, 6),
    Fate(asked, 3.5, 5, 50),
    Fate(asked_in_vain, 1.5, 12, 45),
    Fate(waiting_for_reporter, 2, 0.8, 3.5),
    Fate(decided, 2, 12, 55),
    Fate(waiting_for_decision, 1.5, 2, 9),
    Fate(sent_back, 3, 5, 50),
    Fate(refused, 2.5, 4, 50),
    Fate(refused_and_objected, 1.2, 5, 40),
    Fate(taken_back, 1.5, 2, 50),
    Fate(merged, 4, 1, 50),
    Fate(merged_and_split, 0.8, 3, 30),
    Fate(planned, 3, 1.2, 5),
    Fate(working, 2.5, 0.8, 3),
    Fate(in_hand, 4, 0.5, 3),
    Fate(neglected, 3, 2, 20),
    Fate(just_told, 5, 0.003, 0.7),
    Fate(answered, 6.5, 1, 60, WISHES),
    Fate(asked_again, 0.8, 5, 30, WISHES),
    Fate(just_told, 2, 0.01, 1.2, WISHES),
)
