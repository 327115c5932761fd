"""A real mail server, spoken to through Django's SMTP back end."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.smtp import EmailBackend

from laksa.gateways import GatewayError
from laksa.gateways.mail.letter import Letter, compose, full_id, public_host

TIMEOUT_SECONDS = 20
# RFC 4954: these say that *we* may not use the server. An operator mends that, and the letter can go then.
OUR_OWN_FAULT = frozenset({530, 534, 535, 538})
PORTS = {"none": 25, "starttls": 587, "implicit": 465}
OPTIONS = {"tls", "timeout", "from"}


@dataclass(frozen=True, kw_only=True)
class SmtpMail:
    """Sends through one server; `tls` is none, starttls or implicit."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = "none"
    timeout_seconds: float = TIMEOUT_SECONDS

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Return the gateway that `smtp://user:password@host:587?tls=starttls` describes.

        `tls` is starttls when there is a password, else none; `from` is the sender's address, `timeout` is in seconds.
        Raises ImproperlyConfigured, without the password in its words.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
            options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
            timeout = float(options.get("timeout", TIMEOUT_SECONDS))
        except ValueError as error:
            raise ImproperlyConfigured("LAKSA_SMTP_URL can't be read: write smtp://user:password@host:587?tls=starttls") from error
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        tls = options.get("tls") or ("starttls" if password else "none")
        if parts.scheme != "smtp" or not parts.hostname:
            raise ImproperlyConfigured("LAKSA_SMTP_URL must begin with smtp:// and name a host")
        if tls not in PORTS or not options.keys() <= OPTIONS or not 0 < timeout <= 300:
            raise ImproperlyConfigured("LAKSA_SMTP_URL: options are tls (none, starttls, implicit), timeout (seconds, to 300), from")
        sender = options.get("from") or (user if "@" in user else f"laksa@{public_host()}")
        return cls(
            host=parts.hostname,
            port=port or PORTS[tls],
            sender=sender,
            user=user,
            password=password,
            tls=tls,
            timeout_seconds=timeout,
        )

    def send(self, letter: Letter) -> str:
        """Hand the letter to the server; it is known there by its Message-ID, which is returned.

        A letter to an address under .invalid, where the people of the example city live, goes nowhere (RFC 2606).
        """
        if letter.to.lower().endswith(".invalid"):
            return full_id(letter)
        message = compose(letter, sender=self.sender)
        server = self._connect()
        try:
            server.send_messages([message])
        except smtplib.SMTPException as error:
            raise _as_ours(error, letter) from error
        except OSError as error:
            raise GatewayError(f"the mail server went away: {_words(error)}") from error
        finally:
            self._leave(server)
        return full_id(letter)

    def _connect(self) -> EmailBackend:
        server = EmailBackend(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.tls == "starttls",
            use_ssl=self.tls == "implicit",
            timeout=self.timeout_seconds,
        )
        try:
            server.open()
        except OSError as error:
            # Covers smtplib's own errors too: whatever fails before the letter is named, is not the letter's fault.
            self._leave(server)
            raise GatewayError(f"the mail server can't be used: {_words(error)}") from error
        return server

    @staticmethod
    def _leave(server: EmailBackend) -> None:
        try:
            server.close()
        except OSError:
            # The letter's fate is known already; a rude good-bye changes nothing.
            server.connection = None


def _as_ours(error: smtplib.SMTPException, letter: Letter) -> GatewayError:
    """Return our error for a refusal of this letter: 5xx is for good (RFC 5321, 4.2.1), anything else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(answer[0] for answer in error.recipients.values())
    else:
        code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
    permanent = 500 <= code < 600 and code not in OUR_OWN_FAULT
    # Many servers repeat the address; the reason is stored and shown, and the address is personal data.
    words = _words(error).replace(letter.to, "***")
    return GatewayError(f"the mail server refused the letter: {words}", permanent=permanent)


def _words(error: OSError) -> str:
    """Return what the server said, or what the network did."""
    code: int
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return str(error) or type(error).__name__
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
