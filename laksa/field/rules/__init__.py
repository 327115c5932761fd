# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crew's day could be planned by on paper: which cases are today's, and in what order they are driven to."""

from laksa.field.rules.day import MOST_STOPS, Urgency, reason_words, urgency_of
from laksa.field.rules.route import Leg, Stop, drive, kilometres

__all__ = ["MOST_STOPS", "Leg", "Stop", "Urgency", "drive", "kilometres", "reason_words", "urgency_of"]
