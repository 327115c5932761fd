"""Figures as they could be done on paper: shares, quantiles, periods, and where cases stand."""

from laksa.insight.rules.measures import NO_SHARE, Share, quantile
from laksa.insight.rules.periods import Leg, Period, legs_of
from laksa.insight.rules.standing import EMERGENCY, EXAMPLE, OUTCOMES, SEALED, STATES, Flow, Standing

__all__ = [
    "EMERGENCY",
    "EXAMPLE",
    "NO_SHARE",
    "OUTCOMES",
    "SEALED",
    "STATES",
    "Flow",
    "Leg",
    "Period",
    "Share",
    "Standing",
    "legs_of",
    "quantile",
]
