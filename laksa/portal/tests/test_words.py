"""The first page: words, topics, photos."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laksa.cases.models import Photo
from laksa.city.models import Category, forget_book
from laksa.portal.models import Draft
from laksa.portal.tests.conftest import LAMP, picture

pytestmark = pytest.mark.django_db


def test_the_page_asks_one_question_and_names_the_emergency_number(client, city):
    page = client.get("/lapor/").content.decode()

    assert page.count('<h1 id="judul"') == 1
    assert "Apa yang terjadi?" in page
    assert 'href="tel:112"' in page
    assert "Langkah 1 dari 4" in page


def test_words_are_kept_and_lead_to_the_place(resident):
    answer = resident.tell(hashtags=["#PJU"])

    assert answer.status_code == 302
    assert answer.url == f"/lapor/{resident.key}/tempat/"
    assert resident.draft.content.text == LAMP
    assert resident.draft.content.hashtags == ("#PJU",)


def test_a_photo_alone_is_enough(resident):
    answer = resident.tell("", photos=[picture()])

    assert answer.status_code == 302
    assert Photo.objects.get().case is None


def test_what_was_written_is_sealed_in_the_database(resident):
    from django.db import connection

    resident.tell()

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, digest FROM portal_draft")
        sealed, digest = cursor.fetchone()
    assert "Lampu" not in sealed
    assert resident.key not in digest


def test_an_empty_report_is_told_what_to_do_and_begins_no_draft(resident):
    answer = resident.tell("   ")

    assert answer.status_code == 422
    assert "Tulis apa yang terjadi, satu kalimat saja cukup, atau kirim satu foto." in answer.content.decode()
    assert 'href="#id_text"' in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_text_of_20_000_characters_is_refused_and_stays_in_the_form(resident):
    answer = resident.tell("gelap " * 3_333 + "ya")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Singkatkan sampai paling banyak 5000" in page
    assert page.count("gelap") == 3_333
    assert Draft.objects.count() == 1


def test_words_come_back_when_somebody_returns(resident):
    resident.tell(hashtags=["#PJU"])

    page = resident.client.get(f"/lapor/{resident.key}/").content.decode()

    assert LAMP in page
    assert re.search(r'value="#PJU" checked', page)


def test_the_start_page_offers_the_report_that_was_not_sent(resident):
    resident.tell()

    page = resident.client.get("/lapor/").content.decode()

    assert "Ada laporan yang belum dikirim" in page
    assert f"/lapor/{resident.key}/" in page


def test_a_kept_photo_can_be_taken_out_again(resident):
    resident.tell(photos=[picture()])
    number = resident.draft.content.photos[0].id

    answer = resident.tell(LAMP, remove=number)

    assert answer.url == f"/lapor/{resident.key}/#foto"
    assert resident.draft.content.photos == ()


def test_the_reporter_sees_their_photo_made_anew_and_strangers_do_not(resident, client):
    resident.tell(photos=[picture()])
    number = resident.draft.content.photos[0].id

    shown = client.get(f"/lapor/{resident.key}/foto/{number}/")

    assert shown["Content-Type"] == "image/webp"
    assert b"".join(shown.streaming_content)[:4] == b"RIFF"
    assert client.get(f"/lapor/{'x' * 22}/foto/{number}/").status_code == 404
    assert client.get(f"/lapor/{resident.key}/foto/{number + 1}/").status_code == 404


def test_a_topic_that_was_switched_off_is_no_fault_of_the_writer(resident, client):
    client.get("/lapor/")
    Category.objects.filter(slug="pju").update(is_active=False)
    forget_book()

    answer = resident.tell(hashtags=["#PJU", "#Sampah"])

    assert answer.status_code == 302
    assert resident.draft.content.hashtags == ("#Sampah",)


def test_a_draft_that_is_gone_says_so(client, city):
    answer = client.get(f"/lapor/{'x' * 22}/tempat/")

    assert answer.status_code == 404
    assert "Draf ini tidak ada lagi" in answer.content.decode()


def test_topics_are_suggested_while_somebody_writes(client, city):
    answer = client.get("/lapor/saran/", {"q": "lampu jalan mati di depan rumah"}).json()

    assert answer["chips"][0] == {"hashtag": "#PJU", "name": "Lampu jalan padam"}
    assert client.get("/lapor/saran/", {"q": "x" * 100_000}).status_code == 200
    assert client.get("/lapor/saran/").json() == {"chips": []}


def test_photos_can_come_one_by_one_before_any_word(client, city):
    first = client.post("/lapor/foto/", {"photo": picture()}).json()
    client.post("/lapor/foto/", {"photo": picture("dua.jpg", colour="red"), "draft": first["draft"], "lat": "-7.01", "lon": "110.015"})

    draft = Draft.objects.get()
    assert [photo.lat for photo in draft.content.photos] == [None, -7.01]
    assert first["action"] == f"/lapor/{first['draft']}/"


def test_a_bad_photo_sent_alone_is_refused_in_words(client, city):
    answer = client.post("/lapor/foto/", {"photo": SimpleUploadedFile("a.jpg", b"MZ\x90\x00" + b"\0" * 100)})

    assert answer.status_code == 422
    assert "bukan foto" in answer.json()["message"]


def test_the_seventh_photo_is_refused(client, city):
    key = ""
    for number in range(6):
        key = client.post("/lapor/foto/", {"photo": picture(f"{number}.jpg"), "draft": key}).json()["draft"]

    answer = client.post("/lapor/foto/", {"photo": picture("7.jpg"), "draft": key})

    assert answer.status_code == 422
    assert len(Draft.objects.get().content.photos) == 6
