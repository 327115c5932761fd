# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a thread is: something that one person waits for from another, until a date."""

from __future__ import annotations

import enum


class Kind(enum.StrEnum):
    QUESTION = "question"  # utas: an internal question; the case stays where it is
    DECISION = "decision"  # mohon keputusan: the case waits for a leader
    OUTSIDE = "outside"  # pihak luar: the case waits for a party that answers by its link
    TASK = "task"  # a part of the work that another office does; the lead keeps the case


class Status(enum.StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"  # "bukan urusan kami"
    WITHDRAWN = "withdrawn"


# While a thread of this kind is open, its case waits for the one who was asked.
WAITED_FOR = frozenset({Kind.DECISION, Kind.OUTSIDE})

TITLE_LIMIT = 140  # characters: a question that can be answered on a phone without opening a file
WORDS_LIMIT = 4_000
OPTIONS_LEAST, OPTIONS_MOST = 2, 6
LINK_DAYS_AFTER_END = 30  # how long an outside party's link opens after the case has ended
