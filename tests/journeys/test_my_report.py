# SPDX-License-Identifier: AGPL-3.0-or-later
"""Siti follows her lamp to the end by the secret link: without scripts, and by the keyboard alone."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from laksa.cases import actions
from laksa.cases.rules import State
from laksa.conftest import taken_on_site
from laksa.gateways.pictures.drawing import draw
from laksa.identity.models import actor_of
from tests.journeys.keys import send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def solved_lamp(site, lamp, held_lamp, budi):
    """Budi declares the lamp done, with a photo; the journeys run by the real clock."""
    at = timezone.now()
    photo = actions.check_photo(draw("lamp", 1, after=True), file_name="sesudah.jpg", at=at)
    actions.resolve_case(
        held_lamp.pk,
        "Ketiga lampu menyala lagi.",
        photos=(photo,),
        evidence=taken_on_site(held_lamp, budi, at=at),
        actor=actor_of(budi, at=at),
        at=at,
    )
    for row in held_lamp.photos.all():
        actions.process_photo(row.pk, at=at)
    held_lamp.refresh_from_db()
    return held_lamp


def test_no_then_yes_without_scripts(open_page, solved_lamp, siti, budi):
    page = open_page(f"/l/{siti.token}/", java_script_enabled=False)
    page.get_by_role("link", name="Belum").click()

    page.get_by_role("button", name="Buka lagi laporan ini").click()
    assert page.get_by_text("Pilih salah satu alasan.").first.is_visible()

    page.get_by_label("Baru sebagian").check()
    page.get_by_label("Ceritakan").fill("Dua menyala, satu belum")
    page.get_by_label("Foto keadaan sekarang").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": picture("navy")})
    send(page.get_by_role("button", name="Buka lagi laporan ini"))

    solved_lamp.refresh_from_db()
    assert solved_lamp.state == State.IN_PROGRESS
    assert page.get_by_text("Laporan dibuka lagi.").is_visible()
    assert page.get_by_text("Dibuka lagi: baru sebagian").is_visible()

    at = timezone.now()
    photo = actions.check_photo(draw("lamp", 7, after=True), file_name="lagi.jpg", at=at)
    actions.resolve_case(
        solved_lamp.pk,
        "Yang ketiga juga.",
        photos=(photo,),
        evidence=taken_on_site(solved_lamp, budi, at=at),
        actor=actor_of(budi, at=at),
        at=at,
    )
    page.reload()
    send(page.get_by_role("button", name="Sudah"))

    solved_lamp.refresh_from_db()
    assert solved_lamp.state == State.CONFIRMED
    assert page.get_by_text("Tercatat: sudah beres.").is_visible()

    page.get_by_label("4, baik").check()
    page.get_by_role("button", name="Kirim penilaian").click()
    assert page.get_by_role("heading", name="Anda memberi nilai 4 dari 5").is_visible()


def test_by_the_keyboard_alone_yes_is_reached_in_reading_order(open_page, solved_lamp, siti):
    page = open_page(f"/l/{siti.token}/", viewport={"width": 1280, "height": 900})
    names = []
    for _press in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || ''").strip()
        names.append(name)
        if name.startswith("Sudah"):
            break

    assert names[0] == "Langsung ke isi"
    assert names[-1] == "Sudah, terima kasih"
    page.keyboard.press("Enter")
    page.get_by_text("Tercatat: sudah beres.").wait_for()
    solved_lamp.refresh_from_db()
    assert solved_lamp.state == State.CONFIRMED


def test_a_screen_reader_hears_it_in_a_sensible_order(open_page, solved_lamp, siti):
    page = open_page(f"/l/{siti.token}/", viewport={"width": 1280, "height": 900})
    headings = page.get_by_role("heading").all_inner_texts()

    assert headings[:2] == [solved_lamp.title, "Sudah beres?"]
    assert headings.index("Percakapan") < headings.index("Mengapa ke sana")
    assert page.locator("[aria-current=step]").inner_text().startswith("Selesai")
    assert page.get_by_role("img", name="Foto keadaan sesudah ditangani").count() == 1


def test_the_secret_is_told_to_no_other_page(open_page, solved_lamp, siti):
    seen: list[str] = []
    page = open_page("/")
    page.on("request", lambda request: seen.append(request.headers.get("referer", "")))
    page.goto(f"/l/{siti.token}/")
    page.get_by_role("link", name="Lihat seperti yang dilihat umum").click()
    page.get_by_role("heading", level=1).wait_for()

    assert seen
    assert not any(siti.token in address for address in seen)
