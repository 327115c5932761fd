# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who a thread waits for, as its entries write it, so that held time can be recomputed from the story alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

USER, UNIT, AGENCY, OUTSIDE = "user", "unit", "agency", "outside"


@dataclass(frozen=True)
class Party:
    """A person, a unit, an office or a party outside the city; `id` is the key in its table, or the name itself."""

    kind: str
    id: str
    name: str

    def facts(self) -> dict[str, str]:
        """Return what stands under "party" in an entry's data."""
        return {"kind": self.kind, "id": self.id, "name": self.name}


def read_party(data: Mapping[str, Any]) -> Party | None:
    """Return the party that an entry's data names, None where it names none."""
    found = data.get("party")
    if not isinstance(found, Mapping) or not found.get("kind"):
        return None
    return Party(str(found["kind"]), str(found.get("id") or ""), str(found.get("name") or ""))
