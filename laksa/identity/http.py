"""Views behind a sign-in: who asks, with their offices, found once a request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from laksa.identity.forms import PasswordForm
from laksa.identity.models import User, actor_of
from laksa.identity.rules import Actor

P = ParamSpec("P")


KEPT = "kept_words"
# Enough for the longest reply; a session is no place for more.
KEPT_LIMIT = 8_000
SURE_SINCE = "sure_since"
SURE_FOR = timedelta(minutes=15)
# The surface of the desk draws these pages, as it does the door.
SURE_PAGE, KEPT_PAGE = "workspace/password_again.html", "workspace/kept_words.html"


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
        return _with_kept_words(request, view(request, *args, **kwargs))  # type: ignore[arg-type]

    return guarded  # type: ignore[return-value]


def _with_kept_words(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Show what was kept for this address where its own page does not: long texts are not lost with a session."""
    said = kept_words(request) if request.method == "GET" else {}
    is_door_back = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED  # a form was sent here; there is no page to return to
    words = [text for text in said.values() if len(text.split()) > 1]
    if not words:
        return HttpResponseRedirect("/meja/") if said and is_door_back else response
    context = {"words": words, "way": "/meja/" if is_door_back else request.get_full_path()}
    shown = render(request, KEPT_PAGE, context)
    shown["Cache-Control"] = "private, no-store"
    return shown


def keep_words(request: HttpRequest) -> None:
    """Keep what somebody sent after their session had ended, until they have signed in again on this browser."""
    said = {name: str(text)[:KEPT_LIMIT] for name, text in request.POST.items() if text and not _is_secret(name)}
    if request.method == "POST" and said:
        request.session[KEPT] = {"path": request.path, "said": dict(list(said.items())[:20])}


def _is_secret(field: str) -> bool:
    """Whether a field is no word to be kept: a session lies in the database as plain text."""
    return field == "csrfmiddlewaretoken" or field.endswith("password")


def kept_words(request: HttpRequest) -> dict[str, str]:
    """Return what was kept for this address, once; empty when there is nothing."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[KEPT]
    said: dict[str, str] = kept["said"]
    return said


def note_password(request: HttpRequest) -> None:
    """Note in the session that the person has typed their password just now."""
    request.session[SURE_SINCE] = timezone.now().timestamp()


def is_sure(request: HttpRequest) -> bool:
    """Whether the person at this browser has typed their password within the last fifteen minutes."""
    typed = request.session.get(SURE_SINCE)
    return typed is not None and 0 <= timezone.now().timestamp() - typed <= SURE_FOR.total_seconds()


def password_again(
    view: Callable[Concatenate[PersonRequest, P], HttpResponseBase],
) -> Callable[Concatenate[PersonRequest, P], HttpResponseBase]:
    """Ask for the password once more where it was last typed longer ago, then do what was wanted: for what takes people's data away.

    Stands under `staff_only`. The question is put at the address itself and carries along what a form has sent, but no file.
    """

    @sensitive_post_parameters("lagi-password")
    @wraps(view)
    def guarded(request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_sure(request):
            return view(request, *args, **kwargs)
        form = PasswordForm(request, request.POST if "lagi-password" in request.POST else None)
        if not form.is_valid():
            return _ask_password(request, form)
        note_password(request)
        if "lagi-baca" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        said = request.POST.copy()
        del said["lagi-password"]
        request.POST = said  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def _ask_password(request: PersonRequest, form: PasswordForm) -> HttpResponse:
    carried = [
        (name, value) for name, values in request.POST.lists() if name not in {"csrfmiddlewaretoken", "lagi-password"} for value in values
    ]
    if request.method in {"GET", "HEAD"}:
        carried.append(("lagi-baca", "1"))
    response = render(request, SURE_PAGE, {"form": form, "carried": carried}, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "private, no-store"
    return response
