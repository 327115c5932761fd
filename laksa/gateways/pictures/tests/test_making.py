"""What leaves the house is upright, small, in true colours, and says nothing about who took it."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from PIL import Image, ImageCms

from laksa.gateways.pictures import LARGE_SIDE, SMALL_SIDE, remake
from laksa.gateways.pictures.tests.conftest import answer, camera_exif, encode, scene


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def colour_at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    return image.getpixel((int(image.width * x), int(image.height * y)))  # type: ignore[return-value]


def is_near(colour: tuple[int, ...], wanted: tuple[int, ...], within: int = 14) -> bool:
    return all(abs(one - other) <= within for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_kind_becomes_two_webp_with_its_colours_kept(kind):
    made = remake(encode(scene(1800, 1200), kind))

    large, small = opened(made.large), opened(made.small)
    assert (large.format, large.size, small.size) == ("WEBP", (LARGE_SIDE, 1067), (SMALL_SIDE, 213))
    assert (made.width, made.height) == large.size
    for image in (large, small):
        assert is_near(colour_at(image, 0.2, 0.2), (200, 30, 30))
        assert is_near(colour_at(image, 0.8, 0.2), (30, 160, 60))
        assert is_near(colour_at(image, 0.5, 0.8), (30, 60, 200))


def test_a_small_photo_is_not_blown_up():
    made = remake(encode(scene(200, 100), "PNG"))

    assert (made.width, made.height) == (200, 100)


def test_a_long_photo_keeps_a_thumbnail_that_can_be_recognised():
    made = remake(encode(scene(4000, 400), "JPEG"))

    assert opened(made.large).size == (1600, 160)
    assert opened(made.small).size == (284, 160)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_lying_on_its_side_stands_up(kind):
    made = opened(remake(encode(scene(), kind, exif=camera_exif())).large)

    assert made.size == (480, 640)
    assert is_near(colour_at(made, 0.8, 0.2), (200, 30, 30))
    assert is_near(colour_at(made, 0.8, 0.8), (30, 160, 60))


def test_a_heic_is_turned_once_and_not_twice():
    photo = scene()
    photo.info["exif"] = camera_exif().tobytes()

    made = opened(remake(encode(photo, "HEIF")).large)

    assert made.size == (480, 640)
    assert is_near(colour_at(made, 0.8, 0.2), (200, 30, 30))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_is_left_of_what_the_phone_wrote(kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>milik Siti</x:xmpmeta>"

    made = remake(encode(scene(), kind, exif=camera_exif(), xmp=xmp, icc_profile=profile))

    for data in (made.large, made.small):
        image = opened(data)
        assert not dict(image.getexif())
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
        assert not any(word in data for word in (b"Exif", b"EXIF", b"XMP ", b"ICCP", b"Siti", b"Rahasia", b"GPS"))


def test_a_wide_colour_space_is_brought_to_the_common_one():
    # A profile with red and blue exchanged shows whether the profile was applied at all.
    swapped = (
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        .tobytes()
        .replace(b"rXYZ", b"tXYZ")
        .replace(b"bXYZ", b"rXYZ")
        .replace(b"tXYZ", b"bXYZ")
    )

    made = opened(remake(encode(Image.new("RGB", (64, 64), (200, 30, 30)), "PNG", icc_profile=swapped)).large)

    assert is_near(colour_at(made, 0.5, 0.5), (30, 30, 200), within=20)


def test_a_broken_colour_profile_is_left_out():
    made = opened(remake(encode(scene(), "JPEG", icc_profile=b"bukan profil" * 20)).large)

    assert is_near(colour_at(made, 0.2, 0.2), (200, 30, 30))


@pytest.mark.parametrize(
    ("mode", "fill", "shown"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 90, (90, 90, 90)),
        ("I;16", 90 * 256, (90, 90, 90)),
        ("RGBA", (200, 30, 30, 0), (255, 255, 255)),
        ("RGBA", (200, 30, 30, 255), (200, 30, 30)),
        ("LA", (90, 255), (90, 90, 90)),
    ],
)
def test_every_way_of_storing_a_png_is_shown_as_meant(mode, fill, shown):
    made = opened(remake(encode(Image.new(mode, (100, 80), fill), "PNG")).large)

    assert is_near(colour_at(made, 0.5, 0.5), shown, within=6)


def test_a_palette_with_a_transparent_colour_lies_on_white():
    picture = scene().quantize(8)
    picture.info["transparency"] = picture.getpixel((10, 10))

    made = opened(remake(encode(picture, "PNG")).large)

    assert is_near(colour_at(made, 0.2, 0.2), (255, 255, 255))
    assert is_near(colour_at(made, 0.8, 0.2), (30, 160, 60))


def test_a_printers_jpeg_is_shown_in_screen_colours():
    made = opened(remake(encode(scene().convert("CMYK"), "JPEG")).large)

    assert is_near(colour_at(made, 0.2, 0.2), (200, 30, 30), within=30)


def test_of_an_animation_the_first_frame_is_kept():
    film = encode(scene(), "WEBP", save_all=True, append_images=[Image.new("RGB", (640, 480), "black")] * 3, duration=100)

    made = opened(remake(film).large)

    assert getattr(made, "n_frames", 1) == 1
    assert is_near(colour_at(made, 0.2, 0.2), (200, 30, 30))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_with_a_hole_in_the_middle_is_refused_or_made_and_never_crashes(kind):
    data = bytearray(encode(Image.effect_noise((300, 200), 80).convert("RGB"), kind))
    data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)

    assert answer(remake, bytes(data)) in {"taken", "broken"}


def test_a_jpeg_whose_pixels_stop_halfway_is_shown_as_far_as_it_goes():
    data = encode(scene(), "JPEG")

    made = opened(remake(data[: len(data) * 3 // 4] + b"\xff\xd9").large)

    assert is_near(colour_at(made, 0.2, 0.2), (200, 30, 30))


MEASURE = """
import json, re, sys, time
from pathlib import Path
from laksa.gateways.pictures import inspect, remake
data = sys.stdin.buffer.read()
peak_mb = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
before, began = peak_mb(), time.process_time()
inspect(data); remake(data)
print(json.dumps([time.process_time() - began, peak_mb(), before]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory used")
def test_a_photo_of_twelve_megapixels_takes_under_a_second_and_under_200_megabytes(phone_jpeg):
    run = subprocess.run([sys.executable, "-c", MEASURE], input=phone_jpeg, capture_output=True, check=True)

    seconds, peak_mb, before_mb = json.loads(run.stdout)
    assert seconds < 1
    assert peak_mb < 200
    assert peak_mb - before_mb < 80  # decoded at a fraction of its size
