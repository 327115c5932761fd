"""The rows of routing/rules.csv, sorted by what they are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from laksa.city.rules.facts import PlaceRuleFacts

# A word rule with this pattern names the category of a report that says nothing.
ANY = "*"
# A place rule with this pattern names an agency whose matters go to the office of the kelurahan.
TO_VILLAGE = "@kelurahan"


@dataclass(frozen=True, slots=True)
class SortedRules:
    """Rules by use. `aliases`: other names of roads. `moves`: "nasional: jalan-rusak". `by_sign`: "@appreciation", "@api".

    `owning` are all whose words, once named in a text, name an owner or a place.
    """

    aliases: tuple[PlaceRuleFacts, ...]
    moves: tuple[PlaceRuleFacts, ...]
    places: tuple[PlaceRuleFacts, ...]
    hours: tuple[PlaceRuleFacts, ...]
    words: tuple[PlaceRuleFacts, ...]
    by_sign: tuple[PlaceRuleFacts, ...]
    owning: tuple[PlaceRuleFacts, ...]
    local: frozenset[str]
    fallback: str | None


def sorted_rules(rules: Iterable[PlaceRuleFacts]) -> SortedRules:
    """Return the rules by use; a row that fits no use is left out."""
    rows = tuple(rules)
    road, place, hour, word = (tuple(rule for rule in rows if rule.kind == kind) for kind in ("road", "place", "hour", "word"))
    places = tuple(rule for rule in place if rule.pattern != TO_VILLAGE)
    words = tuple(rule for rule in word if rule.pattern != ANY and not rule.pattern.startswith("@"))
    keepers = tuple(rule for rule in road if ":" not in rule.pattern and rule.category_id)
    return SortedRules(
        aliases=tuple(rule for rule in road if ":" not in rule.pattern and not rule.category_id),
        moves=tuple(rule for rule in road if ":" in rule.pattern),
        places=places,
        hours=tuple(rule for rule in hour if _is_span(rule.pattern)),
        words=words,
        by_sign=tuple(rule for rule in word if rule.pattern.startswith("@")),
        owning=(*places, *keepers, *(rule for rule in words if rule.agency_id)),
        local=frozenset(rule.agency_id for rule in place if rule.pattern == TO_VILLAGE and rule.agency_id),
        fallback=next((rule.category_id for rule in word if rule.pattern == ANY), None),
    )


def _is_span(pattern: str) -> bool:
    """Whether a pattern is two hours such as "18-5"."""
    start, _, end = pattern.partition("-")
    return start.strip().isdigit() and end.strip().isdigit()
