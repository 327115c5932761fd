"""What is to be told to people, by any channel."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laksa.kernel.sealing import SealedTextField
from laksa.outbox.rules import LEASE, LOST_AFTER, PARKED, Channel, State, after

# Says without any value what a partial index can be found by: SQLite looks into none when a value is bound to the condition.
IS_UNSENT = Q(sent_at__isnull=True)
SEALED = ("to_sealed", "text", "html")


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> MessageQuerySet:
        return self.filter(IS_UNSENT, state=State.WAITING)

    def free(self, at: datetime) -> MessageQuerySet:
        """Waiting, due, and held by nobody who may still be alive."""
        return self.waiting().filter(Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE), not_before__lte=at)

    def lapsed(self, at: datetime) -> MessageQuerySet:
        """Waiting without anybody who will send them: the worker died in the middle, or the job was lost."""
        dropped = Q(claimed_at__lt=at - LEASE)
        lost = Q(claimed_at=None, not_before__lt=at - LOST_AFTER)
        return self.waiting().filter(dropped | lost).filter(Q(swept_at=None) | Q(swept_at__lt=at - LOST_AFTER))

    def parked(self) -> MessageQuerySet:
        """Given up or refused: shown until a person has dealt with them."""
        return self.filter(IS_UNSENT, state__in=sorted(PARKED))

    def unopened(self) -> MessageQuerySet:
        """Without what is sealed: one message whose key is lost must not stop what is done to the others."""
        return self.defer(*SEALED)

    def newest(self) -> MessageQuerySet:
        return self.order_by("-id")


class Message(models.Model):
    """One message to one address. Address and words are sealed: the words hold secret links, of which we keep only digests."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("jenis"), max_length=40)
    channel = models.CharField(_("saluran"), max_length=10, choices=[(Channel.EMAIL.value, _("surel"))])
    to_sealed = SealedTextField(_("alamat"))
    to_hint = models.CharField(_("kepada"), max_length=260)
    subject = models.CharField(_("perihal"), max_length=200)
    text = SealedTextField(_("isi"))
    html = SealedTextField(_("isi HTML"), blank=True)
    topic = models.CharField(_("tentang"), max_length=60, blank=True)
    language = models.CharField(_("bahasa"), max_length=5)
    state = models.CharField(
        _("status"),
        max_length=10,
        default=State.WAITING.value,
        choices=[
            (State.WAITING.value, _("menunggu")),
            (State.SENT.value, _("terkirim")),
            (State.FAILED.value, _("ditolak")),
            (State.DEAD.value, _("gagal terkirim")),
        ],
    )
    not_before = models.DateTimeField(_("tidak sebelum"))
    tries = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    claimed_at = models.DateTimeField(null=True, editable=False)
    swept_at = models.DateTimeField(null=True, editable=False)
    last_error = models.TextField(_("galat terakhir"), blank=True)
    provider_id = models.CharField(_("nomor pada penyedia"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("dibuat"))
    sent_at = models.DateTimeField(_("dikirim"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan keluar")
        indexes = [
            # Small whatever the table grows to: only what still has to be done.
            models.Index(fields=["state", "not_before"], condition=IS_UNSENT, name="message_unsent"),
            models.Index(fields=["topic", "-id"], name="message_topic"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENT.value, sent_at__isnull=False) | (~Q(state=State.SENT.value) & IS_UNSENT),
                name="message_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to_hint})"

    def move(self, verb: str) -> None:
        """Take the state that `verb` leads to and let go of the message; raise MoveRefused if it may not start here."""
        self.state = after(State(self.state), verb)
        self.claimed_at = None

    @property
    def letter_id(self) -> str:
        """The id that goes with the message to its provider: the same at every try, and never that of another database's row."""
        return f"{self.created_at.astimezone(UTC).strftime('%Y%m%d%H%M%S%f')}.{self.pk}"


def newest_number() -> int:
    """Return the number of the newest message; 0 when there is none."""
    return Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
