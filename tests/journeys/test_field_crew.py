# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crew's day on a phone: the list in the morning, work without a signal, and what waits is sent once when it is back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from laksa.cases.actions import hand_over_case
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.identity.models import actor_of
from tests.journeys.crew import finish, lose_signal
from tests.journeys.phones import send_while_another_is_done

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STOPS = 40
DAY_KB = 60
LEFT_ON_PHONE = """async () => ({
  pages: (await caches.keys()).filter((name) => name.startsWith("lapangan-")),
  forms: (await self.crew.all()).length,
})"""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The day is the cast's day."""
    monkeypatch.setattr(timezone, "now", lambda: at)


def test_a_day_without_a_signal_is_sent_once_when_it_is_back(on_phone, find_barriers, budi, todays_lamp, after_photo):
    spot = {"latitude": todays_lamp.lat, "longitude": todays_lamp.lon, "accuracy": 6}
    page = on_phone(budi, "/lapangan/", service_workers="allow", geolocation=spot, permissions=["geolocation"])
    expect(page.get_by_role("heading", level=1)).to_have_text("1 tempat lagi hari ini")
    expect(page.locator("[data-kept-note]")).to_contain_text("tersimpan di ponsel ini")
    assert find_barriers(page) == []

    lose_signal(page)
    expect(page.locator("[data-band]")).to_contain_text("Tidak ada sinyal sejak")
    page.get_by_role("link", name="Buka tempat 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(todays_lamp.title)
    assert find_barriers(page) == []
    page.get_by_role("button", name="Mulai dikerjakan").click()
    expect(page.locator("[data-band]")).to_contain_text("1 formulir menunggu di ponsel ini")
    finish(page, after_photo, "Tempat cocok, 0 m dari titik laporan")
    expect(page.locator("[data-band]")).to_contain_text("1 foto dan 2 formulir menunggu di ponsel ini")
    page.get_by_role("link", name="Lihat antrean").click()
    expect(page.get_by_role("region", name="Menunggu di ponsel ini")).to_contain_text("Selesai")
    assert not todays_lamp.entries.filter(kind="started").exists()

    page.context.set_offline(False)
    expect(page.locator("[data-band]")).to_contain_text("Dinyatakan selesai. Pelapor diminta memeriksa. 5 pemeriksaan cocok.")
    expect(page.locator("[data-band]")).not_to_contain_text("menunggu")
    page.reload()
    expect(page.locator(".stop.is-done")).to_contain_text("Mohon konfirmasi")
    kinds = list(todays_lamp.entries.values_list("kind", flat=True))
    assert kinds.count("started") == 1
    assert todays_lamp.photos.filter(role="evidence").count() == 1


def test_what_came_too_late_is_told_and_its_photo_kept(on_phone, budi, wulan, rina, todays_lamp, after_photo, at):
    page = on_phone(budi, f"/lapangan/tempat/{todays_lamp.code}/", service_workers="allow")
    lose_signal(page)
    finish(page, after_photo)
    expect(page.locator("[data-forms]")).to_contain_text("Tersimpan di ponsel ini")

    hand_over_case(todays_lamp.pk, Owner("dishub", "tim-pju", wulan.pk), reason="Budi cuti", actor=actor_of(rina, at=at), at=at)
    page.context.set_offline(False)

    expect(page.locator("[data-band]")).to_contain_text("tersimpan sebagai catatan petugas")
    assert todays_lamp.photos.get(role="addition").is_internal


def test_what_is_refused_stays_on_the_phone_until_its_writer_deletes_it(on_phone, complaints, budi, todays_lamp, after_photo):
    page = on_phone(budi, f"/lapangan/tempat/{todays_lamp.code}/", service_workers="allow")
    lose_signal(page)
    finish(page, after_photo)
    expect(page.locator("[data-forms]")).to_contain_text("Tersimpan di ponsel ini")
    Case.objects.filter(pk=todays_lamp.pk).update(agency="dlh", unit=None, holder=None)

    page.context.set_offline(False)
    expect(page.locator("[data-band]")).to_contain_text("Lihat antrean")
    page.goto("/lapangan/")

    queue = page.get_by_role("region", name="Menunggu di ponsel ini")
    expect(queue).to_contain_text("Belum diterima")
    expect(queue.get_by_role("link", name="Simpan foto 1")).to_be_visible()
    queue.get_by_role("button", name="Hapus dari ponsel").click()
    expect(queue).to_be_hidden()
    # The console names the answer that the page has told in words.
    complaints.foresee("404")


def test_what_another_window_has_done_with_does_not_come_back(on_phone, budi, todays_lamp):
    page = on_phone(budi, "/lapangan/")

    form = {"key": "k", "user": budi.pk, "code": "CTH", "what": "Selesai", "url": "/kirim/", "photos": 0, "fields": [], "at": 1}
    assert send_while_another_is_done(page, "crew", form) == ["refused", []]


def test_leaving_asks_about_what_waits_and_then_leaves_nothing(on_phone, budi, todays_lamp, after_photo):
    page = on_phone(budi, f"/lapangan/tempat/{todays_lamp.code}/", service_workers="allow")
    lose_signal(page)
    finish(page, after_photo)
    expect(page.locator("[data-forms]")).to_contain_text("Tersimpan di ponsel ini")
    page.evaluate("self.crew.sendAll = async () => []")  # the signal comes back, and goes before anything was sent

    page.locator(".crew-menu > summary").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.locator("[data-band]")).to_contain_text("belum terkirim. Keluar menghapusnya dari ponsel ini.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Keluar dan hapus").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk petugas")
    page.wait_for_load_state()
    assert page.evaluate(LEFT_ON_PHONE) == {"pages": [], "forms": 0}


def test_the_next_person_on_the_phone_sees_nothing_of_the_one_before(on_phone, session_of, budi, rina, todays_lamp):
    page = on_phone(budi, f"/lapangan/tempat/{todays_lamp.code}/", service_workers="allow")
    lose_signal(page)
    page.get_by_role("button", name="Mulai dikerjakan").click()
    expect(page.locator("[data-forms]")).to_contain_text("Tersimpan di ponsel ini")

    page.context.add_cookies([session_of(rina)])
    page.context.set_offline(False)
    page.goto("/lapangan/")
    expect(page.locator("[data-kept-note]")).to_contain_text("tersimpan di ponsel ini")

    expect(page.locator("[data-band]")).to_be_empty()
    expect(page.locator("#antrean")).to_be_hidden()
    assert not todays_lamp.entries.filter(kind="started").exists()


def test_a_day_of_forty_stops_weighs_little(on_phone, budi, todays_lamp, at):
    rows = [Case.objects.get(pk=todays_lamp.pk) for _number in range(STOPS - 1)]
    for number, row in enumerate(rows):
        row.pk, row.code, row.submission_key = None, f"CTH-{number:04d}-XX", None
        row.lat, row.lon = (row.lat or 0) + number / 500, (row.lon or 0) + (number % 7) / 400
        row.due_at = at + timedelta(hours=1)
    Case.objects.bulk_create(rows)

    page = on_phone(budi, "/lapangan/")
    expect(page.locator(".stop")).to_have_count(STOPS)

    body = page.request.get("/lapangan/").body()
    assert len(body) < DAY_KB * 1024
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_list_and_its_forms_work_without_a_script(on_phone, budi, todays_lamp):
    page = on_phone(budi, "/lapangan/", java_script_enabled=False)

    page.get_by_role("link", name=todays_lamp.title).first.click()
    page.get_by_role("button", name="Mulai dikerjakan").click()

    expect(page.get_by_text("Tercatat: pekerjaan dimulai.")).to_be_visible()
