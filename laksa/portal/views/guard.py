# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every form of the report passes: a forgiving check of its origin, uploads without end cut off, the device's number."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.csrf import csrf_failure
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from laksa.gateways.pictures import BYTES_LIMIT
from laksa.kernel.ids import digest_token, make_token
from laksa.kernel.networks import network_of
from laksa.portal.rules import DRAFT_DAYS

P = ParamSpec("P")

DEVICE_COOKIE = "alat"
DRAFT_COOKIE = "draf"
COOKIE: Any = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
A_YEAR = 365 * 24 * 3600


class FormRequest(HttpRequest):
    """A request by a page of ours; `is_stale` when its form was drawn too long ago to be trusted."""

    is_stale: bool


class Oversized(InMemoryUploadedFile):
    """Stands for an upload that was cut off: its name and true size, without its bytes."""


class CutOff(FileUploadHandler):
    """Count an upload to its end, but keep nothing beyond what a photo may weigh."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= BYTES_LIMIT else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if file_size <= BYTES_LIMIT:
            return None
        return Oversized(BytesIO(), self.field_name, self.file_name, self.content_type or "", file_size, self.charset)


class _Origin(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def form_page(view: Callable[Concatenate[FormRequest, P], HttpResponseBase]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let a view draw its own page again, with every word, when the check against forged forms fails.

    The usual refusal would show an error page instead of what somebody wrote.
    """

    @gzip_page
    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST":
            cut_off_uploads(request)
        fault = _Origin(lambda _: None).process_view(request, None, (), {})  # type: ignore[arg-type]
        site = request.headers.get("Sec-Fetch-Site")
        if fault is not None and site == "cross-site":
            # Another site must not put its words on a page of ours.
            return csrf_failure(request)
        if site == "same-origin":
            # The browser itself vouches for the page, as no page of another site can make it: with cookies
            # switched off, or a form left open for days, nobody has to send twice.
            fault = None
        request.is_stale = fault is not None  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded  # type: ignore[return-value]


def cut_off_uploads(request: HttpRequest) -> None:
    """Make uploads stop at the size of a photo; to be called before anything reads the form."""
    request.upload_handlers.insert(0, CutOff(request))


def device_of(request: HttpRequest) -> str:
    """Return the digest of this browser's random number, empty for one that has none yet."""
    try:
        number = request.get_signed_cookie(DEVICE_COOKIE, default="", salt=DEVICE_COOKIE, max_age=A_YEAR)
    except BadSignature:
        return ""
    return digest_token(number) if number else ""


def mark_device(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give a browser without a number one of its own: it serves to limit floods, and nothing else."""
    if not device_of(request):
        response.set_signed_cookie(DEVICE_COOKIE, make_token(), salt=DEVICE_COOKIE, max_age=A_YEAR, **COOKIE)


def remember_draft(response: HttpResponseBase, key: str) -> None:
    """Let this browser find its unfinished report again."""
    response.set_signed_cookie(DRAFT_COOKIE, key, salt=DRAFT_COOKIE, max_age=DRAFT_DAYS * 24 * 3600, path="/lapor/", **COOKIE)


def draft_cookie(request: HttpRequest) -> str:
    """Return the secret of the unfinished report of this browser, empty when there is none."""
    try:
        return request.get_signed_cookie(DRAFT_COOKIE, default="", salt=DRAFT_COOKIE, max_age=DRAFT_DAYS * 24 * 3600) or ""
    except BadSignature:
        return ""


def network(request: HttpRequest) -> str:
    """Return the network a request comes from, as far as our own proxies vouch for it."""
    return network_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES)
