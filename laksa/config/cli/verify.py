# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa verify-log` and `laksa verify-figures`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from laksa.cases.models import Case, Entry
from laksa.config.proofs import broken_stories, figures
from laksa.insight.actions import rebuild_tallies


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_log(as_json: bool) -> None:
    """Walk the hash chain of every case; exit with 1 when one does not hold."""
    report_log(as_json=as_json)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--rebuild", is_flag=True, help="Throw the tallies away and count every case anew first; nobody can change a case meanwhile.")
def verify_figures(as_json: bool, rebuild: bool) -> None:
    """Recount the cases; exit with 1 when in is not the sum of where they are, or the tallies say something else."""
    if rebuild:
        rebuild_tallies()
    report_figures(as_json=as_json)


def report_log(*, as_json: bool) -> None:
    """Print what `verify-log` finds; raise SystemExit(1) when a story is broken."""
    broken = broken_stories()
    facts = {"cases": Case.objects.count(), "entries": Entry.objects.count(), "broken": [asdict(one) for one in broken]}
    if as_json:
        click.echo(json.dumps(facts))
    else:
        for one in broken:
            click.echo(f"{one.code} entry {one.number}: {one.problem}", err=True)
        word = f"{len(broken)} BROKEN" if broken else "all chains hold"
        click.echo(f"{facts['cases']} cases, {facts['entries']} entries: {word}")
    if broken:
        raise SystemExit(1)


def report_figures(*, as_json: bool) -> None:
    """Print what `verify-figures` finds; raise SystemExit(1) when the figures do not balance."""
    counted = figures()
    if as_json:
        click.echo(json.dumps(counted.as_dict()))
    else:
        parts = asdict(counted.balance)
        click.echo(f"in {counted.received} = " + " + ".join(f"{number} {name}" for name, number in parts.items()))
        for problem in counted.problems:
            click.echo(problem, err=True)
        click.echo("the figures balance" if not counted.problems else "the figures do NOT balance")
    if counted.problems:
        raise SystemExit(1)
