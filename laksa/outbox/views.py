"""A page for developers: what has been told to whom, with the links of the letters."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laksa.outbox.models import Message

PAGE_SIZE = 50


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    # The letters hold secret links: a city in use has no such page.
    if not settings.IS_DEVELOPMENT:
        raise Http404
    messages = Message.objects.newest()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        messages = messages.filter(pk__lt=int(before))
    shown = list(messages[: PAGE_SIZE + 1])
    page = shown[:PAGE_SIZE]
    older = page[-1].pk if len(shown) > PAGE_SIZE else None
    return render(request, "outbox/outbox.html", {"letters": page, "older": older})
