# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every "no" of REST v1 as a problem document (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from laksa.kernel.errors import Conflict, MoveRefused, Refused, TooMany

MEDIA_TYPE = "application/problem+json"
# A key that was used for other words can't be processed with these: 422, as the draft on the header says.
UNPROCESSABLE = frozenset({"key_reused"})


def problem(status: int, detail: str, *, code: str, errors: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """Return a problem document; `errors` are (field, sentence)."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"field": field, "message": message} for field, message in errors],
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=status)


def not_allowed(allowed: str) -> HttpResponse:
    """Return the answer to a method this address does not know."""
    response = problem(405, _("Cara ini tidak tersedia di alamat ini."), code="not_allowed")
    response.headers["Allow"] = allowed
    return response


def not_found() -> HttpResponse:
    """Return the answer for what is not there, or not for this caller: both look alike."""
    return problem(404, _("Tidak ada, atau tidak terbuka untuk Anda."), code="not_found")


def too_large(limit_mb: int) -> HttpResponse:
    return problem(413, _("Permintaan paling besar %(limit)d MB.") % {"limit": limit_mb}, code="too_large")


def register(api: NinjaAPI) -> None:
    """Teach an API to say no in problem documents."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, lambda _request, _error: not_found())
    api.add_exception_handler(PermissionDenied, _forbidden)
    for kind in (BadRequest, SuspiciousOperation, MultiPartParserError):
        api.add_exception_handler(kind, _unreadable)
    api.add_exception_handler(RequestDataTooBig, lambda _request, _error: too_large(2))


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    status = 422
    if isinstance(error, TooMany):
        status = 429
    elif isinstance(error, (Conflict, MoveRefused)) and error.code not in UNPROCESSABLE:
        status = 409
    errors = [(error.field, error.message)] if error.field else []
    response = problem(status, error.message, code=error.code, errors=errors)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_seconds)
    return response


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(401, _("Kunci atau tautan rahasia ini tidak dikenal, atau belum dikirim."), code="unauthorized")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _forbidden(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, _("Anda tidak boleh melakukan ini pada laporan ini."), code="forbidden")


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(400, _("Isi permintaan tidak bisa dibaca sebagai JSON atau formulir."), code="unreadable")


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [(field_of(one["loc"]), _sentence(one)) for one in error.errors]
    return problem(422, errors[0][1], code="invalid", errors=errors)


def field_of(where: Sequence[str | int]) -> str:
    """Return the field as the caller wrote it: ("body", "given", "contact", "email") is contact.email."""
    inner = where[2:] if where[0] == "body" and len(where) > 2 else where[1:]
    return ".".join(str(part) for part in inner)


def _sentence(error: dict[str, Any]) -> str:
    kind, facts = str(error["type"]), error.get("ctx") or {}
    if kind == "missing":
        return _("Bagian ini wajib diisi.")
    if kind in ("string_too_long", "too_long"):
        return _("Paling banyak %(limit)s.") % {"limit": facts.get("max_length", "")}
    if kind.startswith(("greater_than", "less_than")):
        return _("Angka ini di luar batas.")
    if kind == "literal_error":
        return _("Pilih salah satu: %(choices)s.") % {"choices": facts.get("expected", "").replace("'", "").replace(" or ", ", ")}
    return _("Jenis nilai ini keliru.")
