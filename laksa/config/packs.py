# SPDX-License-Identifier: AGPL-3.0-or-later
"""A city pack is put in force as a whole: what the city keeps of it, and what other rooms keep."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from laksa.city import actions as city
from laksa.city.rules.packs import Difference
from laksa.field.actions import compare_pace, load_pace
from laksa.identity.rules import SYSTEM


def compare_whole(folder: str | Path) -> Difference:
    """Return what loading this pack would do. Raises PackRefused with every fault."""
    difference = city.compare_pack(folder)
    difference.tables["field"] = compare_pace(city.read_pack(folder))
    return difference


@transaction.atomic
def load_whole(folder: str | Path, *, at: datetime) -> Difference:
    """Put a pack in force and return what that changed; a second load changes nothing. Raises PackRefused before any write."""
    difference = city.load_pack(folder, actor=SYSTEM, at=at)
    difference.tables["field"] = load_pace(city.read_pack(folder), actor=SYSTEM, at=at)
    return difference
