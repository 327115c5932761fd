# SPDX-License-Identifier: AGPL-3.0-or-later
"""The four pages people wait for, over a city's whole history: how long, and whether ten times the history changes it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import random
import re
import sys
import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

import click

from bench.house import House, open_house, report
from bench.load import Link, Make, press, request

P95_MS, GROWTH = 50.0, 1.3
# Measured without a promise.
TOLD = ("search",)
FIELD_KEY = PASSWORD = "bench-only-never-anywhere-else"
SAMPLE = 60
WARM, ASKED, ROUNDS = 80, 120, 5
FILLED_WITHIN_S = 900
# Views of the map that people open: the city, a kecamatan, squares, points.
VIEWS = (
    ("/peta/", {}),
    ("/peta/", {"tampil": "daftar"}),
    ("/peta/data.json", {"zum": "12"}),
    ("/peta/data.json", {"zum": "15", "kotak": "106.62,-6.19,106.66,-6.16"}),
    ("/peta/data.json", {"zum": "17", "kotak": "106.630,-6.180,106.640,-6.172"}),
)
INBOX = ("", "?lihat=semua", "?status=in_progress", "?lihat=lewat")
# A word that one open case in ten has, and one that few have.
SEARCHES = ("?cari=lampu", "?cari=musala", "?cari=lampu&lihat=semua")


@dataclass
class Visit:
    """Who looks at what: a maker of requests for each page."""

    name: str
    make: Make


def visits(house: House) -> list[Visit]:
    """Return the four pages with addresses drawn from what is in the database now."""
    chooser = random.Random(24)
    cookie = sign_in(house, "pju.1")
    codes = [row[0] for row in house.rows("SELECT code FROM cases_case WHERE agency_id = 'dishub' AND is_open ORDER BY id DESC LIMIT 400")]
    public = [
        row[0] for row in house.rows(_everywhere("code", "cases_case", "NOT is_sealed AND state IN ('confirmed', 'closed', 'assigned')"))
    ]
    seeds = [row[0] for row in house.rows(_everywhere("seed", "cases_participant", "role = 'reporter'"))]
    chooser.shuffle(codes)
    paths = {
        "inbox": [f"/meja/{words}" for words in INBOX],
        "search": [f"/meja/{words}" for words in SEARCHES],
        "case": [f"/meja/kasus/{code}/" for code in codes[:SAMPLE]] + [f"/laporan/{code}/" for code in public],
        "track": [f"/l/{token_of(seed)}/" for seed in seeds],
        "map": [f"{path}?{urlencode(query)}" if query else path for path, query in VIEWS],
    }
    for name in ("case", "track"):
        chooser.shuffle(paths[name])
    return [Visit(name, _maker(paths[name], cookie if name in {"inbox", "search", "case"} else "")) for name in paths]


def _everywhere(column: str, table: str, where: str) -> str:
    """Return a query for a sample from the whole length of a table, without reading it all."""
    spots = f"(SELECT max(id) FROM {table})"
    return (
        f"WITH RECURSIVE spot(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM spot WHERE n < {SAMPLE}) "
        f"SELECT (SELECT {column} FROM {table} WHERE id >= {spots} * n / {SAMPLE + 1} AND {where} ORDER BY id LIMIT 1) FROM spot"
    )


def _maker(paths: list[str], cookie: str) -> Make:
    headers = {"Cookie": cookie, "Accept_Encoding": "gzip"} if cookie else {"Accept_Encoding": "gzip"}
    ready = [request("GET", path, **headers) for path in paths]
    return lambda count: ready[count % len(ready)]


def token_of(seed: str) -> str:
    """Return the secret of a link as the house derives it from its key (see cases.models.participant)."""
    return (
        base64.urlsafe_b64encode(hmac.new(b"case-link:" + FIELD_KEY.encode(), seed.encode(), hashlib.sha256).digest()[:16])
        .decode()
        .rstrip("=")
    )


def sign_in(house: House, username: str) -> str:
    """Return the cookies of a member of staff."""
    link = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    link.request("GET", "/masuk/")
    answer = link.getresponse()
    page, cookies = answer.read().decode(), _cookies(answer)
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert secret is not None, page[:500]
    body = urlencode({"csrfmiddlewaretoken": secret[1], "username": username, "password": PASSWORD})
    base = house.environment["LAKSA_BASE_URL"]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "Referer": f"{base}/masuk/", "Origin": base}
    link.request("POST", "/masuk/", body, headers)
    answer = link.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"signing in as {username} gave {answer.status}")
    return f"{cookies}; {_cookies(answer)}"


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])


def measure(houses: list[House], name: str, makes: list[Make], sizes: tuple[int, int]) -> bool:
    """Ask both houses in turn for one page, so that both feel the same machine, and report times and growth."""
    kind = "postgres" if houses[0].cluster else "sqlite"
    # SQLite is measured and told; the promise is PostgreSQL's.
    is_promised = kind == "postgres" and name not in TOLD
    for house, make in zip(houses, makes, strict=True):
        check(house, name, make)
        press(house.port, make, clients=2, number=WARM)
    rounds = [[press(house.port, make, clients=1, number=ASKED) for house, make in zip(houses, makes, strict=True)] for _ in range(ROUNDS)]
    holds = True
    for number, (house, make, size) in enumerate(zip(houses, makes, sizes, strict=True)):
        alone = median(one[number].quantile(0.95) for one in rounds)
        crowd = press(house.port, make, clients=4, number=ASKED)
        where = f"{kind} {size:,} cases"
        limit, fine = (f"< {P95_MS:.0f}", alone < P95_MS) if is_promised else ("told", True)
        holds &= report(name, f"{where} p95", round(alone, 1), "ms", limit, fine)
        report(name, f"{where} p95 with 4 clients", round(crowd.quantile(0.95), 1), "ms", "told", True)
        holds &= report(name, f"{where} not answered", crowd.bad, "pages", "0", crowd.bad == 0)
    growth = median(big.quantile(0.95) / small.quantile(0.95) for small, big in rounds)
    limit, fine = (f"<= {GROWTH}", growth <= GROWTH) if is_promised else ("told", True)
    return report(name, f"{kind} {sizes[1]:,} against {sizes[0]:,}", round(growth, 2), "times", limit, fine) and holds


def check(house: House, name: str, make: Make) -> None:
    """Fail loudly when a page is not what is to be measured: a redirect to the sign-in is quick, too."""
    link = Link(house.port)
    for count in range(4):
        if (status := link.ask(make(count))) != 200:
            raise RuntimeError(f"{name}: {make(count)[:120]!r} gave {status}")
    link.close()


def compare(names: tuple[str, ...], database: str, sizes: tuple[int, int], *, still_open: int) -> bool:
    """Measure a house with a short history beside one with ten times of it; what is open is the same in both."""
    settings = {"LAKSA_LOG_LEVEL": "CRITICAL", "LAKSA_FIELD_KEYS": FIELD_KEY, "LAKSA_EXAMPLE_PASSWORD": PASSWORD}
    with open_house(database, settings=settings) as small, open_house(database, settings=settings) as big:
        houses = [small, big]
        for house, size in zip(houses, sizes, strict=True):
            # The port is only known when the house stands; signing in checks the origin against the base address.
            house.environment |= {"LAKSA_BASE_URL": f"http://127.0.0.1:{house.port}", "LAKSA_DEVELOPMENT": "on"}
            fill(house, size, still_open=still_open, database=database)
            house.serve("--workers", "2")
        pages = [visits(house) for house in houses]
        chosen = [(one.name, [one.make, other.make]) for one, other in zip(*pages, strict=True) if one.name in names]
        # Every page is measured, also after one that is too slow.
        holds = [measure(houses, name, makes, sizes) for name, makes in chosen]
    return all(holds)


def fill(house: House, size: int, *, still_open: int, database: str) -> None:
    """Write the crowd, say how long it took, and let the database settle."""
    began = time.perf_counter()
    house.laksa("example", "--quick", "--cases", str(size), "--open", str(still_open))
    took = time.perf_counter() - began
    house.settle()
    report(
        "example", f"{database} {size:,} cases written", round(took, 1), "s", f"< {FILLED_WITHIN_S} for 1,000,000", took < FILLED_WITHIN_S
    )


NAMES = ("inbox", "search", "case", "track", "map")


def command(*names: str) -> click.Command:
    """Return the command that measures these pages."""

    @click.command(help=f"p95 of {', '.join(names)} over HTTP at a tenth of the cases and at all of them.")
    @click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="postgres", show_default=True)
    @click.option("--cases", default=1_000_000, show_default=True, type=click.IntRange(1_000))
    @click.option("--quick", is_flag=True, help="100,000 cases instead.")
    def bench(database: str, cases: int, quick: bool) -> None:
        cases = 100_000 if quick else cases
        # What is open does not grow with the years behind it, so both sizes have the same.
        still_open = min(30_000, cases // 33)
        sys.exit(0 if compare(names, database, (cases // 10, cases), still_open=still_open) else 1)

    return bench


bench = command(*NAMES)
