# SPDX-License-Identifier: AGPL-3.0-or-later
"""A forecast in words, the same on every page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laksa.insight.rules.forecasting import Outlook


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
