# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question, a request for a decision and the leader's two taps: in a real browser, without a barrier, also without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from laksa.cases.rules import State
from laksa.conftest import _staff
from laksa.identity.models import User, actor_of
from laksa.identity.rules import PostFact, Role
from laksa.threads.actions import Question, ask_inside
from laksa.threads.models import Thread
from laksa.threads.rules import Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def sekda(city) -> User:
    return _staff("sekda", "Ratih Puspita", PostFact(Role.SECRETARIAT))


def runs_out(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_decision_is_asked_at_the_desk_and_taken_on_a_phone(as_person, find_barriers, held_lamp, budi, sekda, scripts):
    desk = as_person(budi, f"/meja/kasus/{held_lamp.code}/keputusan/", java_script_enabled=scripts, **OFFICE)
    barriers = find_barriers(desk) if scripts else []
    desk.get_by_label("Pertanyaannya, dalam satu kalimat").fill("Pasang enam tiang dulu?")
    for number, act, cost in ((1, "Pasang enam dulu", "6 × 14 jt"), (3, "Tunda ke 2027", "0")):
        option = desk.get_by_role("group", name=f"Pilihan {number}", exact=True)
        option.get_by_label("Yang dilakukan").fill(act)
        option.get_by_label("Akibatnya bagi warga").fill("Gang RW 09 terang")
        option.get_by_label("Biaya (rupiah)").fill("")
        option.get_by_label("Hitungannya").fill(cost)
    desk.get_by_role("group", name="Pilihan 1", exact=True).get_by_label("Saya sarankan ini").check()
    desk.get_by_label("Saran Anda dan alasannya").fill("Enam tiang cukup sampai Desember.")
    desk.get_by_label("Siapa yang memutuskan").select_option(label="Sekretaris Daerah (Ratih Puspita)")
    desk.get_by_label("Yang dibaca pelapor sambil menunggu").fill("Pilihannya enam tiang dulu atau menunggu tahun depan.")
    desk.get_by_role("button", name="Periksa dulu").click()
    expect(desk.get_by_text("Belum terkirim.")).to_be_visible()
    barriers += find_barriers(desk) if scripts else []
    desk.get_by_role("button", name="Kirim permohonan").click()
    expect(desk.get_by_text("Permohonan keputusan terkirim")).to_be_visible()
    barriers += find_barriers(desk) if scripts else []

    phone = as_person(sekda, "/pimpinan/keputusan/", java_script_enabled=scripts)
    barriers += find_barriers(phone) if scripts else []
    assert not scripts or not runs_out(phone)
    phone.get_by_role("button", name="Putuskan").click()
    expect(phone.get_by_role("heading", name="Putuskan ini?")).to_be_visible()
    barriers += find_barriers(phone) if scripts else []
    phone.get_by_role("button", name="Ya, putuskan").click()
    expect(phone.get_by_text("Diputuskan. Pemegang laporan dan pelapor dikabari.")).to_be_visible()

    held_lamp.refresh_from_db()
    assert (held_lamp.state, Thread.objects.get().status) == (State.IN_PROGRESS, Status.ANSWERED)
    assert barriers == []


def test_a_question_is_answered_on_a_phone(as_person, find_barriers, held_lamp, budi, joko):
    at = timezone.now()
    question = Question("Masih ada truk untuk besok?", "Satu truk cukup.", to_user=joko.pk, due_at=at + timedelta(hours=3))
    ask_inside(held_lamp.pk, question, actor=actor_of(budi, at=at), at=at)

    phone = as_person(joko, "/meja/utas/")
    barriers = find_barriers(phone)
    phone.get_by_role("link", name="Masih ada truk untuk besok?").click()
    barriers += find_barriers(phone)
    assert not runs_out(phone)
    phone.get_by_label("Jawaban", exact=True).fill("Ada, pukul tujuh.")
    phone.get_by_role("button", name="Jawab", exact=True).click()
    expect(phone.get_by_text("Jawaban terkirim. Yang bertanya dikabari.")).to_be_visible()
    phone.goto(f"/meja/kasus/{held_lamp.code}/")
    expect(phone.get_by_text("Terjawab")).to_be_visible()
    barriers += find_barriers(phone)

    assert barriers == []
