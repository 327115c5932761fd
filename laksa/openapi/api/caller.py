# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who calls REST v1: the holder of a case's link, a partner, or anybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError

from laksa.cases.models import Participant
from laksa.identity.models import partner_of
from laksa.identity.rules import PUBLIC
from laksa.kernel.errors import Refused
from laksa.kernel.ids import digest_token
from laksa.kernel.networks import network_of
from laksa.openapi.actions import Caller
from laksa.openapi.models.requests import known_code
from laksa.openapi.rules import limits


def bearer(request: HttpRequest) -> str:
    """Return the secret of the Authorization header, empty without one. Raises AuthenticationError for another scheme."""
    header = request.headers.get("Authorization", "").strip()
    if not header:
        return ""
    scheme, _space, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise AuthenticationError
    return secret.strip()


def network(request: HttpRequest) -> str:
    """Return the network a call comes from, as far as our own proxies vouch for it."""
    return network_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES)


def caller_of(request: HttpRequest) -> Caller:
    """Return the partner whose key came along, else somebody unknown. Raises AuthenticationError for a wrong key."""
    secret = bearer(request)
    if not secret:
        return Caller(actor=PUBLIC, network=network(request))
    actor = partner_of(secret)
    if actor is None:
        raise AuthenticationError
    return Caller(actor=actor, key_digest=digest_token(secret), network=network(request))


def reader_of(request: HttpRequest, code: str) -> Participant | None:
    """Return who reads a case with the link of that very case; None for strangers and partners.

    Raises AuthenticationError for a secret that opens nothing, Http404 for the link of another case.
    """
    secret = bearer(request)
    if not secret:
        return None
    person = Participant.objects.select_related("case", "case__merged_into").filter(token_digest=digest_token(secret)).first()
    if person is None:
        if partner_of(secret) is None:
            raise AuthenticationError
        return None
    if person.case.code != known_code(code):
        raise Http404
    return person


def holder_of(request: HttpRequest, code: str) -> Participant:
    """Return who writes to a case; raises AuthenticationError without a link, PermissionDenied for a partner's key."""
    person = reader_of(request, code)
    if person is None:
        if bearer(request):
            raise PermissionDenied("holder_of")
        raise AuthenticationError
    return person


KEY_HEADER: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": False,
            "schema": {"type": "string", "maxLength": limits.KEY_LIMIT},
            "description": "A new random value (a UUID) for each thing to do, the same one when it is sent again",
        }
    ]
}


def key_of(request: HttpRequest) -> str:
    """Return the caller's key for what it asks, empty without one. Raises Refused for one that is too long to be kept apart."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > limits.KEY_LIMIT:
        raise Refused(_("Idempotency-Key paling banyak %(limit)d huruf.") % {"limit": limits.KEY_LIMIT}, field="Idempotency-Key")
    return key


def language_of(request: HttpRequest, wish: str | None = None) -> str:
    """Return the language to answer in: what the call asks for, else that of `?bahasa=`, else Indonesian."""
    return wish or request.LANGUAGE_CODE or "id"
