# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kill -9 drill: while residents report, web, worker and database are killed at random moments.

Every report answered with a code must be there once, and its letter must have gone out at least once.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import click

from bench.house import House, open_house, report

PAUSE_SECONDS = (0.3, 2.5)
SETTLES_WITHIN_SECONDS = 180
LONG_AGO = "2000-01-01 00:00:00"


@dataclass
class Resident(threading.Thread):
    """Somebody who reports again and again, and repeats a report until it is answered."""

    house: House
    number: int
    ending: threading.Event
    answers: dict[str, list[str]] = field(default_factory=dict)  # idempotency key -> codes answered
    repeats: int = 0
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return self.number

    def run(self) -> None:
        count = 0
        while not self.ending.is_set():
            count += 1
            key = f"drill-{self.number}-{count}"
            body = {
                "text": f"Lampu jalan mati, laporan latihan {key}",
                "hashtags": ["#PJU"],
                "identity": "hidden",
                "contact": {"name": "Latihan", "email": f"{key}@contoh.id"},
            }
            self._send_until_answered(key, body)

    def _send_until_answered(self, key: str, body: dict[str, object]) -> None:
        # A report that was begun is brought to its end even when the drill is over, as a person's browser would.
        while True:
            status, answer = self.house.ask("POST", "/api/v1/cases", body, {"Idempotency-Key": key})
            if status in {200, 201}:
                self.answers.setdefault(key, []).append(answer["code"])
                if random.random() < 0.1:  # sometimes the answer is lost on the way, and the same is sent again
                    again = self.house.ask("POST", "/api/v1/cases", body, {"Idempotency-Key": key})
                    if again[0] in {200, 201}:
                        self.answers[key].append(again[1]["code"])
                return
            if 400 <= status < 500:
                self.refused.append(f"{status} {answer}")
                return
            self.repeats += 1
            time.sleep(0.1)


def kill_at_random(house: House, seconds: float, *, with_database: bool) -> Counter[str]:
    """Kill something every now and then and return how often what was killed."""
    killed: Counter[str] = Counter()
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        time.sleep(random.uniform(*PAUSE_SECONDS))
        if with_database and house.cluster is not None and random.random() < 0.15:
            house.cluster.kill()
            killed["database"] += 1
            time.sleep(random.uniform(0, 1))
            house.cluster.start()
            continue
        victims = house.processes()
        if not victims:
            continue
        victim = random.choice(victims)
        name = "worker" if "laksa.config.work" in _command_of(victim) else "web"
        try:
            os.kill(victim, signal.SIGKILL)
            killed[name] += 1
        except ProcessLookupError:
            continue
    return killed


def _command_of(number: int) -> str:
    try:
        with open(f"/proc/{number}/cmdline") as command:
            return command.read()
    except OSError:
        return ""


def let_an_hour_pass(house: House) -> None:
    """End the leases of what killed workers held, as an hour of waiting would."""
    house.rows(
        "UPDATE outbox_message SET claimed_at = ?, not_before = ? WHERE state = 'waiting' AND claimed_at IS NOT NULL", LONG_AGO, LONG_AGO
    )
    house.rows("UPDATE outbox_message SET not_before = ?, swept_at = NULL WHERE state = 'waiting'", LONG_AGO)
    house.rows("UPDATE django_tasks_database_dbtaskresult SET started_at = ? WHERE status = 'RUNNING'", LONG_AGO)
    house.rows("DELETE FROM kernel_heartbeat WHERE name <> 'worker'")


def settle(house: House) -> int:
    """Let the house come to rest and return how many messages are still not sent."""
    ends_at = time.monotonic() + SETTLES_WITHIN_SECONDS
    waiting, passed_at = -1, 0.0
    while waiting and time.monotonic() < ends_at:
        if time.monotonic() - passed_at > 20:
            let_an_hour_pass(house)
            passed_at = time.monotonic()
        time.sleep(1)
        waiting = house.rows("SELECT count(*) FROM outbox_message WHERE state <> 'sent'")[0][0]
    return int(waiting)


def count(house: House, residents: list[Resident]) -> dict[str, int]:
    """Compare what residents were told with what is there."""
    answers = [codes for one in residents for codes in one.answers.values()]
    told = {code for codes in answers for code in codes}
    there = {row[0] for row in house.rows("SELECT code FROM cases_case")}
    same_words = house.rows("SELECT body FROM cases_entry WHERE number = 1 GROUP BY body HAVING count(*) > 1")
    with_letter = {row[0] for row in house.rows("SELECT topic FROM outbox_message WHERE state = 'sent'")}
    return {
        "accepted": len(told),
        "lost": len(told - there),
        "doubled": len(same_words) + sum(len(set(codes)) > 1 for codes in answers),
        "messages lost": len(there - with_letter),
        "refused": sum(len(one.refused) for one in residents),
        "still unanswered": sum(one.is_alive() for one in residents),
        "unanswered repeats": sum(one.repeats for one in residents),
    }


def run(database: str, seconds: float, threads: int) -> bool:
    with open_house(database, settings={"LAKSA_LOG_LEVEL": "CRITICAL"}) as house:
        house.serve()
        ending = threading.Event()
        residents = [Resident(house, number, ending) for number in range(threads)]
        for resident in residents:
            resident.start()
        killed = kill_at_random(house, seconds, with_database=database == "postgres")
        ending.set()
        for resident in residents:
            resident.join(timeout=90)
        unsent = settle(house)
        found = count(house, residents)
        proofs = [_holds(house, name) for name in ("verify-log", "verify-figures")]
    for name in sorted(killed):
        report("drill", f"{database} killed {name}", killed[name], "times", "> 0", True)
    report("drill", f"{database} unanswered, sent again", found["unanswered repeats"], "requests", "any", True)
    return all(
        [
            report("drill", f"{database} accepted", found["accepted"], "reports", "> 0", found["accepted"] > 0),
            *(
                report("drill", f"{database} {name}", found[name], "reports", "0", found[name] == 0)
                for name in ("lost", "doubled", "messages lost", "refused", "still unanswered")
            ),
            report("drill", f"{database} messages not sent", unsent, "messages", "0", unsent == 0),
            report("drill", f"{database} record and figures hold", sum(proofs), "of 2", "2", all(proofs)),
        ]
    )


def _holds(house: House, name: str) -> bool:
    try:
        house.laksa(name)
    except subprocess.CalledProcessError:
        return False
    return True


@click.command()
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(1, 3600), help="How long things are killed.")
@click.option("--database", default="sqlite", show_default=True, type=click.Choice(["sqlite", "postgres"]))
@click.option("--threads", default=6, show_default=True, type=click.IntRange(1, 64), help="Residents who report at once.")
@click.option("--quick", is_flag=True, help="20 seconds.")
def bench(seconds: int, database: str, threads: int, quick: bool) -> None:
    """Kill web, worker and database at random under load; nothing may be lost or doubled."""
    sys.exit(0 if run(database, 20 if quick else seconds, threads) else 1)
