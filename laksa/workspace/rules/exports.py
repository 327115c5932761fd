# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in a file of a list: cells that no spreadsheet takes for a formula. No table, no clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from laksa.kernel.spreadsheets import harmless


def plain_cell(value: Any) -> str:
    """Return a value as a cell of text: a time of the city, and words that no spreadsheet computes."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    return harmless(str(value))
