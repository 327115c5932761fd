"""Cells, districts and the finder of points hold whatever a city looks like."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from laksa.city.rules.outlines import EDGE_M, Locator, Sheet, cells, checked_point, dissolve, nearest_neighbour
from laksa.kernel.errors import Refused

# Centre points on a lattice of about 100 m, somewhere in a city of 11 km: never twice the same.
centres = st.sets(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=40).map(
    lambda spots: {f"v{number:02}": (-7 + y / 1000, 110 + x / 1000) for number, (x, y) in enumerate(sorted(spots))}
)
inside = st.tuples(st.floats(-7, -6.9), st.floats(110, 110.1))


@settings(max_examples=30, deadline=None)
@given(centres)
def test_every_centre_point_lies_in_its_own_cell(found):
    locator = Locator(cells(found))

    assert {code: locator.find(*point).code for code, point in found.items()} == {code: code for code in found}


@settings(max_examples=30, deadline=None)
@given(centres)
def test_cells_never_overlap(found):
    shapes = list(cells(found).values())

    assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(centres, inside)
def test_a_point_in_a_cell_has_no_nearer_centre(found, point):
    spot = Locator(cells(found)).find(*point)
    sheet = Sheet(point[0])
    here = sheet.down(Point(point[1], point[0]))
    away = {code: sheet.down(Point(lon, lat)).distance(here) for code, (lat, lon) in found.items()}

    if spot.code is not None and spot.distance_m == 0:
        assert away[spot.code] <= min(away.values()) + 2


@settings(max_examples=20, deadline=None)
@given(centres, st.lists(inside, min_size=1, max_size=30))
def test_many_points_at_once_give_the_same_answers(found, points):
    locator = Locator(cells(found))

    one_by_one = [locator.find(*point) for point in points]

    together = locator.find_many(points)
    assert [(spot.code, spot.nearest) for spot in together] == [(spot.code, spot.nearest) for spot in one_by_one]
    assert [spot.distance_m for spot in together] == pytest.approx([spot.distance_m for spot in one_by_one], abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(centres)
def test_districts_are_their_villages_together(found):
    villages = cells(found)
    district_of = {code: code[-1] for code in villages}

    districts = dissolve(villages, district_of)

    whole = shapely.union_all(list(villages.values()))
    assert shapely.union_all(list(districts.values())).area == pytest.approx(whole.area, rel=1e-6)
    assert set(districts) == set(district_of.values())


SQUARES = {"a": box(110.00, -7.01, 110.01, -7.00), "b": box(110.01, -7.01, 110.02, -7.00), "c": box(110.0205, -7.01, 110.03, -7.00)}
METRE = 1 / 111_320  # in degrees of latitude


def test_a_point_on_a_border_always_falls_to_the_same_side():
    assert {Locator(SQUARES).find(-7.005, 110.01).code for _ in range(3)} == {"a"}


def test_a_point_in_a_narrow_gap_falls_to_the_nearest():
    spot = Locator(SQUARES).find(-7.005, 110.0202)

    assert spot.code == "b"
    assert spot.distance_m == pytest.approx(22, abs=1)


def test_a_point_just_beyond_the_edge_still_counts():
    locator = Locator(SQUARES)

    assert locator.find(-7.00 + (EDGE_M - 2) * METRE, 110.005).code == "a"
    assert locator.find(-7.00 + (EDGE_M + 2) * METRE, 110.005).code is None


def test_a_point_far_away_names_the_nearest_and_how_far():
    spot = Locator(SQUARES).find(-6.99, 110.005)

    assert (spot.code, spot.nearest) == (None, "a")
    assert spot.distance_m == pytest.approx(1113, abs=2)


@pytest.mark.parametrize("point", [(math.nan, 110), (-7, math.inf), (-91, 110), (-7, 181), (106.6, -6.2), ("x", 110), (None, 110)])
def test_what_is_no_point_on_earth_is_refused(point):
    with pytest.raises(Refused):
        Locator(SQUARES).find(*point)
    with pytest.raises(Refused):
        checked_point(*point)


def test_a_bad_point_among_many_is_refused():
    with pytest.raises(Refused):
        Locator(SQUARES).find_many([(-7.005, 110.005), (math.nan, 110)])


def test_no_points_give_no_answers():
    assert Locator(SQUARES).find_many([]) == []
    assert cells({}) == {}


def test_a_city_without_areas_has_no_locator():
    with pytest.raises(Refused):
        Locator({})


def test_one_village_alone_has_a_round_cell():
    cell = cells({"a": (-7.0, 110.0)}, reach_m=1000)["a"]

    assert Sheet(-7.0).down(cell).area == pytest.approx(math.pi * 1e6, rel=0.02)


def test_villages_in_one_line_each_have_a_cell():
    found = cells({"a": (-7.0, 110.0), "b": (-7.0, 110.01), "c": (-7.0, 110.02)})

    assert all(not shape.is_empty for shape in found.values())


def test_the_neighbour_is_the_one_with_the_nearest_point():
    neighbours = [{"name": "Barat", "points": [[-7, 109]]}, {"name": "Timur", "points": [[-7, 112], [-7, 111]]}]

    assert nearest_neighbour(-7, 110.8, neighbours)["name"] == "Timur"
    assert nearest_neighbour(-7, 110.8, []) is None
