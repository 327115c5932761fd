# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of a case after it was called done."""

from laksa.aftercare.models.balance import BalanceCheck
from laksa.aftercare.models.checks import Check, Checker, Draw
from laksa.aftercare.models.closings import Closing, FollowUp, Progress, Recurrence
from laksa.aftercare.models.counts import ClosingCounts, counts_of_closings

__all__ = [
    "BalanceCheck",
    "Check",
    "Checker",
    "Closing",
    "ClosingCounts",
    "Draw",
    "FollowUp",
    "Progress",
    "Recurrence",
    "counts_of_closings",
]
