# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads on paper: their kinds, who is waited for, options with their sums."""

from laksa.threads.rules.kinds import LINK_DAYS_AFTER_END, OPTIONS_LEAST, OPTIONS_MOST, TITLE_LIMIT, WAITED_FOR, WORDS_LIMIT, Kind, Status
from laksa.threads.rules.parties import Party, read_party

__all__ = [
    "LINK_DAYS_AFTER_END",
    "OPTIONS_LEAST",
    "OPTIONS_MOST",
    "TITLE_LIMIT",
    "WAITED_FOR",
    "WORDS_LIMIT",
    "Kind",
    "Party",
    "Status",
    "read_party",
]
