# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of threads, and the questions asked of it."""

from laksa.threads.models.deciders import (
    Colleague,
    Decider,
    colleagues,
    deciders_for,
    has_power,
    instead_of,
    keepers_of_queue,
    powerful_roles,
)
from laksa.threads.models.pictures import photos_of
from laksa.threads.models.seats import (
    NAMED,
    Seat,
    acting_for,
    of_case,
    open_decision,
    open_for,
    party_name,
    seat_of,
    seats_of,
    waiting_cases,
)
from laksa.threads.models.thread import Thread, ThreadQuerySet

__all__ = [
    "NAMED",
    "Colleague",
    "Decider",
    "Seat",
    "Thread",
    "ThreadQuerySet",
    "acting_for",
    "colleagues",
    "deciders_for",
    "has_power",
    "instead_of",
    "keepers_of_queue",
    "of_case",
    "open_decision",
    "open_for",
    "party_name",
    "photos_of",
    "powerful_roles",
    "seat_of",
    "seats_of",
    "waiting_cases",
]
