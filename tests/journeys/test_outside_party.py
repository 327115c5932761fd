# SPDX-License-Identifier: AGPL-3.0-or-later
"""PLN opens the link of its letter on a phone: a date first, the proof later; the reporter reads both."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from laksa.cases.models.participant import derive_token
from laksa.cases.rules import State
from laksa.identity.models import actor_of
from laksa.threads.actions import refer_outside
from laksa.threads.rules.outside import Request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def link(site, held_lamp, budi) -> str:
    """The path that PLN's letter leads to."""
    at = timezone.now()
    request = Request(
        "PLN", "Mohon sambung lagi kabel udara", "Kabel tiang 11 sampai 16 hilang.", at + timedelta(days=2), "posko@pln.contoh.id"
    )
    thread = refer_outside(held_lamp.pk, request, actor=actor_of(budi, at=at), at=at)
    return f"/pihak/{derive_token(thread.seed)}/"


# In this order, and by these names.
TREE = """
- main:
  - paragraph: /Untuk PLN · CTH-.+/
  - heading "Mohon sambung lagi kabel udara" [level=1]
  - region "Permintaan":
    - paragraph: Yang meminta
    - paragraph: Jawaban ditunggu
    - paragraph: Yang menunggu
  - group "Jawaban Anda":
    - heading "Jawaban Anda" [level=2]
    - radio "Sudah selesai dengan foto atau berita acara"
    - radio "Kami kerjakan, ini tanggalnya laporan tetap menunggu Anda"
    - radio "Bukan urusan kami sebutkan milik siapa"
  - text: Keterangan (boleh kosong)
  - textbox "Keterangan (boleh kosong)"
  - button "Kirim jawaban"
"""


def photo() -> dict[str, Any]:
    out = BytesIO()
    Image.new("RGB", (320, 240), "gold").save(out, "JPEG")
    return {"name": "tiang-11.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("scripts", [False, True], ids=["without-javascript", "with-javascript"])
def test_a_date_then_the_proof(open_page, find_barriers, link, held_lamp, siti, scripts):
    page = open_page(link, java_script_enabled=scripts)
    # What a choice asks for opens inside it, also without a script.
    assert not page.get_by_label("Selesai paling lambat").is_visible()
    page.get_by_label("Kami kerjakan, ini tanggalnya").check()
    page.get_by_label("Selesai paling lambat").fill(day(1))
    page.get_by_label("Jam", exact=True).fill("15:00")
    page.get_by_label("Yang mengerjakan").fill("Regu 4, Pak Iwan")
    page.get_by_role("textbox", name="Keterangan").fill("Kabel pengganti diambil besok pagi.")
    page.get_by_role("button", name="Kirim jawaban").click()

    assert page.get_by_role("heading", level=1).inner_text().startswith("Janji Anda tercatat:")
    assert page.get_by_text("Kabel pengganti diambil besok pagi.").is_visible()

    page.get_by_role("link", name="Kirim bukti selesai").click()
    page.get_by_label("Foto", exact=True).set_input_files(photo())
    page.get_by_role("button", name="Kirim jawaban").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Tercatat: sudah selesai"
    held_lamp.refresh_from_db()
    assert held_lamp.state == State.IN_PROGRESS

    page.goto(f"/l/{siti.token}/")
    told = page.get_by_role("main").inner_text()
    assert "PLN menjanjikan tanggal" in told
    assert "PLN menyatakan sudah selesai" in told
    assert "Iwan" not in told


def test_what_a_screen_reader_hears(open_page, find_barriers, link):
    page = open_page(link)

    expect(page.get_by_role("main")).to_match_aria_snapshot(TREE)
    answers = page.get_by_role("group", name="Jawaban Anda")
    assert [radio.get_attribute("value") for radio in answers.get_by_role("radio").all()] == ["done", "promise", "not_ours"]
    assert page.get_by_role("navigation").count() == 0
    assert find_barriers(page) == []

    page.get_by_label("Kami kerjakan, ini tanggalnya").check()
    assert find_barriers(page) == []


def test_what_is_missing_is_said_on_top_and_leads_to_its_field(open_page, find_barriers, link):
    page = open_page(link, java_script_enabled=False)
    page.get_by_label("Sudah selesai").check()
    page.get_by_role("button", name="Kirim jawaban").click()

    summary = page.get_by_role("alert")
    assert "Lampirkan satu foto" in summary.inner_text()
    assert page.title().startswith("Perlu dibetulkan:")
    assert page.get_by_label("Sudah selesai").is_checked()
    summary.get_by_role("link").click()
    assert page.url.endswith("#id_photos")


def test_a_wrong_link_says_what_to_try(open_page, complaints, link):
    page = open_page("/pihak/" + "x" * 22 + "/")

    assert page.get_by_role("heading", level=1).inner_text() == "Tautan ini tidak membuka apa pun"
    complaints.foresee("404")
