# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking a party outside the city: the request with its link, the reminder, a new link. Its answers are in `outside_answers`."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from laksa.cases import actions as cases
from laksa.cases.actions.story import Line, lock_case, save_story
from laksa.cases.models import Case, Entry
from laksa.cases.models.participant import derive_token
from laksa.cases.policies import may_hear_outside, may_refer_outside
from laksa.cases.rules import Visibility
from laksa.city.models import book
from laksa.city.models.names import place_words
from laksa.identity.models import User
from laksa.identity.rules import Actor
from laksa.kernel.ids import digest_token
from laksa.kernel.permissions import require
from laksa.kernel.privacy import hide_identifiers
from laksa.outbox.actions import Draft, enqueue_messages
from laksa.outbox.rules import read_letter
from laksa.threads.actions.story import lock_thread, need_open
from laksa.threads.models import Thread
from laksa.threads.rules import Kind
from laksa.threads.rules.outside import Request, check_email, check_request, still_opens

OTHERS_SHOWN = 20
OTHERS_LOOKED_AT = 500


@transaction.atomic
def refer_outside(case_id: int, request: Request, *, actor: Actor, at: datetime, seen: int | None = None) -> Thread:
    """Ask a party outside the city until a date: the case waits for it, and the party gets its link by letter.

    Raises Refused naming the field, MoveRefused, Conflict.
    """
    case = lock_case(case_id, seen=seen)
    require(may_refer_outside, actor, case)
    asked = check_request(request, at=at)
    thread = Thread(
        case=case,
        kind=Kind.OUTSIDE,
        title=asked.title,
        words=asked.words,
        is_public=True,
        asked_by=User.objects.get(pk=actor.user_id or 0),
        asked_at=at,
        due_at=asked.due_at,
        to_party=asked.party,
        contact=asked.email,
    )
    _set_link(thread)
    thread.save(force_insert=True)
    facts = {"thread": thread.pk, "title": asked.title, "proof": asked.proof, "on_paper": not asked.email}
    cases.refer_outside(case.pk, asked.words, to=asked.party, due_at=asked.due_at, actor=actor, at=at, facts=facts)
    write_to_party(thread, "asked", at=at, facts={"proof": asked.proof})
    return thread


@transaction.atomic
def renew_outside_link(thread_id: int, *, actor: Actor, at: datetime, email: str = "") -> Thread:
    """Give the party a new link, because the old one got into wrong hands: the old one opens nothing from now on.

    `email` replaces the address. Raises Conflict when it was answered meanwhile.
    """
    thread, case = lock_thread(thread_id)
    require(may_hear_outside, actor, case)
    need_open(thread)
    if email.strip():
        thread.contact = check_email(email)
    _set_link(thread)
    thread.read_at = None
    thread.save(update_fields=["seed", "token_digest", "contact", "read_at"])
    save_story(
        case, [Line("outside_link_renewed", Visibility.INTERNAL, "", {"thread": thread.pk, "to": thread.to_party})], actor=actor, at=at
    )
    write_to_party(thread, "renewed", at=at)
    return thread


# --- the link -----------------------------------------------------------------------------------------


def find_request(token: str, *, at: datetime) -> Thread | None:
    """Return the request behind a link; None alike for a wrong link and for one that has ended."""
    found = Thread.objects.filter(kind=Kind.OUTSIDE, token_digest=digest_token(token)).select_related("case", "asked_by").first()
    return found if found is not None and still_opens(found.case.ended_at, at=at) else None


def note_reading(thread: Thread, *, at: datetime) -> None:
    """Keep when the party first opened its link."""
    if thread.read_at is None:
        Thread.objects.filter(pk=thread.pk, read_at=None).update(read_at=at)
        thread.read_at = at


def link_of(thread: Thread) -> str:
    """Return the whole address that the party answers by."""
    return f"{settings.BASE_URL}/pihak/{derive_token(thread.seed)}/"


def due_of(thread: Thread) -> datetime:
    """Return what the party has to meet: the date it promised, else the one it was asked for."""
    return thread.promised_at or thread.due_at


def proof_asked(thread: Thread) -> str:
    """Return which proof was asked for, as the holder wrote it; "" for any."""
    for data in Entry.objects.filter(case=thread.case_id, kind="referred").order_by("-number").values_list("data", flat=True):
        if data.get("thread") == thread.pk:
            return str(data.get("proof") or "")
    return ""


def other_requests(thread: Thread) -> list[Thread]:
    """Return the other open requests to the same address, the most pressing first (at most 20)."""
    if not thread.contact:
        return []
    # The address is sealed and has no index: few are open at a time, and fewer to one party.
    same = Thread.objects.open().filter(kind=Kind.OUTSIDE, to_party=thread.to_party).exclude(pk=thread.pk)
    found = same.select_related("case").order_by("due_at", "pk")[:OTHERS_LOOKED_AT]
    return [one for one in found if one.contact.casefold() == thread.contact.casefold()][:OTHERS_SHOWN]


def _set_link(thread: Thread) -> None:
    thread.seed = secrets.token_hex(16)
    thread.token_digest = digest_token(derive_token(thread.seed))


# --- letters ------------------------------------------------------------------------------------------


def write_to_party(thread: Thread, event: str, *, at: datetime, facts: dict[str, Any] | None = None) -> None:
    """Write one letter to the party, in the language of the house; none where only paper is taken."""
    if not thread.contact:
        return
    case = Case.objects.get(pk=thread.case_id)
    with translation.override("id"):
        letter = render_to_string(f"threads/messages/outside_{event}.txt", letter_facts(thread, case) | (facts or {}))
    subject, text = read_letter(letter)
    draft = Draft(kind=f"outside.{event}", to=thread.contact, subject=subject, text=text, topic=case.code)
    enqueue_messages([draft], at=at)


def letter_facts(thread: Thread, case: Case) -> dict[str, Any]:
    """Return what a letter to the party says, on the screen or on paper: nothing internal, nobody's name but the asker's."""
    city = book()
    return {
        "thread": thread,
        "case": case,
        "title": hide_identifiers(thread.title),
        "words": hide_identifiers(thread.words),
        "place": "" if case.is_sealed else place_words(case.village_id, case.place_text, is_outside=case.is_outside),
        "people": case.supporters + 1,
        "agency": city.agencies[case.agency_id].name,
        "asker": thread.asked_by.name,
        "due_at": due_of(thread),
        "link": link_of(thread),
        "city_name": city.city.name,
    }
