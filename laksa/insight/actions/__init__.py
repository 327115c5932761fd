"""Keeping the figures: adding up what the database noted, recounting it, closing each day."""

from laksa.insight.actions.counting import Difference, Recount, add_up_deltas, rebuild_tallies, recount
from laksa.insight.actions.days import close_days, keep_check
from laksa.insight.actions.exporting import export_months, packed, public_key
from laksa.insight.actions.forecasting import refresh_forecasts
from laksa.insight.actions.points import Ledger, answer_objection, close_months, ledger_of, object_to_points
from laksa.insight.actions.timing import refresh_times, usual_period

__all__ = [
    "Difference",
    "Ledger",
    "Recount",
    "add_up_deltas",
    "answer_objection",
    "close_days",
    "close_months",
    "export_months",
    "keep_check",
    "ledger_of",
    "object_to_points",
    "packed",
    "public_key",
    "rebuild_tallies",
    "recount",
    "refresh_forecasts",
    "refresh_times",
    "usual_period",
]
