# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reply templates and marked words: text in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from laksa.city.rules.facts import TemplateFacts


def fitting_templates(templates: Iterable[TemplateFacts], *, group: str, state: str) -> list[TemplateFacts]:
    """Return the templates for a case of this group and state: its own first, then the general ones."""
    fitting = [one for one in templates if one.is_active and one.group in {"", group} and one.state in {"", state}]
    return sorted(fitting, key=lambda one: (not one.group, not one.state, one.title))


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    is_marked: bool


def marked_pieces(text: str, spans: Iterable[Sequence[int]]) -> list[Piece]:
    """Return the text cut where marked stretches (start, end) begin and end; what lies outside the text is ignored."""
    pieces: list[Piece] = []
    reached = 0
    for start, end in sorted((int(span[0]), int(span[1])) for span in spans if len(span) == 2):
        start, end = max(start, reached), min(end, len(text))
        if start >= end:
            continue
        if start > reached:
            pieces.append(Piece(text[reached:start], is_marked=False))
        pieces.append(Piece(text[start:end], is_marked=True))
        reached = end
    if reached < len(text):
        pieces.append(Piece(text[reached:], is_marked=False))
    return pieces
