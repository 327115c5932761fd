# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case that an address of the desk names."""

from __future__ import annotations

from django.http import Http404

from laksa.cases.models import Case
from laksa.identity.http import PersonRequest
from laksa.workspace.models import find_case


def get_case(request: PersonRequest, code: str) -> Case:
    """Return the case of this code; a 404 where there is none that this person may see."""
    case = find_case(code, actor=request.actor)
    if case is None:
        raise Http404
    return case
