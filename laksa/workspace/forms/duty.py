# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form that adds a line to a duty roster."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from laksa.identity.rules import Shift
from laksa.ui.rules import DAYS
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.forms.base import day_field
from laksa.workspace.models.duty import DutyRoster

HOURS = ["%H:%M", "%H.%M", "%H:%M:%S"]


def _hour_field(label: Any, *, hint: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, help_text=hint, input_formats=HOURS, widget=widget)


class DutyForm(forms.Form):
    """Who is on duty on which days between which hours; the days come again every week."""

    user = forms.ChoiceField(label=gettext_lazy("Siapa"))
    weekdays = forms.MultipleChoiceField(label=gettext_lazy("Hari"), required=False, widget=forms.CheckboxSelectMultiple)
    starts = _hour_field(gettext_lazy("Dari pukul"))
    ends = _hour_field(gettext_lazy("Sampai pukul"), hint=gettext_lazy("Tidak lebih dari jam mulai berarti sampai esok harinya."))
    first = day_field(gettext_lazy("Mulai tanggal"), hint=gettext_lazy("Kosong: mulai hari ini."))
    last = day_field(gettext_lazy("Terakhir tanggal"), hint=gettext_lazy("Kosong: seterusnya."))

    def __init__(self, roster: DutyRoster, at: datetime, data: Any = None) -> None:
        super().__init__(data)
        self.office, self.today = roster.office, timezone.localdate(at)
        self._choose("user", roster.colleagues)
        self._choose("weekdays", list(enumerate(DAYS[current_voice().key])))
        self.fields["weekdays"].initial = [str(day) for day in range(5)]
        self.fields["starts"].initial, self.fields["ends"].initial = time(7), time(15)

    def _choose(self, name: str, rows: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(key), label) for key, label in rows]

    def shift(self) -> Shift:
        """Return the line that was filled in."""
        said = self.cleaned_data
        first: date = said["first"] or self.today
        days = frozenset(int(day) for day in said["weekdays"])
        return Shift(int(said["user"]), self.office, days, said["starts"], said["ends"], first, said["last"])
