"""Views behind a sign-in: who asks, with their offices, found once a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from laksa.identity.models import User, actor_of
from laksa.identity.rules import Actor

P = ParamSpec("P")


KEPT = "kept_words"
# Enough for the longest reply; a session is no place for more.
KEPT_LIMIT = 8_000


class PersonRequest(HttpRequest):
    """A request by somebody who has signed in and holds an office."""

    user: User
    actor: Actor


def staff_only(view: Callable[Concatenate[PersonRequest, P], HttpResponseBase]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in people who hold an office; send the signed-out to sign in, and show others a 404.

    Unknown and forbidden look alike to strangers.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            keep_words(request)
            return redirect_to_login(request.get_full_path())
        request.actor = actor_of(request.user, at=timezone.now())  # type: ignore[attr-defined]
        if not request.actor.posts:  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded  # type: ignore[return-value]


def keep_words(request: HttpRequest) -> None:
    """Keep what somebody sent after their session had ended, until they have signed in again on this browser."""
    said = {name: str(text)[:KEPT_LIMIT] for name, text in request.POST.items() if text and name != "csrfmiddlewaretoken"}
    if request.method == "POST" and said:
        request.session[KEPT] = {"path": request.path, "said": dict(list(said.items())[:20])}


def kept_words(request: HttpRequest) -> dict[str, str]:
    """Return what was kept for this address, once; empty when there is nothing."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[KEPT]
    said: dict[str, str] = kept["said"]
    return said
