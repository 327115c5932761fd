"""Working time, due times and countdowns: all of it could be done on paper with a calendar."""

from laksa.deadlines.rules.due import LAW_DAYS, Clock, Norm, Targets, due_at
from laksa.deadlines.rules.hours import (
    Interval,
    Season,
    WorkHours,
    add_working_days,
    add_working_time,
    next_opening,
    read_hours,
    working_intervals,
    working_time_between,
)
from laksa.deadlines.rules.night import Night, read_night
from laksa.deadlines.rules.remaining import Remaining, Unit, countdown, share_used

__all__ = [
    "LAW_DAYS",
    "Clock",
    "Interval",
    "Night",
    "Norm",
    "Remaining",
    "Season",
    "Targets",
    "Unit",
    "WorkHours",
    "add_working_days",
    "add_working_time",
    "countdown",
    "due_at",
    "next_opening",
    "read_hours",
    "read_night",
    "share_used",
    "working_intervals",
    "working_time_between",
]
