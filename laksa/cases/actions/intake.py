"""The one door into the city: web, chat, phone desk, counter, API and import all come through `submit`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from laksa.cases import rules
from laksa.cases.actions.duty import duty_facts, take_on_duty
from laksa.cases.actions.handling import set_targets
from laksa.cases.actions.joining import Similar, similar_cases
from laksa.cases.actions.photos import CheckedPhoto, attach_photos
from laksa.cases.actions.story import Line, chain, next_due
from laksa.cases.actions.telling import tell
from laksa.cases.models import Case, Participant
from laksa.cases.rules import Identity, Kind, Severity, State, Visibility, first_sentence
from laksa.cases.rules.forwarding import Forwarding
from laksa.city.models import Located, book, locate
from laksa.deadlines.actions import Targets, targets_for
from laksa.identity.rules import PUBLIC, SYSTEM, Actor
from laksa.kernel.errors import Conflict, Refused
from laksa.kernel.ids import make_code
from laksa.kernel.privacy import hide_identifiers
from laksa.kernel.rows import insert_rows
from laksa.routing.actions import decide
from laksa.routing.rules import Decision

CODE_TRIES = 8


@dataclass(frozen=True)
class Contact:
    """How the reporter may be reached; all of it optional."""

    name: str = ""
    phone: str = ""  # E.164
    email: str = ""


@dataclass(frozen=True)
class Submission:
    """What a person told, whatever the channel. Words or a photo are needed, the rest may be empty.

    lat, lon: WGS 84. village: an area's code. photo_ids: pictures stored before by `store_photo`;
    photos: pictures just checked by `check_photo`. answers: extra questions by their code.
    """

    text: str
    kind: Kind | None = None
    category: str = ""
    hashtags: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    village: str = ""
    place_text: str = ""
    place_source: str = ""
    identity: Identity = Identity.ANONYMOUS
    contact: Contact = Contact()
    language: str = "id"
    answers: dict[str, Any] = field(default_factory=dict)
    photo_ids: tuple[int, ...] = ()
    photos: tuple[CheckedPhoto, ...] = ()
    insists: bool = False  # sent although the place lies outside the city
    user_id: int | None = None
    forwarding: Forwarding | None = None  # an official pushes it forward
    is_example: bool = False


@dataclass(frozen=True)
class Preview:
    """What would become of a submission: shown before it is sent, and used when it is."""

    decision: Decision
    targets: Targets
    located: Located | None
    village_id: str | None
    title: str
    public_text: str
    is_sealed: bool
    similar: tuple[Similar, ...] = ()

    @property
    def due_at(self) -> datetime | None:
        """By when it is to be fixed: the shortest promise that applies, as the case will have it."""
        return self.targets.promise_due_at

    @property
    def is_outside(self) -> bool:
        return self.located is not None and not self.located.inside


def submit(submission: Submission, *, channel: str, actor: Actor = PUBLIC, at: datetime, idempotency_key: str) -> Case:
    """Accept a report and return its case, with everything that follows from it in one transaction.

    The same key again, also at the same moment, returns the same case (`case.is_repeat` is then
    True). Raises Conflict if the key was used for other words, Refused for input nobody can use.
    """
    checked = check_submission(submission)
    plan = preview(checked, at=at, with_similar=False)
    key = hashlib.sha256(f"{channel}|{idempotency_key}".encode()).hexdigest()
    digest = _digest(checked)
    for _attempt in range(CODE_TRIES):
        try:
            with transaction.atomic():
                return _insert(checked, plan, channel=channel, actor=actor, at=at, key=(key, digest))
        except IntegrityError:
            # Either this key came before, or the random code is taken; only the database knows.
            earlier = Case.objects.filter(submission_key=key).first()
            if earlier is not None:
                return _repeated(earlier, digest)
    raise Refused(_("Laporan belum tersimpan karena kode sedang penuh. Kirim sekali lagi; tulisan Anda tetap ada."), code="no_code")


def _repeated(earlier: Case, digest: str) -> Case:
    if earlier.submission_digest != digest:
        raise Conflict(_("Kunci ini sudah dipakai untuk laporan lain. Muat ulang halaman lalu kirim lagi."), code="key_reused")
    earlier.is_repeat = True
    return earlier


def check_submission(submission: Submission) -> Submission:
    """Return the submission with its words tidied; raise Refused naming the field that can't be used."""
    text = rules.tidy(submission.text)
    photo_count = len(submission.photo_ids) + len(submission.photos)
    if not text and not photo_count:
        raise Refused(_("Tulis apa yang terjadi, satu kalimat saja cukup, atau kirim satu foto."), field="text")
    if len(text) > rules.TEXT_LIMIT:
        raise Refused(
            _("Tulisan Anda %(length)d huruf. Singkatkan sampai paling banyak %(limit)d; sisanya bisa disusulkan setelah terkirim.")
            % {"length": len(text), "limit": rules.TEXT_LIMIT},
            field="text",
        )
    if photo_count > rules.PHOTO_LIMIT:
        raise Refused(
            _("Ada %(count)d foto. Pilih paling banyak %(limit)d; yang lain bisa disusulkan.")
            % {"count": photo_count, "limit": rules.PHOTO_LIMIT},
            field="photos",
        )
    if submission.village and submission.village not in book().areas:
        raise Refused(_("Kelurahan ini tidak ada di daftar. Pilih satu dari daftar, atau pilih “Saya tidak tahu”."), field="village")
    if (submission.lat is None) != (submission.lon is None):
        raise Refused(_("Titik peta tidak lengkap. Tunjuk tempatnya sekali lagi, atau pilih kelurahan."), field="lat")
    values = submission.__dict__ | {"text": text, "place_text": " ".join(rules.tidy(submission.place_text).split())[:200]}
    return Submission(**values)


def preview(submission: Submission, *, at: datetime, with_similar: bool = True) -> Preview:
    """Return where a submission would go, why, until when, and what is already known near it."""
    located = None
    if submission.lat is not None and submission.lon is not None:
        located = locate(submission.lat, submission.lon)
    village_id = submission.village or (located.village.code if located is not None and located.village is not None else None)
    point = (submission.lat, submission.lon) if submission.lat is not None and submission.lon is not None else None
    decision = decide(
        " ".join([submission.text, submission.place_text]) if submission.place_text else submission.text,
        point=point,
        village=village_id,
        hashtags=submission.hashtags,
        category=submission.category or None,
        at=at,
    )
    category = book().categories[decision.category]
    title, public_text = public_form(submission.text, category.name_en if submission.language == "en" else category.name_id)
    # Whoever chose a secret category meant it, also where the words sound like another one.
    chosen = [book().categories.get(submission.category), *(book().category_by_hashtag(tag) for tag in submission.hashtags)]
    is_sealed = category.is_sealed or any(one.is_sealed for one in chosen if one is not None)
    similar = similar_cases(category.slug, point=point, village=village_id, at=at) if with_similar and not is_sealed else ()
    return Preview(
        decision=decision,
        targets=targets_for(group=category.group, severity=decision.severity, agency=decision.agency, received_at=at),
        located=located,
        village_id=village_id,
        title=title,
        public_text=public_text,
        is_sealed=is_sealed,
        similar=tuple(similar),
    )


def public_form(text: str, category_name: str) -> tuple[str, str]:
    """Return title (at most 90 characters) and text as strangers will read them, identifiers hidden."""
    shown = hide_identifiers(text)
    first = first_sentence(shown)
    if len(first) > 90:
        first = first[:88].rsplit(" ", 1)[0].rstrip(",.;:-") + "…"
    return (first[:1].upper() + first[1:]) or category_name, shown


def _insert(sub: Submission, plan: Preview, *, channel: str, actor: Actor, at: datetime, key: tuple[str, str]) -> Case:
    case = _new_case(sub, plan, channel=channel, at=at)
    case.submission_key, case.submission_digest = key
    facts: dict[str, Any] = {"channel": channel, "hashtags": list(sub.hashtags)}
    if sub.forwarding is not None:
        facts |= {"forwarded_as": sub.forwarding.title, "is_priority": sub.forwarding.is_priority}
    told = Line("received", Visibility.REPORTER, sub.text, facts)
    # An invented report is in nobody's hands before its story says so.
    is_for_duty = case.state != State.TRIAGE and not case.is_example
    taken = take_on_duty(case.agency_id, case.unit_id, but=[sub.user_id], at=at) if is_for_duty else None
    case.holder_id = taken.user_id if taken else None
    routed = case.decision | (duty_facts(taken) if taken else {})
    # Both entries are hashed before the case is written, so that it is written once.
    entries = [
        *chain(case, [told], actor=actor, at=at),
        *chain(case, [Line("routed", Visibility.PUBLIC, "", routed)], actor=SYSTEM, at=at),
    ]
    insert_rows([case])
    reporter = _new_reporter(case, sub, channel=channel, at=at)
    entries[0].participant = reporter
    for entry in entries:
        entry.case = case
    insert_rows(entries)
    attach_photos(case, entries[0], sub.photos, sub.photo_ids, at=at)
    tell(case, "received", [reporter], at=at)
    case.is_repeat, case.reporter = False, reporter
    return case


def _new_case(sub: Submission, plan: Preview, *, channel: str, at: datetime) -> Case:
    decision = plan.decision
    to_desk = decision.desk or plan.is_outside
    case = Case(
        code=make_code(book().city.code_prefix),
        kind=sub.kind or Kind(decision.kind),
        state=State.TRIAGE if to_desk else State.ASSIGNED,
        state_since=at,
        channel=channel,
        language=sub.language,
        title=plan.title,
        public_text=plan.public_text,
        is_sealed=plan.is_sealed,
        is_example=sub.is_example,
        is_emergency=decision.emergency,
        forwarded_by_id=sub.forwarding.user_id if sub.forwarding is not None else None,
        is_priority=sub.forwarding is not None and sub.forwarding.is_priority,
        identity=sub.identity,
        category_id=decision.category,
        severity=Severity(decision.severity),
        agency_id=decision.agency,
        unit_id=decision.unit,
        decision=_decision_facts(decision),
        answers=sub.answers,
        lat=sub.lat,
        lon=sub.lon,
        cell=None if sub.lat is None or sub.lon is None else rules.cell_of(sub.lat, sub.lon),
        village_id=plan.village_id,
        place_text=hide_identifiers(sub.place_text),
        place_source=sub.place_source,
        is_outside=plan.is_outside,
        received_at=at,
        updated_at=at,
    )
    set_targets(case, plan.targets)
    case.due_at = next_due(case)
    return case


def _new_reporter(case: Case, sub: Submission, *, channel: str, at: datetime) -> Participant:
    reporter = Participant(
        case=case,
        role=Participant.REPORTER,
        identity=sub.identity,
        language=sub.language,
        channel=channel,
        joined_at=at,
        user_id=None if sub.identity == Identity.ANONYMOUS else sub.user_id,
    )
    reporter.set_contact(name=sub.contact.name, phone=sub.contact.phone, email=sub.contact.email)
    reporter.set_link()
    insert_rows([reporter])
    return reporter


def _decision_facts(decision: Decision) -> dict[str, Any]:
    """Return what is stored of a routing decision: enough to explain it and to learn from it."""
    return {
        "category": decision.category,
        "agency": decision.agency,
        "unit": decision.unit,
        "severity": decision.severity,
        "confidence": round(decision.confidence, 3),
        "desk": decision.desk,
        "emergency": decision.emergency,
        "version": decision.rules_version,
        "reasons": [{"sign": reason.sign, "id": reason.text_id, "en": reason.text_en} for reason in decision.reasons],
        "candidates": [
            {
                "category": one.category,
                "score": round(one.score, 3),
                "reasons": [{"sign": reason.sign, "id": reason.text_id, "en": reason.text_en} for reason in one.reasons],
            }
            for one in decision.candidates
        ],
        "marked": [list(span) for span in decision.marked],
    }


def _digest(sub: Submission) -> str:
    """Return a digest of what the person sent, to tell a repeat from another report under the same key."""
    pictures = [photo.sha256 for photo in sub.photos] + [str(number) for number in sub.photo_ids]
    plain = [sub.text, sub.kind, sub.category, list(sub.hashtags), sub.lat, sub.lon, sub.village, sub.place_text, sub.identity, sub.answers]
    return hashlib.sha256(json.dumps([plain, sub.contact.__dict__, pictures], sort_keys=True, default=str).encode()).hexdigest()
