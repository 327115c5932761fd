# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real city must set before residents come: each check says what is missing and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning
from django.db import DatabaseError

from laksa.identity.models import User

SHORTEST_KEY = 32


def check_production(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Return what `laksa check --deploy` has to say about the settings."""
    return [*_check_address(), *_check_keys(), *_check_doors(), *_check_database()]


def _check_address() -> Iterator[CheckMessage]:
    if not settings.IS_SECURE:
        yield Error(
            f"LAKSA_BASE_URL is {settings.BASE_URL}: links in messages, cookies and HSTS need the public https address.",
            hint="LAKSA_BASE_URL=https://laksa.example.go.id",
            id="laksa.E101",
        )
    if settings.IS_DEVELOPMENT:
        yield Error(
            "LAKSA_DEVELOPMENT is on: /design/ and the outbox are shown to everybody.", hint="LAKSA_DEVELOPMENT=off", id="laksa.E102"
        )
    if settings.DEBUG:
        yield Error("LAKSA_DEBUG is on: errors show code and data to everybody.", hint="LAKSA_DEBUG=off", id="laksa.E103")
    if not settings.TRUSTED_PROXIES:
        yield Warning(
            "LAKSA_TRUSTED_PROXIES is empty: behind a proxy all residents look like one address, and share its limits.",
            hint="Name the proxy's address, such as LAKSA_TRUSTED_PROXIES=10.0.0.5",
            id="laksa.W104",
        )


def _check_keys() -> Iterator[CheckMessage]:
    kept = settings.DATA_DIR / "keys"
    if settings.KEPT_SECRET_KEY:
        yield Error(
            f"LAKSA_SECRET_KEY is not set: the key in {kept} is lost with the machine, and differs on a second one.",
            hint="Keep 50 random characters in your secret store.",
            id="laksa.E111",
        )
    elif len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Error(f"LAKSA_SECRET_KEY has {len(settings.SECRET_KEY)} characters: use at least {SHORTEST_KEY}.", id="laksa.E112")
    if settings.KEPT_FIELD_KEY:
        yield Error(
            f"LAKSA_FIELD_KEYS is not set: without the key in {kept} no name, address or link of a case can be read again.",
            hint="Keep it in your secret store, apart from the backups; newest first, older ones after it.",
            id="laksa.E113",
        )
    elif any(len(key) < SHORTEST_KEY for key in settings.FIELD_KEYS):
        yield Error(f"LAKSA_FIELD_KEYS holds a key with fewer than {SHORTEST_KEY} characters.", id="laksa.E114")


def _check_doors() -> Iterator[CheckMessage]:
    if not settings.SMTP_URL:
        yield Error(
            f"LAKSA_SMTP_URL is not set: letters to residents are only written into {settings.DATA_DIR / 'outbox'}.",
            hint="LAKSA_SMTP_URL=smtp://user:password@mail.example.go.id:587?tls=starttls",
            id="laksa.E121",
        )
    if not settings.RATE_LIMITS:
        yield Error(
            "LAKSA_RATE_LIMITS is off: anybody may send any number of reports and guess passwords.", hint="Leave it out.", id="laksa.E122"
        )


def _check_database() -> Iterator[CheckMessage]:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield Info(
            "The database is SQLite: right for one machine; for several, or above about 50 reports a second, use PostgreSQL.",
            hint="LAKSA_DATABASE_URL=postgres://user:password@host/laksa",
            id="laksa.I131",
        )
    try:
        examples = User.objects.filter(is_example=True, is_active=True).count()
    except DatabaseError:
        yield Error("The database does not answer or has no tables yet.", hint="laksa migrate", id="laksa.E132")
        return
    if examples:
        yield Error(f"{examples} example accounts share one printed password.", hint="laksa remove-example", id="laksa.E133")
