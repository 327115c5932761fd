# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells of a file for a spreadsheet: what somebody wrote must never be computed by it."""

from __future__ import annotations

from typing import TypeVar

V = TypeVar("V")
# Source: OWASP, CSV injection: what a spreadsheet reads as the beginning of a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Figure(str):
    """A number of ours as text, written as it is: its minus begins no formula."""

    __slots__ = ()


def harmless(value: V) -> V | str:
    """Return a value for a cell; words that a spreadsheet would take for a formula come behind a quotation mark."""
    is_formula = isinstance(value, str) and not isinstance(value, Figure) and value.lstrip(" ").startswith(DANGEROUS)
    return f"'{value}" if is_formula else value
