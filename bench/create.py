# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accepted reports a second over HTTP, against the very same rows written bare in the same number of transactions."""

from __future__ import annotations

import csv
import json
import os
import random
import secrets
import sys
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median

import click

from bench.bare import BareRow, bare_sqlite, pgbench, rows_of_report
from bench.house import ROOT, House, descendants, open_house, report
from bench.load import Heard, Link, Make, press, request
from laksa.gateways.pictures.drawing import draw

CLIENTS = 16
RATIO = 0.10
TEXT = "Lampu jalan mati di {place}, sudah {days} malam gelap sekali. Mohon segera diperbaiki sebelum ada yang jatuh. Laporan {key}."
VILLAGES = [
    row
    for row in csv.DictReader((ROOT / "cities" / "tangerang" / "areas.csv").read_text(encoding="utf-8").splitlines())
    if row["kind"] == "village"
]
PLACES = ("Jalan Melati", "Gang Haji Sanusi", "Jalan Cempaka Raya", "depan musala Nurul Huda", "Jalan Kenanga 2")
BOUNDARY = "laksa-bench"


def point(key: str) -> tuple[float, float]:
    """Return a point somewhere in the city, for each report another, as reports come."""
    chooser = random.Random(key)
    area = VILLAGES[chooser.randrange(len(VILLAGES))]
    return tuple(round(float(area[name]) + chooser.uniform(-0.004, 0.004), 6) for name in ("lat", "lon"))  # type: ignore[return-value]


def api_report(count: int) -> bytes:
    """Return a report as a partner's program or a phone sends it: words, point, e-mail."""
    key = secrets.token_hex(12)
    lat, lon = point(key)
    body = {
        "text": TEXT.format(place=PLACES[count % len(PLACES)], days=2 + count % 9, key=key),
        "lat": lat,
        "lon": lon,
        "identity": "named",
        "contact": {"name": "Siti Contoh", "email": f"siti.{key}@contoh.invalid"},
    }
    return request("POST", "/api/v1/cases", json.dumps(body).encode(), Content_Type="application/json", Idempotency_Key=key)


def with_photo() -> Make:
    """Return a maker of reports as the citizen's page sends them: a form with one photo of a phone."""
    photo = draw("lamp", 1, after=False)

    def make(count: int) -> bytes:
        key = secrets.token_hex(12)
        lat, lon = point(key)
        fields = {
            "text": TEXT.format(place=PLACES[count % len(PLACES)], days=2 + count % 9, key=key),
            "lat": str(lat),
            "lon": str(lon),
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
    press(house.port, make, clients=CLIENTS, seconds=seconds / 3)
    return tell(house, name, [one_round(house, rows, make, seconds=seconds) for _ in range(rounds)], rows=len(rows))


@dataclass(frozen=True)
class Round:
    """What was heard over HTTP, what was written bare right after, and the processor's milliseconds for one report of each."""

    heard: Heard
    bare: float
    our_ms: float
    bare_ms: float


def one_round(house: House, rows: list[BareRow], make: Make, *, seconds: float) -> Round:
    began = cpu_seconds(house)
    heard = press(house.port, make, clients=CLIENTS, seconds=seconds)
    between = cpu_seconds(house)
    bare = pgbench(house, rows, clients=CLIENTS, seconds=seconds) if house.cluster else bare_sqlite(house, rows, seconds=seconds)
    ours, theirs = between - began, cpu_seconds(house) - between
    return Round(heard, bare, 1_000 * ours / max(1, len(heard.seconds)), 1_000 * theirs / (bare * seconds))


def tell(house: House, name: str, rounds: list[Round], *, rows: int) -> bool:
    """Report the medians of the rounds."""
    share = median(one.heard.per_second / one.bare for one in rounds)
    bad = sum(one.heard.bad for one in rounds)
    for case, figure, unit in (
        ("rows of one report", rows, "rows"),
        ("accepted", median(one.heard.per_second for one in rounds), "reports/s"),
        ("p95", median(one.heard.quantile(0.95) for one in rounds), "ms"),
        ("bare inserts", median(one.bare for one in rounds), "reports/s"),
        ("processor time of one", median(one.our_ms for one in rounds), "ms"),
        ("processor time of one bare", median(one.bare_ms for one in rounds), "ms"),
        ("of bare inserts by processor time", median(one.bare_ms / one.our_ms for one in rounds), "share"),
    ):
        report("create", f"{name} {case}", round(figure, 3), unit, "told", True)
    fine = report("create", f"{name} not accepted", bad, "reports", "0", bad == 0)
    return report("create", f"{name} of bare inserts", round(share, 4), "share", f">= {RATIO}, aim 0.20", share >= RATIO) and fine


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
    """Accepted reports a second, with 16 clients and 2 web processes of 2 threads, against bare prepared inserts of the same rows.

    The worker rests meanwhile: what is measured is accepting, with all that has to be written for it.
    """
    if quick:
        seconds, rounds = 3.0, 2
    holds = []
    for kind in [database] if database else ["postgres", "sqlite"]:
        with open_house(kind, settings={"LAKSA_LOG_LEVEL": "CRITICAL"}) as house:
            house.serve("--workers", "2", "--threads", "2", "--no-worker")
            holds.append(measure(house, f"{kind} api", api_report, seconds=seconds, rounds=rounds))
            holds.append(measure(house, f"{kind} page with photo", with_photo(), seconds=seconds, rounds=rounds))
    sys.exit(0 if all(holds) else 1)
