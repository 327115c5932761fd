"""Who held many cases when, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from laksa.cases.models.entry import Entry
from laksa.cases.rules import TURNING_KINDS, Turn, turns

COLUMNS = ("case_id", "number", "at", "kind", "data", "user_id", "actor_label")


def turns_of(case_ids: Iterable[int]) -> dict[int, list[Turn]]:
    """Return the turns of each of these cases; one query, whatever the reader may see of the stories."""
    told = Entry.objects.filter(case_id__in=list(case_ids), kind__in=TURNING_KINDS).only(*COLUMNS).order_by("case_id", "number")
    return {case_id: turns(story) for case_id, story in groupby(told, key=lambda entry: entry.case_id)}
