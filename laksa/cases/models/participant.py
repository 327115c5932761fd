"""The people of a case: who reported it, and who has the same trouble."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from laksa.cases.rules import Identity
from laksa.kernel.ids import digest_token
from laksa.kernel.sealing import SealedTextField, blind_index


class Participant(models.Model):
    """A reporter or supporter with their own secret link; names and addresses are sealed.

    The link's secret is derived from a random seed and a key of the server, and only its digest is
    stored: mails can repeat the link, and a stolen database opens none.
    """

    REPORTER = "reporter"
    SUPPORTER = "supporter"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="participants")
    role = models.CharField(max_length=10, choices=[(REPORTER, REPORTER), (SUPPORTER, SUPPORTER)])
    identity = models.CharField(max_length=10, choices=[(value.value, value.value) for value in Identity])
    name = SealedTextField(blank=True, default="")
    phone = SealedTextField(blank=True, default="")
    email = SealedTextField(blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True)
    phone_index = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, default="id")
    channel = models.CharField(max_length=16)
    seed = models.CharField(max_length=32)
    token_digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="participations")
    is_muted = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["email_index"], condition=~Q(email_index=""), name="participant_email"),
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="participant_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(identity=Identity.ANONYMOUS) | Q(name="", phone="", email=""), name="the_anonymous_leave_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    @property
    def token(self) -> str:
        return derive_token(self.seed)

    @property
    def is_reporter(self) -> bool:
        return self.role == self.REPORTER

    def set_contact(self, *, name: str, phone: str, email: str) -> None:
        """Set name and addresses with their blind indexes; the anonymous keep none."""
        if self.identity == Identity.ANONYMOUS:
            name = phone = email = ""
        self.name, self.phone, self.email = name, phone, email
        self.email_index, self.phone_index = blind_index(email.lower()), blind_index(phone)

    def set_link(self) -> None:
        """Give the participant a new secret link; an old one stops working."""
        self.seed = secrets.token_hex(16)
        self.token_digest = digest_token(self.token)


def derive_token(seed: str) -> str:
    """Return the 128-bit secret of a link (22 characters that are safe in an address)."""
    # The oldest key, as for blind indexes: adding a newer key must not break links already sent.
    key = b"case-link:" + settings.FIELD_KEYS[-1].encode()
    return base64.urlsafe_b64encode(hmac.new(key, seed.encode(), hashlib.sha256).digest()[:16]).decode().rstrip("=")
