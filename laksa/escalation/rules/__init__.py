# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ladder on paper: when a rung falls due, when it may be sent, whom it names. No database, no clock."""

from laksa.escalation.rules.falling import Course, Fall, Time, fall_of, falls_of, next_at, reached, rungs_in_force, version_of
from laksa.escalation.rules.offices import UP, Asking, Found, Place, Seat, find_office, line_up
from laksa.escalation.rules.words import OFFICES, WALL, Reason, ahead_words, headline_of, office_word, reason_of, share_label

__all__ = [
    "LETTERS_AN_HOUR",
    "OFFICES",
    "UP",
    "WALL",
    "Asking",
    "Course",
    "Fall",
    "Found",
    "Place",
    "Reason",
    "Seat",
    "Time",
    "ahead_words",
    "fall_of",
    "falls_of",
    "find_office",
    "headline_of",
    "line_up",
    "next_at",
    "office_word",
    "reached",
    "reason_of",
    "rungs_in_force",
    "share_label",
    "version_of",
]

# After so many letters in an hour a person reads the rest in the list of news: a flood of mail is read by nobody.
LETTERS_AN_HOUR = 20
