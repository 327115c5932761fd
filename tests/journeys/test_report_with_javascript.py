# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same report on a phone with scripts: one page, by touch, by keyboard alone, by screen reader, without a signal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from laksa.cases.models import Case, Participant
from tests.journeys.phones import send_while_another_is_done
from tests.journeys.test_report_without_javascript import LAMP, photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = {"permissions": ["geolocation"], "geolocation": {"latitude": -7.01, "longitude": 110.025}}


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def live(page: Page):
    return page.locator("[data-live]")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def tell(page: Page) -> None:
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    press(page, "Lanjut ke tempat")
    expect(heading(page)).to_have_text("Di mana?")


def place(page: Page) -> None:
    page.get_by_text("Saya tidak tahu").click()
    press(page, "Lanjut periksa")
    expect(heading(page)).to_have_text("Periksa dulu")


def test_the_steps_are_one_page(open_page):
    page = open_page("/lapor/", **HERE)
    page.evaluate("window.samePage = true")
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").press_sequentially(LAMP)
    page.locator("[data-tag]", has_text="#PJU").first.click()
    page.get_by_label("Dari galeri").set_input_files([photo(), photo()])
    expect(page.get_by_role("button", name="Hapus foto")).to_have_count(2)
    press(page, "Lanjut ke tempat")
    expect(heading(page)).to_be_focused()
    expect(live(page)).to_have_text("Langkah 2 dari 4: Di mana?")

    page.get_by_text("Tempat saya sekarang").click()
    expect(page.locator("[data-here]")).to_have_text("Kelurahan Mekarjaya, benar?")
    press(page, "Lanjut periksa")
    expect(heading(page)).to_have_text("Periksa dulu")
    press(page, "Sudah benar")
    expect(heading(page)).to_have_text("Kabari saya lewat…")
    assert page.evaluate("window.samePage")

    press(page, "Kirim laporan")
    expect(heading(page)).to_have_text("Laporan Anda sudah kami terima")
    case = Case.objects.get()
    assert (case.village_id, case.place_source) == ("99.01.01.1002", "gps")
    assert case.photos.count() == 2


def test_going_back_is_the_browser_s_own_back(open_page):
    page = open_page("/lapor/")
    tell(page)
    place(page)

    page.go_back()
    expect(heading(page)).to_have_text("Di mana?")
    page.get_by_role("link", name="Kembali").click()

    expect(page.get_by_label("Ceritakan dengan kata-kata Anda sendiri")).to_have_value(LAMP)


def test_words_survive_a_closed_tab(open_page):
    page = open_page("/lapor/")
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    expect(page.get_by_text("Draf tersimpan di ponsel ini")).to_be_visible()

    page.reload()

    expect(page.get_by_label("Ceritakan dengan kata-kata Anda sendiri")).to_have_value(LAMP)


def test_a_fault_gets_the_focus_and_keeps_the_words(open_page):
    page = open_page("/lapor/")
    tell(page)

    page.get_by_role("textbox", name="Patokan").fill("Depan musala")
    press(page, "Lanjut periksa")

    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_role("textbox", name="Patokan")).to_have_value("Depan musala")


def test_the_map_is_loaded_by_choice_and_moved_by_arrow_keys(open_page):
    page = open_page("/lapor/")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    tell(page)
    assert not [url for url in loaded if "leaflet" in url]

    page.get_by_text("Tunjuk di peta").click()
    ground = page.get_by_role("application", name=re.compile("Peta"))
    expect(ground).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-there]")).to_contain_text("benar?")
    press(page, "Lanjut periksa")

    expect(page.get_by_text(re.compile("Kelurahan .+")).first).to_be_visible()
    assert [url for url in loaded if "leaflet.js" in url]


def test_keyboard_alone_is_enough(open_page):
    page = open_page("/lapor/")
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").focus()
    page.keyboard.type(LAMP)
    tab_to(page, "Lanjut ke tempat")
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "Lanjut periksa")
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    tab_to(page, "Lanjut periksa")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Periksa dulu")
    tab_to(page, "Sudah benar")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Kabari saya lewat…")
    tab_to(page, "Kirim laporan")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Laporan Anda sudah kami terima")


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the button of that name has the focus."""
    button = page.get_by_role("button", name=name)
    for _ in range(most):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches “{name}”")


def test_a_screen_reader_hears_the_page_in_order(open_page):
    page = open_page("/lapor/")
    words = page.locator("body").aria_snapshot()
    tell(page)
    where = page.locator("main").aria_snapshot()

    assert_in_order(
        words,
        'link "Tutup"',
        'heading "Apa yang terjadi?" [level=1]',
        'textbox "Ceritakan',
        'group "Tentang ini?',
        'group "Foto',
        'button "Lanjut ke tempat"',
    )
    assert_in_order(
        where,
        'heading "Di mana?" [level=1]',
        'group "Cara memberi tahu tempatnya"',
        'radio "Tempat saya sekarang"',
        'radio "Ketik alamat atau patokan"',
        'radio "Pilih kelurahan"',
        'radio "Tunjuk di peta',
        'radio "Saya tidak tahu',
        'textbox "Patokan',
        'button "Lanjut periksa"',
    )
    expect(live(page)).to_have_attribute("aria-live", "polite")


def assert_in_order(tree: str, *parts: str) -> None:
    at = -1
    for part in parts:
        found = tree.find(part, at + 1)
        assert found > at, f"{part} is not next in\n{tree}"
        at = found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_has_a_barrier(open_page, find_barriers, submit_report, scheme):
    submit_report(text="Lampu padam dekat gapura RW 05", lat=-7.0100, lon=110.0250)
    page = open_page("/lapor/", color_scheme=scheme, **HERE)
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    page.get_by_label("Dari galeri").set_input_files([photo()])
    expect(page.get_by_role("button", name="Hapus foto")).to_have_count(1)
    found = find_barriers(page)
    press(page, "Lanjut ke tempat")
    expect(heading(page)).to_have_text("Di mana?")
    found += find_barriers(page)
    page.get_by_text("Tunjuk di peta").click()
    expect(page.get_by_role("application")).to_be_focused()
    found += find_barriers(page)
    page.get_by_text("Tempat saya sekarang").click()
    expect(page.locator("[data-here]")).to_contain_text("benar?")
    press(page, "Lanjut periksa")
    expect(page.get_by_text("Ada yang mirip")).to_be_visible()
    found += find_barriers(page)
    press(page, "Sudah benar")
    expect(heading(page)).to_have_text("Kabari saya lewat…")
    found += find_barriers(page)
    press(page, "Kirim laporan")
    expect(heading(page)).to_have_text("Laporan Anda sudah kami terima")

    assert found + find_barriers(page) == []


def test_without_a_signal_the_last_step_waits_on_the_phone(open_page):
    page = open_page("/lapor/")
    tell(page)
    place(page)
    press(page, "Sudah benar")
    expect(heading(page)).to_have_text("Kabari saya lewat…")

    page.context.set_offline(True)
    press(page, "Kirim laporan")
    expect(page.get_by_text("1 laporan menunggu di ponsel ini")).to_be_visible()
    page.context.set_offline(False)

    expect(page.get_by_text("Terkirim. Kode")).to_be_visible()
    assert Case.objects.get().entries.first().body == LAMP
    page.get_by_role("link", name="Lihat").click()
    expect(heading(page)).to_have_text("Laporan Anda sudah kami terima")


def test_without_a_signal_from_the_start_two_last_questions_are_asked(open_page):
    page = open_page("/lapor/", **HERE)
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    page.context.set_offline(True)
    press(page, "Lanjut ke tempat")
    page.get_by_label("E-mail untuk kabar").fill("siti@contoh.id")
    press(page, "Simpan, kirim nanti")
    expect(page.get_by_text("1 laporan menunggu di ponsel ini")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_text("Terkirim. Kode")).to_be_visible()
    assert Case.objects.get().village_id == "99.01.01.1002"
    assert Participant.objects.get().email == "siti@contoh.id"


def test_what_another_window_has_done_with_does_not_come_back(open_page):
    page = open_page("/lapor/", **HERE)

    report = {"key": "k", "url": "/kirim/", "fields": []}
    assert send_while_another_is_done(page, "outbox", report) == ["refused", []]


def test_a_full_phone_says_so_and_keeps_what_was_written(open_page, site):
    page = open_page("/lapor/", **HERE)
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    phone = page.context.new_cdp_session(page)
    phone.send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": 200_000})
    page.evaluate(
        "for (let at = 0; at < 8; at++) laksaPhotos.set(at, new File([crypto.getRandomValues(new Uint8Array(65536))], `${at}.jpg`))"
    )
    page.context.set_offline(True)
    press(page, "Lanjut ke tempat")
    press(page, "Simpan, kirim nanti")

    expect(page.get_by_text("Ponsel ini penuh")).to_be_visible()
    expect(page.get_by_label("Ceritakan dengan kata-kata Anda sendiri")).to_have_value(LAMP)
    phone.send("Storage.overrideQuotaForOrigin", {"origin": site})  # there is room again
    press(page, "Lanjut ke tempat")
    press(page, "Simpan, kirim nanti")
    expect(page.get_by_text("1 laporan menunggu di ponsel ini")).to_be_visible()
    expect(page.get_by_text("Ponsel ini penuh")).to_have_count(0)


def test_the_form_opens_without_a_signal_once_it_was_open(open_page):
    page = open_page("/lapor/", service_workers="allow")
    # `ready` never ends when the worker can't be installed, and the page's own policy forbids a polled expression.
    patience = "new Promise((done) => setTimeout(done, 8000, false))"
    assert page.evaluate(f"Promise.race([navigator.serviceWorker.ready.then(() => true), {patience}])")
    page.context.set_offline(True)

    page.goto("/lapor/")

    expect(heading(page)).to_have_text("Apa yang terjadi?")
    expect(page.get_by_label("Dari galeri")).to_be_attached()


def test_in_english_the_whole_flow_speaks_english(open_page):
    page = open_page("/lapor/?bahasa=en")
    page.get_by_role("textbox").fill("The street light in front of the mosque is out")
    page.locator(".actions .button--filled").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is it?")
    expect(page.locator("[data-live]")).to_have_text("Step 2 of 4: Where is it?")
