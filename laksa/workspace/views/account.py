# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in and out, and changing one's own password: Django's views in our words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from laksa.identity.http import note_password
from laksa.identity.models import actor_of
from laksa.kernel.events import record
from laksa.shell.rules import initials, short_name


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Nama pengguna dan kata sandi ini tidak cocok. Periksa huruf besar dan kecilnya."),
        "inactive": _("Akun ini sudah tidak aktif. Hubungi pengelola sistem kota."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Nama pengguna")
        self.fields["password"].label = _("Kata sandi")
        self.fields["username"].widget.attrs["autocapitalize"] = "none"


@method_decorator(never_cache, name="dispatch")
class SignIn(views.LoginView):
    template_name = "workspace/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        note_password(self.request)
        return answer


class SignOut(views.LogoutView):
    next_page = "/masuk/"


@method_decorator(never_cache, name="dispatch")
class ChangePassword(views.PasswordChangeView):
    template_name = "workspace/password.html"
    success_url = "/meja/"

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        answer = super().form_valid(form)
        user, at = form.user, timezone.now()
        record(f"identity.user:{user.pk}", "password.changed", by=actor_of(user, at=at), at=at)
        messages.success(self.request, _("Kata sandi diganti. Perangkat lain yang memakai akun ini sudah keluar."))
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = str(self.request.user)
        return super().get_context_data(**kwargs) | {"user_label": short_name(name), "user_initials": initials(name)}
