"""Telling the people of a case what happened: one letter each, written in the transaction that made it true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from laksa.cases.models import Case, Participant
from laksa.city.models import book
from laksa.outbox.actions import Draft, enqueue_messages
from laksa.outbox.rules import read_letter

# A file of this name under templates/cases/messages/ writes each: first line the subject, then the text.
EVENTS = frozenset(
    {"received", "joined", "assigned", "planned", "started", "reply", "asked", "waiting", "answered", "resolved", "rejected"}
    | {"due_recomputed", "closed", "merged", "split", "still_fine", "confirm_reminder", "outside_promised", "outside_heard"}
    | {"decision", "decided", "decision_withdrawn"}
)


def people_of(case: Case) -> list[Participant]:
    """Return everybody who wants to be told about a case, also through cases merged into it."""
    wanted = Participant.objects.filter(case__in=case.family(), is_muted=False).exclude(email_index="")
    return list(wanted.select_related("case"))


def tell(case: Case, event: str, people: Iterable[Participant], *, at: datetime, facts: dict[str, Any] | None = None) -> None:
    """Write one letter to each person who can be reached; nothing is sent before the transaction ends."""
    if event not in EVENTS:
        raise ValueError(f"no letter is written for '{event}'")
    drafts = [_draft(case, event, person, facts or {}) for person in people if person.email]
    if drafts:
        enqueue_messages(drafts, at=at)


def _draft(case: Case, event: str, person: Participant, facts: dict[str, Any]) -> Draft:
    with translation.override(person.language):
        city = book()
        category = city.categories[case.category_id]
        letter = render_to_string(
            f"cases/messages/{event}.txt",
            {
                "case": case,
                "person": person,
                "link": f"{settings.BASE_URL}/l/{person.token}/",
                "agency": city.agencies[case.agency_id].name,
                "category": category.name_en if person.language == "en" else category.name_id,
                "city": city.city.name,
                **facts,
            },
        )
    subject, text = read_letter(letter)
    return Draft(kind=f"case.{event}", to=person.email, subject=subject, text=text, topic=case.code, language=person.language)
