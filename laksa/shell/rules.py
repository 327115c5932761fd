# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in the bar of every staff page, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from laksa.identity.rules import CITY_WIDE, Actor, Role

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """One entry of the menu: `menu` in a page's context says which is open. No roles: everybody of the staff."""

    key: str
    label: str | Promise
    url: str
    roles: tuple[Role, ...] = ()


# In the order of the bar. A surface adds its line here when its page works.
PLACES = (
    Place("inbox", _("Kotak masuk"), "/meja/"),
    Place("triage", _("Pilah"), "/meja/pilah/", (Role.DESK, Role.COORDINATOR)),
    Place("threads", _("Ditanya"), "/meja/utas/"),
    Place("decisions", _("Keputusan"), "/pimpinan/keputusan/", (Role.DIVISION_HEAD, Role.AGENCY_HEAD, Role.SECRETARIAT, Role.LEADER)),
    Place("forward", _("Teruskan"), "/teruskan/"),
    Place(
        "performance",
        _("Kerja saya"),
        "/meja/kinerja/",
        (Role.OFFICER, Role.TEAM_LEAD, Role.DIVISION_HEAD, Role.AGENCY_HEAD, Role.AGENCY_ADMIN),
    ),
    Place("office", _("Kantor saya"), "/meja/kantor/", (Role.AGENCY_HEAD, Role.AGENCY_ADMIN, Role.DIVISION_HEAD, Role.TEAM_LEAD)),
    Place(
        "duty",
        _("Piket"),
        "/meja/piket/",
        (Role.OFFICER, Role.TEAM_LEAD, Role.DIVISION_HEAD, Role.AGENCY_HEAD, Role.AGENCY_ADMIN, Role.COORDINATOR),
    ),
    Place("leader", _("Angka"), "/pimpinan/", tuple(CITY_WIDE)),
    Place("field", _("Lapangan"), "/lapangan/", (Role.OFFICER, Role.TEAM_LEAD)),
    Place("sop", _("Aturan"), "/meja/sop/", (*CITY_WIDE, Role.AGENCY_HEAD, Role.AGENCY_ADMIN, Role.DIVISION_HEAD, Role.SYSADMIN)),
    Place("admin", _("Administrasi"), "/admin/", (Role.SYSADMIN,)),
)


def places_of(actor: Actor) -> list[Place]:
    """Return the menu of a member of staff."""
    return [place for place in PLACES if not place.roles or actor.holds(*place.roles)]


def initials(name: str) -> str:
    """Return one or two capital letters for a name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def short_name(name: str) -> str:
    """Return a name as a row has it: "Rahmat H."."""
    first, _space, rest = name.partition(" ")
    return f"{first} {rest[0]}." if rest else first
