"""The drawn photos of the example city: one seed is one place, before and after."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from laksa.gateways.pictures import inspect
from laksa.gateways.pictures.drawing import FALLBACK, SCENES, draw


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def difference(one: bytes, other: bytes) -> float:
    """Return how far apart two pictures are on average, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(opened(one), opened(other))).mean) / 3


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_is_a_photo_that_the_door_takes(scene, after):
    seen = inspect(draw(scene, 1, after=after))

    assert (seen.media_type, seen.width, seen.height) == ("image/jpeg", 960, 720)
    assert (seen.lat, seen.taken_at) == (None, None)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_the_trouble_is_seen_and_then_it_is_not(scene):
    assert difference(draw(scene, 4, after=False), draw(scene, 4, after=True)) > 1.5


@pytest.mark.parametrize("scene", ["lamp", "drain", "rubbish"])
def test_another_seed_is_another_place(scene):
    assert difference(draw(scene, 4, after=False), draw(scene, 5, after=False)) > 4


def test_the_same_seed_is_the_same_picture():
    assert draw("tree", 7, after=False) == draw("tree", 7, after=False)


def test_a_scene_nobody_drew_is_an_office():
    assert draw("paspor", 3, after=False) == draw(FALLBACK, 3, after=False)


def test_every_picture_says_that_it_is_an_example():
    corner = opened(draw("building", 2, after=True)).crop((18, 18, 110, 40))
    darkest, lightest = corner.convert("L").getextrema()

    assert (darkest < 90, lightest > 230) == (True, True)
