# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one door for a crew's forms: from the page itself, or later from the phone's queue."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laksa.field.actions import Outcome, deliver
from laksa.field.forms import ActForm
from laksa.field.rules.checks import checks_in_short, told_checks
from laksa.field.views.stop import get_stop, stop_page
from laksa.identity.http import PersonRequest, staff_only
from laksa.kernel.errors import Conflict, MoveRefused, Refused

CONFLICT, UNUSABLE, FORBIDDEN = 409, 422, 403
NEVER_KEPT = {"Cache-Control": "private, no-store"}


@staff_only
@require_safe
def who_sends(request: PersonRequest) -> JsonResponse:
    """Tell a phone whose session this is, the word its forms need against forgery, and what time it is."""
    now = timezone.now().isoformat()
    return JsonResponse({"user": request.user.pk, "token": get_token(request), "at": now}, headers=NEVER_KEPT)


@staff_only
@require_POST
def take_form(request: PersonRequest, code: str) -> HttpResponse:
    case = get_stop(request, code)
    at = timezone.localtime()
    form = ActForm(request.POST, request.FILES)
    is_phone = "application/json" in request.headers.get("Accept", "")
    try:
        if not form.is_valid():
            raise Refused(_("Formulir ini tidak lengkap. Muat ulang halaman, lalu isi lagi."))
        outcome = deliver(case, form.told(at=at), actor=request.actor, at=at)
    except (Conflict, MoveRefused) as refusal:
        fault, status = refusal.message, CONFLICT
    except Refused as refusal:
        fault, status = refusal.message, UNUSABLE
    except PermissionDenied:
        fault, status = _("Laporan ini sekarang dipegang orang lain."), FORBIDDEN
    else:
        return _answer(request, outcome, code, is_phone=is_phone)
    if is_phone:
        return JsonResponse({"state": "refused", "message": fault}, status=status, headers=NEVER_KEPT)
    return stop_page(request, case, at=at, status=status, fault=fault, told=request.POST)


def _answer(request: PersonRequest, outcome: Outcome, code: str, *, is_phone: bool) -> HttpResponse:
    checks = told_checks(outcome.checks)
    said = f"{outcome.message} {checks_in_short(checks)}".strip()
    if is_phone:
        facts = {"state": outcome.state, "message": said, "checks": checks, "code": code, "is_repeat": outcome.is_repeat}
        return JsonResponse(facts, headers=NEVER_KEPT)
    tell = messages.warning if outcome.state == "moved" else messages.success
    tell(request, said)
    return HttpResponseRedirect(reverse("field:day"))
