"""What people really send: every one gets a clear answer, and nothing of theirs is lost."""

from __future__ import annotations

import io
import struct
import threading
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.city.models import Category, forget_book
from laksa.portal.models import Draft
from laksa.portal.tests.conftest import LAMP, Resident, picture

pytestmark = pytest.mark.django_db


def bomb() -> SimpleUploadedFile:
    """A PNG of 50,000 by 50,000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1_000)) + chunk(b"IEND", b"")
    return SimpleUploadedFile("bom.png", data, content_type="image/png")


BROKEN_HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200


def test_of_thirty_photos_six_are_kept(resident):
    answer = resident.tell(photos=[picture(f"{number}.jpg") for number in range(30)])

    assert answer.status_code == 422
    assert "Ada 30 foto. Pilih paling banyak 6; yang lain bisa disusulkan." in answer.content.decode()
    draft = Draft.objects.get()
    assert len(draft.content.photos) == 6
    assert draft.content.text == LAMP


def test_a_photo_of_40_mb_is_refused_by_its_size_and_never_kept(resident, tmp_path):
    answer = resident.tell(photos=[SimpleUploadedFile("besar.jpg", bytes(40 * 1024 * 1024), content_type="image/jpeg"), picture()])

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Foto ini 40 MB. Kirim yang di bawah 10 MB, atau kirim tanpa foto dan susulkan nanti." in page
    assert LAMP in page
    assert len(Draft.objects.get().content.photos) == 1
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 1_000_000


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("tagihan.jpg", b"MZ\x90\x00" + bytes(2_000), content_type="image/jpeg"), "Berkas ini bukan foto"),
        (
            SimpleUploadedFile("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
            "Berkas ini bukan foto",
        ),
        (SimpleUploadedFile("kosong.jpg", b"", content_type="image/jpeg"), "Berkas ini kosong"),
        (bomb(), "lebih dari 50 megapiksel"),
        (SimpleUploadedFile("IMG_1.HEIC", BROKEN_HEIC, content_type="image/heic"), ""),
    ],
    ids=["exe", "svg", "empty", "bomb", "heic"],
)
def test_a_bad_photo_costs_neither_words_nor_other_photos(resident, file, words):
    answer = resident.tell(photos=[picture("satu.jpg"), file, picture("dua.jpg", colour="red")])

    page = answer.content.decode()
    draft = Draft.objects.get()
    assert answer.status_code == 422
    assert words in page
    assert file.name in page
    assert len(draft.content.photos) == 2
    assert draft.content.text == LAMP


def test_after_a_bad_photo_the_next_press_goes_on(resident):
    answer = resident.tell(photos=[SimpleUploadedFile("x.jpg", b"MZ" + bytes(50))])
    action = answer.content.decode().split('<form method="post" action="')[1].split('"')[0]

    again = resident.client.post(action, {"text": LAMP})

    assert again.status_code == 302
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [("-6.95", "110.03", "Laut Contoh"), ("-7.01", "109.95", "Kabupaten Tetangga"), ("-7.0100000", "109.9500000", "di luar Kota Contoh")],
    ids=["the sea", "the kabupaten", "many digits"],
)
def test_a_point_outside_the_city_says_whose_it_is_and_may_be_sent(resident, lat, lon, words):
    resident.tell()
    resident.locate(way="map", lat=lat, lon=lon)
    page = resident.at_step("periksa").content.decode()

    resident.check()
    resident.send()

    case = Case.objects.get()
    assert words in page
    assert "Kirim juga" in page
    assert case.is_outside
    assert case.state == State.TRIAGE
    assert case.entries.first().body == LAMP


@pytest.mark.parametrize("point", [("NaN", "NaN"), ("inf", "110"), ("-7.01", ""), ("abc", "110.0"), ("-91", "110.0"), ("-7.01", "1e400")])
def test_a_point_that_is_none_is_asked_again(resident, point):
    resident.tell()

    answer = resident.locate(way="gps", lat=point[0], lon=point[1], landmark="Depan musala")

    assert answer.status_code == 422
    assert "Depan musala" in answer.content.decode()
    assert resident.draft.content.text == LAMP


def test_a_category_switched_off_while_the_form_was_open_is_chosen_anew(resident):
    resident.tell()
    resident.locate()
    resident.check(act="category", category="drainase")
    resident.check()
    Category.objects.filter(slug="drainase").update(is_active=False)
    forget_book()

    answer = resident.send(notify="email", email="siti@contoh.id", identity="hidden")

    assert answer.url == f"/lapor/{resident.key}/periksa/"
    assert "baru saja tidak dipakai lagi" in resident.at_step("periksa").content.decode()
    resident.check()
    assert "siti@contoh.id" in resident.at_step("kabar").content.decode()
    resident.send(notify="email", email="siti@contoh.id", identity="hidden")
    assert Case.objects.get().category_id == "pju"


def test_the_same_form_sent_twice_is_one_report_and_one_page(resident):
    resident.reach_news()

    first, second = resident.send(), resident.send()

    assert first.url == second.url == "/lapor/selesai/"
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_ten_times_at_once_is_one_report(resident):
    resident.reach_news(photos=[picture()])
    barrier = threading.Barrier(10)
    answers = []

    def press() -> None:
        barrier.wait()
        answers.append(Resident(Client(), resident.key).send().url)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["/lapor/selesai/"] * 10
    assert Case.objects.count() == 1
    assert Photo.objects.get().case_id == Case.objects.get().pk


@pytest.mark.parametrize("step", ["", "tempat/", "periksa/", "kabar/"])
def test_a_page_that_was_open_too_long_keeps_every_word(resident, step):
    resident.reach_news()
    told = {"text": "Lampunya tambah satu", "way": "none", "landmark": "Dekat gapura RW 05", "email": "siti@contoh.id", "notify": "email"}

    answer = Client(enforce_csrf_checks=True).post(f"/lapor/{resident.key}/{step}", told)

    page = answer.content.decode()
    kept = {"": "Lampunya tambah satu", "tempat/": "Dekat gapura RW 05", "periksa/": LAMP[:40], "kabar/": "siti@contoh.id"}
    assert answer.status_code == 422
    assert "Halaman ini terbuka terlalu lama" in page
    assert kept[step] in page
    assert not Case.objects.exists()


def test_another_site_can_not_put_words_on_our_page(client, city):
    answer = Client(enforce_csrf_checks=True).post("/lapor/", {"text": "Telepon 0800-PALSU"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "PALSU" not in answer.content.decode()


def test_null_bytes_and_markup_are_words_like_others(resident):
    resident.tell("<script>alert(1)</script>\x00 lampu jalan mati")

    page = resident.client.get(f"/lapor/{resident.key}/").content.decode()

    assert "<script>alert(1)" not in page
    assert "lampu jalan mati" in page


def test_a_form_that_is_no_form_is_no_crash(client, city):
    broken = client.post("/lapor/", data=io.BytesIO(b"--x\r\nnothing").read(), content_type="multipart/form-data; boundary=x")

    assert broken.status_code in {400, 422}


def test_a_photo_with_an_endless_number_is_not_taken_out(resident):
    resident.tell(photos=[picture()])

    answer = resident.tell(remove="9" * 5_000)

    assert answer.status_code == 302
    assert len(resident.draft.content.photos) == 1


def test_a_full_disk_costs_the_photo_and_not_the_words(resident, tmp_path):
    (tmp_path / "photos").write_text("no folder can be made here")

    answer = resident.tell(photos=[picture()])

    assert answer.status_code == 422
    assert "penyimpanan kami sedang bermasalah" in answer.content.decode()
    assert Draft.objects.get().content.text == LAMP


def test_a_browser_that_keeps_no_cookies_can_report(city):
    def browser() -> Client:
        return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})

    begun = browser().post("/lapor/", {"text": LAMP})
    key = begun.url.split("/")[2]
    Resident(browser(), key).locate()
    Resident(browser(), key).check()
    sent = browser().post(f"/lapor/{key}/kabar/", {"notify": "none", "identity": "anonymous"})

    case = Case.objects.get()
    assert sent.url == f"/l/{case.participants.get().token}/"
    assert case.code in browser().get(sent.url).content.decode()


def test_marks_that_turn_the_writing_around_are_not_kept(resident):
    case = resident.report(text="Lampu \u202emati\u202c di jalan\x00 raya")

    assert case.title == "Lampu mati di jalan raya"


@pytest.mark.parametrize("field", ["place_text", "query", "landmark", "village", "category"])
def test_a_character_no_database_keeps_costs_no_report(resident, field):
    answer = resident.client.post("/lapor/kirim/", {"text": LAMP, field: "depan\x00musala"}, headers={"Accept": "application/json"})

    assert answer.status_code == 201
    assert "\x00" not in Case.objects.get().place_text


@pytest.mark.parametrize("said", ['{"tiang": "\\u0000"}', '{"tiang": "\\ud800"}', '{"tiang": NaN}', "[" * 4_000, "[]"])
def test_answers_that_can_t_be_kept_are_told(resident, said):
    answer = resident.client.post("/lapor/kirim/", {"text": LAMP, "answers": said}, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["field"] == "answers"
