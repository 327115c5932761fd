# SPDX-License-Identifier: AGPL-3.0-or-later
"""The citizen's clock of a case, and what history says of ones like it: the same on every page of the house that shows a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.cases.rules import UNSOLVED
from laksa.city.models import book
from laksa.deadlines.actions import hours_of, targets_for
from laksa.deadlines.rules import countdown, share_used
from laksa.insight.models.forecast import forecast_for
from laksa.insight.rules.words import outlook_words, remaining_words
from laksa.ui.rules import exact
from laksa.ui.templatetags.ui import current_voice

NEAR_SHARE = 0.8


@dataclass(frozen=True)
class CaseClock:
    """What is left of the time for a repair: "2 hari kerja 3 jam", "ke Jumat 27 Nov 16.00", how full the bar is.

    `tag` and `tag_tone` say the same in one word group.
    """

    number: str
    tag: str
    target: str
    percent: int
    tone: str
    tag_tone: str


def clock_of(case: Case, *, now: datetime) -> CaseClock | None:
    """Return the citizen's clock, in the agency's working time where the promise counts so; None once the case is solved. No query."""
    due = case.resolve_due_at
    if due is None or case.state not in UNSOLVED:
        return None
    voice, hours = current_voice(), hours_of(case.agency_id)
    group = book().categories[case.category_id].group
    clock = targets_for(group=group, severity=case.severity, agency=case.agency_id, received_at=case.received_at).promise_clock
    left = countdown(due, now=now, clock=clock, hours_of_agency=hours)
    share = share_used(case.received_at, due=due, now=now, clock=clock, hours_of_agency=hours)
    words = remaining_words(left, voice)
    # Due at closing time and looked at in the night: late, but by no working minute yet.
    late = _("Lewat %(time)s") % {"time": words} if left.is_something else _("Baru lewat")
    return CaseClock(
        number=late if left.late else words,
        tag=late if left.late else _("Sisa %(time)s") % {"time": words},
        target=_("ke %(time)s") % {"time": exact(due, voice, now=now)},
        percent=round(share * 100),
        tone="late" if left.late else "near" if share >= NEAR_SHARE else "",
        tag_tone="late" if left.late else "warn" if share >= NEAR_SHARE else "neutral",
    )


def forecast_words(case: Case) -> str:
    """Return what history says of ones like it; "" where it is silent, or the case is solved. One query."""
    outlook = forecast_for(case.category_id, case.severity) if case.state in UNSOLVED else None
    return outlook_words(outlook) if outlook else ""


def case_times(case: Case, *, now: datetime) -> dict[str, Any]:
    """Return clock and forecast as `shell/case_times.html` takes them."""
    return {"clock": clock_of(case, now=now), "forecast": forecast_words(case)}
