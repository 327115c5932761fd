"""The door to e-mail: `choose().send(Letter(...))`."""

from __future__ import annotations

from django.conf import settings

from laksa.gateways.mail.fake import FakeMail
from laksa.gateways.mail.folder import FolderMail
from laksa.gateways.mail.letter import Letter, MailGateway
from laksa.gateways.mail.smtp import SmtpMail

__all__ = ["FakeMail", "FolderMail", "Letter", "MailGateway", "SmtpMail", "choose"]


def choose() -> MailGateway:
    """Return the gateway the settings ask for: the server of LAKSA_SMTP_URL, else files in the data folder."""
    if settings.SMTP_URL:
        return SmtpMail.from_url(settings.SMTP_URL)
    return FolderMail(settings.DATA_DIR / "outbox")
