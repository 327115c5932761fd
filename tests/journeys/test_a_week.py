# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole week with a moved clock: a holiday, reminders, an absent holder, a question forgotten and caught, a decision, PLN, two photos."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from laksa.aftercare.actions import check_balance
from laksa.cases import actions
from laksa.cases.models import Case, Photo
from laksa.cases.rules import PartyKind, Proof, State, held, turns
from laksa.config.proofs import figures
from laksa.conftest import PASSWORD
from laksa.escalation.actions import enter_absence, sweep
from laksa.escalation.actions.absence import Absent
from laksa.escalation.models import Step
from laksa.gateways.pictures.drawing import draw
from laksa.identity.models import actor_of
from laksa.insight.actions import close_months, keep_check
from laksa.outbox.models import Message
from laksa.threads.models import Thread
from tests.journeys.keys import send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ZONE = ZoneInfo("Asia/Jakarta")
PHONE = {"viewport": {"width": 360, "height": 800}, "java_script_enabled": True}
HERE = {"permissions": ["geolocation"], "geolocation": {"latitude": -7.01, "longitude": 110.025}}
PHONE |= HERE
DESK = {"viewport": {"width": 1440, "height": 900}, "java_script_enabled": False}


class Clock:
    """The city's clock: it stands until it is moved, and what recurs is done on the way, hour by hour."""

    def __init__(self) -> None:
        self.at = datetime(2026, 8, 14, 16, 30, tzinfo=ZONE)

    def go_to(self, day: int, hour: int, minute: int = 0) -> datetime:
        goal = datetime(2026, 8, day, hour, minute, tzinfo=ZONE)
        while self.at < goal:
            self.at = min(self.at + timedelta(hours=1), goal)
            sweep(at=self.at)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(timezone, "now", lambda: moved.at)
    return moved


@pytest.fixture
def desk_of(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Sign somebody in: `desk_of("pju.2")`."""

    def sign_in(name: str, **wishes: Any) -> Page:
        page = open_page("/masuk/", **(DESK | wishes))
        page.get_by_label("Nama pengguna").fill(name)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        send(page.get_by_role("button", name="Masuk", exact=True))
        return page

    return sign_in


def photo(data: bytes, name: str = "foto.jpg") -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def mirrored(data: bytes) -> bytes:
    """The same picture turned around and saved anew, as somebody does who has not been at the place."""
    out = BytesIO()
    Image.open(BytesIO(data)).transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(out, "JPEG", quality=70)
    return out.getvalue()


def prepare_photos(case: Case) -> None:
    for one in Photo.objects.filter(case=case, state=Photo.WAITING):
        actions.process_photo(one.pk, at=timezone.now())


def when(at: datetime | None) -> str:
    """Day and minute, as the city's clocks show them."""
    return timezone.localtime(at, ZONE).strftime("%d %H.%M") if at else ""


BEFORE = draw("lamp", 7, after=False)
AFTER = draw("lamp", 7, after=True)


def report(page: Page) -> Case:
    """Friday 16.30: Siti reports a dark street with a photo, standing in it."""
    page.get_by_label("Ceritakan dengan kata-kata Anda sendiri").fill("Lampu jalan mati depan musala, gelap sekali kalau malam")
    page.get_by_label("Dari galeri").set_input_files([photo(BEFORE)])
    expect(page.get_by_role("button", name="Hapus foto")).to_have_count(1)
    page.get_by_role("button", name="Lanjut ke tempat").click()
    page.get_by_text("Tempat saya sekarang").click()
    expect(page.locator("[data-here]")).to_have_text("Kelurahan Mekarjaya, benar?")
    page.get_by_role("button", name="Lanjut periksa").click()
    page.get_by_role("button", name="Sudah benar").click()
    page.get_by_label("E-mail", exact=True).check()
    page.get_by_label("Alamat e-mail").fill("siti@contoh.id")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda sudah kami terima")
    return Case.objects.get()


def assign(page: Page, case: Case) -> None:
    """Rina hands the case to Budi before she leaves."""
    page.goto(f"/meja/kasus/{case.code}/assign/")
    page.get_by_label("Orangnya").select_option(label=page.get_by_label("Orangnya").locator("option", has_text="Budi").inner_text())
    send(page.get_by_role("button", name="Teruskan"))


def reply(page: Page, case: Case, words: str) -> None:
    """Wulan, who stands in, tells the reporter something before the case is hers."""
    page.goto(f"/meja/kasus/{case.code}/")
    page.get_by_label("Balasan untuk pelapor").fill(words)
    send(page.get_by_role("button", name="Kirim"))


def ask_kabid(page: Page, case: Case) -> Thread:
    """Wulan asks her division head something, until six in the morning."""
    page.goto(f"/meja/kasus/{case.code}/question/")
    page.get_by_label("Pertanyaan dalam satu kalimat").fill("Masih ada lampu 60 watt di gudang?")
    whom = page.get_by_label("Siapa yang ditanya")
    whom.select_option(label=whom.locator("option", has_text="Hendra").inner_text())
    page.get_by_label("Dijawab paling lambat").fill("2026-08-20T06:00")
    send(page.get_by_role("button", name="Kirim pertanyaan"))
    return Thread.objects.get(kind="question")


def ask_for_decision(page: Page, case: Case) -> Thread:
    """Wulan asks for money that only the mayor may give."""
    page.goto(f"/meja/kasus/{case.code}/keputusan/")
    page.get_by_label("Pertanyaannya, dalam satu kalimat").fill("Beli lampu baru sekarang, atau tunggu lelang?")
    rows = page.locator("fieldset.option-form")
    for number, (act, cost, days) in enumerate([("Beli 100 lampu", "300000000", "2"), ("Tunggu lelang", "240000000", "30")]):
        rows.nth(number).get_by_label("Yang dilakukan").fill(act)
        rows.nth(number).get_by_label("Akibatnya bagi warga").fill("Jalan terang lagi")
        rows.nth(number).get_by_label("Biaya (rupiah)").fill(cost)
        rows.nth(number).get_by_label("Hari kerja").fill(days)
    rows.nth(2).get_by_label("Akibatnya bagi warga").fill("Jalan tetap gelap")
    rows.nth(0).get_by_label("Saya sarankan ini").check()
    page.get_by_label("Saran Anda dan alasannya").fill("Beli sekarang: jalan sekolah, dua anak jatuh.")
    page.get_by_label("Yang dibaca pelapor sambil menunggu").fill("Kami menunggu keputusan pembelian lampu.")
    whom = page.get_by_label("Siapa yang memutuskan")
    whom.select_option(label=whom.locator("option", has_text="Surya").inner_text())
    send(page.get_by_role("button", name="Kirim permohonan"))
    return Thread.objects.get(kind="decision")


def decide(page: Page, thread: Thread) -> None:
    """The mayor decides on the phone in two taps."""
    page.goto("/pimpinan/")
    expect(page.get_by_text("Beli lampu baru sekarang, atau tunggu lelang?").first).to_be_visible()
    page.goto(f"/pimpinan/keputusan/{thread.pk}/")
    page.get_by_label("Beli 100 lampu").check()
    page.get_by_role("button", name="Putuskan", exact=True).click()
    send(page.get_by_role("button", name="Ya, putuskan"))


def ask_pln(page: Page, case: Case) -> str:
    """Wulan asks PLN for power on the pole; return the link of PLN's letter."""
    page.goto(f"/meja/kasus/{case.code}/refer_outside/")
    page.get_by_role("combobox", name="Pihak luar").fill("PLN")
    page.get_by_label("Alamat e-mail mereka").fill("posko@pln.contoh.id")
    page.get_by_label("Apa yang diminta, dan mengapa dari mereka").fill("Mohon sambung lagi kabel udara di depan musala.")
    page.get_by_label("Dijawab paling lambat").fill("2026-08-21")
    send(page.get_by_role("button", name="Kirim permintaan"))
    letter = next(one for one in Message.objects.order_by("-pk") if "/pihak/" in one.text)
    return "/pihak/" + letter.text.split("/pihak/")[1].split("/")[0] + "/"


def answer_for_pln(page: Page) -> None:
    page.get_by_label("Sudah selesai").check()
    page.get_by_label("Foto", exact=True).set_input_files(photo(draw("lamp", 31, after=True)))
    send(page.get_by_role("button", name="Kirim jawaban"))


def resolve_from_gallery(page: Page, case: Case) -> None:
    """Wulan declares it done with a picture that was never taken there."""
    page.goto(f"/meja/kasus/{case.code}/resolve/")
    page.get_by_label("Foto sesudah").set_input_files(photo(mirrored(BEFORE)))
    page.get_by_label("Apa yang dikerjakan").fill("Lampu sudah menyala.")
    send(page.get_by_role("button", name="Nyatakan selesai"))


def send_back(page: Page, case: Case) -> None:
    """Hendra asks for a photo taken at the place."""
    page.get_by_role("link", name="Minta foto ulang di tempat").click()
    page.get_by_label("Pesan").fill("Ambil di tempatnya lewat halaman lapangan.")
    send(page.get_by_role("button", name="Minta foto ulang"))


def capture(page: Page, case: Case, clock: Clock) -> None:
    """Wulan stands under the lamp and takes the photo in our own page."""
    page.clock.set_fixed_time(clock.at)
    page.goto(f"/lapangan/foto/{case.code}/")
    expect(page.get_by_text("Tempat terbaca")).to_be_visible()
    page.get_by_label("Foto sesudah", exact=True).set_input_files(photo(AFTER))
    page.get_by_label("Apa yang dikerjakan").fill("Lampu diganti dan menyala.")
    send(page.get_by_role("button", name="Kirim dan nyatakan selesai"))


def link_of(case: Case) -> str:
    """The reporter's own link, from the newest letter to her."""
    letter = next(one for one in Message.objects.order_by("-pk") if "/l/" in one.text)
    return "/l/" + letter.text.split("/l/")[1].split("/")[0] + "/"


def before_the_holiday(open_page, desk_of, clock, budi, wulan) -> Case:
    """Friday: reported, handed to Budi, who is away from Monday on."""
    case = report(open_page("/lapor/", **HERE))
    prepare_photos(case)
    clock.go_to(14, 16, 45)
    assign(desk_of("admin.dishub"), case)
    # Three working days: Monday is a holiday.
    case.refresh_from_db()
    assert case.holder == budi
    assert when(case.resolve_due_at) == "20 16.00"

    monday = datetime(2026, 8, 17, tzinfo=ZONE)
    away = Absent(budi.pk, monday, monday + timedelta(days=4), wulan.pk, "cuti")
    enter_absence(away, actor=actor_of(budi, at=clock.at), at=clock.at)
    return case


def forgotten_and_caught(desk_of, case, clock, budi, wulan, kabid) -> None:
    """Tuesday to Thursday morning: reminders, and a question that nobody answers in time."""
    clock.go_to(18, 10)
    reply(desk_of("pju.2"), case, "Regu kami memeriksa tiangnya hari ini pukul 15.30.")
    # A holiday is no time of an officer: half of the three days is over on Wednesday, and whoever stands in is told too.
    clock.go_to(18, 16)
    assert not Step.objects.exists()
    clock.go_to(19, 12)
    half = Step.objects.filter(case=case, ladder="case", outcome="told")
    assert {step.user for step in half} == {budi, wulan}
    assert {when(step.fell_due_at) for step in half} == {"19 11.15"}

    desk = desk_of("pju.2")
    desk.goto(f"/meja/kabar/{case.code}/")
    expect(desk.get_by_role("heading", name="Mengapa saya diberi tahu")).to_be_visible()
    desk.goto(f"/meja/kasus/{case.code}/accept/")
    send(desk.get_by_role("button", name="Terima"))
    question = ask_kabid(desk, case)

    # Forgotten, and late before dawn: nobody is woken, and in the morning both sides are told.
    clock.go_to(20, 6, 45)
    assert not Step.objects.filter(thread=question, number=2).exists()
    clock.go_to(20, 7, 30)
    late = Step.objects.filter(thread=question, number=2, outcome="told")
    assert {(step.user, when(step.fell_due_at), when(step.told_at)) for step in late} == {
        (kabid, "20 06.00", "20 07.30"),
        (wulan, "20 06.00", "20 07.30"),
    }
    boss = desk_of("kabid.pju")
    boss.goto(f"/meja/utas/{question.pk}/")
    boss.get_by_label("Jawaban").fill("Tinggal dua. Sisanya harus dibeli.")
    send(boss.get_by_role("button", name="Jawab"))
    question.refresh_from_db()
    assert not question.is_open


def decided_and_asked_outside(open_page, desk_of, case, clock, wulan) -> None:
    """Thursday morning: the mayor decides on the phone, PLN answers by its link."""
    desk = desk_of("pju.2")
    decision = ask_for_decision(desk, case)
    clock.go_to(20, 9)
    case.refresh_from_db()
    assert case.state == State.AWAITING_DECISION
    decide(desk_of("walikota", viewport={"width": 360, "height": 800}, java_script_enabled=True), decision)
    case.refresh_from_db()
    assert (case.state, case.holder) == (State.IN_PROGRESS, wulan)

    link = ask_pln(desk, case)
    clock.go_to(20, 13)
    answer_for_pln(open_page(link, java_script_enabled=False))
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    prepare_photos(case)


def a_false_photo_and_a_true_one(desk_of, case, clock, wulan, kabid) -> None:
    """Thursday afternoon: what was not taken there is told, and what was holds."""
    desk = desk_of("pju.2")
    # The complaint's own photo, turned around: it is told, and nothing is done before a lead has looked.
    clock.go_to(20, 14)
    resolve_from_gallery(desk, case)
    case.refresh_from_db()
    assert (case.state, case.proof, case.signer) == (State.IN_PROGRESS, Proof.DOUBTED, kabid)
    clock.go_to(20, 15)
    boss = desk_of("kabid.pju")
    boss.goto(f"/meja/kasus/{case.code}/")
    expect(boss.get_by_text("Tidak dapat diverifikasi").first).to_be_visible()
    send_back(boss, case)

    # At four it is late, and who leads the division is told.
    clock.go_to(20, 16, 30)
    assert Step.objects.get(case=case, ladder="case", percent=100, outcome="told").user == kabid

    capture(desk_of("pju.2", **PHONE), case, clock)
    case.refresh_from_db()
    assert (case.state, case.proof) == (State.RESOLVED, Proof.HELD)
    prepare_photos(case)


def points_are_booked(desk_of, case, clock) -> None:
    """What the week was worth to Wulan, line by line, on her own page; frozen when the month is over."""
    page = desk_of("pju.2")
    page.goto("/meja/kinerja/?bulan=2026-08")
    lines = page.get_by_role("table", name="Baris poin").get_by_role("row")
    confirmed, answered = lines.nth(1), lines.nth(2)
    expect(lines).to_have_count(3)
    for line, words, points, became in (
        (confirmed, "Dikonfirmasi beres oleh warga.", "+5", "7"),
        (answered, "Dijawab tepat waktu.", "+2", "2"),
    ):
        expect(line).to_contain_text(words)
        expect(line.get_by_role("link", name=case.code)).to_be_visible()
        expect(line.get_by_role("cell", name=f"Poin {points}", exact=True)).to_be_visible()
        expect(line.get_by_role("cell", name=f"menjadi {became}", exact=True)).to_be_visible()
    expect(page.get_by_role("row", name="Jumlah 2 baris 7")).to_be_visible()

    clock.at = datetime(2026, 9, 1, 17, tzinfo=ZONE)
    close_months(at=clock.at)
    page = desk_of("pju.2")
    page.goto("/meja/kinerja/?bulan=2026-08")
    expect(page.get_by_text("Agustus 2026: 7 poin, ditutup Selasa 1 Sep 17.00")).to_be_visible()
    expect(page.get_by_role("row", name="Jumlah 2 baris 7")).to_be_visible()


def figures_balance(desk_of, clock) -> None:
    """One report came, one was confirmed, none is open; and the leader's page says that it agrees with the cases themselves."""
    assert figures().problems == []
    assert check_balance(at=clock.at).balances
    keep_check(at=clock.at)
    page = desk_of("walikota")
    page.goto("/pimpinan/?masa=semua")
    expect(page.get_by_text("Cocok dengan buku besar: 1 laporan dihitung ulang")).to_be_visible()
    balance = page.get_by_role("table", name="Semua terhitung")
    for words, number in (("Dikonfirmasi beres", 1), ("Masih terbuka", 0), ("Jumlah", 1)):
        expect(balance.get_by_role("row", name=f"{words} {number}")).to_be_visible()


def test_from_friday_to_friday(open_page, desk_of, clock, budi, wulan, rina, kabid, kadis, walikota):
    case = before_the_holiday(open_page, desk_of, clock, budi, wulan)
    forgotten_and_caught(desk_of, case, clock, budi, wulan, kabid)
    decided_and_asked_outside(open_page, desk_of, case, clock, wulan)
    a_false_photo_and_a_true_one(desk_of, case, clock, wulan, kabid)

    clock.go_to(21, 9)
    reporter = open_page(link_of(case), java_script_enabled=False)
    expect(reporter.get_by_role("heading", name="Sudah beres?")).to_be_visible()
    send(reporter.get_by_role("button", name="Sudah", exact=True))
    case.refresh_from_db()
    assert case.state == State.CONFIRMED

    # Every minute of the week is charged to somebody, and to nobody twice.
    shares = held(turns(case.entries.order_by("number")), until=clock.at)
    assert sum((one.length for one in shares), timedelta()) == case.ended_at - case.received_at
    assert {one.party.kind for one in shares} >= {
        PartyKind.QUEUE,
        PartyKind.OFFICER,
        PartyKind.LEADER,
        PartyKind.OUTSIDE,
        PartyKind.SIGNER,
        PartyKind.CONFIRMING,
    }
    # Each step once, however often the sweep came by; the story is whole and the figures balance.
    steps = list(Step.objects.filter(outcome="told").values_list("subject", "number", "user"))
    assert len(steps) == len(set(steps))
    assert list(actions.verify_log()) == []
    points_are_booked(desk_of, case, clock)
    figures_balance(desk_of, clock)
