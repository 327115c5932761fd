# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding a report again: by its code, by a pasted link, or by code and secret."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laksa.cases.actions.joining import main_case
from laksa.cases.models import Case, Participant
from laksa.city.models import book
from laksa.kernel.ids import digest_token, read_code
from laksa.portal.forms.mine import TrackForm
from laksa.portal.views.guard import FormRequest, form_page

# The secret as it stands in a link, or alone.
LINK = re.compile(r"/l/([A-Za-z0-9_-]{22})(?:/|$)")
SECRET = re.compile(r"^[A-Za-z0-9_-]{22}$")


@form_page
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: FormRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, TrackForm(initial={"code": request.GET.get("kode", "")}))
    # Nothing is written by this form, so one that stayed open for days is as good as a fresh one.
    form = TrackForm(request.POST)
    if form.is_valid():
        target = _find(form)
        if target:
            return redirect(target)
    return _show(request, form, status=422)


def _show(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    response = render(request, "portal/track.html", {"active": "track", "form": form}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _find(form: TrackForm) -> str:
    """Return the address of what was meant; empty, with a sentence on the form, when nothing is found."""
    typed, secret = form.cleaned_data["code"].strip(), form.cleaned_data["secret"].strip()
    token = secret_in(secret) or secret_in(typed)
    code = read_code(typed, book().city.code_prefix)
    if token:
        return _by_secret(form, token, code)
    if code is None:
        form.add_error("code", _unreadable(typed))
        return ""
    case = Case.objects.filter(code=code).select_related("merged_into").first()
    # Sealed, refused, taken back and never there are one answer to a stranger.
    if case is None or not Case.objects.public().filter(pk=main_case(case).pk).exists():
        form.add_error(
            "code",
            _("%(code)s tidak ada di daftar umum. Periksa kodenya, atau buka lewat tautan rahasia Anda bila laporannya tertutup.")
            % {"code": code},
        )
        return ""
    return reverse("public-case", args=[code])


def _by_secret(form: TrackForm, token: str, code: str | None) -> str:
    people = Participant.objects.filter(token_digest=digest_token(token))
    if code is not None:
        people = people.filter(case__code=code)
    if people.exists():
        return reverse("mine", args=[token])
    field = "secret" if form.cleaned_data["secret"] else "code"
    form.add_error(field, _("Kunci ini tidak cocok. Salin seluruh tautan dari surat atau catatan Anda, lalu tempel di sini."))
    return ""


def secret_in(text: str) -> str:
    """Return the secret in a link or standing alone, empty when there is none."""
    found = LINK.search(text)
    if found:
        return found[1]
    return text if SECRET.match(text) else ""


def _unreadable(typed: str) -> str:
    signs = sum(sign.isalnum() for sign in typed)
    prefix = book().city.code_prefix
    if signs < 6:
        return _("Kode ini kurang panjang. Bentuknya %(prefix)s-XXXX-XX; huruf kecil dan tanda hubung tidak masalah.") % {"prefix": prefix}
    return _("Kode ini salah ketik. Bentuknya %(prefix)s-XXXX-XX; bandingkan tiap huruf dan angkanya dengan catatan Anda.") % {
        "prefix": prefix
    }
