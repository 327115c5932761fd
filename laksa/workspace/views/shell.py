# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page of the desk stands in: whose desk it is, which places it has, where a form goes back to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.identity.http import PersonRequest
from laksa.identity.rules import Role
from laksa.workspace.models import find_case
from laksa.workspace.models.names import agency_name
from laksa.workspace.policies import may_administer, may_sort
from laksa.workspace.rules import initials, short_name

# The browser asks again before it shows a page from its own cache: a case may have moved meanwhile.
KEPT = "private, no-cache"
NEVER_KEPT = "private, no-store"


def desk_page(
    request: PersonRequest, template: str, context: dict[str, Any], *, status: int = 200, is_secret: bool = False
) -> HttpResponse:
    """Render a page of the desk."""
    actor = request.actor
    own = {
        "house_unit": _house_unit(request),
        "user_label": short_name(actor.label),
        "user_initials": initials(actor.label),
        "may_sort": may_sort(actor),
        "may_administer": may_administer(actor),
    }
    response = render(request, template, own | context, status=status)
    response["Cache-Control"] = NEVER_KEPT if is_secret else KEPT
    return response


def _house_unit(request: PersonRequest) -> str:
    actor = request.actor
    if actor.holds(Role.DESK):
        return _("Meja kota")
    agency = next((post.agency_id for post in actor.posts if post.agency_id), None)
    return agency_name(agency) if agency in book().agencies else ""


def get_case(request: PersonRequest, code: str) -> Case:
    """Return the case of this code; a 404 where there is none that this person may see."""
    case = find_case(code, actor=request.actor)
    if case is None:
        raise Http404
    return case


def way_back(request: PersonRequest, address: str, *, otherwise: str) -> str:
    """Return an address of this house to go on to, else the usual one."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else otherwise
