"""Who takes a case of a category at a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from laksa.city.rules.facts import AgencyFacts, AreaFacts, CategoryFacts, UnitFacts

OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Owner:
    """An agency, the unit in it where one is known, and whether it stands outside the city's government."""

    agency: str
    unit: str | None
    outside: bool


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of a city as the choice of an owner needs them.

    `local` are the agencies whose matters belong to the office of the kelurahan.
    """

    agencies: Mapping[str, AgencyFacts]
    units: Mapping[str, Sequence[UnitFacts]]
    areas: Mapping[str, AreaFacts]
    agency_by_area: Mapping[str, str]
    local: frozenset[str]

    def owner(self, category: CategoryFacts, *, village: str | None, instead: str | None) -> Owner:
        """Return the owner of a category in a village; `instead` is an agency that a rule has named."""
        agency = instead or category.agency_id
        if agency in self.local:
            agency = self.agency_by_area.get(village or "", agency)
        kind = self.agencies[agency].kind if agency in self.agencies else ""
        return Owner(agency, self._unit(category, agency, village), kind == OUTSIDE)

    def _unit(self, category: CategoryFacts, agency: str, village: str | None) -> str | None:
        """The team of this area under the category's unit, else that unit; in another office its only unit."""
        units = [unit for unit in self.units.get(agency, ()) if unit.is_active]
        if agency != category.agency_id:
            return units[0].slug if len(units) == 1 else None
        own = category.unit_id
        area = self.areas.get(village or "")
        served = {area.code, area.parent_id} if area else set()
        near = [unit for unit in units if own in {unit.slug, unit.parent_id} and own and served.intersection(unit.areas)]
        near.sort(key=lambda unit: (village not in unit.areas, len(unit.areas), unit.slug))
        return near[0].slug if near else own
