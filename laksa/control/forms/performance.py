# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an officer says against a line of points, and what their office answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laksa.insight.actions.points import WORDS_LIMIT

STAYS, CHANGES = "tetap", "ubah"


class ObjectForm(forms.Form):
    words = forms.CharField(
        label=_("Apa yang keliru"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3, "data-count": WORDS_LIMIT})
    )


class AnswerForm(forms.Form):
    """The answer to one objection; the page shows several, so each has its own prefix."""

    verdict = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[(STAYS, _("Baris tetap")), (CHANGES, _("Keberatan benar, poin diubah"))],
        initial=STAYS,
        widget=forms.Select,
    )
    points = forms.DecimalField(
        label=_("Poin sesudah diubah"),
        help_text=_("Diisi bila keberatan benar; baris yang keliru menjadi 0."),
        required=False,
        max_digits=5,
        decimal_places=2,
    )
    words = forms.CharField(
        label=_("Jawaban untuk petugas"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2, "data-count": WORDS_LIMIT})
    )

    def new_points(self) -> Decimal | None:
        """Return what the line is worth from now on; None when it stays."""
        if self.cleaned_data["verdict"] == STAYS:
            return None
        return self.cleaned_data.get("points") or Decimal(0)

    def refuse(self, field: str, message: Any) -> None:
        self.add_error(field if field in self.fields else None, message)
