"""The tallies that the database keeps, and the questions they answer."""

from laksa.insight.models.clock import CaseClock, case_times, clock_of, forecast_words
from laksa.insight.models.forecast import Forecast, forecast_for
from laksa.insight.models.live import Now, Today, flow_of_day, oldest_unanswered, open_emergencies, open_now
from laksa.insight.models.offices import HeldBy, UnitCounts, held_in, units_of
from laksa.insight.models.points import Objection, PointLine, PointMonth, closed_months, pending_objections
from laksa.insight.models.standings import Balance, Cut, balance, bounds, midnight
from laksa.insight.models.tally import COUNTERS, CUTS, Check, DayFigures, Delta, KeptTimes, Tally
from laksa.insight.models.times import Timed, kept_times, times_in
from laksa.insight.models.trouble import Change, Stuck, Week, late_by_agency, stuck_cases, week_until

__all__ = [
    "COUNTERS",
    "CUTS",
    "Balance",
    "CaseClock",
    "Change",
    "Check",
    "Cut",
    "DayFigures",
    "Delta",
    "Forecast",
    "HeldBy",
    "KeptTimes",
    "Now",
    "Objection",
    "PointLine",
    "PointMonth",
    "Stuck",
    "Tally",
    "Timed",
    "Today",
    "UnitCounts",
    "Week",
    "balance",
    "bounds",
    "case_times",
    "clock_of",
    "closed_months",
    "flow_of_day",
    "forecast_for",
    "forecast_words",
    "held_in",
    "kept_times",
    "late_by_agency",
    "midnight",
    "oldest_unanswered",
    "open_emergencies",
    "open_now",
    "pending_objections",
    "stuck_cases",
    "times_in",
    "units_of",
    "week_until",
]
