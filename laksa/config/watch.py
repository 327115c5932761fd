# SPDX-License-Identifier: AGPL-3.0-or-later
"""The watchman of `laksa serve`: keeps the web server and the worker running. It imports next to nothing."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from types import FrameType

LOOKS_EVERY_SECONDS = 0.2
ENDS_WITHIN_SECONDS = 15
# A child that lived this long was well; the next fall starts with the shortest pause again.
WELL_AFTER_SECONDS = 30
PAUSES_SECONDS = (0.2, 1, 2, 5, 10)
# Pages first: on two cores the worker's start beside it would make the first visitor wait twice as long.
NEXT_AFTER_SECONDS = 1.5
PR_SET_PDEATHSIG = 1


def say(words: str) -> None:
    sys.stderr.write(f"laksa: {words}\n")


class Child:
    """One process that must run: started, watched, started again."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.falls = 0
        self.wait_until = 0.0

    def start(self, now: float) -> None:
        # A session of its own: Ctrl-C reaches the watchman alone, and a fallen child's own children can be ended with it.
        follow = partial(_end_with, os.getpid())
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=follow)  # noqa: S603, PLW1509 - our own command; two system calls
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
        say(f"{self.name} ended with status {status}; starting it again in {pause:g} s")
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
            say(f"{self.name} did not end in time; killed")
        self._signal_group(signal.SIGKILL)
        self.process.wait()

    def _signal_group(self, signum: int) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signum)
        except ProcessLookupError:
            return


class Watchman:
    """Keeps its children running until it is told to end."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.ending = False

    def run(self) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._asked_to_end)
        for place, child in enumerate(self.children):
            child.wait_until = time.monotonic() + place * NEXT_AFTER_SECONDS
        while not self.ending:
            for child in self.children:
                child.look(time.monotonic())
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


if __name__ == "__main__":
    Watchman([Child(name, command) for name, command in json.loads(sys.argv[1]).items()]).run()
