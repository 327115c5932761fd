"""A point becomes a kelurahan, a name becomes a place, a city becomes a drawing."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings

from laksa.city.actions import load_outlines, load_pack
from laksa.city.models import City, city_drawing, find_places, forget_book, locate, locate_many, mentioned_places, outline_paths
from laksa.city.tests.conftest import CONTOH
from laksa.kernel.errors import Refused

pytestmark = pytest.mark.django_db

OFFICIAL = Path(settings.ROOT).parent / "shared" / "data" / "tangerang" / "villages.geojson"
TANGERANG = Path(settings.ROOT) / "cities" / "tangerang"


@pytest.fixture(autouse=True)
def _loaded(keeper, at):
    load_pack(CONTOH, actor=keeper, at=at)


def test_a_point_in_the_city_is_an_estimate_without_official_outlines():
    found = locate(-7.011, 110.016)

    assert (found.inside, found.village.name, found.district.name, found.is_estimate) == (True, "Sukamaju", "Melati", True)


def test_a_point_outside_says_what_is_nearest_and_whose_it_is():
    found = locate(-7.01, 109.96)

    assert (found.inside, found.village, found.nearest.name) == (False, None, "Sukamaju")
    assert (found.neighbour, found.neighbour_agency_id) == ("Kabupaten Tetangga", "pemkab-tetangga")
    assert found.distance_m > 3000


def test_a_point_in_the_sea_belongs_to_no_office():
    assert (locate(-6.93, 110.03).neighbour, locate(-6.93, 110.03).neighbour_agency_id) == ("Laut Contoh", None)


def test_many_points_are_answered_in_their_order():
    assert [found.inside for found in locate_many([(-7.01, 110.015), (-7.01, 109.9), (-7.02, 110.045)])] == [True, False, True]


def test_without_a_city_no_point_can_be_found():
    City.objects.all().delete()
    forget_book()

    with pytest.raises(Refused):
        locate(-7.01, 110.015)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("sukamju", "village", "Sukamaju"),
        ("suka", "village", "Sukamaju"),
        ("Kel. Sukamaju", "village", "Sukamaju"),
        ("kecamatan kenanga", "district", "Kenanga"),
        ("rs kasih", "place", "RS Kasih Contoh"),
        ("rumah sakit kasih", "place", "RS Kasih Contoh"),
        ("psr melati", "place", "Pasar Melati"),
        ("lintas utara", "road", "Jalan Lintas Utara"),
        ("jl lintas utara", "road", "Jalan Lintas Utara"),
        ("SDN TANAH TINGGI 1", "place", "SDN Tanah Tinggi 1"),
    ],
)
def test_a_place_is_found_by_what_people_type(typed, kind, name):
    best = find_places(typed)[0]

    assert (best.kind, best.name) == (kind, name)


@pytest.mark.parametrize("typed", ["", " ", "x", "qwertyuiop", "😀", "\u200b", "!?"])
def test_what_names_nothing_finds_nothing(typed):
    assert find_places(typed) == []


def test_no_more_places_than_asked_for():
    assert len(find_places("pasar tanah tinggi sukamaju", limit=1)) <= 1
    assert find_places("sukamaju", limit=0) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Lampu mati di Sukamaju dekat Pasar Melati", ["Sukamaju", "Pasar Melati"]),
        ("lampu mati di kelurahan sukamajuu", ["Sukamaju"]),
        ("pohon pinang tumbang", []),
        ("banjir di Pinang", ["Pinang"]),
        ("Jl. Lintas Utara berlubang", ["Jalan Lintas Utara"]),
        ("SDN Tanah Tinggi 1 bocor", ["SDN Tanah Tinggi 1"]),
        ("kota contoh gelap", []),
        ("", []),
    ],
)
def test_places_are_found_inside_a_sentence(sentence, names):
    assert [found.name for found in mentioned_places(sentence)] == names


def test_the_districts_are_drawn_small():
    drawing = city_drawing("district", 320)

    assert [path.name for path in drawing.paths] == ["Melati", "Kenanga"]
    assert sum(len(path.d) for path in drawing.paths) < 6000
    assert all(0 <= path.x <= 320 and 0 <= path.y <= drawing.height for path in drawing.paths)


def test_paths_are_sound_svg():
    for path in outline_paths("village", 640):
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+[ -]?-?\d+ ?)+z)+", path.d), path.d


def test_a_point_falls_where_its_village_is_drawn(keeper, at):
    load_outlines(CONTOH / "outlines.geojson", actor=keeper, at=at)
    drawing = city_drawing("village", 500)

    x, y = drawing.place(-7.015, 110.035)

    assert (x, y) == (pytest.approx(250, abs=1.5), pytest.approx(drawing.height / 2, abs=1.5))


def test_official_outlines_place_the_checked_landmarks(keeper, at):
    """With the real outlines beside the project, at least 98 of 100 checked landmarks are right."""
    if not OFFICIAL.exists():
        pytest.skip("the official outlines do not lie beside the project (../shared/data); the project may not carry them")
    load_pack(TANGERANG, actor=keeper, at=at)
    load_outlines(OFFICIAL, actor=keeper, at=at)
    with (TANGERANG / "places.csv").open(encoding="utf-8", newline="") as file:
        landmarks = [row for row in csv.DictReader(file) if row["certainty"] == "checked"]

    found = locate_many([(float(row["lat"]), float(row["lon"])) for row in landmarks])

    right = [row for row, spot in zip(landmarks, found, strict=True) if spot.village and spot.village.code == row["village_code"]]
    assert len(landmarks) >= 50
    assert len(right) / len(landmarks) >= 0.98
    assert sum(len(path.d) for path in outline_paths("district", 640)) < 6_000
