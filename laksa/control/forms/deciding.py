# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a leader types on a phone: little, and none of it must be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laksa.kernel.errors import Refused
from laksa.threads.models import Decider
from laksa.threads.rules import WORDS_LIMIT


class DecideForm(forms.Form):
    """The second tap: the option chosen, and words where there is something to add."""

    chosen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Pesan untuk pemegang laporan"),
        help_text=_("Boleh kosong."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": WORDS_LIMIT}),
    )

    def said(self, name: str = "words") -> str:
        return str(self.cleaned_data.get(name) or "")

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about."""
        field = {"reason": "words", "chosen": None}.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, refusal.message)


class AskBackForm(DecideForm):
    words = forms.CharField(
        label=_("Pertanyaan Anda"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3, "data-count": WORDS_LIMIT})
    )


class DelegateForm(DecideForm):
    to = forms.ChoiceField(label=_("Kepada"), required=False)
    words = forms.CharField(
        label=_("Alasan"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2, "data-count": WORDS_LIMIT})
    )
    field_order = ("to", "words")

    def __init__(self, people: list[Decider], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.user_id), f"{one.title} ({one.name})") for one in people if one.is_here]
        self.fields["to"].choices = [("", _("Pilih")), *rows]  # type: ignore[attr-defined]
        self.has_choice = bool(rows)
