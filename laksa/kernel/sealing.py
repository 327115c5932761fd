"""Personal data at rest: sealed by a key that can be changed, found again by a keyed digest."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class SealBroken(Exception):
    """None of the configured keys opens this value: a key was lost or the value was changed."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    # Any text may serve as a key: Fernet wants exactly 32 bytes, so each is stretched by a hash.
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def seal(text: str) -> str:
    """Return `text` encrypted with the newest key; the empty text stays empty."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Return the text behind a seal; raise SealBroken when no key opens it."""
    if not sealed:
        return ""
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken("no key opens this value; is LAKSA_FIELD_KEYS complete?") from error


def blind_index(text: str) -> str:
    """Return 64 hexadecimal digits by which equal texts are found without opening any seal.

    Made with the oldest key, so that adding a new one leaves every index as it is.
    """
    key = hashlib.sha256(b"blind-index:" + settings.FIELD_KEYS[-1].encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest() if text else ""


class SealedTextField(models.TextField[str, str]):
    """A text column that is encrypted in the database and plain in Python."""

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else seal(str(value))
