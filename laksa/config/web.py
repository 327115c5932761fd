# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our web server: granian over the WSGI door. Its own command line is left out to save memory."""

from __future__ import annotations

import json
import sys

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

KILL_AFTER_SECONDS = 10


def run(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until told to end; a worker process that dies is started again."""
    MPServer(
        "laksa.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_SECONDS,
    ).serve()


if __name__ == "__main__":
    run(**json.loads(sys.argv[1]))
