# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling people what is late, reading the news, being away."""

from laksa.escalation.actions.absence import Absent, end_absence, enter_absence, held_by
from laksa.escalation.actions.reading import read_all_steps, read_steps
from laksa.escalation.actions.sweeping import Swept, forget_ended_watches, sweep, tell_case, watch_changed

__all__ = [
    "Absent",
    "Swept",
    "end_absence",
    "enter_absence",
    "forget_ended_watches",
    "held_by",
    "read_all_steps",
    "read_steps",
    "sweep",
    "tell_case",
    "watch_changed",
]
