# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters about an objection to points: to those who answer for the office, and back to the officer.

Without the case's code as their topic: what is sent about a case can be seen on its page, and points are for the person and their chiefs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from laksa.city.models import book
from laksa.deadlines.actions import night
from laksa.identity.models import Post, User
from laksa.identity.rules import AGENCY_WIDE
from laksa.insight.models.points import Objection
from laksa.insight.rules.point_words import ACT_WORDS
from laksa.insight.rules.points import Act
from laksa.outbox.actions import Draft, enqueue_messages
from laksa.outbox.rules import read_letter
from laksa.ui.rules import number
from laksa.ui.templatetags.ui import current_voice


def tell_office(objection: Objection, *, at: datetime) -> None:
    """Ask the head and the admins of the office for their answer; nobody in their own cause."""
    posts = Post.objects.in_force(at).filter(agency_id=objection.agency, role__in=sorted(AGENCY_WIDE)).values("user_id")
    people = User.objects.filter(pk__in=posts, is_active=True).exclude(pk=objection.user_id)
    _write("points_objected", objection, people, place=f"#keberatan-{objection.pk}", at=at)


def tell_officer(objection: Objection, *, at: datetime) -> None:
    """Send the officer what the office answered."""
    case, number, act = objection.key
    place = f"?bulan={objection.month:%Y-%m}#baris-{case}-{number}-{act}"
    _write("points_answered", objection, User.objects.filter(pk=objection.user_id, is_active=True), place=place, at=at)


def _plain(points: Decimal | None) -> str:
    """Write points as the page does: 2,5."""
    return "" if points is None else number(points, current_voice(), decimals=max(0, -int(points.normalize().as_tuple().exponent)))


def _write(event: str, objection: Objection, people: Iterable[User], *, place: str, at: datetime) -> None:
    addresses = sorted({person.email for person in people} - {""})
    if not addresses:
        return
    with translation.override("id"):  # The language of the house.
        facts: dict[str, Any] = {
            "objection": objection,
            "act": ACT_WORDS[Act(objection.act)],
            "month": date_format(objection.month, "F Y"),
            "link": f"{settings.BASE_URL}/meja/kinerja/{place}",
            "points": _plain(objection.points),
            "city": book().city.name,
        }
        letter = render_to_string(f"insight/messages/{event}.txt", facts)
    subject, text = read_letter(letter)
    not_before = night().morning(at)
    enqueue_messages(
        [Draft(kind=f"staff.{event}", to=address, subject=subject, text=text, not_before=not_before) for address in addresses],
        at=at,
    )
