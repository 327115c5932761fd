# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a draft, or from everything at once, to a case with its reporter's own link."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from laksa.cases.actions import CheckedPhoto, Contact, Preview, Submission, add_words, join_case, preview, submit
from laksa.cases.actions.joining import Supporter
from laksa.cases.actions.photos import attach_photos
from laksa.cases.actions.telling import tell
from laksa.cases.models import Case, Entry, Participant, Photo
from laksa.cases.rules import REPLY_LIMIT, Identity, cell_of
from laksa.city.models import book
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.limits import spend
from laksa.portal import rules
from laksa.portal.actions.drafts import existing_photos
from laksa.portal.models import Draft
from laksa.portal.rules import Content

CHANNEL = "web"


def submission_of(content: Content, *, language: str, photos: tuple[CheckedPhoto, ...] = ()) -> Submission:
    """Return what the city gets of a draft. A category or hashtag that was switched off meanwhile is left out."""
    known = book()
    identity = Identity(content.identity or Identity.HIDDEN)
    contact = Contact(name=content.name, phone=content.phone, email=content.email)
    return Submission(
        text=content.text,
        category=content.category if content.category in known.categories else "",
        hashtags=tuple(tag for tag in content.hashtags if known.category_by_hashtag(tag)),
        lat=content.lat,
        lon=content.lon,
        village=content.village if content.village in known.areas else "",
        place_text=content.place_text,
        place_source=content.way,
        identity=identity,
        contact=Contact() if identity == Identity.ANONYMOUS else contact,
        language=language,
        answers=content.answers,
        photo_ids=tuple(photo.id for photo in content.photos),
        photos=photos,
        insists=content.insists,
    )


def preview_of(content: Content, *, language: str, at: datetime) -> Preview:
    """Return what would become of a draft: where it goes, why, until when, what is near."""
    return preview(submission_of(content, language=language), at=at)


def spend_limits(content: Content, *, device: str, network: str, at: datetime) -> None:
    """Count one report for its device, contact, place and network; raise TooMany past one of their limits."""
    if not settings.RATE_LIMITS:
        # Not even an empty transaction: on SQLite it would wait for the one writer.
        return
    with transaction.atomic():
        spend(rules.REPORTS_A_DEVICE, device, at=at)
        spend(rules.REPORTS_A_CONTACT, content.email.lower() or content.phone, at=at)
        if content.lat is not None and content.lon is not None:
            spend(rules.REPORTS_A_CELL, str(cell_of(content.lat, content.lon)), at=at)
        spend(rules.REPORTS_A_NETWORK, network, at=at)


@transaction.atomic
def send_draft(draft_id: int, content: Content, *, language: str, at: datetime) -> Participant:
    """Send a draft as a report, or as a supporter of the report it joins; return whose link it is now.

    Sent again, also at the same moment, it gives the same link and nothing new. The draft forgets its words.
    """
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft_id)
    if draft.participant is not None:
        return draft.participant
    content = existing_photos(content)
    if content.joins:
        person = _join(content, language=language, at=at)
    else:
        person = send_content(content, key=draft.idempotency_key, language=language, at=at)
    draft.participant, draft.submitted_case = person, person.case
    draft.content = Content()
    draft.updated_at = at
    draft.save(update_fields=["participant", "submitted_case", "sealed", "updated_at"])
    return person


def send_content(content: Content, *, key: str, photos: tuple[CheckedPhoto, ...] = (), language: str, at: datetime) -> Participant:
    """Submit a report that was written elsewhere (all at once, or offline); the same key gives the same link."""
    case = submit(submission_of(content, language=language, photos=photos), channel=CHANNEL, at=at, idempotency_key=key)
    person = case.reporter or case.participants.get(role=Participant.REPORTER)
    person.case = case
    return person


def _join(content: Content, *, language: str, at: datetime) -> Participant:
    case = Case.objects.public().get(code=content.joins)
    identity = Identity(content.identity or Identity.ANONYMOUS)
    supporter = Supporter(
        name=content.name, phone=content.phone, email=content.email, identity=identity, language=language, channel=CHANNEL
    )
    person = join_case(case.pk, supporter, words=content.text, at=at)
    if person.joined_at != at:
        # Whoever types an address that is known here need not be its owner: the owner gets their link by letter,
        # and the one at the screen a link that is nobody else's.
        tell(case, "joined", [person], at=at)
        stranger = Supporter(identity=Identity.ANONYMOUS, language=language, channel=CHANNEL)
        person = join_case(case.pk, stranger, words=content.text, at=at)
    # A message holds less than a report: what is left over follows.
    rest = content.text[REPLY_LIMIT:]
    if rest.strip():
        author = Actor(kind=ActorKind.REPORTER, label="Warga", participant_id=person.pk)
        add_words(person.case_id, rest[:REPLY_LIMIT], actor=author, at=at)
    entry = Entry.objects.filter(case=person.case_id, participant=person).order_by("-number").first()
    if content.photos and entry is not None:
        attach_photos(person.case, entry, (), tuple(photo.id for photo in content.photos), at=at, role=Photo.ADDITION)
    return person


def without_dead_choice(content: Content) -> Content:
    """Return the content without a category that was switched off while the form was open."""
    if content.category and content.category not in book().categories:
        return replace(content, category="", answers={})
    return content
