# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa serve`: a small watchman over the web server and the worker. It never imports Django."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

import click

ROOT = Path(__file__).resolve().parents[3]
LOOKS_EVERY_SECONDS = 0.2
ENDS_WITHIN_SECONDS = 15
# A child that lived this long was well; the next fall starts with the shortest pause again.
WELL_AFTER_SECONDS = 30
PAUSES_SECONDS = (0.2, 1, 2, 5, 10)
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process that must run: started, watched, started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    wait_until: float = 0.0

    def start(self, now: float) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
        # A session of its own: Ctrl-C reaches the watchman alone, and a fallen child's own children can be ended with it.
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True, preexec_fn=partial(_end_with, os.getpid()))  # noqa: S603, PLW1509 - our own command; one system call
        self.started_at = now

    def look(self, now: float) -> None:
        """Start the child if it is due; if it has fallen, sweep up and set the pause."""
        if self.process is None:
            if now >= self.wait_until:
                self.start(now)
            return
        status = self.process.poll()
        if status is None:
            return
        self._signal_group(signal.SIGKILL)
        self.falls = 0 if now - self.started_at > WELL_AFTER_SECONDS else self.falls
        pause = PAUSES_SECONDS[min(self.falls, len(PAUSES_SECONDS) - 1)]
        self.falls += 1
        click.echo(f"laksa: {self.name} ended with status {status}; starting it again in {pause:g} s", err=True)
        self.process, self.wait_until = None, now + pause

    def end(self, signum: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signum)

    def bury(self, until: float) -> None:
        """Wait for the child until then; end it and its own children by force if it is still there."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            click.echo(f"laksa: {self.name} did not end in time; killed", err=True)
        self._signal_group(signal.SIGKILL)
        self.process.wait()

    def _signal_group(self, signum: int) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signum)
        except ProcessLookupError:
            return


@dataclass
class Watchman:
    """Keeps its children running until it is told to end."""

    children: list[Child]
    ending: bool = False
    look_at_clock: Callable[[], float] = field(default=time.monotonic)

    def run(self) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._asked_to_end)
        while not self.ending:
            for child in self.children:
                child.look(self.look_at_clock())
            time.sleep(LOOKS_EVERY_SECONDS)
        for child in self.children:
            child.end(signal.SIGTERM)
        until = time.monotonic() + ENDS_WITHIN_SECONDS
        for child in self.children:
            child.bury(until)

    def _asked_to_end(self, signum: int, frame: FrameType | None) -> None:
        self.ending = True


def _end_with(parent: int) -> None:
    # Runs in the child between fork and exec: if the watchman is killed, the kernel ends the child too.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            # It was killed before we could ask.
            os._exit(0)


@dataclass(frozen=True)
class Web:
    """How the web server runs."""

    host: str
    port: int
    workers: int
    threads: int

    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", self.host, "--port", str(self.port), "--http", "1", "--no-ws"),
            *("--workers", str(self.workers), "--blocking-threads", str(self.threads), "--respawn-failed-workers"),
            *("--log-level", "warning", "--workers-kill-timeout", "10"),
            "laksa.config.wsgi:application",
        ]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes; about one a core in production.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads in each web process.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `laksa worker` elsewhere.")
def serve(host: str, port: int, workers: int, threads: int, no_worker: bool) -> None:
    """Serve the web pages, with the worker beside them; start again what falls."""
    children = [Child("web", Web(host, port, workers, threads).command())]
    if not no_worker:
        children.append(Child("worker", [sys.executable, "-m", "laksa.config.cli.main", "worker"]))
    Watchman(children).run()
