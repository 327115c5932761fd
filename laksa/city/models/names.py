# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the city's things are called on the desk, read from the book without a query."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laksa.city.models import book


def category_name(slug: str) -> str:
    """Return a category's name in the reader's language."""
    category = book().categories[slug]
    return str(category.name_en if (get_language() or "id").startswith("en") else category.name_id)


def village_name(code: str | None) -> str:
    """Return the name of a kelurahan; "" for none."""
    return str(book().areas[code].name) if code else ""


def agency_name(slug: str | None) -> str:
    """Return the short name of an agency; "" for none."""
    return str(book().agencies[slug].short_name) if slug else ""


def office_name(agency: str | None, unit: str | None) -> str:
    """Return agency and unit as one: "Dishub, Tim PJU"."""
    names = [agency_name(agency), str(book().units[unit].name) if unit else ""]
    return ", ".join(name for name in names if name)


def office_of(facts: dict[str, Any]) -> str:
    """Return the office that an entry's facts name; an office that no book knows is named by its key."""
    agency, unit = facts.get("agency") or None, facts.get("unit") or None
    try:
        return office_name(agency, unit)
    except KeyError:
        return str(agency or "")


def place_words(village: str | None, place_text: str, *, is_outside: bool) -> str:
    """Return the place of a case in one line."""
    if is_outside:
        return place_text or _("di luar kota")
    name = village_name(village)
    return ", ".join(part for part in (place_text, _("Kelurahan %(name)s") % {"name": name} if name else "") if part) or _(
        "tempat belum pasti"
    )
