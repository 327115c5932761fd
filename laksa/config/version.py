# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which release this is: the first heading of the change log, the one place that says so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve()


@cache
def version() -> str:
    """Return the release such as "0.1.0"."""
    # Beside the package in a checkout, inside it when installed.
    for folder in (HERE.parents[2], HERE.parents[1]):
        log = folder / "CHANGELOG.md"
        if log.exists() and (found := re.search(r"(?m)^## (\d+\.\d+\.\d+)", log.read_text())):
            return found[1]
    return "0.0.0"
