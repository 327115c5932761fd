# SPDX-License-Identifier: AGPL-3.0-or-later
"""No barrier on any page of the citizen's site: axe finds nothing, nothing runs out of a phone, headings step down one by one."""

from __future__ import annotations

import pytest

from laksa.cases import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/lacak/",
    "/peta/",
    "/peta/?tampil=daftar",
    "/darurat/",
    "/layanan/",
    "/layanan/ktp/",
    "/data/",
    "/akun/",
    "/info/",
    "/privasi/",
]
PAGES += ["/tempat/", "/tentang/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_open_to_everybody(open_page, find_barriers, lamp, path):
    page = open_page(path)

    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_report_is_open_to_everybody(open_page, find_barriers, held_lamp, siti, budi, as_actor, scheme, width):
    at = held_lamp.received_at
    actions.ask_reporter(held_lamp.pk, "Tiang yang mana?", actor=as_actor(budi), at=at)
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}

    for path in (f"/l/{siti.token}/", f"/laporan/{held_lamp.code}/", f"/l/{siti.token}/kantor/"):
        page = open_page(path, **look)
        assert find_barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_in_english_fit_as_well(open_page, find_barriers, lamp, siti):
    for path in ("/", f"/l/{siti.token}/", "/darurat/", "/peta/"):
        page = open_page(f"{path}?bahasa=en")
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert find_barriers(page) == []


def test_a_kept_link_is_found_again_on_this_phone_only(open_page, lamp, siti):
    page = open_page("/akun/")
    assert page.get_by_role("heading", name="Laporan di ponsel ini").is_hidden()

    page.evaluate(
        "link => localStorage.setItem('laksa-laporan', JSON.stringify([link, {path: 'javascript:alert(1)', title: 'x'}]))",
        {"path": f"/l/{siti.token}/", "code": lamp.code, "title": lamp.title},
    )
    page.goto("/lacak/")
    page.get_by_role("link", name=lamp.title).click()
    assert page.get_by_role("heading", level=1).inner_text() == lamp.title

    page.goto("/akun/")
    assert page.locator("[data-kept-list] li").count() == 1
    page.get_by_role("button", name="Hapus daftar ini").click()
    assert page.evaluate("localStorage.getItem('laksa-laporan')") is None


def test_the_place_to_say_comes_from_the_phone_when_asked(open_page, city):
    page = open_page("/darurat/", geolocation={"latitude": -7.01, "longitude": 110.015}, permissions=["geolocation"])
    page.get_by_role("button", name="Cari tempat saya").click()

    page.get_by_text("Sukamaju, Kec. Melati").wait_for()
    assert page.get_by_role("link", name="Telepon 112 sekarang").get_attribute("href") == "tel:112"


def test_my_place_chooses_the_kelurahan(open_page, lamp):
    page = open_page("/tempat/", geolocation={"latitude": -7.01, "longitude": 110.015}, permissions=["geolocation"])
    page.get_by_role("button", name="Tempat saya sekarang").click()

    page.get_by_role("heading", name="Di sekitar Sukamaju").wait_for()
