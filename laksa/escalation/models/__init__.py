# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ladder did and will do: steps, watches, who holds which office now."""

from laksa.escalation.models.courses import Ladders, courses_of, is_urgent, ladders
from laksa.escalation.models.offices import Offices
from laksa.escalation.models.step import Step, Watch, latest_told, news_of, steps_of, unread_count

__all__ = [
    "Ladders",
    "Offices",
    "Step",
    "Watch",
    "courses_of",
    "is_urgent",
    "ladders",
    "latest_told",
    "news_of",
    "steps_of",
    "unread_count",
]
