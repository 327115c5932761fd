"""Pictures of a case: what came in is checked at the door and made anew before anybody sees it."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from laksa.cases.models.case import Case
from laksa.identity.rules import Actor

# Entries that hold what is asked and answered inside the house.
THREAD_KINDS = "thread_"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def shown(self) -> PhotoQuerySet:
        """Pictures of a case that have been made anew: the only ones with files for people."""
        return self.filter(state=Photo.READY, case__isnull=False)

    def without_print(self) -> PhotoQuerySet:
        """Ready pictures that no new one has been compared with."""
        return self.filter(state=self.model.READY, has_print=False, case__isnull=False)

    def public(self) -> PhotoQuerySet:
        """Shown to whoever knows their name of 128 random bits."""
        return self.shown().filter(is_internal=False)

    def visible_to(self, actor: Actor) -> PhotoQuerySet:
        """The public ones, the internal ones of cases the actor reads by the offices they hold, and of a thread for whoever was asked."""
        # Asked of each photo by itself: a list of all cases that somebody reads is as long as the city's history.
        own = Case.objects.filter(pk=OuterRef("case_id"))
        asked = Q(entry__kind__startswith=THREAD_KINDS) & Q(Exists(own.readable_by(actor)))
        return self.shown().filter(Q(is_internal=False) | Q(Exists(own.visible_to(actor))) | asked)


class Photo(models.Model):
    """One picture: waiting until a job has re-encoded it without its hidden data.

    A photo without a case belongs to an unfinished report and is deleted after a day.
    """

    WAITING = "waiting"
    READY = "ready"
    BROKEN = "broken"  # the job could not read it; the reporter is told to send another

    REPORT = "report"
    ADDITION = "addition"
    EVIDENCE = "evidence"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, related_name="photos")
    entry = models.ForeignKey("cases.Entry", on_delete=models.CASCADE, null=True, related_name="photos", db_index=False)
    role = models.CharField(max_length=8, default=REPORT)
    state = models.CharField(max_length=8, default=WAITING)
    name = models.CharField(max_length=32, unique=True)  # 128 random bits: the files' names, and the address
    media_type = models.CharField(max_length=20)
    size = models.IntegerField()
    width = models.IntegerField()
    height = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True)
    is_internal = models.BooleanField(default=False)
    tries = models.SmallIntegerField(default=0)
    has_print = models.BooleanField(default=False)  # `evidence` knows it again; photos from before that are caught up with by a sweep
    added_at = models.DateTimeField()

    objects = PhotoQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["added_at"], condition=Q(state="waiting"), name="waiting_photos"),
            models.Index(fields=["added_at"], condition=Q(case=None), name="photos_without_case"),
            models.Index(fields=["id"], condition=Q(state="ready", has_print=False, case__isnull=False), name="photos_without_print"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        return self.state == self.READY
