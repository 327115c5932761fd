"""Due times of a report from the SOP of its day, and noticing when what they rest on has changed."""

from laksa.deadlines.actions.reckoning import Batch, next_batch, reckoned_to
from laksa.deadlines.actions.sop import set_sop, sop_in_force
from laksa.deadlines.actions.targets import Targets, add_working_days, hours_of, night, targets_for

__all__ = [
    "Batch",
    "Targets",
    "add_working_days",
    "hours_of",
    "next_batch",
    "night",
    "reckoned_to",
    "set_sop",
    "sop_in_force",
    "targets_for",
]
