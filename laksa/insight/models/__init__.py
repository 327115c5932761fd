"""The tallies that the database keeps, and the questions they answer."""

from laksa.insight.models.forecast import Forecast, forecast_for
from laksa.insight.models.standings import Balance, Cut, balance, bounds, midnight, standing_of
from laksa.insight.models.tally import COUNTERS, CUTS, Check, DayFigures, Delta, Tally

__all__ = [
    "COUNTERS",
    "CUTS",
    "Balance",
    "Check",
    "Cut",
    "DayFigures",
    "Delta",
    "Forecast",
    "Tally",
    "balance",
    "bounds",
    "forecast_for",
    "midnight",
    "standing_of",
]
