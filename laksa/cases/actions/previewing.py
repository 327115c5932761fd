"""A letter before it is sent: what its writer may look at, without the reader's address or secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from laksa.cases.actions.telling import _draft
from laksa.cases.models import Case, Participant


@dataclass(frozen=True)
class Letter:
    """The subject and the text of a letter as its reader gets them, but for their own secret link."""

    subject: str
    text: str


def preview_letter(case: Case, event: str, *, facts: dict[str, Any], language: str) -> Letter:
    """Return the letter that `tell` would write about an event of a case; nothing is sent."""
    reader = Participant(case=case, role=Participant.REPORTER, language=language, seed="-")
    draft = _draft(case, event, reader, facts)
    link = f"{settings.BASE_URL}/l/{reader.token}/"
    return Letter(draft.subject, draft.text.replace(link, f"{settings.BASE_URL}/l/… {_('(tautan rahasia pembacanya)')}"))
