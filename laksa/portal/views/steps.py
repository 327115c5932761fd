# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the steps of a report share: finding the draft, leading to the right step, drawing one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laksa.portal.models import Draft
from laksa.portal.rules import STEPS, missing_step
from laksa.portal.views.guard import FormRequest, form_page
from laksa.portal.views.sending import AN_HOUR, to_done

REPORTING = require_http_methods(["GET", "HEAD", "POST"])


class Step(Protocol):
    def __call__(self, request: FormRequest, draft: Draft, key: str) -> HttpResponse: ...


def step_url(step: str, key: str) -> str:
    """Return the address of a step of a draft."""
    return reverse(f"report-{step}", args=[key])


def with_draft(step: str) -> Callable[[Step], Callable[..., HttpResponseBase]]:
    """Give a view its draft; lead elsewhere when it is gone, was sent, or lacks an earlier step."""

    def decorate(view: Step) -> Callable[..., HttpResponseBase]:
        @form_page
        @REPORTING
        @wraps(view)
        def found(request: FormRequest, key: str) -> HttpResponse:
            draft = find_draft(key)
            if draft is None:
                return render(request, "portal/report/gone.html", {"active": "report"}, status=404)
            if draft.participant is not None:
                # Later the address in a browser's history must not open somebody's report on a shared phone.
                is_fresh = timezone.now() - draft.updated_at < timedelta(seconds=AN_HOUR)
                return to_done(request, draft.participant) if is_fresh else redirect("report-done")
            needed = missing_step(draft.content, step)
            if needed != step:
                return redirect(step_url(needed, key))
            response = view(request, draft, key)
            response.headers["Cache-Control"] = "private, no-store"
            return response

        return found

    return decorate


def find_draft(key: str) -> Draft | None:
    """Return the draft of this secret while it is kept."""
    return Draft.objects.alive(timezone.now()).by_key(key).first()


def show_step(request: HttpRequest, step: str, key: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw one step; `key` is empty before there is a draft."""
    number = STEPS.index(step) + 1
    back = step_url(STEPS[number - 2], key) if number > 1 else "/"
    frame = {"step": number, "steps": len(STEPS), "is_first": number == 1, "back_url": back, "key": key, "status": status}
    return render(request, f"portal/report/{step}.html", {**frame, **context}, status=status)


def stale() -> str:
    """Say that the page was open too long, and that nothing is lost."""
    return _("Halaman ini terbuka terlalu lama. Tulisan Anda masih ada; periksa, lalu tekan tombolnya sekali lagi.")
