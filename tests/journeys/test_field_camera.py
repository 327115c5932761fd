# SPDX-License-Identifier: AGPL-3.0-or-later
"""The after-photo is taken through the photo from before: in the browser's own camera, or beside it where that is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from laksa.cases import actions
from laksa.cases.models import Case, Participant, Photo
from laksa.gateways.pictures.drawing import draw
from laksa.identity.rules import Actor
from tests.journeys.crew import lose_signal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CAMERA = {"permissions": ["camera"]}
GUIDED = "Buka kamera dengan panduan"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The day is the cast's day."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def before(site: str, todays_lamp: Case, siti: Participant, reporter: Callable[[Participant], Actor], at: datetime) -> Photo:
    """The complaint's own photo."""
    picture = actions.check_photo(draw("lamp", seed=1, after=False), file_name="gelap.jpg", at=at)
    actions.add_photos(todays_lamp.pk, [picture], actor=reporter(siti), at=at)
    photo = todays_lamp.photos.get()
    actions.process_photo(photo.pk, at=at)
    return photo


def stop_of(case: Case) -> str:
    return f"/lapangan/tempat/{case.code}/"


def open_camera(page: Page) -> None:
    page.get_by_text("Selesai dikerjakan", exact=True).click()
    page.get_by_role("button", name=GUIDED).click()
    expect(page.get_by_role("button", name="Ambil foto")).to_be_focused()


def test_the_photo_from_before_lies_over_the_camera(on_phone, find_barriers, budi, todays_lamp, before):
    page = on_phone(budi, stop_of(todays_lamp), **CAMERA)
    open_camera(page)

    guide = page.get_by_role("img", name="tembus pandang")
    assert before.name in (guide.get_attribute("src") or "")
    expect(guide).to_have_css("opacity", "0.5")
    page.get_by_label("Foto sebelum: samar sampai jelas").press("ArrowRight")
    expect(guide).to_have_css("opacity", "0.6")
    assert page.evaluate("document.querySelector('video').videoWidth") > 0
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_shot_goes_into_the_form_and_can_be_taken_again(on_phone, budi, todays_lamp, before, at):
    page = on_phone(budi, stop_of(todays_lamp), **CAMERA)
    open_camera(page)
    page.get_by_role("button", name="Ambil foto").click()

    expect(page.locator("form[data-checks] [data-shots] img")).to_have_count(1)
    expect(page.locator("[data-check-list]")).to_contain_text("Diambil pukul 14.05")
    page.get_by_role("button", name="Foto ulang").click()
    page.get_by_role("button", name="Ambil foto").click()
    page.get_by_label("Apa yang dikerjakan").fill("Lampu kami ganti.")
    page.get_by_role("button", name="Nyatakan selesai").click()
    expect(page).to_have_url("/lapangan/")

    assert todays_lamp.photos.filter(role="evidence").count() == 1


def test_the_camera_is_let_go_when_nobody_looks(on_phone, budi, todays_lamp, before):
    page = on_phone(budi, stop_of(todays_lamp), **CAMERA)
    open_camera(page)
    page.evaluate("self.track = document.querySelector('video').srcObject.getTracks()[0]")

    page.get_by_role("button", name="Tutup kamera").click()

    assert page.evaluate("self.track.readyState") == "ended"
    expect(page.get_by_role("button", name=GUIDED)).to_be_focused()


def test_a_refused_camera_leaves_the_file_field_with_the_photo_beside_it(on_phone, budi, todays_lamp, before, after_photo):
    page = on_phone(budi, stop_of(todays_lamp))
    page.get_by_text("Selesai dikerjakan", exact=True).click()
    page.get_by_role("button", name=GUIDED).click()

    expect(page.get_by_text("Kamera tidak dapat dibuka di halaman ini")).to_be_visible()
    expect(page.get_by_role("button", name=GUIDED)).to_be_hidden()
    field = page.get_by_label("Foto sesudah")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("capture", "environment")
    expect(page.get_by_role("img", name="Foto sebelum", exact=True)).to_be_visible()
    field.set_input_files(after_photo)
    expect(page.locator("[data-check-list]")).to_contain_text("Diambil pukul")


def test_without_a_signal_the_photo_that_waits_is_the_guide(on_phone, budi, todays_lamp, before, after_photo: Path):
    page = on_phone(budi, "/lapangan/", service_workers="allow", **CAMERA)
    expect(page.locator("[data-kept-note]")).to_contain_text("tersimpan di ponsel ini")
    lose_signal(page)
    page.goto(stop_of(todays_lamp))
    page.get_by_text("Foto sebelum", exact=True).click()
    page.get_by_label("Foto sebelum dikerjakan").set_input_files(after_photo)
    page.get_by_role("button", name="Simpan foto sebelum").click()
    expect(page.locator("[data-band]")).to_contain_text("1 foto")

    page.goto(stop_of(todays_lamp))
    open_camera(page)

    assert (page.get_by_role("img", name="tembus pandang").get_attribute("src") or "").startswith("blob:")
    page.get_by_role("button", name="Ambil foto").click()
    expect(page.locator("form[data-checks] [data-shots] img")).to_have_count(1)


def test_the_guided_page_has_the_camera_too(on_phone, budi, todays_lamp, before):
    page = on_phone(budi, f"/lapangan/foto/{todays_lamp.code}/", **CAMERA)
    page.get_by_role("button", name=GUIDED).click()
    page.get_by_role("button", name="Ambil foto").click()

    expect(page.locator("[data-shot] img")).to_have_count(1)


def test_without_a_script_there_is_the_plain_field(on_phone, budi, todays_lamp, before):
    page = on_phone(budi, stop_of(todays_lamp), java_script_enabled=False)
    page.get_by_text("Selesai dikerjakan", exact=True).click()

    expect(page.get_by_role("button", name=GUIDED)).to_be_hidden()
    expect(page.get_by_role("img", name="Foto sebelum", exact=True)).to_be_visible()
    expect(page.get_by_label("Foto sesudah")).to_be_visible()


def test_a_photo_from_the_gallery_says_when_it_was_taken(on_phone, budi, todays_lamp, after_photo: Path, at):
    yesterday = (at - timedelta(days=1)).timestamp()
    os.utime(after_photo, (yesterday, yesterday))
    page = on_phone(budi, stop_of(todays_lamp))
    page.get_by_text("Selesai dikerjakan", exact=True).click()
    page.get_by_label("Foto sesudah").set_input_files(after_photo)
    expect(page.locator("[data-check-list] .is-late")).to_contain_text("Foto ini dari 23 Nov, 14.05, sebelum kode fotonya terbit")

    page.get_by_label("Apa yang dikerjakan").fill("Lampu kami ganti.")
    page.get_by_role("button", name="Nyatakan selesai").click()
    expect(page).to_have_url("/lapangan/")

    checks = {check["name"]: check for check in todays_lamp.entries.get(kind="proof_doubted").data["checks"]}
    assert checks["code"]["facts"] == {"why": "expired"}
    assert checks["age"]["facts"]["taken_at"] == (at - timedelta(days=1)).astimezone(UTC).isoformat(timespec="seconds")
