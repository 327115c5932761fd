"""The behaviours and the look in a real browser, fed by the test client: no server, no network, no table."""

import mimetypes
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.urls("laksa.ui.urls")

HOUSE = "https://kota.contoh"


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of; a page leaves it empty."""
    return []


@pytest.fixture
def page(browser, settings, faults) -> Iterator[Page]:
    settings.IS_DEVELOPMENT = True
    context = browser.new_context(viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(5000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.route("**/*", answer)
    yield page
    context.close()


def answer(route: Route) -> None:
    parts = urlsplit(route.request.url)
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        return route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
    told = Client().get(parts.path, headers={"host": "kota.contoh"}, secure=True)
    return route.fulfill(status=told.status_code, body=told.content, headers=dict(told.headers))


def test_a_long_list_is_searched_by_typing(page, faults):
    page.goto(f"{HOUSE}/design/")
    box = page.get_by_role("combobox", name="Kelurahan, cari").first

    box.fill("suka")
    assert page.locator("[role=option]").all_inner_texts() == ["Sukasari\nPasar", "Sukarasa\nPasar"]
    box.press("ArrowDown")
    box.press("Enter")

    assert box.input_value() == "Sukarasa"
    assert page.locator("select[data-combobox]").first.evaluate("select => select.value") == "2"
    assert box.get_attribute("aria-expanded") == "false"
    assert faults == []


def test_words_that_fit_no_row_choose_nothing(page):
    page.goto(f"{HOUSE}/design/")
    box = page.get_by_role("combobox", name="Kelurahan, cari").first

    box.fill("sukasari")
    box.press("Enter")
    box.fill("sukasarix")

    assert page.locator("select[data-combobox]").first.evaluate("select => select.value") == ""


def test_tabs_are_walked_with_arrows(page, faults):
    page.goto(f"{HOUSE}/design/")
    page.get_by_role("tab", name="Cerita").first.focus()

    page.keyboard.press("ArrowRight")

    assert page.evaluate("document.activeElement.textContent") == "Berkas 7"
    assert page.locator("#light-berkas").is_visible()
    assert page.locator("#light-cerita").is_hidden()
    assert faults == []


def test_the_counter_speaks_only_when_room_gets_short(page):
    page.goto(f"{HOUSE}/design/")
    box, count = page.locator("#baik_story").first, page.locator("#baik_story_count").first

    box.fill("a" * 100)
    assert count.inner_text() == ""
    box.fill("a" * 390)
    assert count.inner_text() == "Sisa 10 huruf"
    box.fill("a" * 405)
    assert count.inner_text() == "5 huruf terlalu banyak"


def test_the_link_is_copied_and_said(page):
    page.goto(f"{HOUSE}/design/")

    page.get_by_role("button", name="Salin").first.click()

    page.get_by_role("button", name="Tersalin").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://laksa.example/l/8fQ2vN0bWc4Kz/"
    assert page.locator("[data-live]").inner_text() == "Tersalin"


def test_the_desk_is_worked_without_a_mouse(page, faults):
    page.goto(f"{HOUSE}/design/desk/")

    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Tiang lampu miring ke arah rumah warga"
    page.keyboard.press("x")
    assert page.locator("[data-bulk]").inner_text().startswith("1 dipilih")

    page.keyboard.press("/")
    page.keyboard.type("jx?")
    assert page.get_by_role("searchbox").input_value() == "jx?"
    assert page.get_by_role("dialog").count() == 0

    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert "nyatakan selesai" in page.get_by_role("dialog").inner_text()
    assert faults == []


def test_single_keys_can_be_switched_off(page):
    page.goto(f"{HOUSE}/design/desk/")
    page.keyboard.press("?")
    page.get_by_label("Matikan tombol satu huruf").check()
    page.keyboard.press("Escape")

    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.closest('[data-row]')") is None


@pytest.mark.parametrize(("path", "theme"), [("/design/", "light"), ("/design/desk/", "light"), ("/design/desk/", "dark")])
def test_the_sheet_has_no_fault_that_a_machine_can_find(page, faults, path, theme):
    page.emulate_media(color_scheme=theme)
    page.goto(f"{HOUSE}{path}")

    # Two tickets and two menus on one sheet are twins by purpose.
    found = Axe().run(page, options={"rules": {"landmark-unique": {"enabled": False}}})

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found.response["violations"]] == []
    assert faults == []


@pytest.mark.parametrize("path", ["/design/", "/design/desk/"])
def test_no_page_is_wider_than_a_small_phone(page, path):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{HOUSE}{path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
