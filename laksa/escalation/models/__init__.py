# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ladder did and will do: steps, watches, who holds which office now."""

from laksa.escalation.models.ahead import Ahead, ahead_of, say_ahead
from laksa.escalation.models.courses import Ladders, courses_of, is_urgent, ladders
from laksa.escalation.models.offices import Offices
from laksa.escalation.models.step import Step, Watch, latest_told, news_of, steps_of, unread_count

__all__ = [
    "Ahead",
    "Ladders",
    "Offices",
    "Step",
    "Watch",
    "ahead_of",
    "courses_of",
    "is_urgent",
    "ladders",
    "latest_told",
    "news_of",
    "say_ahead",
    "steps_of",
    "unread_count",
]
