# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa check`: what is wrong with the settings, in plain words."""

from __future__ import annotations

import json

import click
from django.core import checks

LEVELS = {checks.DEBUG: "debug", checks.INFO: "advice", checks.WARNING: "warning", checks.ERROR: "error", checks.CRITICAL: "critical"}


@click.command()
@click.option("--deploy", is_flag=True, help="Also say what a production installation lacks.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(deploy: bool, as_json: bool) -> None:
    """Check the settings; exit with 1 when something has to be changed."""
    found = [one for one in checks.run_checks(include_deployment_checks=deploy, databases=["default"]) if not one.is_silenced()]
    found.sort(key=lambda one: -one.level)
    if as_json:
        click.echo(json.dumps([{"id": one.id, "level": LEVELS[one.level], "message": str(one.msg), "hint": one.hint} for one in found]))
    else:
        for one in found:
            click.echo(f"{LEVELS[one.level]} {one.id}: {one.msg}")
            if one.hint:
                click.echo(f"    {one.hint}")
        click.echo(f"{len(found)} found" if found else "nothing to change")
    if any(one.level >= checks.WARNING for one in found):
        raise SystemExit(1)
