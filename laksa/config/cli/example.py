# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa example` and `laksa remove-example`: an invented life for the city, and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

import click
from django.utils import timezone, translation

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.config.cli.data import example_password, write_greeting
from laksa.config.example.crowd.writing import write_crowd
from laksa.config.example.life import Life
from laksa.config.example.people import employ_staff, keep_watch
from laksa.config.example.removing import left_over
from laksa.config.example.removing import remove_example as remove

# Above this many, nobody reads each case any more, and playing them would take hours.
PLAYED = 5_000


@click.command()
@click.option("--cases", default=400, show_default=True, type=click.IntRange(1, 5_000_000), help="How many.")
@click.option("--seed", default=24, show_default=True, help="The same seed tells the same stories.")
@click.option("--open", "still_open", type=click.IntRange(0), help="How many of the newest are still open (with --quick; else 3 in 100).")
@click.option("--quick", is_flag=True, help=f"Write rows instead of playing lives; always so above {PLAYED:,} cases.")
def example(cases: int, seed: int, still_open: int | None, quick: bool) -> None:
    """Fill the city with invented cases, marked as such, and accounts to look at them with.

    Up to 5,000 are lived through: sixty days of reports, replies, photos and letters that are never sent.
    More are written as rows, spread over years.
    """
    if not book().version:
        raise click.UsageError("there is no city yet: laksa prepare, or laksa load-city DIR")
    now = timezone.now()
    # The city speaks Indonesian, whatever the terminal speaks.
    with translation.override("id"):
        staff = employ_staff(password=example_password(), at=now)
        if quick or cases > PLAYED:
            with _bar(cases, "writing") as add:
                write_crowd(cases, still_open=still_open, seed=seed, staff=staff, now=now, tell=add)
            click.echo(f"{cases} cases written")
            return
        with _bar(cases, "living") as add:
            summary = Life(staff, rng=Random(seed), now=now).play(cases, tell=add)  # noqa: S311 - stories, not secrets
        keep_watch(staff, at=now)
    click.echo(f"{summary.cases} cases with {summary.photos} photos; {summary.letters} letters written, none sent")


@contextmanager
def _bar(length: int, label: str) -> Iterator[Callable[[int], None]]:
    with click.progressbar(length=length, label=label, width=40) as bar:
        yield bar.update


@click.command()
def remove_example() -> None:
    """Remove every invented case with its photos and letters, and the accounts; nothing else is touched."""
    with _bar(Case.objects.filter(is_example=True).count(), "removing") as add:
        removed = remove(tell=add)
    write_greeting()
    click.echo(f"{removed.cases} cases and {removed.accounts} accounts removed")
    if removed.kept_accounts:
        click.echo(f"kept without a key, because real work bears their name: {', '.join(removed.kept_accounts)}")
    left = left_over()
    click.echo(f"left: {', '.join(f'{number} {name}' for name, number in left.items())}")
    raise SystemExit(1 if any(left.values()) else 0)
