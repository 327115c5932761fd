# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa bench NAME`: each bench is a file of bench/ with a click command named `bench` in it."""

from __future__ import annotations

import re
import sys
from importlib import import_module

import click
from django.conf import settings

FOLDER = settings.ROOT / "bench"


class Benches(click.Group):
    """The benches of a checkout, found by their files and imported when one is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        found = (path for path in sorted(FOLDER.glob("*.py")) if re.search(r"^(def bench\(|bench = )", path.read_text(), re.MULTILINE))
        return [path.stem for path in found]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        if str(settings.ROOT) not in sys.path:
            sys.path.insert(0, str(settings.ROOT))
        command = import_module(f"bench.{cmd_name}").bench
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Benches, epilog="Benches come with the source, not with the wheel.")
def bench() -> None:
    """Measure one thing and print JSON lines that say whether its budget holds."""
