# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guided after-photo: a code for fifteen minutes, the before-photo to match, and what the checks found."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laksa.cases.actions.closing import DECLARED
from laksa.cases.models import Case
from laksa.cases.policies import may_handle, may_resolve
from laksa.cases.rules import IN_HAND, State
from laksa.city.models import book
from laksa.evidence.actions import issue_code
from laksa.evidence.rules import write_code
from laksa.evidence.rules.words import fair_way, headline, told_checks
from laksa.field.actions import deliver
from laksa.field.forms import ActForm
from laksa.field.models import guides_of
from laksa.field.rules.checks import checks_in_short
from laksa.field.rules.checks import told_checks as told_in_short
from laksa.field.views.camera import with_camera
from laksa.field.views.say import SAY, crew_name
from laksa.field.views.stop import get_stop
from laksa.identity.http import PersonRequest, staff_only
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.kernel.ids import make_token
from laksa.shell.http import desk_page
from laksa.ui.rules import exact
from laksa.ui.templatetags.ui import current_voice

CONFLICT, UNUSABLE = 409, 422


@with_camera
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_photo(request: PersonRequest, code: str) -> HttpResponse:
    case = get_stop(request, code)
    if not may_handle(request.actor, case) or not may_resolve(request.actor, case):
        raise Http404
    if case.state not in {State.ASSIGNED, *IN_HAND}:
        messages.warning(request, _("Laporan ini sekarang tidak menunggu foto sesudah."))
        return HttpResponseRedirect(reverse("field:stop", args=[case.code]))
    return _take(request, case) if request.method == "POST" else _page(request, case)


def _take(request: PersonRequest, case: Case) -> HttpResponse:
    at = timezone.now()
    form = ActForm(_done(request), request.FILES)
    try:
        if not form.is_valid():
            raise Refused(_("Formulir ini tidak lengkap. Muat ulang halaman, lalu isi lagi."))
        outcome = deliver(case, form.told(at=at), actor=request.actor, at=at)
    except (Conflict, MoveRefused) as refusal:
        return _page(request, case, status=CONFLICT, fault=refusal.message)
    except Refused as refusal:
        return _page(request, case, status=UNUSABLE, fault=refusal.message)
    except PermissionDenied:
        return _page(request, case, status=CONFLICT, fault=_("Laporan ini sekarang dipegang orang lain."))
    if outcome.state == "moved":
        messages.warning(request, f"{outcome.message} {checks_in_short(told_in_short(outcome.checks))}".strip())
        return HttpResponseRedirect(reverse("field:stop", args=[case.code]))
    return HttpResponseRedirect(reverse("field:result", args=[case.code]))


def _done(request: PersonRequest) -> QueryDict:
    data = request.POST.copy()
    data["verb"] = "done"
    return data


def _page(request: PersonRequest, case: Case, *, status: int = 200, fault: str = "") -> HttpResponse:
    at = timezone.now()
    issued = issue_code(request.user.pk, case.code, at=at)
    sent = request.POST
    context = {
        "case": case,
        "crew": crew_name(request.actor),
        "say": {name: str(words) for name, words in SAY.items()},
        "before": guides_of([case]).get(case.pk),
        "photo_code": write_code(issued.code),
        "lasts": int((issued.valid_until - at).total_seconds()),
        "until": exact(issued.valid_until, current_voice(), now=at),
        "wants": book().categories[case.category_id].evidence,
        "key": make_token(),
        "words": sent.get("words", ""),
        "document": sent.get("document", ""),
        "fault": fault,
    }
    return desk_page(request, "field/capture.html", context, status=status, is_secret=True)


@staff_only
@require_safe
def show_result(request: PersonRequest, code: str) -> HttpResponse:
    """Show what the checks of the newest after-photo found, as far as they went."""
    case = get_stop(request, code)
    entry = case.entries.filter(kind__in=DECLARED).order_by("-number").first()
    if entry is None:
        raise Http404
    at, voice = timezone.now(), current_voice()
    checks = entry.data.get("checks", [])
    context = {
        "case": case,
        "crew": crew_name(request.actor),
        "say": {name: str(words) for name, words in SAY.items()},
        "is_done": entry.kind == "resolved",
        "headline": headline(checks) if checks else _("Dinyatakan selesai"),
        "checks": told_checks(checks, day=lambda moment: exact(moment, voice, now=at)),
        "way": fair_way(checks),
        "signer": entry.data.get("signer_name") or _("Koordinator ruang kendali"),
        "words": entry.body,
        "may_retake": case.state in IN_HAND and may_handle(request.actor, case),
    }
    return desk_page(request, "field/result.html", context)
