# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links that go to an address and to no screen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from laksa.cases.actions import join_case
from laksa.cases.actions.joining import Supporter
from laksa.cases.actions.telling import tell
from laksa.cases.models import Participant


@transaction.atomic
def join_by_mail(case_id: int, supporter: Supporter, *, words: str, at: datetime) -> Participant:
    """Join a case and send the own link to the address; whoever had it already gets their link once more.

    The link must not be shown: the address may be that of the reporter, typed by a stranger.
    """
    person = join_case(case_id, supporter, words=words, at=at)
    if person.joined_at != at:
        tell(person.case, "joined", [person], at=at)
    return person
