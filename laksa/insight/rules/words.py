# SPDX-License-Identifier: AGPL-3.0-or-later
"""A countdown and a forecast in words, the same on every page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.deadlines.rules import Remaining, Unit
from laksa.insight.rules.forecasting import Outlook
from laksa.ui.rules import Voice, amount


def outlook_words(outlook: Outlook) -> str:
    """Return "8 dari 10 laporan serupa selesai dalam 2–5 hari." in the reader's language."""
    said = {"low": outlook.low, "high": outlook.high}
    if outlook.low in {0, outlook.high}:
        if outlook.unit == "hour":
            return (
                ngettext(
                    "8 dari 10 laporan serupa selesai dalam %(high)d jam.",
                    "8 dari 10 laporan serupa selesai dalam %(high)d jam.",
                    outlook.high,
                )
                % said
            )
        return (
            ngettext(
                "8 dari 10 laporan serupa selesai dalam %(high)d hari.",
                "8 dari 10 laporan serupa selesai dalam %(high)d hari.",
                outlook.high,
            )
            % said
        )
    if outlook.unit == "hour":
        return _("8 dari 10 laporan serupa selesai dalam %(low)d–%(high)d jam.") % said
    return _("8 dari 10 laporan serupa selesai dalam %(low)d–%(high)d hari.") % said


def remaining_words(left: Remaining, voice: Voice) -> str:
    """Say time left or over in its two largest units: "2 hari kerja 3 jam", "1 jam 55 menit"."""
    parts = []
    if left.days:
        days = amount(left.days, "day", voice)
        parts.append(_("%(days)s kerja") % {"days": days} if left.unit is Unit.WORKING else days)
    parts += [amount(count, unit, voice) for count, unit in ((left.hours, "hour"), (left.minutes, "minute")) if count]
    return " ".join(parts[:2]) or amount(0, "minute", voice)
