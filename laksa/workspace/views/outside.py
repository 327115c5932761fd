# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk does with a request to a party outside the city: see where it stands, print it, give it a new link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.models import Case
from laksa.cases.policies import may_hear_outside
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.city.models.names import office_name
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.permissions import require
from laksa.outbox.rules import hint_of
from laksa.shell.http import desk_page
from laksa.threads.actions import renew_outside_link
from laksa.threads.actions.outside import due_of, letter_facts, proof_asked
from laksa.threads.models import Thread
from laksa.threads.rules import Kind
from laksa.workspace.views.finding import get_case


@dataclass(frozen=True)
class Asked:
    """An open request as the case page shows it; the link itself is not shown."""

    thread: Thread
    due_at: datetime
    contact: str
    may_act: bool


def outside_context(case: Case, *, actor: Actor) -> dict[str, Any]:
    """Return the open request of a case that waits for a party outside, for the case page."""
    if case.state != State.AWAITING_OUTSIDE:
        return {}
    thread = Thread.objects.open().filter(case=case, kind=Kind.OUTSIDE).order_by("pk").last()
    if thread is None:
        return {}
    contact = hint_of(thread.contact) if thread.contact else ""
    return {"outside": Asked(thread, due_of(thread), contact, may_hear_outside(actor, case))}


@staff_only
@require_safe
def show_letter(request: PersonRequest, code: str, thread: int) -> HttpResponse:
    """Show the request as a letter on paper; it holds the link, so only whoever handles the case may print it."""
    case, asked = _find(request, code, thread)
    require(may_hear_outside, request.actor, case)
    at = timezone.now()
    facts = letter_facts(asked, case)
    own = {
        "at": at,
        "agency_facts": book().agencies[case.agency_id],
        "office": office_name(case.agency_id, case.unit_id),
        "address": str((book().city.contact or {}).get("address") or ""),
        "number": f"{case.code}/PL/{asked.pk}",
        "qr": _qr(facts["link"]),
        "proof": proof_asked(asked),
        "menu": "inbox",
    }
    return desk_page(request, "workspace/letter.html", facts | own, is_secret=True)


@staff_only
@require_POST
def renew_link(request: PersonRequest, code: str, thread: int) -> HttpResponse:
    case, asked = _find(request, code, thread)
    try:
        renewed = renew_outside_link(asked.pk, actor=request.actor, at=timezone.now(), email=request.POST.get("email", ""))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        said = _("Tautan lama mati. Yang baru terkirim ke %(to)s.") if renewed.contact else _("Tautan lama mati. Cetak surat yang baru.")
        messages.success(request, said % {"to": hint_of(renewed.contact)})
    return HttpResponseRedirect(f"/meja/kasus/{case.code}/")


def _find(request: PersonRequest, code: str, thread: int) -> tuple[Case, Thread]:
    case = get_case(request, code)
    asked = Thread.objects.filter(case=case, kind=Kind.OUTSIDE, pk=thread).select_related("asked_by").first()
    if asked is None:
        raise Http404
    return case, asked


def _qr(link: str) -> SafeString:
    # 8 MB that no other page needs.
    import segno

    drawn = segno.make(link, error="m", micro=False).svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn here from our own address
