# SPDX-License-Identifier: AGPL-3.0-or-later
"""`laksa backup` and `laksa restore`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone

from laksa.config.backups import Manifest, make_backup, restore_backup
from laksa.config.cli.verify import report_figures, report_log


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, writable=True))
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as one JSON object.")
def backup(file: Path, as_json: bool) -> None:
    """Write database and files into the archive FILE, while the city goes on working.

    Keys are not in it: keep LAKSA_FIELD_KEYS and LAKSA_SECRET_KEY (or the folder keys/) elsewhere.
    """
    manifest = make_backup(file, at=timezone.now())
    _say(manifest, f"{file}, {file.stat().st_size / 1_000_000:.1f} MB", as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Replace what this installation holds.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as one JSON object.")
def restore(file: Path, force: bool, as_json: bool) -> None:
    """Bring the archive FILE back into an empty installation, then verify it."""
    manifest = restore_backup(file, force=force)
    _say(manifest, f"restored from {manifest.made_at}, version {manifest.version}", as_json=as_json)
    report_log(as_json=as_json)
    report_figures(as_json=as_json)


def _say(manifest: Manifest, words: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(manifest)))
        return
    rows = manifest.counts
    click.echo(f"{words}: {rows['cases_case']} cases, {rows['cases_entry']} entries, {manifest.files} files")
