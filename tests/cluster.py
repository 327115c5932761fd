# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PostgreSQL of our own for tests and benches: made in a temporary folder, gone when its starter ends."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
STARTS_WITHIN_SECONDS = 30
# What a throw-away cluster may forget at a power cut; a bench that measures commits asks for `durable`.
# Statistics come only from a test that asks for them: those of a passing vacuum would change the plans of the next one.
CARELESS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"]
CARELESS += ["-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "jit=off"]


class NoPostgres(Exception):
    """The server's programs are not installed."""


def server_programs() -> Path:
    """Return the folder with the server's programs: Debian's newest, else the one on PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found and (on_path := shutil.which("initdb")):
        found = [Path(on_path).resolve()]
    if not found:
        raise NoPostgres("PostgreSQL's server programs are missing: apt-get install postgresql")
    return found[-1].parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """A running server; `url` is for LAKSA_DATABASE_URL, with an empty database `laksa` in it."""

    folder: Path
    port: int
    programs: Path
    options: list[str]
    server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://laksa@127.0.0.1:{self.port}/laksa"

    def start(self) -> None:
        """Start the server and wait until it answers; after `kill` it comes back with its data."""
        ends_at = time.monotonic() + STARTS_WITHIN_SECONDS
        while True:
            self._spawn()
            while self.server is not None and self.server.poll() is None:
                if self._answers():
                    return
                if time.monotonic() > ends_at:
                    break
                time.sleep(0.1)
            if time.monotonic() > ends_at:
                log = (self.folder / "log").read_text(errors="replace")[-2000:]
                self.end()
                raise NoPostgres(f"PostgreSQL did not start:\n{log}")
            # Killed a moment ago, its children may still hold the shared memory.
            time.sleep(0.3)

    def _spawn(self) -> None:
        log = os.open(self.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.server = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", *self.options],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call
            **_as_account(ordinary_account()),
        )
        os.close(log)

    def _answers(self) -> bool:
        command = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def kill(self) -> None:
        """End it as a power cut would, for drills; `start` brings it back."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()

    def end(self) -> None:
        """Stop the server at once and remove its folder; a second call does nothing."""
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_cluster(*, durable: bool = False) -> Cluster:
    """Make and start a server on a free loopback port; the caller ends it."""
    programs = server_programs()
    account = ordinary_account()
    folder = Path(tempfile.mkdtemp(prefix="laksa-postgres-"))
    data = folder / "data"
    data.mkdir(mode=0o700)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
        os.chown(data, account.pw_uid, account.pw_gid)
    # C.UTF-8 sorts as SQLite does, so that one test holds on both databases.
    arguments = ["-D", data, "-U", "laksa", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([programs / "initdb", *arguments], check=True, capture_output=True, cwd=folder, **_as_account(account))
    port = free_port()
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "max_connections=60"]
    cluster = Cluster(folder, port, programs, [*options, *([] if durable else CARELESS)])
    cluster.start()
    subprocess.run([programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "laksa", "laksa"], check=True, capture_output=True)
    return cluster


def _as_account(account: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def ordinary_account() -> pwd.struct_passwd | None:
    """Return whom the server runs as when we are root (it refuses root); None when we are nobody special."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody'")


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
