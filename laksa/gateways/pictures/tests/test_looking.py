"""A file is known by its content, and nothing is decoded to find out."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from datetime import datetime, timedelta, timezone

import pytest

from laksa.gateways.pictures import PIXEL_LIMIT, PictureRefused, inspect
from laksa.gateways.pictures.tests.conftest import answer, camera_exif, encode, png_bomb, png_with_long_text, scene


def refusal(data: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        inspect(data)
    return refused.value.code.value


@pytest.mark.parametrize(
    ("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")]
)
def test_the_four_kinds_of_photo_are_known_by_their_content(encoded, kind, media_type):
    seen = inspect(encoded(kind))

    assert (seen.media_type, seen.width, seen.height) == (media_type, 640, 480)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"Lampu mati\n" * 20,
        b"MZ\x90\x00\x03" + bytes(500),
        b"%PDF-1.7\n" + bytes(500),
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"PK\x03\x04" + bytes(500),
        b"RIFF\x10\x00\x00\x00AVI LIST" + bytes(100),
        b"\x00\x00\x00\x18ftypmp42" + bytes(100),
        b"\x00\x00\x00\x18ftypavif" + bytes(100),
    ],
)
def test_what_is_no_photo_is_refused(data):
    assert refusal(data) == "not_picture"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "AVIF"])
def test_other_kinds_of_picture_are_refused(encoded, kind):
    assert refusal(encoded(kind)) == "not_picture"


def test_a_photo_that_is_also_an_archive_is_refused(encoded):
    archive = io.BytesIO(encoded("JPEG"))
    with zipfile.ZipFile(archive, "a") as zipped:
        zipped.writestr("index.html", "<script>alert(1)</script>")

    assert refusal(archive.getvalue()) == "not_picture"


def test_a_photo_that_is_also_a_document_is_refused(encoded):
    assert refusal(encoded("JPEG", comment=b"%PDF-1.4 1 0 obj")) == "not_picture"


def test_a_motion_photo_with_its_film_behind_it_is_a_photo(encoded):
    film = struct.pack(">I", 24) + b"ftypmp42" + bytes(50_000)

    assert inspect(encoded("JPEG") + film).media_type == "image/jpeg"


def test_a_photo_with_a_second_one_behind_it_is_a_photo():
    pair = encode(scene(), "MPO", save_all=True, append_images=[scene(320, 240)])

    assert (inspect(pair).media_type, inspect(pair).width) == ("image/jpeg", 640)


def test_a_bomb_is_refused_at_once_and_without_memory():
    bomb = png_bomb()
    inspect(encode(scene(8, 8), "PNG"))
    tracemalloc.start()
    before = time.process_time()

    assert refusal(bomb) == "too_many_pixels"

    took, peak = time.process_time() - before, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 0.05
    assert peak < 1_000_000


@pytest.mark.parametrize("size", [(8192, 6401), (50_000, 1_050), (10_000, 9_000), (15_000, 12_000)])
def test_more_than_fifty_megapixels_are_refused_from_the_header(size):
    assert size[0] * size[1] > PIXEL_LIMIT
    assert refusal(png_bomb(*size)) == "too_many_pixels"


@pytest.mark.parametrize(("chunk", "size"), [(b"VP8X", struct.pack("<I", 16_000)[:3]), (b"VP8X", b"\xff\xff\xff")])
def test_a_webp_bomb_is_refused_before_its_canvas_is_made(chunk, size):
    body = chunk + struct.pack("<I", 10) + bytes(4) + size * 2
    data = b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body

    assert refusal(data) == "too_many_pixels"


def test_the_fifty_megapixels_of_a_phone_are_taken():
    assert inspect(png_bomb(8192, 6144)).width == 8192


def test_a_file_over_ten_megabytes_is_refused_unread():
    assert refusal(b"\xff\xd8\xff" + bytes(10 * 1024 * 1024)) == "too_large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_photo_cut_short_is_refused(encoded, kind, share):
    whole = encoded(kind)

    assert refusal(whole[: int(len(whole) * share)]) == "broken"


def test_a_heic_of_rubbish_is_refused():
    assert refusal(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x5a" * 4000) == "broken"
    assert refusal(b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic" + bytes(4000)) == "broken"


def test_a_png_that_hides_a_book_in_its_text_is_refused():
    assert refusal(png_with_long_text(8_000_000)) == "broken"


def test_a_jpeg_that_goes_over_itself_a_thousand_times_is_refused(encoded):
    data = encoded("JPEG", progressive=True)
    first = data.index(b"\xff\xda\x00")
    scan = data[first : data.index(b"\xff", first + 14)]

    assert refusal(data[:-2] + scan * 1000 + b"\xff\xd9") == "broken"


def test_time_and_place_are_read_and_the_turn_is_applied(encoded):
    seen = inspect(encoded("JPEG", exif=camera_exif()))

    assert seen.taken_at == datetime(2026, 11, 19, 19, 41, 7, tzinfo=timezone(timedelta(hours=7)))
    assert (seen.lat, seen.lon) == pytest.approx((-6.175333, 106.634))
    assert (seen.width, seen.height) == (480, 640)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_time_and_place_are_read_from_the_other_kinds_too(kind):
    photo = scene()
    photo.info["exif"] = camera_exif().tobytes()

    seen = inspect(encode(photo, kind, exif=photo.info["exif"]))

    assert seen.lat == pytest.approx(-6.175333)
    assert (seen.width, seen.height) == (480, 640)


def test_a_time_without_a_zone_stays_without():
    exif = camera_exif()
    del exif.get_ifd(0x8769)[0x9011]

    assert inspect(encode(scene(), "JPEG", exif=exif)).taken_at == datetime(2026, 11, 19, 19, 41, 7)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    "nonsense",
    [
        {"tag2": (6.0, 10.0)},
        {"tag2": (96.0, 0.0, 0.0)},
        {"tag4": (999.0, 0.0, 0.0)},
        {"tag1": "Utara", "tag2": (6.0, 70.0, 9000.0), "tag4": (179.0, 70.0, 0.0)},
        {"tag2": (0.0, 0.0, 0.0), "tag4": (0.0, 0.0, 0.0)},
    ],
)
def test_a_place_that_makes_no_sense_is_no_place(encoded, nonsense):
    seen = inspect(encoded("JPEG", exif=camera_exif(**nonsense)))

    assert (seen.lat, seen.lon) == (None, None)
    assert seen.taken_at is not None


@pytest.mark.parametrize("rational", [struct.pack(">II", 0, 0), struct.pack(">II", 7, 0)])
def test_a_place_with_zero_denominators_is_no_place(encoded, rational):
    data = encoded("JPEG", exif=camera_exif(tag2=(7.0, 9.0, 8.0)))
    order = ">II" if b"Exif\0\0MM" in data else "<II"
    seven, value = struct.pack(order, 7, 1), struct.pack(order, *struct.unpack(">II", rational))
    assert data.count(seven) == 1

    seen = inspect(data.replace(seven, value))

    assert (seen.lat, seen.lon) == (None, None)
    assert seen.taken_at is not None


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "kemarin", "", "2026:13:45 99:99:99"])
def test_a_time_that_makes_no_sense_is_no_time(written):
    exif = camera_exif()
    exif.get_ifd(0x8769)[0x9003] = written

    assert inspect(encode(scene(), "JPEG", exif=exif)).taken_at is None


@pytest.mark.filterwarnings("ignore:.*EXIF.*:UserWarning")  # Pillow says so, and goes on
@pytest.mark.parametrize(
    "block", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x88" * 90, b"\x01"]
)
def test_a_broken_note_of_the_camera_is_no_reason_to_refuse(encoded, block):
    assert inspect(encoded("JPEG", exif=block)).taken_at is None


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_flipped_byte_of_a_header_is_answered_and_never_crashes(encoded, kind):
    whole = encoded(kind, exif=camera_exif())
    answers = set()
    for place in range(0, min(len(whole), 600), 7):
        data = bytearray(whole)
        data[place] ^= 0xFF
        answers.add(answer(inspect, bytes(data)))

    assert answers <= {"taken", "not_picture", "broken", "too_many_pixels"}
