# SPDX-License-Identifier: AGPL-3.0-or-later
"""Siti reports a lamp from a phone that runs no script: four pages, one question each."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from laksa.cases.models import Case
from laksa.cases.rules import State
from tests.journeys.keys import send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAMP = "Lampu jalan mati tiga tiang di depan musala, sudah seminggu"


def photo() -> dict[str, Any]:
    out = BytesIO()
    Image.new("RGB", (320, 240), "navy").save(out, "JPEG")
    return {"name": "lampu.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_lamp_is_reported_and_routed_with_reasons(open_page, find_barriers):
    page = open_page("/lapor/", java_script_enabled=False)
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    page.get_by_label("#PJU").check()
    page.get_by_label("Pilih foto").set_input_files(photo())
    page.get_by_role("button", name="Lanjut ke tempat").click()

    page.get_by_label("Pilih kelurahan").check()
    page.get_by_label("Kelurahan", exact=True).select_option(label="Mekarjaya")
    page.get_by_role("textbox", name="Patokan").fill("Depan musala, RT 03/RW 05")
    page.get_by_role("button", name="Lanjut periksa").click()

    assert page.get_by_text("Dinas Perhubungan Kota Contoh, Tim PJU").is_visible()
    assert page.get_by_text("Anda memilih #PJU").is_visible()
    page.get_by_role("button", name="Sudah benar").click()

    page.get_by_label("E-mail", exact=True).check()
    page.get_by_label("Alamat e-mail").fill("siti@contoh.id")
    send(page.get_by_role("button", name="Kirim laporan"))

    case = Case.objects.get()
    assert page.get_by_role("heading", level=1).inner_text() == "Laporan Anda sudah kami terima"
    assert page.get_by_text(case.code, exact=True).is_visible()
    assert case.state == State.ASSIGNED
    assert case.agency_id == "dishub"
    assert case.photos.count() == 1


def test_a_typed_place_is_found_in_two_presses(open_page):
    page = open_page("/lapor/", java_script_enabled=False)
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    page.get_by_role("button", name="Lanjut ke tempat").click()

    page.get_by_label("Ketik alamat atau patokan").check()
    page.get_by_label("Alamat, jalan, atau tempat yang dikenal").fill("pasar melati")
    page.get_by_role("button", name="Cari").click()
    page.get_by_label("Pasar Melati").check()
    page.get_by_role("button", name="Lanjut periksa").click()

    assert page.get_by_text("Pasar Melati, Kelurahan Sukamaju", exact=True).is_visible()


def test_what_is_wrong_stands_on_top_with_links(open_page):
    page = open_page("/lapor/", java_script_enabled=False)

    page.get_by_role("button", name="Lanjut ke tempat").click()

    summary = page.get_by_role("alert")
    assert "Ada yang perlu dibetulkan" in summary.inner_text()
    assert page.title().startswith("Perlu dibetulkan:")
    summary.get_by_role("link").click()
    assert page.url.endswith("#id_text")
