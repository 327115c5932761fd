# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa migrate` and `laksa prepare`: from an empty folder to a city that can be served."""

from __future__ import annotations

import hashlib
import secrets
import textwrap
import time
from pathlib import Path

import click
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.utils import timezone

from laksa.cases.models import Case
from laksa.city.actions import load_outlines, load_pack
from laksa.city.models import City
from laksa.config.health import missing_migrations
from laksa.identity.models import User
from laksa.identity.rules import SYSTEM

# No look-alikes: the password is read off a terminal and typed on a phone.
PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - an alphabet
PASSWORD_LENGTH = 16


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when something is missing.")
def migrate(check: bool) -> None:
    """Bring the database's tables up to date."""
    missing = missing_migrations()
    if check:
        click.echo(f"{missing} migrations missing" if missing else "up to date")
        raise SystemExit(1 if missing else 0)
    call_command("migrate", interactive=False, verbosity=1 if missing else 0)
    click.echo(f"{missing} migrations applied" if missing else "up to date")


@click.command()
@click.option("--example/--no-example", default=True, show_default=True, help="Fill an empty city with invented cases.")
@click.option("--cases", default=400, show_default=True, type=click.IntRange(1, 1_000_000), help="How many.")
def prepare(example: bool, cases: int) -> None:
    """Make database, city and static files ready; quick when they are."""
    with _step("database"):
        if missing_migrations():
            call_command("migrate", interactive=False, verbosity=0)
    with _step("city pack"):
        # A city in use changes only by `laksa load-city`, which shows the difference first.
        if settings.IS_DEVELOPMENT or not City.objects.exists():
            load_pack(Path(settings.CITY), actor=SYSTEM, at=timezone.now())
        if settings.OUTLINES:
            load_outlines(Path(settings.OUTLINES), actor=SYSTEM, at=timezone.now())
    with _step("static files"):
        _collect_static()
    if example and not Case.objects.exists():
        from laksa.config.cli import example as example_city

        click.echo(f"inventing {cases} cases, marked as examples")
        ctx = click.get_current_context()
        ctx.invoke(example_city.example, cases=cases)
    write_greeting()


class _step:  # noqa: N801 - used as a statement
    """Say on a terminal what is being done, and how long it took if that was long."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        if (took := time.monotonic() - self.began) > 0.5:
            click.echo(f"{self.name}: ready ({took:.1f} s)", err=True)


def _collect_static() -> None:
    """Collect and compress the static files unless none has changed since the last time."""
    mark = settings.STATIC_ROOT / ".collected"
    digest = _static_digest()
    if mark.exists() and mark.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(digest)


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            digest.update(f"{name}:{path.stat().st_size}:{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def example_password() -> str:
    """Return the password of all example accounts: LAKSA_EXAMPLE_PASSWORD, else one made once and kept."""
    if wish := settings.EXAMPLE_PASSWORD:
        return str(wish)
    path: Path = settings.DATA_DIR / "keys" / "example_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("".join(secrets.choice(PASSWORD_SIGNS) for _ in range(PASSWORD_LENGTH)))
    return path.read_text().strip()


def write_greeting() -> None:
    """Keep what bin/run prints at every start, so that printing it needs no Python; {address} is filled in there."""
    names = list(User.objects.filter(is_example=True, is_active=True).order_by("pk").values_list("username", flat=True))
    lines = ["Laksa is at  {address}/"]
    if names:
        lines.append(f"Example staff sign in at  {{address}}/masuk/  with the password  {example_password()}")
        lines += textwrap.wrap(" · ".join(names), width=100, initial_indent="  as  ", subsequent_indent="      ", break_on_hyphens=False)
    else:
        lines.append("The first account:  bin/laksa create-staff NAME --name 'Full Name' --role sysadmin")
    lines.append("Ctrl-C stops it; the data stays.")
    path: Path = settings.DATA_DIR / "keys" / "greeting"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")
