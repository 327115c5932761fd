# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking at the city's reports: by map and keyboard, by list, without scripts, and within its weight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.city.models import book
from laksa.portal.views.map import MAP_KB

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def reports(site, submit_report):
    """Three reports in Sukamaju, one in Karangsari, by the real clock."""
    now = timezone.now()
    first, other = book().areas["99.01.01.1001"], book().areas["99.01.02.1001"]
    spots = [(first, 0.0), (first, 0.002), (first, -0.003), (other, 0.0)]
    return [
        submit_report(
            text=f"Lampu mati di tiang nomor {number}",
            lat=area.lat + shift,
            lon=area.lon,
            village=area.code,
            at=now - timedelta(hours=number + 1),
        )
        for number, (area, shift) in enumerate(spots)
    ]


def test_without_scripts_the_drawing_is_a_map_of_links(open_page, reports):
    page = open_page("/peta/", java_script_enabled=False, viewport=WIDE)
    page.get_by_role("link", name="Melati: 3 laporan, 0 lewat batas, 0 menunggu").click()

    assert page.get_by_role("heading", name="Melati").is_visible()
    assert page.get_by_role("link", name="Sukamaju: 3 laporan, 0 lewat batas, 0 menunggu").is_visible()
    assert page.locator(".beside .row").count() == 3


def test_by_keyboard_a_number_opens_its_list_and_back_returns(open_page, reports):
    page = open_page("/peta/", viewport=WIDE)
    # The invented city is small: the map that holds all of it is near enough for kelurahan.
    number = page.get_by_role("button", name="Sukamaju: 3 laporan, 0 lewat batas, 0 menunggu")
    number.focus()
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Sukamaju").wait_for()
    assert page.url.endswith("?area=99.01.01.1001")
    assert page.locator(".beside .row").count() == 3

    page.go_back()
    page.get_by_role("heading", name="Kota Contoh").wait_for()
    assert page.locator(".beside .row").count() == 4


def test_a_list_that_changed_is_said(open_page, reports):
    page = open_page("/peta/", viewport=WIDE)
    page.locator(".mark").first.wait_for()
    said = page.locator("[data-live]")
    assert "kelompok laporan di peta" in said.inner_text()


def test_nearer_the_numbers_split(open_page, reports):
    page = open_page("/peta/?area=99.01.01.1001", viewport=WIDE)
    page.locator(".mark").first.wait_for()
    for _press in range(3):
        page.get_by_role("button", name="Perbesar").click()
        page.wait_for_timeout(400)  # the map's own movement

    page.get_by_role("button", name="Lampu mati di tiang nomor 0").first.wait_for()


def test_the_list_alone_needs_no_map(open_page, reports):
    page = open_page("/peta/", viewport=WIDE)
    page.get_by_role("link", name="Daftar saja").click()

    assert page.locator("[data-map]").count() == 0
    assert page.locator(".beside .row").count() == 4
    page.get_by_role("link", name="Dengan peta").click()
    page.locator(".mark").first.wait_for()


def test_where_the_map_can_not_be_loaded_the_drawing_stays(browser, site, reports):
    context = browser.new_context(base_url=site, viewport=WIDE, service_workers="block")
    page = context.new_page()
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto("/peta/")
    page.wait_for_load_state("networkidle")

    assert page.get_by_role("link", name="Melati: 3 laporan, 0 lewat batas, 0 menunggu").is_visible()
    context.close()


def test_kind_and_period_are_chosen_without_another_press(open_page, reports):
    page = open_page("/peta/", viewport=WIDE)
    page.locator(".mark").first.wait_for()
    page.get_by_label("Waktu").select_option("7")

    page.wait_for_url("**hari=7**")
    assert page.locator(".beside .row").count() == 4


def test_the_weight_that_home_names_is_about_true(open_page, reports):
    sizes: list[int] = []
    page = open_page("/")
    told = page.get_by_role("link", name="Buka peta").inner_text()
    page.on("response", lambda answer: sizes.append(_packed(answer.body(), answer.headers.get("content-type", ""))))
    page.goto("/peta/")
    page.locator(".mark").first.wait_for()
    page.wait_for_load_state("networkidle")

    assert f"({MAP_KB} KB)" in told
    # Of the invented city; a larger one adds its outlines. Never more than the budget of the house.
    assert 40 < sum(sizes) / 1024 < MAP_KB * 1.1 < 150


def _packed(body: bytes, kind: str) -> int:
    """Return about what travels: text goes packed in production, where these tests send it plain."""
    import brotli

    return len(body) if "image" in kind and "svg" not in kind else len(brotli.compress(body, quality=5))
