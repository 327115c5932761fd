# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa example` and `laksa remove-example`: an invented life for the city, and its end."""

from __future__ import annotations

from random import Random

import click
from django.utils import timezone, translation

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.config.cli.data import example_password
from laksa.config.example.life import Life
from laksa.config.example.people import employ_staff
from laksa.config.example.removing import left_over
from laksa.config.example.removing import remove_example as remove


@click.command()
@click.option("--cases", default=400, show_default=True, type=click.IntRange(1, 5_000_000), help="How many.")
@click.option("--seed", default=24, show_default=True, help="The same seed tells the same stories.")
def example(cases: int, seed: int) -> None:
    """Fill the city with invented cases of the last sixty days, marked as such, and accounts to look at them with."""
    if not book().version:
        raise click.UsageError("there is no city yet: laksa prepare, or laksa load-city DIR")
    now = timezone.now()
    # The city speaks Indonesian, whatever the terminal speaks.
    with translation.override("id"):
        staff = employ_staff(password=example_password(), at=now)
        with click.progressbar(length=cases, label="living", width=40) as bar:
            seen = 0

            def tell(told: int) -> None:
                nonlocal seen
                bar.update(told - seen)
                seen = told

            summary = Life(staff, rng=Random(seed), now=now).play(cases, tell=tell)  # noqa: S311 - stories, not secrets
    click.echo(f"{summary.cases} cases with {summary.photos} photos; {summary.letters} letters written, none sent")


@click.command()
def remove_example() -> None:
    """Remove every invented case with its photos and letters, and the accounts; nothing else is touched."""
    with click.progressbar(length=Case.objects.filter(is_example=True).count(), label="removing", width=40) as bar:
        removed = remove(tell=bar.update)
    click.echo(f"{removed.cases} cases and {removed.accounts} accounts removed")
    if removed.kept_accounts:
        click.echo(f"kept without a key, because real work bears their name: {', '.join(removed.kept_accounts)}")
    left = left_over()
    click.echo(f"left: {', '.join(f'{number} {name}' for name, number in left.items())}")
    raise SystemExit(1 if any(left.values()) else 0)
