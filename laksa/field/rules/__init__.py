# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crew's day could be planned by on paper: which cases are today's, in what order they are driven to, and when."""

from laksa.field.rules.arrivals import Arrival, Pace, Visit, arrivals, read_pace
from laksa.field.rules.day import MOST_STOPS, Urgency, reason_words, urgency_of
from laksa.field.rules.route import Leg, Stop, drive, kilometres

__all__ = [
    "MOST_STOPS",
    "Arrival",
    "Leg",
    "Pace",
    "Stop",
    "Urgency",
    "Visit",
    "arrivals",
    "drive",
    "kilometres",
    "read_pace",
    "reason_words",
    "urgency_of",
]
