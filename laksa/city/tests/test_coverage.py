"""Outlines that somebody brings are looked through before anything changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from laksa.city.actions import OutlinesRefused, check_outlines, load_outlines, load_pack
from laksa.city.models import Area, City, locate, outlines
from laksa.city.tests.conftest import CONTOH
from laksa.kernel.errors import Refused
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db

OFFICIAL = CONTOH / "outlines.geojson"


@pytest.fixture(autouse=True)
def _loaded(keeper, at):
    load_pack(CONTOH, actor=keeper, at=at)


@pytest.fixture
def redrawn(tmp_path: Path) -> Callable[[Callable[[list[Any]], None]], Path]:
    """Write a copy of the outlines after somebody changed its features."""

    def write(change: Callable[[list[Any]], None]) -> Path:
        document = json.loads(OFFICIAL.read_text())
        change(document["features"])
        file = tmp_path / "redrawn.geojson"
        file.write_text(json.dumps(document))
        return file

    return write


def test_official_outlines_end_the_estimate(keeper, at):
    assert locate(-7.0149, 110.0101).is_estimate

    changed = load_outlines(OFFICIAL, actor=keeper, at=at)

    found = locate(-7.0149, 110.0101)
    assert (found.village.name, found.district.name, found.is_estimate) == ("Sukamaju", "Melati", False)
    assert len(changed) == 7


def test_districts_are_dissolved_from_villages(keeper, at):
    load_outlines(OFFICIAL, actor=keeper, at=at)

    assert Area.objects.get(pk="99.01.02").outline["type"] == "Polygon"
    assert outlines("district")["99.01.02"].area == pytest.approx(0.03 * 0.02)


def test_loading_outlines_again_changes_nothing(keeper, at):
    load_outlines(OFFICIAL, actor=keeper, at=at)
    version = City.objects.get().version

    assert load_outlines(OFFICIAL, actor=keeper, at=at) == []
    assert City.objects.get().version == version


def test_loading_outlines_is_recorded(keeper, at):
    load_outlines(OFFICIAL, actor=keeper, at=at)

    assert Event.objects.latest("pk").verb == "city.outlines_loaded"


def test_loading_the_pack_again_keeps_the_outlines(keeper, at):
    load_outlines(OFFICIAL, actor=keeper, at=at)

    assert not load_pack(CONTOH, actor=keeper, at=at)
    assert not locate(-7.01, 110.015).is_estimate


def test_the_code_may_stand_in_another_field(redrawn, keeper, at):
    def rename(features):
        for feature in features:
            feature["properties"] = {"kode": feature["properties"]["code"]}

    assert len(load_outlines(redrawn(rename), field="kode", actor=keeper, at=at)) == 7


def _lose(features):
    features.pop()


def _twice(features):
    features.append(features[0])


def _foreign(features):
    features[0]["properties"]["code"] = "99.09.01.1001"


def _nameless(features):
    features[0]["properties"] = {}


def _overlap(features):
    features[0]["geometry"]["coordinates"][0][1][0] += 0.005
    features[0]["geometry"]["coordinates"][0][2][0] += 0.005


def _gap(features):
    ring = [[110.01, -7.025], [110.03, -7.025], [110.03, -7.015], [110.022, -7.015], [110.02, -7.02], [110.018, -7.015], [110.01, -7.015]]
    features[2]["geometry"]["coordinates"] = [[*ring, ring[0]]]


def _metres(features):
    features[0]["geometry"]["coordinates"] = [[[x * 111_320, y * 111_320] for x, y in features[0]["geometry"]["coordinates"][0]]]


def _point(features):
    features[0]["geometry"] = {"type": "Point", "coordinates": [110.015, -7.01]}


def _bow_tie(features):
    west, south, east, north = 110.01, -7.015, 110.02, -7.005
    features[0]["geometry"]["coordinates"] = [[[west, south], [east, north], [east, south], [west, north], [west, south]]]


def _swapped(features):
    one, other = features[0]["properties"], features[4]["properties"]
    features[0]["properties"], features[4]["properties"] = other, one


def _empty(features):
    features[0]["geometry"] = None


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (_lose, "99.01.02.1002", "has no outline"),
        (_twice, "99.01.01.1001", "has two outlines"),
        (_foreign, "99.09.01.1001", "is not a village of this city"),
        (_nameless, "feature 1", "has no property 'code'"),
        (_overlap, "99.01.01.1001", "overlaps 99.01.01.1002"),
        (_gap, "", "has a gap of"),
        (_metres, "99.01.01.1001", "beyond longitude 180"),
        (_point, "99.01.01.1001", "is a Point"),
        (_bow_tie, "99.01.01.1001", "is not a sound outline"),
        (_swapped, "99.01.01.1001", "from the centre point"),
        (_empty, "99.01.01.1001", "no geometry that can be read"),
        (list.clear, "", "is not a GeoJSON FeatureCollection"),
    ],
)
def test_a_fault_is_named_and_nothing_changes(redrawn, keeper, at, change, field, words):
    with pytest.raises(OutlinesRefused) as refused:
        load_outlines(redrawn(change), actor=keeper, at=at)

    assert any(fault.field == field and words in fault.message for fault in refused.value.faults), refused.value.faults
    assert not Area.objects.exclude(outline__isnull=True).exists()


def test_a_gap_names_the_villages_around_it(redrawn):
    (fault,) = check_outlines(redrawn(_gap))

    assert "between 99.01.01.1001 and 99.01.01.1002 and 99.01.01.1003" in fault.message


def test_slivers_from_drawing_are_forgiven(redrawn):
    def shift(features):
        features[0]["geometry"]["coordinates"][0][1][0] += 0.00004
        features[0]["geometry"]["coordinates"][0][2][0] += 0.00004

    assert check_outlines(redrawn(shift)) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "FeatureCollection"}', '{"features": [1]}'])
def test_what_is_no_geojson_is_named(tmp_path, text):
    file = tmp_path / "broken.geojson"
    file.write_text(text)

    assert check_outlines(file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "can't be read" in check_outlines(tmp_path / "none.geojson")[0].message


def test_outlines_need_a_city_first(keeper, at):
    City.objects.all().delete()

    with pytest.raises(Refused):
        load_outlines(OFFICIAL, actor=keeper, at=at)


def test_who_does_not_keep_the_city_can_not_redraw_it(stranger, at):
    with pytest.raises(PermissionDenied):
        load_outlines(OFFICIAL, actor=stranger, at=at)
