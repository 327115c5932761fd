# SPDX-License-Identifier: AGPL-3.0-or-later
"""Giving somebody the link to a repair that they are asked to look at."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from laksa.aftercare.models import Check
from laksa.cases.models import Case
from laksa.city.models import book
from laksa.city.models.names import category_name, place_words
from laksa.deadlines.actions import night
from laksa.identity.models import Post
from laksa.identity.rules import Role
from laksa.outbox.actions import Draft, enqueue_messages
from laksa.outbox.rules import read_letter


def send_link(check: Check, case: Case, *, at: datetime) -> None:
    """Write the letter with the link; for somebody with a telephone only, the city desk gets it to pass on."""
    person = check.user or check.checker
    if person is None:
        return
    if person.email:
        _write(check, case, to=[person.email], at=at)
        return
    posts = Post.objects.in_force(at).filter(role=Role.DESK, user__is_active=True).exclude(user__email="")
    desk = sorted(set(posts.values_list("user__email", flat=True)))
    _write(check, case, to=desk, at=at, by_phone=True)


def _write(check: Check, case: Case, *, to: list[str], at: datetime, by_phone: bool = False) -> None:
    with translation.override("id"):
        facts = {
            "name": (check.checker or check.user),
            "phone": check.checker.phone if by_phone and check.checker else "",
            "category": category_name(case.category_id),
            "place": place_words(case.village_id, case.place_text, is_outside=case.is_outside),
            "link": f"{settings.BASE_URL}/periksa/{check.token}/",
            "until": check.due_at,
            "city": book().city.name,
        }
        letter = render_to_string("aftercare/letters/check.txt", facts)
    subject, text = read_letter(letter)
    # Without the case's code as its topic: what is sent about a case can be seen on its page, and so would be who looks.
    drafts = [Draft(kind="staff.check", to=address, subject=subject, text=text, not_before=night().morning(at)) for address in to]
    if drafts:
        enqueue_messages(drafts, at=at)
