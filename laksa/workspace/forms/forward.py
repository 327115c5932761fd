# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an official was sent on a phone: pasted as it is, then looked at once, then sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases.actions import Contact, Submission
from laksa.cases.rules import TEXT_LIMIT, Identity
from laksa.cases.rules.forwarding import PRIORITIES_MOST, phone_of, read_pasted
from laksa.city.models import book
from laksa.kernel.ids import make_token

KEY_LENGTH = 22


def villages() -> list[tuple[str, str]]:
    """Return the kelurahan by name, with none first."""
    found = sorted((area.name, area.code) for area in book().areas.values() if area.kind == "village")
    return [("", _("Belum tahu")), *((code, name) for name, code in found)]


class PasteForm(forms.Form):
    """The first page: one field."""

    text = forms.CharField(
        label=gettext_lazy("Tempel yang Anda terima"),
        help_text=gettext_lazy("Dari WhatsApp, SMS, atau e-mail, apa adanya. Nama dan jam dari aplikasi pesan kami rapikan."),
        max_length=TEXT_LIMIT * 2,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Tempel dulu pesannya, atau tulis satu kalimat.")},
    )


class ForwardForm(forms.Form):
    """The second page: the words as they will go in, and whatever is known beside them; all but the words may be empty."""

    text = forms.CharField(
        label=gettext_lazy("Laporannya"), strip=False, widget=forms.Textarea(attrs={"rows": 4, "data-count": TEXT_LIMIT})
    )
    village = forms.ChoiceField(label=gettext_lazy("Kelurahan"), required=False)
    place_text = forms.CharField(label=gettext_lazy("Patokan"), required=False, max_length=200)
    priority = forms.BooleanField(label=gettext_lazy("Beri prioritas"), required=False)
    name = forms.CharField(label=gettext_lazy("Nama pengirim"), required=False, max_length=80)
    phone = forms.CharField(
        label=gettext_lazy("Nomor pengirim"), required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail pengirim"), required=False, help_text=gettext_lazy("Tautannya langsung dikirim ke sini.")
    )
    key = forms.CharField(required=False, max_length=KEY_LENGTH, widget=forms.HiddenInput)

    FIELD_OF = {"photos": "text", "lat": "village"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = villages()

    @classmethod
    def of_pasted(cls, text: str, *, village: str, may_prioritise: bool) -> ForwardForm:
        """Return the second page's form for what was pasted on the first."""
        pasted = read_pasted(text)
        first = {"text": pasted.text, "name": pasted.name, "phone": pasted.phone, "village": village, "priority": may_prioritise}
        return cls(initial=first | {"key": make_token()})

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"]).strip()
        if typed and not phone_of(typed):
            raise forms.ValidationError(_("Nomor ini belum lengkap. Contoh: 0812 3456 7890."))
        return phone_of(typed)

    @property
    def submission(self) -> Submission:
        """Return the report; whoever sent it is known to the city alone, or to nobody."""
        given = self.cleaned_data
        contact = Contact(name=given["name"].strip(), phone=given["phone"], email=given["email"])
        is_known = bool(contact.name or contact.phone or contact.email)
        return Submission(
            text=given["text"],
            village=given["village"],
            place_text=given["place_text"],
            place_source="list" if given["village"] else "none",
            identity=Identity.HIDDEN if is_known else Identity.ANONYMOUS,
            contact=contact,
        )


class CapForm(forms.Form):
    """How many priorities a week; empty takes an own number away."""

    per_week = forms.IntegerField(
        label=gettext_lazy("Prioritas seminggu"),
        required=False,
        min_value=0,
        max_value=PRIORITIES_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    user = forms.IntegerField(required=False, widget=forms.HiddenInput)
