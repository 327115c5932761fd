# SPDX-License-Identifier: AGPL-3.0-or-later
"""What follows a closing: it is watched, drawn, looked at, asked about, and counted."""

from laksa.aftercare.actions.balancing import check_balance, recount
from laksa.aftercare.actions.checking import Seen, answer_check
from laksa.aftercare.actions.drawing import draw_checks, sweep_checks
from laksa.aftercare.actions.following import ask_after_four_weeks, say_not_fixed, say_still_fine
from laksa.aftercare.actions.keeping import save_checker
from laksa.aftercare.actions.recurring import link_recurrences
from laksa.aftercare.actions.watching import closing_of, watch_closings

__all__ = [
    "Seen",
    "answer_check",
    "ask_after_four_weeks",
    "check_balance",
    "closing_of",
    "draw_checks",
    "link_recurrences",
    "recount",
    "save_checker",
    "say_not_fixed",
    "say_still_fine",
    "sweep_checks",
    "watch_closings",
]
