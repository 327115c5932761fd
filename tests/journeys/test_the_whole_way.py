# SPDX-License-Identifier: AGPL-3.0-or-later
"""The main job, end to end, in a browser that runs no script: reported, routed, handled, shown, confirmed by who reported it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from laksa.cases import actions
from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.conftest import PASSWORD
from laksa.deadlines.actions import hours_of
from laksa.gateways.pictures.drawing import draw
from laksa.outbox.models import Message
from tests.journeys.keys import send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAMP = "Lampu jalan mati tiga tiang di depan musala, sudah seminggu, gelap sekali kalau malam"


def picture(name: str, colour: str) -> dict[str, Any]:
    out = BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def report(page) -> Case:
    """Siti reports the lamp in four steps."""
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill(LAMP)
    page.get_by_label("Pilih foto").set_input_files(picture("lampu.jpg", "navy"))
    page.get_by_role("button", name="Lanjut ke tempat").click()
    page.get_by_label("Pilih kelurahan").check()
    page.get_by_label("Kelurahan", exact=True).select_option(label="Mekarjaya")
    page.get_by_role("button", name="Lanjut periksa").click()
    expect(page.get_by_text("Dinas Perhubungan Kota Contoh, Tim PJU")).to_be_visible()
    expect(page.get_by_text("Ada kata")).not_to_have_count(0)
    page.get_by_role("button", name="Sudah benar").click()
    page.get_by_label("E-mail", exact=True).check()
    page.get_by_label("Alamat e-mail").fill("siti@contoh.id")
    send(page.get_by_role("button", name="Kirim laporan"))
    return Case.objects.get()


def handle(page, case: Case) -> None:
    """Budi signs in, takes the case, answers, promises a day, and declares it done with a photo."""
    page.get_by_label("Nama pengguna").fill("pju.1")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    send(page.get_by_role("button", name="Masuk", exact=True))

    page.goto(f"/meja/kasus/{case.code}/accept/")
    send(page.get_by_role("button", name="Terima"))
    page.goto(f"/meja/kasus/{case.code}/")
    page.get_by_label("Balasan untuk pelapor").fill("Ibu Siti, regu 2 memeriksa panelnya besok pagi.")
    send(page.get_by_role("button", name="Kirim"))

    # On a day off the form would ask once more whether that is meant.
    hours, today = hours_of(case.agency_id), timezone.localdate()
    day = next(day for day in (today + timedelta(days=step) for step in range(3, 30)) if hours.spans_on(day))
    page.goto(f"/meja/kasus/{case.code}/plan/")
    page.get_by_label("Tanggal yang dijanjikan").fill(day.isoformat())
    page.get_by_label("Apa yang dikerjakan hari itu").fill("Mengganti tiga lampu dengan mobil tangga")
    send(page.get_by_role("button", name="Janjikan tanggal ini"))

    page.goto(f"/lapangan/foto/{case.code}/")
    page.get_by_label("Foto sesudah").set_input_files(
        {"name": "sesudah.jpg", "mimeType": "image/jpeg", "buffer": draw("lamp", 1, after=True)}
    )
    page.get_by_label("Apa yang dikerjakan").fill("Ketiga lampu menyala lagi.")
    page.get_by_role("button", name="Kirim dan nyatakan selesai").click()
    expect(page.get_by_role("heading", name="1 belum dapat diperiksa, 4 cocok")).to_be_visible()


def sign(page, case: Case) -> None:
    """Hendra, who leads Budi's division, sees that the place is not proven, and vouches for it with a reason."""
    page.get_by_label("Nama pengguna").fill("kabid.pju")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    send(page.get_by_role("button", name="Masuk", exact=True))

    page.goto(f"/meja/kasus/{case.code}/")
    expect(page.get_by_text("Menunggu tanda tangan kabid")).to_be_visible()
    expect(page.get_by_text("Tempat foto tidak terbaca")).to_be_visible()
    page.get_by_role("link", name="Tanda tangani dengan alasan").click()
    page.get_by_role("textbox", name="Alasan").fill("Saya hadir saat lampu dipasang.")
    send(page.get_by_role("button", name="Tanda tangani"))


def test_from_the_dark_street_to_the_reporters_own_word(open_page, budi, kabid):
    phone = open_page("/lapor/", java_script_enabled=False)
    case = report(phone)
    assert (case.state, case.agency_id, case.unit_id) == (State.ASSIGNED, "dishub", "tim-pju")

    handle(open_page("/masuk/", viewport={"width": 1440, "height": 900}, java_script_enabled=False), case)
    sign(open_page("/masuk/", viewport={"width": 1440, "height": 900}, java_script_enabled=False), case)
    for photo in Photo.objects.filter(case=case):
        actions.process_photo(photo.pk, at=timezone.now())
    case.refresh_from_db()
    assert case.state == State.RESOLVED
    assert [entry.kind for entry in case.entries.all()] == [
        "received",
        "routed",
        "accepted",
        "reply",
        "planned",
        "proof_doubted",
        "resolved",
    ]

    letter = Message.objects.order_by("pk").last()
    phone.goto(letter.text.split("/l/")[1].split("/")[0].join(["/l/", "/"]))
    expect(phone.get_by_role("heading", name="Sudah beres?")).to_be_visible()
    expect(phone.get_by_text("Ibu Siti, regu 2 memeriksa panelnya besok pagi.")).to_be_visible()
    expect(phone.get_by_role("img", name="Foto keadaan sesudah ditangani")).to_have_count(1)
    expect(phone.get_by_text("Ditandatangani Hendra Wijaya: Saya hadir saat lampu dipasang.")).to_be_visible()
    send(phone.get_by_role("button", name="Sudah"))

    case.refresh_from_db()
    assert (case.state, case.is_open) == (State.CONFIRMED, False)
    assert list(actions.verify_log()) == []
    expect(open_page(f"/laporan/{case.code}/", java_script_enabled=False).get_by_text("Dikonfirmasi beres").first).to_be_visible()
