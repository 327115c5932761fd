# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of a case after it was called done."""

from laksa.aftercare.models.balance import BalanceCheck
from laksa.aftercare.models.checks import Check, Checker, Draw
from laksa.aftercare.models.closings import Closing, FollowUp, Progress, Recurrence

__all__ = ["BalanceCheck", "Check", "Checker", "Closing", "Draw", "FollowUp", "Progress", "Recurrence"]
