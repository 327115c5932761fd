"""What is handed to any mail gateway, and how it is written down as an e-mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from laksa.gateways import GatewayError

# RFC 5322 "dot-atom", without the signs that mean something in a file name: the folder twin uses the id as one.
PLAIN_ID = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One e-mail to one address.

    `message_id` is our own id without brackets or host: the same id is the same letter, however often it is sent.
    """

    to: str
    subject: str
    text: str
    message_id: str
    html: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class MailGateway(Protocol):
    """Something that takes letters to people."""

    def send(self, letter: Letter) -> str:
        """Send the letter and return the id the other side knows it by; raise GatewayError."""


def compose(letter: Letter, *, sender: str) -> EmailMultiAlternatives:
    """Return the letter as Django's e-mail, ready for any of its back ends.

    Raises GatewayError (permanent) when no server could ever take it: a bad address, an id or a header that would break the message.
    """
    lines = [letter.subject, letter.reply_to, *letter.headers, *letter.headers.values()]
    if any("\n" in line or "\r" in line for line in lines):
        raise GatewayError("a header holds a line break", permanent=True)
    if not PLAIN_ID.fullmatch(letter.message_id):
        raise GatewayError("the message id holds signs it may not hold", permanent=True)
    try:
        validate_email(letter.to)
    except ValidationError as error:
        # The address itself is personal data and stays out of the reason, which is stored and shown.
        raise GatewayError("this is not an e-mail address", permanent=True) from error
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=sender,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={**letter.headers, "Message-ID": full_id(letter)},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def full_id(letter: Letter) -> str:
    """Return the Message-ID as it stands in the e-mail: our id at the host people know us by."""
    return f"<{letter.message_id}@{public_host()}>"


def public_host() -> str:
    """Return the host name of the site's public address."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
