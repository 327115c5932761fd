# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages beside the inbox, each in light and dark, read in order by a screen reader, its form filled by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from laksa.aftercare.actions import draw_checks, watch_closings
from laksa.aftercare.models import Check, Checker
from laksa.cases import actions as cases
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import Category, City, forget_book
from laksa.conftest import PASSWORD
from laksa.escalation.actions import sweep
from laksa.identity.models import actor_of
from laksa.workspace.actions import make_export
from laksa.workspace.models import Bulk, Export
from tests.journeys.keys import tab_to, type_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"viewport": {"width": 1280, "height": 800}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
HEADINGS = "[...document.querySelectorAll('main :is(h1, h2, h3, h4)')].filter(one => one.checkVisibility()).map(one => +one.tagName[1])"
WORDS = "Regu Tim PJU datang besok pukul 09.00 dengan tangga."


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Every page is asked for at the cast's moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def worked(held_lamp, budi, at):
    """The lamp: answered in time by Budi, and given back with nothing worth the name of a reason."""
    actor = actor_of(budi, at=at)
    cases.reply_to_case(held_lamp.pk, WORDS, actor=actor, at=at)
    cases.return_case(held_lamp.pk, reason="-", actor=actor, at=at)
    return held_lamp


@pytest.fixture
def told(submit_report, budi, rina, at):
    """A lamp that Budi holds for too long; the ladder has told him."""
    long_ago = at - timedelta(days=20)
    case = submit_report(at=long_ago)
    cases.assign_case(case.pk, Owner("dishub", "tim-pju", budi.pk), actor=actor_of(rina, at=long_ago), at=long_ago)
    cases.accept_case(case.pk, actor=actor_of(budi, at=long_ago), at=long_ago)
    sweep(at=at - timedelta(hours=1))
    return case


@pytest.fixture
def check(submit_report, budi, rina, at):
    """Another lamp burns, says Budi, and the lot fell on it: Ratih shall look."""
    case = submit_report(village="99.01.01.1001")
    Category.objects.filter(pk=case.category_id).update(evidence="")
    City.objects.update(closing={"third_eye_percent": 100, "third_eye_most_percent": 100}, version=99)
    forget_book()
    cases.assign_case(case.pk, Owner("dishub", "tim-pju", budi.pk), actor=actor_of(rina, at=at), at=at)
    cases.accept_case(case.pk, actor=actor_of(budi, at=at), at=at)
    cases.resolve_case(case.pk, "Lampu diganti.", actor=actor_of(budi, at=at), at=at - timedelta(hours=2))
    Checker.objects.create(name="Ratih", village_id=case.village_id, email="ratih@kim.contoh.id")
    watch_closings(at=at)
    draw_checks(at=at - timedelta(hours=1))
    return Check.objects.get()


@pytest.fixture
def at_desk(as_person: Callable[..., Page]) -> Callable[..., Page]:
    """Open an office PC's window in which this person has signed in."""
    return lambda user, path: as_person(user, path, **DESK)


@pytest.fixture
def reads(find_barriers: Callable[[Page], list[str]]) -> Callable[..., None]:
    """Assert that a page has no barrier, in light and in dark, and that a screen reader meets these places in this order."""

    def read(page: Page, *places: str) -> None:
        tree = page.locator("body").aria_snapshot()
        met = [tree.find(place) for place in places]
        assert -1 not in met, (places[met.index(-1)], tree)
        assert met == sorted(met), tree
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1, levels
        assert all(level <= before + 1 for before, level in zip([0, *levels], levels, strict=False)), levels
        assert find_barriers(page) == []
        page.emulate_media(color_scheme="dark")
        assert [one["id"] for one in Axe().run(page, options=CONTRAST).response["violations"]] == []
        page.emulate_media(color_scheme="light")

    return read


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)


def follow(page: Page, name: str) -> None:
    """Press Enter on what leads to another page, and wait for it."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, name: str, option: str) -> None:
    """Choose in a list by typing how its option begins."""
    tab_to(page, name)
    page.keyboard.type(option)


def write(page: Page, name: str, words: str) -> None:
    tab_to(page, name)
    page.keyboard.type(words)


def test_many_are_handed_over_and_taken_back_by_keyboard(at_desk, reads, rina, budi, submit_report):
    made = [submit_report() for _number in range(2)]
    Case.objects.update(agency="dishub", unit="bidang-pju", state=State.ASSIGNED)
    page = at_desk(rina, "/meja/bersama/assign/?" + "&".join(f"pilih={case.code}" for case in made))
    reads(page, 'heading "Serahkan 2 laporan" [level=1]', 'combobox "Kepada"', 'combobox "Orangnya"', 'region "Akibat untuk tiap laporan"')

    choose(page, "Kepada", "Dishub, Tim PJU")
    choose(page, "Orangnya", "Budi")
    follow(page, "Lihat akibatnya")
    expect(page.get_by_role("cell", name="Dishub, Tim PJU, Budi Santoso")).to_have_count(2)
    reads(page, 'button "Lihat akibatnya"', 'button "Serahkan 2 laporan"', 'columnheader "Sekarang"', 'columnheader "Nanti"')
    follow(page, "Serahkan 2 laporan")
    expect(page.get_by_role("status").first).to_contain_text("2 laporan diserahkan")

    page.goto(f"/meja/bersama/{Bulk.objects.get().pk}/")
    reads(page, 'heading "2 laporan diserahkan" [level=1]', 'button "Batalkan', 'region "Yang terjadi pada tiap laporan"')
    follow(page, "Batalkan")
    expect(page.get_by_role("status").first).to_contain_text("dikembalikan")
    assert not Case.objects.filter(holder=budi).exists()


def test_an_officer_s_own_pages(at_desk, reads, budi, wulan, worked, told):
    page = at_desk(budi, f"/meja/kasus/{worked.code}/cetak/")
    reads(page, 'button "Cetak"', f'heading "{worked.title}" [level=1]', "term: Diterima", 'heading "Cerita" [level=2]')

    page.goto("/meja/kabar/")
    reads(page, 'heading "Kabar" [level=1]', 'button "Tandai semua dibaca"', 'link "Laporan ini sudah memakai separuh waktunya')
    follow(page, "Laporan ini sudah memakai separuh waktunya")
    reads(page, 'heading "Mengapa saya diberi tahu" [level=1]', 'list "Langkah, terbaru di atas"', 'region "Tangga menurut waktu"')

    page.goto("/meja/cuti/")
    reads(page, 'heading "Ketidakhadiran" [level=1]', 'combobox "Siapa"', 'combobox "Pengganti"', 'textbox "Hari terakhir"', "Semua hadir.")
    choose(page, "Pengganti", "Wulan")
    tab_to(page, "Hari terakhir")
    type_day(page, "2026-11-27")
    follow(page, "Catat ketidakhadiran")
    expect(page.get_by_role("status")).to_contain_text("Wulan Sari")

    page.goto("/meja/kinerja/")
    reads(
        page,
        'heading "Bagaimana kerja saya" [level=1]',
        'combobox "Bulan"',
        'table "Baris poin"',
        'heading "Bagaimana poin dihitung" [level=2]',
    )
    follow(page, "Ajukan keberatan")
    write(page, "Apa yang keliru", "Alasannya saya tulis di utas.")
    reads(page, 'table "Baris poin"', 'button "Kirim keberatan"')
    follow(page, "Kirim keberatan")
    expect(page.get_by_role("status")).to_contain_text("eberatan")
    expect(page.get_by_role("table", name="Baris poin")).to_contain_text("Alasannya saya tulis di utas.")


def test_a_list_is_kept_for_the_team_and_taken_away_as_a_file(at_desk, reads, budi, wulan, held_lamp, at):
    page = at_desk(budi, "/meja/?lihat=semua&jenis=pju")
    press(page, "Simpan pilihan ini")
    write(page, "Nama", "Lampu saja")
    press(page, "Bagikan dengan", "Space")
    follow(page, "Simpan")
    expect(page.get_by_role("navigation", name="Pilihan tersimpan").get_by_role("link", name="Lampu saja")).to_have_attribute(
        "aria-current", "page"
    )
    of_team = at_desk(wulan, "/meja/?lihat=semua&jenis=pju")
    reads(of_team, 'navigation "Pilihan tersimpan"', 'link "Lampu saja Budi S. 1"', 'heading "Semua 1 laporan" [level=1]')

    follow(page, "Unduh daftar")
    write(page, "Kata sandi Anda", PASSWORD)
    follow(page, "Lanjutkan")
    reads(page, 'heading "Unduh daftar 1 laporan di daftar" [level=1]', 'button "Buat XLSX"', 'button "Buat CSV"')
    follow(page, "Buat CSV")
    reads(page, 'heading "Berkas sedang dibuat" [level=1]', 'progressbar "Sudah dibuat"', "status: 0 dari 0 laporan")
    make_export(Export.objects.get().pk, at=at)
    expect(page.get_by_role("heading", name="Berkas siap")).to_be_visible()
    reads(page, 'heading "Berkas siap" [level=1]', 'link "Ambil berkas"')
    with page.expect_download() as begun:
        press(page, "Ambil berkas")
    assert held_lamp.code in begun.value.path().read_text()


def test_the_pages_of_chiefs_and_officials(at_desk, reads, kadis, walikota, lurah, worked):
    page = at_desk(kadis, "/meja/kantor/")
    reads(page, 'heading "Bagaimana Dinas', 'table "Semua terhitung"', 'table "Arus masa ini"', 'table "Menurut unit"')

    page = at_desk(walikota, "/meja/sop/")
    reads(page, 'heading "Batas waktu (SOP)" [level=1]', 'link "Penerangan, ringan, beres', 'heading "Riwayat versi" [level=2]')
    page.goto("/teruskan/batas/")
    reads(page, 'heading "Batas prioritas" [level=1]', 'spinbutton "Semua pejabat"', 'heading "Batas sendiri" [level=2]')

    page = at_desk(lurah, "/teruskan/")
    reads(page, 'heading "Teruskan laporan warga" [level=1]', 'textbox "Tempel yang Anda terima"', 'button "Lihat ke mana"')
    write(page, "Tempel yang Anda terima", "Lampu jalan mati tiga tiang di depan musala")
    follow(page, "Lihat ke mana")
    reads(page, 'heading "Periksa, lalu kirim" [level=1]', 'heading "Ke Dishub', 'checkbox "Beri prioritas', 'button "Kirim"')
    press(page, "Beri prioritas", "Space")
    follow(page, "Kirim")
    reads(
        page,
        'heading "Sudah masuk:',
        'heading "Untuk pengirimnya" [level=2]',
        'textbox "Pesan untuk pengirim"',
        'heading "Untuk Anda" [level=2]',
    )
    page.goto("/meja/teruskan/angka/")
    reads(page, 'heading "Titipan dalam angka" [level=1]', 'region "Per bulan"', 'region "Per pejabat"', 'region "Per kelurahan"')
    follow(page, "1")
    reads(page, 'heading "1 titipan" [level=1]', 'link "Lampu jalan mati tiga tiang')


def test_the_third_eye_answers_on_a_phone(open_page, reads, check):
    page = open_page(f"/periksa/{check.token}/")
    answers = 'group "Apa yang Anda lihat?"'
    reads(page, "sudah beres?", 'region "Perbaikan yang dilihat"', answers, 'button "Kirim jawaban"')

    tab_to(page, "Beres")
    page.keyboard.press("Space")
    write(page, "Keterangan", "Menyala terang.")
    follow(page, "Kirim jawaban")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    reads(page, "Anda menjawab: beres")
