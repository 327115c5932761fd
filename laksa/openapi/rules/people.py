# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a reporter may be reached, as programs write it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

REGION = "ID"


def read_phone(typed: str) -> str | None:
    """Return a number as E.164, empty for nothing, None for what is no number."""
    if not typed.strip():
        return ""
    # 7 MB that a site without phone numbers never needs.
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def read_email(typed: str) -> str | None:
    """Return the address, empty for nothing, None for what is no address."""
    address = typed.strip()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address
