# SPDX-License-Identifier: AGPL-3.0-or-later
"""Other numbers for one group and severity, and putting drafts in force."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from laksa.deadlines.rules import Clock
from laksa.deadlines.rules.sop import Draft
from laksa.kernel.errors import Refused


class CellForm(forms.Form):
    """Numbers in the unit of their clock: days of work, or hours that run on."""

    verify = forms.FloatField(label=_("Periksa"), required=False, min_value=0)
    respond = forms.FloatField(label=_("Jawab"), required=False, min_value=0)
    resolve = forms.FloatField(label=_("Beres"), required=False, min_value=0)
    clock = forms.ChoiceField(
        label=_("Dihitung dalam"),
        choices=[(Clock.WORKING.value, _("hari kerja, sampai kantor tutup")), (Clock.CALENDAR.value, _("jam, juga malam dan libur"))],
    )

    @classmethod
    def of(cls, draft: Draft) -> CellForm:
        """Return the form filled with a draft, its fields ready to be changed."""
        per = _per(draft.clock)
        numbers = {name: hours / per for name in ("verify", "respond", "resolve") if (hours := draft.hours(name)) is not None}
        return cls(initial={name: f"{value:g}" for name, value in numbers.items()} | {"clock": draft.clock.value})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "angka_%s"} | kwargs)
        for name in ("verify", "respond", "resolve"):
            self.fields[name].widget.attrs |= {"step": "any", "inputmode": "decimal"}

    def draft(self, group: str, severity: str) -> Draft:
        """Return what was filled in, in hours."""
        clock = Clock(self.cleaned_data["clock"])
        hours = {
            name: None if (value := self.cleaned_data[name]) is None else value * _per(clock) for name in ("verify", "respond", "resolve")
        }
        return Draft(group, severity, hours["verify"], hours["respond"], hours["resolve"], clock)


def _per(clock: Clock) -> float:
    return 24.0 if clock == Clock.WORKING else 1.0


class SetForm(forms.Form):
    """From which day, and why."""

    since = forms.DateField(label=_("Berlaku mulai"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Satu kalimat. Tampil di riwayat versi dan di log perubahan."),
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": 500}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "tetap_%s"} | kwargs)

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Return the first moment of the chosen day in the city."""
        return datetime.combine(self.cleaned_data["since"], time(), tzinfo=zone)

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
