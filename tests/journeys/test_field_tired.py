# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tired person's phone: full, wrong by a day, signed out, without a signal since yesterday. Nothing is lost without being said."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from laksa.cases.models import Case
from tests.journeys.crew import lose_signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "tersimpan di ponsel ini"
SMALL_PHONE = 200_000
# What a browser invents: more than the small phone holds, and no two bytes alike.
BIG_PHOTO = """async () => {
  const data = new Uint8Array(400000);
  for (let at = 0; at < data.length; at += 65536) crypto.getRandomValues(data.subarray(at, at + 65536));
  const files = new DataTransfer();
  files.items.add(new File([data], "besar.jpg", { type: "image/jpeg" }));
  const input = document.getElementById("foto-catatan");
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The day is the cast's day."""
    monkeypatch.setattr(timezone, "now", lambda: at)


def stop_of(case: Case) -> str:
    return f"/lapangan/tempat/{case.code}/"


def write_note(page: Page, words: str) -> None:
    page.get_by_text("Catatan petugas", exact=True).click()
    page.get_by_label("Catatan", exact=True).fill(words)
    page.get_by_role("button", name="Simpan catatan").click()


def notes(case: Case) -> list[str]:
    return list(case.entries.filter(kind="note").order_by("number").values_list("body", flat=True))


def test_two_notes_of_one_stop_without_a_signal_both_arrive(on_phone, budi, todays_lamp):
    page = on_phone(budi, "/lapangan/", service_workers="allow")
    expect(page.locator("[data-kept-note]")).to_contain_text(KEPT)
    lose_signal(page)
    for words in ("Panel terkunci.", "Kuncinya di satpam."):
        page.goto(stop_of(todays_lamp))
        write_note(page, words)
        expect(page.locator("[data-forms]")).to_contain_text("Tersimpan di ponsel ini")
    expect(page.locator("[data-band]")).to_contain_text("2 formulir menunggu")

    page.context.set_offline(False)
    expect(page.locator("[data-band]")).not_to_contain_text("menunggu")

    assert notes(todays_lamp) == ["Panel terkunci.", "Kuncinya di satpam."]


def test_a_full_phone_says_so_and_the_form_stays_as_it_is(on_phone, site, budi, todays_lamp):
    page = on_phone(budi, stop_of(todays_lamp), service_workers="allow")
    lose_signal(page)
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": SMALL_PHONE})
    page.get_by_text("Catatan petugas", exact=True).click()
    page.evaluate(BIG_PHOTO)
    page.get_by_label("Catatan", exact=True).fill("Panel terkunci.")
    page.get_by_role("button", name="Simpan catatan").click()

    expect(page.locator("[data-forms]")).to_contain_text("Ponsel ini penuh")
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("Panel terkunci.")
    page.evaluate(
        "document.getElementById('foto-catatan').value = ''; document.getElementById('foto-catatan').dispatchEvent(new Event('change', { bubbles: true }))"
    )
    page.context.set_offline(False)
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page).to_have_url("/lapangan/")

    assert notes(todays_lamp) == ["Panel terkunci."]


def test_a_session_that_ended_meanwhile_asks_to_sign_in_and_sends_afterwards(on_phone, session_of, budi, todays_lamp):
    page = on_phone(budi, stop_of(todays_lamp), service_workers="allow")
    lose_signal(page)
    write_note(page, "Panel terkunci.")
    expect(page.locator("[data-forms]")).to_contain_text("Tersimpan di ponsel ini")
    page.context.clear_cookies()
    page.context.set_offline(False)

    expect(page.locator("[data-band]")).to_contain_text("Sesi Anda berakhir")
    page.get_by_role("link", name="Masuk lagi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk petugas")
    page.context.add_cookies([session_of(budi)])
    page.goto("/lapangan/")

    expect(page.locator("[data-band]")).to_contain_text(f"Terkirim: {todays_lamp.code}")
    assert notes(todays_lamp) == ["Panel terkunci."]


def test_a_clock_that_is_wrong_by_a_day_is_told_before_the_work(on_phone, find_barriers, budi, todays_lamp, at):
    page = on_phone(budi, "about:blank", service_workers="allow")
    page.clock.set_fixed_time(at - timedelta(days=1))
    page.goto("/lapangan/")
    expect(page.locator("[data-band]")).to_contain_text("Jam ponsel ini meleset 24 jam")
    assert find_barriers(page) == []

    page.goto(f"/lapangan/foto/{todays_lamp.code}/")
    expect(page.locator("[data-left]")).to_contain_text("mnt")


def test_a_list_of_yesterday_says_so(on_phone, budi, todays_lamp, at, after_photo: Path):
    page = on_phone(budi, "/lapangan/", service_workers="allow")
    expect(page.locator("[data-kept-note]")).to_contain_text(KEPT)
    lose_signal(page)
    page.clock.set_fixed_time(at + timedelta(days=1))
    page.goto("/lapangan/")
    expect(page.locator("[data-band]")).to_contain_text("Daftar ini dari Selasa, 24 November")

    page.goto(stop_of(todays_lamp))
    page.get_by_text("Selesai dikerjakan", exact=True).click()
    page.evaluate("Object.defineProperty(File.prototype, 'lastModified', { get: () => 0 })")
    page.get_by_label("Foto sesudah").set_input_files(after_photo)
    expect(page.locator("[data-check-list]")).to_contain_text("Kode foto sudah lewat")


def test_the_guided_photo_is_not_lost_with_the_signal(on_phone, budi, todays_lamp, after_photo: Path):
    page = on_phone(budi, f"/lapangan/foto/{todays_lamp.code}/", service_workers="allow")
    page.get_by_label("Foto sesudah").set_input_files(after_photo)
    page.get_by_label("Apa yang dikerjakan").fill("Sekring kami ganti.")
    lose_signal(page)
    page.get_by_role("button", name="Kirim dan nyatakan selesai").click()
    expect(page.locator("[data-capture]")).to_contain_text("Tersimpan di ponsel ini")
    expect(page.locator("[data-band]")).to_contain_text("1 foto dan 1 formulir menunggu")

    page.context.set_offline(False)
    expect(page.locator("[data-band]")).to_contain_text(f"Terkirim: {todays_lamp.code}")

    assert todays_lamp.photos.filter(role="evidence").count() == 1
