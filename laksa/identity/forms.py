# SPDX-License-Identifier: AGPL-3.0-or-later
"""The password once more, from somebody who has signed in already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PasswordForm(forms.Form):
    """Right only with the password of whoever asks; wrong ones count as at the door."""

    password = forms.CharField(
        label=_("Kata sandi Anda"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        # With a prefix of its own: the form that was interrupted may have a password too.
        super().__init__(data, prefix="lagi")
        self.request = request

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        person = authenticate(self.request, username=self.request.user.get_username(), password=password)
        if person is None or person.pk != self.request.user.pk:
            raise ValidationError(_("Kata sandi ini tidak cocok. Periksa huruf besar dan kecilnya."), code="wrong")
        return password
