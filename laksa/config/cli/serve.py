# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa serve`: hands over to a small watchman over the web server and the worker."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]


LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes; about one a core in production.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads in each web process.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `laksa worker` elsewhere.")
def serve(host: str, port: int, workers: int, threads: int, no_worker: bool) -> None:
    """Serve the web pages, with the worker beside them; start again what falls."""
    web = json.dumps({"host": host, "port": port, "workers": workers, "threads": threads})
    children = {"web": [sys.executable, "-m", "laksa.config.web", web]}
    if not no_worker:
        children["worker"] = [sys.executable, "-m", "laksa.config.work"]
    environment = surroundings(host=host, port=port, given=dict(os.environ))
    # This process becomes the watchman, which needs nothing of what the command line has loaded.
    os.execve(sys.executable, [sys.executable, "-m", "laksa.config.watch", json.dumps(children)], environment)  # noqa: S606 - our own command


def surroundings(*, host: str, port: int, given: dict[str, str]) -> dict[str, str]:
    """Return the environment of web and worker, from what the caller was given."""
    path = os.pathsep.join(filter(None, [str(ROOT), given.get("PYTHONPATH")]))
    # Two memory arenas instead of eight a core: threads share them well, and an idle house stays small.
    wishes = {"MALLOC_ARENA_MAX": "2"}
    if host not in LOOPBACK and "LAKSA_BASE_URL" not in given:
        # Seen by others on the network: the development pages show people's letters, and are for this machine alone.
        wishes |= {"LAKSA_DEVELOPMENT": "off", "LAKSA_ALLOWED_HOSTS": "*"}
    return wishes | given | {"PYTHONPATH": path, "LAKSA_PORT": str(port)}
