# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accepted reports a second over HTTP, against the very same rows written bare in the same number of transactions."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median

import click

from bench.bare import bare_sqlite, pgbench, rows_of_report
from bench.house import House, descendants, open_house, report
from bench.load import Link, Make, press, request
from laksa.gateways.pictures.drawing import draw

CLIENTS = 16
RATIO = 0.10
TEXT = "Lampu jalan mati di {place}, sudah {days} malam gelap sekali. Mohon segera diperbaiki sebelum ada yang jatuh. Laporan {key}."
PLACES = ("Jalan Melati", "Gang Haji Sanusi", "Jalan Cempaka Raya", "depan musala Nurul Huda", "Jalan Kenanga 2")
BOUNDARY = "laksa-bench"


def api_report(count: int) -> bytes:
    """Return a report as a partner's program or a phone sends it: words, point, e-mail."""
    key = secrets.token_hex(12)
    body = {
        "text": TEXT.format(place=PLACES[count % len(PLACES)], days=2 + count % 9, key=key),
        "lat": -6.17 - (count % 97) * 0.0003,
        "lon": 106.63 + (count % 89) * 0.0003,
        "identity": "named",
        "contact": {"name": "Siti Contoh", "email": f"siti.{key}@contoh.invalid"},
    }
    return request("POST", "/api/v1/cases", json.dumps(body).encode(), Content_Type="application/json", Idempotency_Key=key)


def with_photo() -> Make:
    """Return a maker of reports as the citizen's page sends them: a form with one photo of a phone."""
    photo = draw("lamp", 1, after=False)

    def make(count: int) -> bytes:
        key = secrets.token_hex(12)
        fields = {
            "text": TEXT.format(place=PLACES[count % len(PLACES)], days=2 + count % 9, key=key),
            "lat": f"{-6.17 - (count % 97) * 0.0003:.6f}",
            "lon": f"{106.63 + (count % 89) * 0.0003:.6f}",
            "identity": "named",
            "name": "Siti Contoh",
            "email": f"siti.{key}@contoh.invalid",
            "key": key,
        }
        parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="lampu.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        body = "".join(parts).encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()
        return request("POST", "/lapor/kirim/", body, Content_Type=f"multipart/form-data; boundary={BOUNDARY}", Accept="application/json")

    return make


def measure(house: House, name: str, make: Make, *, seconds: float, rounds: int) -> bool:
    """Press and write bare in turn, so that both feel the same machine; report the medians."""
    link = Link(house.port)
    if link.ask(make(0)) != 201:
        raise RuntimeError(f"{name}: not accepted: {link.answer[:1500].decode(errors='replace')}")
    code = json.loads(link.answer.partition(b"\r\n\r\n")[2])["code"]
    link.close()
    rows = rows_of_report(house, code)
    bare: Callable[[], float] = (
        (lambda: pgbench(house, rows, clients=CLIENTS, seconds=seconds))
        if house.cluster
        else (lambda: bare_sqlite(house, rows, seconds=seconds))
    )
    press(house.port, make, clients=CLIENTS, seconds=seconds / 3)
    heard, ours, theirs = [], [], []
    for _round in range(rounds):
        began = cpu_seconds(house)
        one = press(house.port, make, clients=CLIENTS, seconds=seconds)
        between = cpu_seconds(house)
        per_second = bare()
        heard.append((one, per_second))
        ours.append(1_000 * (between - began) / max(1, len(one.seconds)))
        theirs.append(1_000 * (cpu_seconds(house) - between) / (per_second * seconds))
    ratio = median(one.per_second / per_second for one, per_second in heard)
    bad = sum(one.bad for one, _ in heard)
    report("create", f"{name} processor time a report", round(median(ours), 2), "ms", "told", True)
    report("create", f"{name} processor time a bare report", round(median(theirs), 3), "ms", "told", True)
    report("create", f"{name} rows of one report", len(rows), "rows", "any", True)
    report("create", f"{name} accepted", round(median(one.per_second for one, _ in heard), 1), "reports/s", "any", True)
    report("create", f"{name} p95", round(median(one.quantile(0.95) for one, _ in heard), 1), "ms", "any", True)
    report("create", f"{name} bare inserts", round(median(per_second for _, per_second in heard), 1), "reports/s", "any", True)
    fine = report("create", f"{name} not accepted", bad, "reports", "0", bad == 0)
    return report("create", f"{name} of bare inserts", round(ratio, 4), "share", f">= {RATIO}, aim 0.20", ratio >= RATIO) and fine


def cpu_seconds(house: House) -> float:
    """Return the processor time of web and database so far, and of programs that have ended: other work on the machine is not in it."""
    trees = [house.watchman.pid if house.watchman else 0, house.cluster.server.pid if house.cluster else 0]
    numbers = [number for root in trees if root for number in (root, *descendants(root))]
    ended, own = getrusage(RUSAGE_CHILDREN), getrusage(RUSAGE_SELF)
    # On SQLite the bare rows are written by this very process.
    here = 0.0 if house.cluster else own.ru_utime + own.ru_stime
    return sum(_ticks(number) for number in numbers) / os.sysconf("SC_CLK_TCK") + ended.ru_utime + ended.ru_stime + here


def _ticks(number: int) -> int:
    try:
        with open(f"/proc/{number}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return 0
    # utime, stime, and those of children that have ended.
    return sum(int(field) for field in fields[11:15])


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), help="Only this one.")
@click.option("--seconds", default=8.0, show_default=True, help="How long each press lasts.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--quick", is_flag=True, help="Two rounds of three seconds.")
def bench(database: str | None, seconds: float, rounds: int, quick: bool) -> None:
    """Accepted reports a second, with 16 clients and 2 web processes, against bare prepared inserts of the same rows.

    The worker rests meanwhile: what is measured is accepting, with all that has to be written for it.
    """
    if quick:
        seconds, rounds = 3.0, 2
    holds = []
    for kind in [database] if database else ["postgres", "sqlite"]:
        with open_house(kind, settings={"LAKSA_LOG_LEVEL": "CRITICAL"}) as house:
            house.serve("--workers", "2", "--no-worker")
            holds.append(measure(house, f"{kind} api", api_report, seconds=seconds, rounds=rounds))
            holds.append(measure(house, f"{kind} page with photo", with_photo(), seconds=seconds, rounds=rounds))
    sys.exit(0 if all(holds) else 1)
