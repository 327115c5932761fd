# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain language: what of a reply could be said so that everybody understands it. Pointed out, never in the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from laksa.cases.rules.phrases import plain_words

LONG_WORDS = 25
# Also read by the page's script (plain.js), so only what both kinds of regular expression understand the same way.
PROMISED = "(?:akan|segera|sedang|perlu|harus|dapat|bisa)(?: segera| dapat| bisa| tetap)? di(?!nas|ri|sana|sini|gital|skusi|rektur|ameter|ngin|nding)[a-z]{4,}"
# Somebody who does it: a sentence with one of them says who.
SOMEBODY = "kami|kita|saya|oleh|petugas|tim|regu|dinas|bidang|bagian|upt|pln|lurah|camat|satpol|perumda|pak|bu|bapak|ibu|mereka|warga"

_PROMISED = re.compile(f"(?:^| )({PROMISED})(?= |$)")
_SOMEBODY = re.compile(f"(?:^| )(?:{SOMEBODY})(?= |$)")
_SENTENCES = re.compile(r"[.!?]+(?:\s+|$)|\n+")


@dataclass(frozen=True)
class Hint:
    """One thing that could be plainer: a long sentence (`count` words), office language, a deed without a doer."""

    kind: str
    found: str
    advice: str = ""
    count: int = 0


def plain_hints(text: str, jargon: Mapping[str, str]) -> list[Hint]:
    """Return what could be plainer in a reply, in reading order; `jargon` has plain words for what offices write."""
    return [hint for part in _SENTENCES.split(text) for hint in _of_sentence(plain_words(part), jargon)]


def _of_sentence(words: str, jargon: Mapping[str, str]) -> list[Hint]:
    found = []
    count = len(words.split())
    if count > LONG_WORDS:
        found.append(Hint("long", " ".join(words.split()[:4]), count=count))
    rest = f" {words} "
    for phrase in sorted(jargon, key=len, reverse=True):
        if f" {phrase} " in rest:
            found.append(Hint("jargon", phrase, jargon[phrase]))
            # What stands inside a longer phrase is not pointed out once more.
            rest = rest.replace(f" {phrase} ", " | ")
    promised = _PROMISED.search(words)
    if promised and not _SOMEBODY.search(words):
        found.append(Hint("passive", promised[1]))
    return found
