# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa create-staff` and `laksa issue-api-key`: the first account, and keys for partners."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from laksa.city.models import book
from laksa.identity import actions
from laksa.identity.models import User
from laksa.identity.rules import SYSTEM, PostFact, Role


@click.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as colleagues and residents read it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--agency", help="Slug of the agency the office belongs to, such as dishub.")
@click.option("--unit", help="Slug of the unit inside the agency.")
@click.option("--area", help="Code of the area, for a village head.")
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="LAKSA_NEW_PASSWORD", help="Asked for when not given."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def create_staff(username: str, name: str, role: str, password: str, as_json: bool, **places: str | None) -> None:
    """Create an account that holds an office from now on."""
    if User.objects.filter(username=username).exists():
        raise click.BadParameter(f"there is an account '{username}' already", param_hint="USERNAME")
    validate_password(password)
    post = PostFact(
        Role(role),
        agency_id=_known(places["agency"], book().agencies, "--agency"),
        unit_id=_known(places["unit"], book().units, "--unit"),
        area_id=_known(places["area"], book().areas, "--area"),
    )
    user = actions.create_staff(username, name=name, password=password, posts=[post], by=SYSTEM, at=timezone.now())
    facts = {"id": user.pk, "username": username, "role": post.role}
    click.echo(json.dumps(facts) if as_json else f"{username} may sign in at /masuk/ as {post.role}")


def _known(key: str | None, rows: Mapping[str, object], hint: str) -> str | None:
    if key and key not in rows:
        raise click.BadParameter(f"'{key}' is not in the city pack", param_hint=hint)
    return key or None


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def issue_api_key(name: str, as_json: bool) -> None:
    """Make a key for the partner NAME and print it; it can't be shown again."""
    key = actions.issue_api_key(name, by=SYSTEM, at=timezone.now())
    click.echo(json.dumps({"name": name, "key": key}) if as_json else key)
