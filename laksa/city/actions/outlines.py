"""Putting a city's official outlines in force. As in `models.where`, shapely and numpy come only when they are needed."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.city.actions.saving import bump
from laksa.city.models import Area, City
from laksa.city.policies import Keeper, may_keep_city
from laksa.city.rules.packs import Fault
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require

if TYPE_CHECKING:
    from laksa.city.rules.coverage import Outlines


class OutlinesRefused(Refused):
    """The outlines have faults; nothing was changed."""

    code = "outlines_refused"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(_("Batas wilayah punya %(count)d kesalahan; tidak ada yang diubah.") % {"count": len(faults)})
        self.faults = faults


def check_outlines(file: str | Path, *, field: str = "code") -> list[Fault]:
    """Return what is wrong with a GeoJSON file of village outlines: codes, shapes, overlaps, gaps."""
    return _read(file, field).faults


@transaction.atomic
def load_outlines(file: str | Path, *, field: str = "code", actor: Keeper, at: datetime) -> list[str]:
    """Put village outlines in force, dissolve the districts, and return the codes that changed.

    Raises OutlinesRefused with every fault, before any write. A second load changes nothing.
    """
    from shapely.geometry import mapping

    from laksa.city.rules.outlines import dissolve

    city = City.objects.select_for_update().first()
    require(may_keep_city, actor, city)
    if city is None:
        raise Refused(_("Muat paket kota dahulu, baru batas wilayahnya."), code="no_city")
    outlines = _read(file, field)
    if outlines.faults:
        raise OutlinesRefused(outlines.faults)
    areas = {area.code: area for area in Area.objects.filter(is_active=True)}
    parents = {code: str(area.parent_id) for code, area in areas.items() if area.kind == Area.Kind.VILLAGE}
    shapes = {**outlines.shapes, **dissolve(outlines.shapes, parents)}
    changed = []
    for code, shape in shapes.items():
        geometry = json.loads(json.dumps(mapping(shape)))
        if areas[code].outline != geometry:
            areas[code].outline = geometry
            changed.append(areas[code])
    if changed or city.outlines_kind != City.OutlinesKind.OFFICIAL:
        Area.objects.bulk_update(changed, ["outline"], batch_size=50)
        city.outlines_kind = City.OutlinesKind.OFFICIAL
        bump(city)
        record(f"city.city:{city.slug}", "city.outlines_loaded", by=actor, at=at, data={"changed": len(changed)})
    return sorted(area.code for area in changed)


def _read(file: str | Path, field: str) -> Outlines:
    from laksa.city.rules.coverage import Outlines, read_outlines

    villages = Area.objects.filter(kind=Area.Kind.VILLAGE, is_active=True)
    centres = {code: (lat, lon) for code, lat, lon in villages.values_list("code", "lat", "lon")}
    name = Path(file).name
    try:
        document = json.loads(Path(file).read_bytes())
    except OSError as error:
        return Outlines({}, [Fault(name, 0, "", f"can't be read: {error.strerror}")])
    except ValueError as error:
        return Outlines({}, [Fault(name, 0, "", f"is not JSON: {error}")])
    return read_outlines(document, file=name, field=field, centres=centres)
