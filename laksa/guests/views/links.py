# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page behind a link does: nothing of it is kept or passed on, and guessing ends soon."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from laksa.guests.rules import GUESSES_A_NETWORK
from laksa.kernel.errors import TooMany
from laksa.kernel.limits import spend
from laksa.kernel.networks import network_of

P = ParamSpec("P")


def behind_a_link(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Keep what a view answers out of caches, search engines and other sites' logs."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        # `no-referrer` would make browsers send forms with an unknown origin, which the check against forged forms must refuse.
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded  # type: ignore[return-value]


def unknown_link(request: HttpRequest) -> HttpResponse:
    """Answer alike for a wrong link and for one that has ended; whoever tries many is told to stop."""
    network = network_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES)
    try:
        spend(GUESSES_A_NETWORK, network, at=timezone.now())
    except TooMany as limit:
        response = render(request, "429.html", {"message": limit.message}, status=429)
        response.headers["Retry-After"] = str(limit.retry_seconds)
        return response
    return render(request, "guests/unknown.html", status=404)
