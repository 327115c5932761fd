"""load-city, check-city, load-outlines, locate."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from laksa.city import actions, models
from laksa.city.models import City, Located
from laksa.city.rules.facts import AreaFacts
from laksa.city.rules.packs import Fault
from laksa.identity.rules import SYSTEM
from laksa.kernel.errors import Refused


@click.command("check-city")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of faults.")
def check_city(folder: Path, as_json: bool) -> None:
    """Name file, line and field of every fault of a city pack. Exit status 2 when there is one."""
    _report(actions.check_pack(folder), as_json=as_json, done=f"{folder}: no faults")


@click.command("load-city")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before changing a city in use.")
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
def load_city(folder: Path, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Put a city pack in force: all of it or nothing. Loading it again changes nothing."""
    try:
        difference = actions.compare_pack(folder)
        in_use = City.objects.exists()
        if not dry_run:
            if in_use and difference and not yes and sys.stdin.isatty():
                click.echo("\n".join(difference.lines()))
                click.confirm("Apply these changes?", abort=True)
            difference = actions.load_pack(folder, actor=SYSTEM, at=timezone.now())
    except actions.PackRefused as refused:
        _report(refused.faults, as_json=as_json, done="")
        return
    if as_json:
        click.echo(json.dumps({"changed": bool(difference), "dry_run": dry_run, "tables": difference.counts()}))
    elif not difference:
        click.echo("Nothing to change.")
    elif in_use:
        click.echo("\n".join(difference.lines()))
    else:
        click.echo("Loaded " + ", ".join(f"{counts['added']} {name}" for name, counts in difference.counts().items()))


@click.command("load-outlines")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--field", default="code", show_default=True, help="The property that holds the village's code.")
@click.option("--check", "check_only", is_flag=True, help="Only name the faults.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def load_outlines(file: Path, field: str, check_only: bool, as_json: bool) -> None:
    """Put official village outlines (GeoJSON, WGS 84) in force; districts are dissolved from them."""
    try:
        if check_only:
            _report(actions.check_outlines(file, field=field), as_json=as_json, done=f"{file}: no faults")
            return
        changed = actions.load_outlines(file, field=field, actor=SYSTEM, at=timezone.now())
    except actions.OutlinesRefused as refused:
        _report(refused.faults, as_json=as_json, done="")
        return
    click.echo(json.dumps({"changed": changed}) if as_json else f"{len(changed)} outlines changed.")


@click.command("locate", context_settings={"ignore_unknown_options": True})
@click.argument("lat")
@click.argument("lon", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def locate(lat: str, lon: str | None, as_json: bool) -> None:
    """Say which kelurahan a point lies in.

    `locate -` reads one "LAT LON" a line and prints one JSON object a line.
    """

    if lat == "-" and lon is None:
        _locate_lines(sys.stdin)
        return
    found = models.locate(*_point(f"{lat} {lon or ''}"))
    click.echo(json.dumps(_answer(found), ensure_ascii=False) if as_json else _sentence(found))


def _locate_lines(lines: Iterable[str]) -> None:

    failed = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = _answer(models.locate(*_point(line)))
        except Refused as refused:
            failed, answer = True, {"error": refused.message}
            click.echo(f"line {number}: {refused.message}", err=True)
        click.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        sys.exit(2)


def _point(line: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in line.replace(",", " ").split())
    except ValueError:
        raise Refused(f"'{line.strip()[:80]}' is not a point: write LAT LON, such as -6.2 106.6", field="lat") from None
    return lat, lon


def _answer(found: Located) -> dict[str, Any]:
    common: dict[str, Any] = {"is_estimate": found.is_estimate, "distance_m": round(found.distance_m)}
    if found.inside and found.village:
        return {"inside": True, "village": _area(found.village), "district": _area(found.district), **common}
    neighbour = {"name": found.neighbour, "agency": found.neighbour_agency_id} if found.neighbour else None
    return {"inside": False, "nearest": _area(found.nearest), "neighbour": neighbour, **common}


def _area(area: AreaFacts | None) -> dict[str, str] | None:
    return {"code": area.code, "name": area.name} if area else None


def _sentence(found: Located) -> str:
    if found.village and found.district:
        estimate = " (estimate)" if found.is_estimate else ""
        return f"{found.village.code} {found.village.name}, {found.district.name}{estimate}"
    whose = f", in {found.neighbour}" if found.neighbour else ""
    return f"outside{whose}: {found.distance_m:,.0f} m from {found.nearest.name}"


def _report(faults: list[Fault], *, as_json: bool, done: str) -> None:
    """Print faults and end with status 2, or say that all is well."""
    if as_json:
        click.echo(json.dumps([{"file": one.file, "line": one.line, "field": one.field, "message": one.message} for one in faults]))
    elif faults:
        click.echo("\n".join(str(fault) for fault in faults), err=True)
    else:
        click.echo(done)
    if faults:
        sys.exit(2)
