# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page of the staff stands in: whose desk it is, which places it has, where a form goes back to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from laksa.city.models import book
from laksa.city.models.names import agency_name
from laksa.escalation.models import unread_count
from laksa.identity.http import PersonRequest
from laksa.identity.rules import Role
from laksa.shell.rules import initials, places_of, short_name

# The browser asks again before it shows a page from its own cache: a case may have moved meanwhile.
KEPT = "private, no-cache"
NEVER_KEPT = "private, no-store"
# More unread news than this are not counted: the bell then says "99+".
NEWS_SHOWN = 99


def desk_page(
    request: PersonRequest, template: str, context: dict[str, Any], *, status: int = 200, is_secret: bool = False
) -> HttpResponse:
    """Render a page of the staff; `menu` in the context names the open place (`rules.PLACES`)."""
    actor = request.actor
    own = {
        "house_unit": house_unit(request),
        "user_label": short_name(actor.label),
        "user_initials": initials(actor.label),
        "places": places_of(actor),
        "news": unread_count(request.user.pk, most=NEWS_SHOWN),
        "news_shown": NEWS_SHOWN,
    }
    response = render(request, template, own | context, status=status)
    response["Cache-Control"] = NEVER_KEPT if is_secret else KEPT
    return response


def house_unit(request: PersonRequest) -> str:
    """Return the office beside the mark: the city desk, or the short name of the agency served."""
    actor = request.actor
    if actor.holds(Role.DESK):
        return _("Meja kota")
    return agency_name(actor.agency_id) if actor.agency_id in book().agencies else ""


def way_back(request: PersonRequest, address: str, *, otherwise: str) -> str:
    """Return an address of this house to go on to, else the usual one."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else otherwise
