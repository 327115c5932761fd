"""A complaint from received to confirmed: one row that lists can be drawn from without a join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, Min, OuterRef, Q
from django.utils.functional import cached_property

from laksa.cases import rules
from laksa.cases.rules import Identity, Kind, Severity, Stage, State
from laksa.city.models import Agency, Area, Category, Unit
from laksa.identity.rules import CITY_WIDE, Actor, Role

if TYPE_CHECKING:
    from laksa.cases.models.participant import Participant

OPEN_CASES = Q(is_open=True)
NOT_PUBLIC = (State.WITHDRAWN, State.REJECTED, State.MERGED)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(OPEN_CASES)

    def overdue(self, at: datetime) -> CaseQuerySet:
        """Cases not yet solved whose next date has passed."""
        return self.filter(OPEN_CASES, due_at__lt=at).exclude(state=State.RESOLVED)

    def public(self) -> CaseQuerySet:
        """What strangers may read: nothing sealed, taken back or refused; a merged case shows its main one."""
        return self.filter(is_sealed=False).exclude(state__in=NOT_PUBLIC)

    def visible_to(self, actor: Actor) -> CaseQuerySet:
        """What a member of staff may read by the offices they hold."""
        return self.all() if actor.holds(*CITY_WIDE) else self.filter(_seen_by(actor))

    def readable_by(self, actor: Actor) -> CaseQuerySet:
        """What a member of staff may open: what they see in lists, and what they, whom they stand in for, or their office were asked about."""
        if actor.holds(*CITY_WIDE):
            return self.all()
        agencies = [post.agency_id for post in actor.posts if post.agency_id]
        asked = Involvement.objects.filter(Q(user_id__in=actor.acts_for) | Q(agency_id__in=agencies), case=OuterRef("pk"))
        # Asked row by row: as a list it would hold every case of an agency each time that one is opened.
        return self.filter(_seen_by(actor) | Exists(asked))

    def near(self, lat: float, lon: float, *, since: datetime, rings: int = 1) -> CaseQuerySet:
        """Cases received since then in the grid squares around a point (about 550 m a ring)."""
        return self.filter(cell__in=rules.cells_around(lat, lon, rings), received_at__gte=since)

    def search(self, words: str) -> CaseQuerySet:
        """Cases whose title or place holds all these words (each may be a beginning)."""
        terms = [term for term in "".join(sign if sign.isalnum() else " " for sign in words.lower()).split() if term][:8]
        if not terms:
            return self.none()
        if connection.vendor == "postgresql":
            query = " & ".join(f"{term}:*" for term in terms)
            return self._where(f"{SEARCH_VECTOR} @@ to_tsquery('simple', %s)", query)
        query = " ".join(f'"{term}"*' for term in terms)
        return self._where("cases_case.id IN (SELECT rowid FROM cases_search WHERE cases_search MATCH %s)", query)

    def _where(self, condition: str, value: str) -> CaseQuerySet:
        # Full-text search has no ORM form that both databases share.
        return cast("CaseQuerySet", self.extra(where=[condition], params=[value]))  # noqa: S610 - the condition is ours, the value a parameter


# The same expression as in the index of migration 0003, word for word, or PostgreSQL won't use it.
SEARCH_VECTOR = "to_tsvector('simple', cases_case.title || ' ' || cases_case.place_text)"


def _seen_by(actor: Actor) -> Q:
    """Return which cases the offices show that somebody holds who does not serve the whole city; `Case.is_seen_by` says the same of a row."""
    seen = Q(pk__in=[])
    for post in actor.posts:
        if post.role == Role.OPERATOR_112:
            seen |= Q(is_emergency=True)
        elif post.role == Role.VILLAGE_HEAD and post.area_id:
            seen |= Q(village_id=post.area_id, is_sealed=False)
        if post.agency_id:
            seen |= Q(agency_id=post.agency_id)
    return seen


class Involvement(models.Model):
    """A person or an office that was asked about a case which is not theirs: they may open it from then on."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="involved")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, agency__isnull=False) | Q(user__isnull=False, agency=None), name="one_is_involved"
            ),
            models.UniqueConstraint(fields=["case", "user"], condition=Q(user__isnull=False), name="involved_user_once"),
            models.UniqueConstraint(fields=["case", "agency"], condition=Q(agency__isnull=False), name="involved_agency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id or self.agency_id}"


class Case(models.Model):
    """One trouble of one place. Words and names live in entries and participants, not here."""

    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    resume_state = models.CharField(max_length=20, blank=True)
    is_open = models.BooleanField(default=True)
    state_since = models.DateTimeField()

    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=2, default="id")
    title = models.CharField(max_length=120)
    public_text = models.TextField(blank=True)
    is_sealed = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    identity = models.CharField(max_length=10, default=Identity.ANONYMOUS)

    category = models.ForeignKey(Category, on_delete=models.PROTECT, db_index=False)
    severity = models.CharField(max_length=6, choices=[(severity.value, severity.value) for severity in Severity])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, db_index=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="held_cases", db_index=False)
    decision = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)

    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.IntegerField(null=True)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, db_index=False)
    place_text = models.CharField(max_length=200, blank=True)
    place_source = models.CharField(max_length=10, blank=True)  # gps, photo, text, list, map, none
    is_outside = models.BooleanField(default=False)

    received_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    verify_due_at = models.DateTimeField(null=True)
    respond_due_at = models.DateTimeField(null=True)
    resolve_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the next date of any kind: an index for lists, never the truth
    promised_on = models.DateField(null=True)
    asked_until = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=120, blank=True)
    responded_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    hops = models.SmallIntegerField(default=0)
    reopenings = models.SmallIntegerField(default=0)
    replans = models.SmallIntegerField(default=0)
    supporters = models.IntegerField(default=0)
    rating = models.SmallIntegerField(null=True)
    needs_coordinator = models.BooleanField(default=False)
    # Pushed forward by an official ("Teruskan"), within the cap that a leader sets.
    is_priority = models.BooleanField(default=False)
    forwarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # What the after-photos proved: "" (none yet), then one of rules.Proof; `signer` must sign while it is doubted.
    proof = models.CharField(max_length=10, blank=True)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="absorbed")

    entry_count = models.IntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)  # hash of the newest entry
    submission_key = models.CharField(max_length=64, null=True, unique=True)
    submission_digest = models.CharField(max_length=64, blank=True)

    # Set by `submit`: whether this very report had come before under the same key.
    is_repeat: bool = False
    # Set by `submit` for a new case, so that whoever asked for it can be given their link without another query.
    reporter: Participant | None = None

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            # With what the desk counts by: its numbers are then read from the index alone, however long the city's history.
            models.Index(fields=["agency", "due_at", "id", "state", "holder", "unit"], condition=OPEN_CASES, name="open_by_agency"),
            models.Index(fields=["unit", "due_at", "id"], condition=OPEN_CASES, name="open_by_unit"),
            models.Index(fields=["holder", "due_at", "id"], condition=OPEN_CASES, name="open_by_holder"),
            models.Index(fields=["state", "due_at", "id"], condition=OPEN_CASES, name="open_by_state"),
            models.Index(fields=["due_at", "id"], condition=OPEN_CASES, name="open_by_due"),
            models.Index(fields=["village", "state"], condition=OPEN_CASES, name="open_by_village"),
            models.Index(fields=["cell", "category", "received_at"], name="case_by_cell"),
            models.Index(fields=["village", "received_at"], name="case_by_village"),
            models.Index(fields=["category", "received_at"], name="case_by_category"),
            models.Index(fields=["agency", "received_at"], name="case_by_agency"),
            # With all that the figures of a period count, so that they are read from the index alone.
            models.Index(fields=["received_at", "id", "state", "resolve_due_at", "is_example", "is_sealed"], name="case_by_received"),
            models.Index(fields=["updated_at", "id"], name="case_by_updated"),
            models.Index(fields=["id"], condition=Q(is_example=True), name="example_cases"),
            # What waits for whose signature.
            models.Index(fields=["signer", "due_at", "id"], condition=Q(proof="doubted"), name="doubted_by_signer"),
            # What officials push forward, with what its figures count.
            models.Index(
                fields=["received_at", "forwarded_by", "is_priority", "village", "resolved_at", "id"],
                condition=Q(channel="forward"),
                name="case_by_forward",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True, ended_at=None, state__in=sorted(rules.OPEN))
                | Q(is_open=False, ended_at__isnull=False, state__in=sorted(rules.ENDED)),
                name="an_ended_case_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False), name="a_merged_case_names_its_main_case"
            ),
            models.CheckConstraint(condition=~Q(state=State.PLANNED) | Q(promised_on__isnull=False), name="a_plan_has_a_date"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None, cell=None) | Q(lat__isnull=False, lon__isnull=False, cell__isnull=False),
                name="a_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_doubted(self) -> bool:
        """Whether its repair was declared with a proof that nobody has vouched for yet."""
        return self.proof == rules.Proof.DOUBTED

    @property
    def stage(self) -> Stage:
        return rules.stage_of(State(self.state), self.resume)

    @property
    def resume(self) -> State | None:
        return State(self.resume_state) if self.resume_state else None

    @cached_property
    def account_ids(self) -> frozenset[int]:
        """The accounts of those who reported or joined it, asked once: a page asks every policy about them."""
        return frozenset(self.participants.filter(user__isnull=False).values_list("user_id", flat=True))

    def know_accounts(self, people: Iterable[Participant]) -> None:
        """Take the accounts from all its people, for whoever has read them anyway."""
        self.account_ids = frozenset(one.user_id for one in people if one.user_id is not None)

    def is_seen_by(self, actor: Actor) -> bool:
        """Whether `visible_to` holds this case, told from its own row."""
        if actor.holds(*CITY_WIDE):
            return True
        return any(
            (post.role == Role.OPERATOR_112 and self.is_emergency)
            or (post.role == Role.VILLAGE_HEAD and bool(post.area_id) and self.village_id == post.area_id and not self.is_sealed)
            or (bool(post.agency_id) and self.agency_id == post.agency_id)
            for post in actor.posts
        )

    @property
    def is_public(self) -> bool:
        """Whether strangers may read it."""
        return not self.is_sealed and self.state not in NOT_PUBLIC

    @property
    def is_ended(self) -> bool:
        return not self.is_open

    @property
    def can_reopen_until(self) -> datetime | None:
        return self.ended_at + timedelta(days=rules.REOPEN_DAYS) if self.ended_at else None

    def is_late(self, at: datetime) -> bool:
        """Whether the target for the repair (or the answer) has passed while it is not solved."""
        return self.state in rules.UNSOLVED and self.resolve_due_at is not None and self.resolve_due_at < at

    def move(self, verb: str, *, at: datetime) -> None:
        """Set the state `verb` leads to, and what goes with it; raise MoveRefused where it may not."""
        before = State(self.state)
        target = rules.after(before, verb, self.resume)
        if verb in rules.REMEMBERS:
            # A case that waited when it was merged goes back to where it waited from.
            self.resume_state = self.resume_state if before in rules.AWAITING else before
        elif target not in rules.AWAITING:
            self.resume_state = ""
        if target not in rules.AWAITING:
            self.asked_until, self.waits_for = None, ""
        if verb == "reopen" or (self.is_doubted and target not in rules.IN_HAND | rules.AWAITING | {State.RESOLVED}):
            # What a photo proved ended with the closing; a doubt leaves with whoever declared the repair.
            self.proof, self.signer_id = "", None
        self.state = target
        self.state_since = at
        self.is_open = target in rules.OPEN
        self.ended_at = None if self.is_open else at
        # A merged case may be split off again, and is then planned for the same day.
        if target in rules.ENDED and target != State.MERGED:
            self.promised_on = None

    MOVE_FIELDS = (
        "state",
        "resume_state",
        "state_since",
        "is_open",
        "ended_at",
        "asked_until",
        "waits_for",
        "promised_on",
        "proof",
        "signer",
        "due_at",
        "updated_at",
        "entry_count",
        "head",
    )

    def soonest_due_of_merged(self) -> datetime | None:
        """Return the soonest date of the cases merged into this one; None without any."""
        found: datetime | None = Case.objects.filter(merged_into=self).aggregate(soonest=Min("resolve_due_at"))["soonest"]
        return found

    def family(self) -> list[int]:
        """Return the keys of this case and of all that follow it, also merges of merges: one query a level."""
        found = level = [self.pk]
        while level:
            level = list(Case.objects.filter(merged_into__in=level).values_list("pk", flat=True))
            found = found + level
        return found

    def facts(self) -> dict[str, Any]:
        """Return what an undo or a comparison needs: who owns and holds the case, and how heavy it is."""
        return {
            "category": self.category_id,
            "agency": self.agency_id,
            "unit": self.unit_id,
            "holder": self.holder_id,
            "severity": self.severity,
        }
