# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms for being away: who, from when to when, who stands in; and handing over what is held."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.escalation.actions import Absent
from laksa.escalation.actions.absence import REASON_LIMIT
from laksa.identity.rules import Actor
from laksa.workspace.forms.base import day_field, words_field
from laksa.workspace.models.roster import colleagues, enterable


class AbsenceForm(forms.Form):
    """Enter an absence. The last day is the last on which somebody is away."""

    user = forms.ChoiceField(label=gettext_lazy("Siapa"))
    deputy = forms.ChoiceField(label=gettext_lazy("Pengganti"), required=False, help_text=gettext_lazy("Dari kantor yang sama."))
    since = day_field(gettext_lazy("Hari pertama"))
    until = day_field(gettext_lazy("Hari terakhir"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), required=False, max_length=REASON_LIMIT, help_text=gettext_lazy("Boleh kosong."))

    def __init__(self, actor: Actor, at: datetime, data: Any = None) -> None:
        super().__init__(data)
        people = enterable(actor, at=at)
        _choose(self, "user", people)
        _choose(self, "deputy", [("", _("Tidak ada; atasannya ikut diberi tahu")), *colleagues(actor, at=at)])
        self.fields["user"].initial = actor.user_id
        self.fields["since"].initial = timezone.localdate(at)

    def clean(self) -> dict[str, Any]:
        for name in ("since", "until"):
            day = self.cleaned_data.get(name)
            # The day after the last must still be in the calendar.
            if name not in self.errors and not (isinstance(day, date) and MINYEAR < day.year < MAXYEAR):
                self.add_error(name, _("Pilih tanggalnya."))
        return self.cleaned_data

    def absent(self) -> Absent:
        """Return what was filled in; whole days by the city's clocks."""
        said = self.cleaned_data
        deputy = int(said["deputy"]) if said.get("deputy") else None
        return Absent(int(said["user"]), _midnight(said["since"]), _midnight(said["until"] + timedelta(days=1)), deputy, said["reason"])


class HandOverAllForm(forms.Form):
    """Give all that somebody holds to one colleague."""

    to = forms.ChoiceField(label=gettext_lazy("Kepada"))
    words = words_field(gettext_lazy("Alasan"), hint=gettext_lazy("Hanya terlihat petugas."), rows=2)

    def __init__(self, people: list[tuple[int, str]], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        _choose(self, "to", people)


def _choose(form: forms.Form, name: str, rows: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(key), label) for key, label in rows]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))
