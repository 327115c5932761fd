"""It has come: the ticket, and only dates that stand in the SOP."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from laksa.cases.models import Case, Participant
from laksa.conftest import AT
from laksa.portal.views.done import masked_email

pytestmark = pytest.mark.django_db


def test_the_page_shows_code_link_and_qr(resident):
    case = resident.report(hashtags=["#PJU"])

    answer = resident.client.get("/lapor/selesai/")

    page = answer.content.decode()
    assert case.code in page
    assert f"/l/{Participant.objects.get().token}/" in page
    assert "<svg" in page[page.index("ticket__qr") :]
    assert 'style="' not in page
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_it_promises_only_what_the_sop_promises(resident):
    case = resident.report(hashtags=["#PJU"])

    page = resident.client.get("/lapor/selesai/").content.decode()

    assert "Diterima dan diteruskan ke Dinas Perhubungan Kota Contoh, Tim PJU" in page
    assert case.respond_due_at is not None
    assert re.search(r"Paling lambat \w+ \d+ Nov \d\d\.\d\d", page)
    assert "Kalau lewat, laporan ini tercatat terlambat." in page
    assert "Anda yang menentukan: sudah beres atau belum" in page


def test_a_date_that_is_in_no_sop_is_not_promised(resident):
    resident.report()
    Case.objects.update(respond_due_at=None, resolve_due_at=None)

    page = resident.client.get("/lapor/selesai/").content.decode()

    assert "Paling lambat" not in page
    assert "Target" not in page


def test_at_night_it_says_when_the_office_opens(resident):
    with time_machine.travel(AT.replace(hour=21), tick=False):
        resident.report(hashtags=["#PJU"])
        page = resident.client.get("/lapor/selesai/").content.decode()

    assert "Kantor buka lagi Rabu 25 Nov 07.30." in page


def test_what_goes_to_the_desk_says_that_the_desk_chooses(resident):
    resident.report(text="Ada yang aneh di sini tolong dicek")

    page = resident.client.get("/lapor/selesai/").content.decode()

    assert "Diterima oleh meja kota" in page
    assert "Meja kota memilih kantor yang tepat" in page


def test_the_letter_is_mentioned_without_the_whole_address(resident):
    resident.reach_news()
    resident.send(notify="email", email="siti@contoh.id", identity="hidden")

    page = resident.client.get("/lapor/selesai/").content.decode()

    assert "Tautan ini juga dikirim ke s•••@contoh.id." in page
    assert "siti@contoh.id" not in page


def test_somebody_else_s_browser_sees_nothing(resident):
    resident.report()

    answer = Client().get("/lapor/selesai/")

    assert answer.status_code == 404
    assert "Tidak ada laporan yang baru dikirim" in answer.content.decode()


def test_a_forged_cookie_shows_nothing(resident):
    resident.report()
    stranger = Client()
    stranger.cookies["selesai"] = f"{Participant.objects.get().pk}:forged"

    assert stranger.get("/lapor/selesai/").status_code == 404


def test_after_an_hour_the_page_is_gone(resident):
    resident.report()

    with time_machine.travel(AT.replace(hour=16), tick=False):
        assert resident.client.get("/lapor/selesai/").status_code == 404


def test_the_browser_s_history_opens_no_report_later(resident):
    resident.report()

    with time_machine.travel(AT.replace(hour=16), tick=False):
        later = Client()
        answer = later.get(f"/lapor/{resident.key}/kabar/")
        assert later.get(answer.url).status_code == 404


def test_an_address_is_masked():
    assert masked_email("siti@contoh.id") == "s•••@contoh.id"
    assert masked_email("") == ""
