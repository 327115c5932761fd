"""Views behind a sign-in: who asks, with their offices, found once a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from laksa.identity.models import User, actor_of
from laksa.identity.rules import Actor

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request by somebody who has signed in and holds an office."""

    user: User
    actor: Actor


def staff_only(view: Callable[Concatenate[PersonRequest, P], HttpResponseBase]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in people who hold an office; send the signed-out to sign in, and show others a 404.

    Unknown and forbidden look alike to strangers.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.actor = actor_of(request.user, at=timezone.now())  # type: ignore[attr-defined,arg-type]
        if not request.actor.posts:  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded  # type: ignore[return-value]
