"""Pages of words, services, and who may see what."""

import pytest

from laksa.city.models import Page, Service, book, forget_book
from laksa.portal.views.pages import as_html
from laksa.portal.views.services import find_services, life_events

PUBLIC_PAGES = [
    "/",
    "/lacak/",
    "/peta/",
    "/peta/?tampil=daftar",
    "/peta/data.json",
    "/layanan/",
    "/layanan/?semua",
    "/layanan/ktp/",
    "/info/",
]
PUBLIC_PAGES += ["/info/tentang/", "/darurat/", "/data/", "/data/angka.csv", "/akun/", "/tentang/", "/privasi/", "/tempat/", "/robots.txt"]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_everybody_may_read_it_signed_in_or_not(client, city, budi, path):
    stranger = client.get(path)
    client.force_login(budi)
    officer = client.get(path)

    assert stranger.status_code == officer.status_code == 200


@pytest.mark.parametrize("path", [path for path in PUBLIC_PAGES if not path.startswith(("/peta/data", "/data/angka", "/robots"))])
def test_every_page_has_one_title_one_heading_and_speaks_english(client, city, path):
    text = client.get(path).content.decode()
    english = client.get(path + ("&" if "?" in path else "?") + "bahasa=en").content.decode()

    assert text.count("<h1") == 1
    assert "<title>" in text
    assert 'lang="en"' in english
    assert "style=" not in text


@pytest.mark.parametrize("path", ["/layanan/tidak-ada/", "/info/tidak-ada/", "/laporan/KTC-0000-00/", "/laporan/%3Cscript%3E/"])
def test_what_is_not_there_is_not_there(client, city, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/peta/", "/darurat/", "/layanan/", "/data/", "/info/", "/akun/"])
def test_pages_take_no_writes(client, city, path):
    assert client.post(path).status_code == 405


# --- emergencies -------------------------------------------------------------------------------------


def test_the_number_of_the_city_is_one_tap_away(client, city):
    text = client.get("/darurat/").content.decode()

    assert 'href="tel:112"' in text
    assert "Yang akan ditanya petugas" in text
    assert text.count("<details") == 6
    assert "WhatsApp" not in text


def test_a_city_that_answers_in_writing_says_where(client, city):
    city.contact = city.contact | {"emergency_chat": "https://wa.contoh/112"}
    city.save()
    forget_book()

    assert "Tidak bisa bicara?" in client.get("/darurat/").content.decode()


# --- services ----------------------------------------------------------------------------------------


def test_a_service_says_what_it_costs_and_what_to_bring(client, city):
    text = client.get("/layanan/ktp/").content.decode()

    for words in ("Gratis", "Kartu Keluarga", "Petugas memeriksa", "Sumber: invented."):
        assert words in text
    assert "belum diperiksa" not in text


def test_an_unchecked_service_says_so_with_its_source(client, city):
    Service.objects.update(checked=False, source="brosur lama")
    forget_book()

    assert "belum diperiksa kantornya. Sumber: brosur lama." in client.get("/layanan/ktp/").content.decode()


@pytest.mark.parametrize("typed", ["ktp", "KTP hilang", "permohonan ktp", "identity card", "surat kehilangan", "ktpp"])
def test_services_are_found_by_the_words_people_use(city, typed):
    assert [one.slug for one in find_services(typed)] == ["ktp"]


@pytest.mark.parametrize("typed", ["", "   ", "gajah", "x" * 500])
def test_what_fits_nothing_finds_nothing(client, city, typed):
    assert find_services(typed) == []
    assert client.get("/layanan/", {"q": typed}).status_code == 200


def test_a_life_event_of_the_pack_that_nobody_named_keeps_its_own_words(city):
    Service.objects.update(life_event="panen-raya")
    forget_book()

    assert [event.name for event in life_events()] == ["Panen raya"]


# --- words of the city -------------------------------------------------------------------------------


def test_an_answer_is_written_out(client, city):
    text = client.get("/info/ktp-hilang/").content.decode()

    assert "<p>Bawa Kartu Keluarga" in text
    assert "Belum terjawab? Tanyakan" in text


def test_words_of_a_pack_can_run_nothing(city):
    Page.objects.filter(slug="tentang").update(
        body="<script>alert(1)</script>\n\n[sini](javascript:alert(1)) ![x](x onerror=y) **tebal**", checked=False, source="tidak jelas"
    )
    forget_book()

    html = as_html(book().pages["tentang"])

    assert "<script" not in html
    assert "href=" not in html
    assert "<strong>tebal</strong>" in html


def test_an_unchecked_page_says_so(client, city):
    Page.objects.filter(slug="tentang").update(checked=False, source="tidak jelas")
    forget_book()

    assert "belum diperiksa kota. Sumber: tidak jelas." in client.get("/info/tentang/").content.decode()


def test_searchers_are_asked_to_leave_private_things_alone(client, city):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /l/\n" in text
    assert "Disallow: /laporan/" not in text
