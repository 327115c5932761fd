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

PR_SET_PDEATHSIG = 1
STARTS_WITHIN_SECONDS = 30
# What a throw-away cluster may forget at a power cut; a bench that measures commits asks for `durable`.
CARELESS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


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
    server: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"postgres://laksa@127.0.0.1:{self.port}/laksa"

    def kill(self) -> None:
        """End it as a power cut would, for drills."""
        self.server.kill()
        self.server.wait()

    def end(self) -> None:
        """Stop the server at once and remove its folder; a second call does nothing."""
        if self.server.poll() is None:
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
    as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    # C.UTF-8 sorts as SQLite does, so that one test holds on both databases.
    arguments = ["-D", data, "-U", "laksa", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([programs / "initdb", *arguments], check=True, capture_output=True, cwd=folder, **as_user)  # type: ignore[call-overload]
    port = free_port()
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "max_connections=60"]
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT)
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, *options, *([] if durable else CARELESS)],
        stdout=log,
        stderr=subprocess.STDOUT,
        cwd=folder,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call
        **as_user,  # type: ignore[call-overload]
    )
    os.close(log)
    cluster = Cluster(folder, port, server)
    _create_database(cluster, programs)
    return cluster


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


def _create_database(cluster: Cluster, programs: Path) -> None:
    ends_at = time.monotonic() + STARTS_WITHIN_SECONDS
    command = [programs / "createdb", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "laksa", "laksa"]
    while (answer := subprocess.run(command, capture_output=True, check=False)).returncode:
        if cluster.server.poll() is not None or time.monotonic() > ends_at:
            log = (cluster.folder / "log").read_text(errors="replace")[-2000:]
            cluster.end()
            raise NoPostgres(f"PostgreSQL did not start: {answer.stderr.decode(errors='replace')}\n{log}")
        time.sleep(0.1)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
