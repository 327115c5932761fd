# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names where there is little room."""

from __future__ import annotations


def initials(name: str) -> str:
    """Return one or two capital letters for a name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def short_name(name: str) -> str:
    """Return a name as a row has it: "Rahmat H."."""
    first, _space, rest = name.partition(" ")
    return f"{first} {rest[0]}." if rest else first
