"""How staff write lists in the administration pages: one a line, instead of JSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

# The JSON fields that hold plain lists of words.
WORD_LISTS = frozenset({"keywords", "aliases", "areas", "needs", "steps"})


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))


def field_for(db_field: models.Field[Any, Any], usual: forms.Field | None) -> forms.Field | None:
    """Return the form field for a column: lines for a list of words, else the usual one."""
    if isinstance(db_field, models.JSONField) and db_field.name in WORD_LISTS:
        return LinesField(label=db_field.verbose_name, required=False, help_text=_("Satu baris untuk setiap isian."))
    if usual is not None:
        # Columns with a default made by a function would hide a copy of the old value in the page and trust it.
        usual.show_hidden_initial = False
    return usual
