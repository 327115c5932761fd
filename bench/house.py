# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole house for benches and drills: own folder, own database, served on a free port, gone afterwards."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster import Cluster, free_port, start_cluster

ROOT = Path(__file__).resolve().parents[1]
ANSWERS_WITHIN_SECONDS = 60


@dataclass
class House:
    """Where it is and how to talk to it."""

    folder: Path
    environment: dict[str, str]
    port: int
    cluster: Cluster | None = None
    watchman: subprocess.Popen[bytes] | None = None

    def laksa(self, *words: str) -> str:
        """Run a command of the house and return what it printed; raise CalledProcessError when it fails."""
        command = [sys.executable, "-m", "laksa.config.cli.main", *words]
        return subprocess.run(command, env=self.environment, cwd=self.folder, check=True, stdout=subprocess.PIPE, text=True).stdout

    def inside(self, name: str) -> dict[str, float]:
        """Run a measure of bench/inside.py in a fresh process of the house and return its figures."""
        command = [sys.executable, "-m", "bench.inside", name]
        said = subprocess.run(command, env=self.environment, cwd=self.folder, check=True, stdout=subprocess.PIPE, text=True).stdout
        figures: dict[str, float] = json.loads(said)
        return figures

    def serve(self, *words: str) -> None:
        """Start web and worker and wait until a page is answered."""
        command = [sys.executable, "-m", "laksa.config.cli.main", "serve", "--port", str(self.port), *words]
        log = (self.folder / "serve.log").open("ab")
        with log:
            self.watchman = subprocess.Popen(command, env=self.environment, cwd=self.folder, stdout=log, stderr=log)
        ends_at = time.monotonic() + ANSWERS_WITHIN_SECONDS
        while self.ask("GET", "/healthz")[0] != 200:
            if time.monotonic() > ends_at or self.watchman.poll() is not None:
                raise RuntimeError(f"the house did not open:\n{(self.folder / 'serve.log').read_text()[-3000:]}")
            time.sleep(0.05)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """Send one request and return (status, JSON or None); status 0 when nobody answered whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            data = None if body is None else json.dumps(body).encode()
            connection.request(method, path, data, {"Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            raw = answer.read()
            return answer.status, json.loads(raw) if raw[:1] in b"{[" and raw else None
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()

    def processes(self) -> list[int]:
        """Return the numbers of all processes below the watchman: web master, web process, worker."""
        return descendants(self.watchman.pid) if self.watchman else []

    def rss_mb(self) -> float:
        """Return the memory of watchman, web and worker in MB."""
        numbers = [self.watchman.pid, *self.processes()] if self.watchman else []
        pages = sum(int(Path(f"/proc/{number}/statm").read_text().split()[1]) for number in numbers)
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000

    def settle(self) -> None:
        """Let PostgreSQL finish now what it would do in the minutes after a million rows came at once: no city is filled while it is looked at."""
        for command in ("VACUUM (ANALYZE)", "CHECKPOINT") if self.cluster is not None else ():
            self.rows(command)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the house's database from outside; `?` stands for a value on either."""
        if self.cluster is not None:
            import psycopg

            with psycopg.connect(self.cluster.url, autocommit=True) as connection:
                cursor = connection.execute(query.replace("?", "%s"), values)
                return list(cursor.fetchall()) if cursor.description else []
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(self.folder / "laksa.sqlite3", timeout=30, isolation_level=None)) as connection:
            return connection.execute(query, values).fetchall()

    def close(self) -> None:
        if self.watchman is not None and self.watchman.poll() is None:
            self.watchman.send_signal(signal.SIGTERM)
            self.watchman.wait(timeout=40)


def descendants(number: int) -> list[int]:
    """Return the numbers of a process's children, and theirs."""
    try:
        tasks = list(Path(f"/proc/{number}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [one for child in children for one in (child, *descendants(child))]


@contextmanager
def open_house(database: str, *, city: Path = ROOT / "cities" / "tangerang", settings: dict[str, str] | None = None) -> Iterator[House]:
    """Yield a house with its tables and its city, not yet served; `database` is sqlite or postgres."""
    folder = Path(tempfile.mkdtemp(prefix="laksa-house-"))
    cluster = start_cluster(durable=True) if database == "postgres" else None
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LAKSA_", "DJANGO_"))}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "LAKSA_DATA_DIR": str(folder),
        "LAKSA_DATABASE_URL": cluster.url if cluster else f"sqlite:///{folder / 'laksa.sqlite3'}",
        "LAKSA_CITY": str(city),
        "LAKSA_RATE_LIMITS": "off",
        **(settings or {}),
    }
    house = House(folder, environment, free_port(), cluster)
    try:
        house.laksa("prepare", "--no-example")
        yield house
    finally:
        house.close()
        if cluster:
            cluster.end()
        shutil.rmtree(folder, ignore_errors=True)


def report(name: str, case: str, figure: float, unit: str, limit: str, holds: bool) -> bool:
    """Print one JSON line of a bench and return whether the budget holds."""
    line = {
        "bench": name,
        "case": case,
        "figure": figure,
        "unit": unit,
        "limit": limit,
        "holds": holds,
        # Other work on the machine makes every time longer; whoever reads the figure must be able to see it.
        "machine": f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
    }
    print(json.dumps(line), flush=True)
    return holds
