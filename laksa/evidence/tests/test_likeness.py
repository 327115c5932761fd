"""A photo is known again however it was changed, and another photo of the same place is not taken for it."""

import io
import random

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from laksa.evidence.actions import forget_photos, look_at, remember_photo
from laksa.evidence.models import PhotoPrint
from laksa.evidence.models.memory import memory
from laksa.gateways.pictures import PictureRefused
from laksa.gateways.pictures.drawing import draw, shake

pytestmark = pytest.mark.django_db

LAMP = draw("lamp", 5, after=False)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def saved(image: Image.Image, quality: int = 90) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.fixture
def known(at):
    """The dark lamp of one case and a few photos of others."""
    remember_photo("a" * 32, LAMP, case_code="CTH-1", added_at=at)
    for number, scene in enumerate(("drain", "tree", "parking")):
        remember_photo(f"{number:032d}", draw(scene, 5, after=False), case_code=f"CTH-{scene}", added_at=at)


CHANGES = {
    "as it is": lambda image: image,
    "mirrored": ImageOps.mirror,
    "small": lambda image: image.resize((240, 180)),
    "dark": lambda image: ImageEnhance.Brightness(image).enhance(0.6),
    "cut": lambda image: image.crop((90, 40, 900, 660)),
    "cut and mirrored": lambda image: ImageOps.mirror(image.crop((90, 40, 900, 660))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_known_again(known, change):
    found = look_at(saved(CHANGES[change](opened(LAMP)), 60)).alike

    assert [one.case_code for one in found] == ["CTH-1"]
    assert found[0].is_mirrored == ("mirrored" in change)
    assert found[0].is_cut == ("cut" in change)


def test_saved_badly_it_is_still_the_same(known):
    assert look_at(saved(opened(LAMP), 30)).alike[0].share > 0.8


def test_the_repaired_place_by_another_hand_is_another_photo(known):
    after = shake(opened(draw("lamp", 5, after=True)), random.Random(1))

    assert look_at(saved(after), own=["CTH-1"]).alike == ()


@pytest.mark.parametrize("scene", ["pothole", "river", "fallen_tree"])
def test_another_scene_is_another_photo(known, scene):
    look = look_at(draw(scene, 9, after=True))

    assert (look.alike, look.compared) == ((), 4)


@pytest.mark.parametrize("size", [(320, 240), (1, 1), (3, 900)])
def test_what_shows_nothing_is_said_to_be_too_plain(known, size):
    assert look_at(saved(Image.new("RGB", size, "gold"))).is_plain


def test_what_is_no_picture_is_refused(known):
    with pytest.raises(PictureRefused):
        look_at(b"MZ" + b"\0" * 300)


def test_a_forgotten_photo_is_found_no_more(known):
    assert look_at(LAMP).alike
    forget_photos(["a" * 32])

    assert look_at(LAMP).alike == ()


def test_a_photo_is_remembered_once(known, at):
    assert not remember_photo("a" * 32, LAMP, case_code="CTH-2", added_at=at)
    assert PhotoPrint.objects.count() == 4


def test_a_key_given_anew_after_a_rollback_is_read_again(known, at):
    memory()
    gone = PhotoPrint.objects.get(photo="a" * 32)
    PhotoPrint.objects.filter(pk=gone.pk).delete()
    other = PhotoPrint(pk=gone.pk, photo="f" * 32, case_code="CTH-9", added_at=at, signs=b"\1" * len(gone.signs), sketch=gone.sketch)
    other.save(force_insert=True)

    place = memory().keys.tolist().index(gone.pk)
    assert memory().evens[place][0] == np.uint32(0x01010101)


def test_prints_of_another_version_are_left_out(at):
    PhotoPrint.objects.create(photo="e" * 32, case_code="CTH-1", added_at=at, signs=b"short", sketch=b"")

    assert memory().known == 0
