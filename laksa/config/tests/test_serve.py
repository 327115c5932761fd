"""The watchman over real small programs in place of web and worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from laksa.config.cli.serve import ROOT, surroundings
from laksa.config.watch import Child

SLEEPER = "import time; time.sleep(600)"


def until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Look again and again until it holds or the time is over."""
    ends = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < ends:
        os.sched_yield()
    return held


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def child():
    one = Child("web", [sys.executable, "-c", SLEEPER])
    yield one
    one.end(signal.SIGKILL)
    one.bury(time.monotonic() + 5)


def test_a_killed_child_is_started_again_after_a_pause(child, capsys):
    child.look(0.0)
    first = child.process
    first.kill()
    first.wait()

    child.look(1.0)
    assert child.process is None
    child.look(1.1)
    assert child.process is None
    child.look(1.3)

    assert child.process.pid != first.pid
    assert is_running(child.process.pid)
    assert "web ended with status -9" in capsys.readouterr().err


def test_one_that_falls_again_and_again_waits_longer(child):
    waits = []
    for round_ in range(6):
        child.look(round_ * 20.0)
        child.process.kill()
        child.process.wait()
        child.look(round_ * 20.0 + 0.1)
        waits.append(round(child.wait_until - round_ * 20.0 - 0.1, 1))

    assert waits == [0.2, 1, 2, 5, 10, 10]


def test_one_that_was_well_for_long_starts_with_the_shortest_pause(child):
    child.falls = 4
    child.look(0.0)
    child.process.kill()
    child.process.wait()

    child.look(100.0)

    assert child.wait_until == pytest.approx(100.2)


def test_a_childs_own_children_end_with_it():
    family = Child(
        "web",
        [
            sys.executable,
            "-c",
            f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]).pid, flush=True); {SLEEPER}",
        ],
    )
    read, write = os.pipe()
    kept = os.dup(1)
    os.dup2(write, 1)
    family.start(0.0)
    os.dup2(kept, 1)
    os.close(write)
    os.close(kept)
    with os.fdopen(read) as said:
        grandchild = int(said.readline())
        family.process.kill()
        family.process.wait()

        family.look(1.0)

    assert until(lambda: not is_running(grandchild))


@pytest.fixture
def watchman():
    """A watchman process over one sleeping child, and the child's number."""
    script = (
        f"import sys; from laksa.config.watch import Child, Watchman; Watchman([Child('one', [sys.executable, '-c', {SLEEPER!r}])]).run()"
    )
    process = subprocess.Popen([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": str(ROOT)})
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    assert until(lambda: bool(children.read_text()))
    yield process, int(children.read_text().split()[0])
    process.kill()
    process.wait()


def test_the_watchman_ends_its_children_when_told(watchman):
    process, child = watchman

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=20) == 0
    assert not is_running(child)


def test_a_killed_watchman_leaves_nobody_behind(watchman):
    process, child = watchman

    process.kill()

    assert until(lambda: not is_running(child))


@pytest.mark.parametrize(
    ("host", "given", "shown"), [("127.0.0.1", {}, True), ("0.0.0.0", {}, False), ("0.0.0.0", {"LAKSA_BASE_URL": "https://x"}, True)]
)
def test_development_pages_are_for_this_machine_alone(host, given, shown):
    environment = surroundings(host=host, port=8100, given=given)
    assert ("LAKSA_DEVELOPMENT" not in environment) == shown
    assert environment["LAKSA_PORT"] == "8100"
