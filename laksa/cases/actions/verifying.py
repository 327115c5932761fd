"""Proving that nobody rewrote a story: walk each chain and compare every hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from laksa.cases.models import GENESIS, Case, Entry
from laksa.cases.models.entry import digest_body


@dataclass(frozen=True)
class Broken:
    """One place where a story does not hold: the case, the entry (0 = the case itself), what is wrong."""

    code: str
    number: int
    problem: str


def verify_log(*, codes: list[str] | None = None) -> Iterator[Broken]:
    """Walk the chains of all cases (or of these) in constant memory and yield what is broken."""
    cases = Case.objects.order_by("pk")
    entries = Entry.objects.order_by("case_id", "number")
    if codes is not None:
        cases = cases.filter(code__in=codes)
        entries = entries.filter(case__code__in=codes)
    stories = groupby(entries.iterator(chunk_size=2_000), key=lambda entry: entry.case_id)
    story = next(stories, None)
    for case in cases.only("code", "head", "entry_count").iterator(chunk_size=2_000):
        own: list[Entry] = []
        if story is not None and story[0] == case.pk:
            own = list(story[1])
            story = next(stories, None)
        yield from verify_story(case, own)


def verify_story(case: Case, entries: list[Entry]) -> Iterator[Broken]:
    """Walk the chain of one case, of which all entries are given, oldest first, and yield what is broken."""
    expected = GENESIS(case.code)
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            yield Broken(case.code, number, "missing")
            return
        if entry.prev_hash != expected:
            yield Broken(case.code, number, "does not follow the entry before")
        if entry.hash != entry.expected_hash():
            yield Broken(case.code, number, "hash does not fit its values")
        if not entry.is_erased and entry.body_digest != digest_body(entry.salt, entry.body):
            yield Broken(case.code, number, "words do not fit their digest")
        expected = entry.hash
    if len(entries) != case.entry_count:
        yield Broken(case.code, 0, f"has {len(entries)} entries, should have {case.entry_count}")
    elif case.head != expected:
        yield Broken(case.code, 0, "head is not the hash of the newest entry")
