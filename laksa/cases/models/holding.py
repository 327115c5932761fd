"""Who held many cases when, and who holds how many now; one query each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models import Count

from laksa.cases.models.case import Case
from laksa.cases.models.entry import Entry
from laksa.cases.rules import TURNING_KINDS, Turn, turns

COLUMNS = ("case_id", "number", "at", "kind", "data", "user_id", "actor_label")


def turns_of(case_ids: Iterable[int]) -> dict[int, list[Turn]]:
    """Return the turns of each of these cases; one query, whatever the reader may see of the stories."""
    told = Entry.objects.filter(case_id__in=list(case_ids), kind__in=TURNING_KINDS).only(*COLUMNS).order_by("case_id", "number")
    return {case_id: turns(story) for case_id, story in groupby(told, key=lambda entry: entry.case_id)}


def turns_in(case: Case, entries: Sequence[Entry]) -> list[Turn]:
    """Return the turns of a case whose entries are at hand, oldest first; asks for them only where some are missing."""
    if len(entries) != case.entry_count:
        return turns_of([case.pk]).get(case.pk, [])
    return turns(entry for entry in entries if entry.kind in TURNING_KINDS)


def loads_of(user_ids: Iterable[int]) -> dict[int, int]:
    """Return how many open cases each of these people holds; who holds none is left out."""
    return dict(Case.objects.open().filter(holder_id__in=list(user_ids)).order_by().values_list("holder_id").annotate(many=Count("pk")))
