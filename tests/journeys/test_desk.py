# SPDX-License-Identifier: AGPL-3.0-or-later
"""A day at the desk in a real browser: by mouse, by keyboard alone, two at once, many at once, triage by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.conftest import PASSWORD
from tests.journeys.keys import tab_to, type_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"viewport": {"width": 1440, "height": 900}}

# What a screen reader walks through at the desk, first to last.
READING_ORDER = [
    'navigation "Menu meja"',
    "search",
    'navigation "Pilihan tersimpan"',
    'heading "Tim saya 1 laporan"',
    'region "Laporan terpilih"',
    'list "Cerita, terbaru di atas"',
]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The desk opens at the cast's moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def at_desk(as_person: Callable[..., Page]) -> Callable[..., Page]:
    """Open an office PC's window in which this person has signed in."""
    return lambda user, path, **wishes: as_person(user, path, **(DESK | wishes))


@pytest.fixture
def waiting_lamp(lamp: Case) -> Case:
    """The lamp in the queue of the lamp team, with a kind that asks for a photo at the end."""
    Case.objects.filter(pk=lamp.pk).update(agency="dishub", unit="tim-pju", state=State.ASSIGNED, category="tps-liar")
    lamp.refresh_from_db()
    return lamp


@pytest.fixture
def after_photo(tmp_path: Path) -> Path:
    data = BytesIO()
    Image.new("RGB", (320, 240), "seagreen").save(data, "JPEG")
    path = tmp_path / "sesudah.jpg"
    path.write_bytes(data.getvalue())
    return path


def test_an_officer_signs_in_accepts_replies_plans_and_solves_with_a_photo(open_page, budi, waiting_lamp, after_photo):
    page = open_page("/meja/", **DESK)
    page.get_by_label("Nama pengguna").fill("pju.1")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tim saya")

    page.get_by_role("link", name="Terima").click()
    page.get_by_role("form", name="Terima").get_by_role("button", name="Terima").click()
    expect(page.get_by_role("status").first).to_contain_text("Anda memegang laporan ini")

    page.get_by_label("Balasan untuk pelapor").fill("Terima kasih, akan kami tindak lanjuti.")
    expect(page.get_by_text("Belum ada isinya.")).to_be_visible()
    page.get_by_label("Balasan untuk pelapor").fill("Regu 2 datang hari ini pukul 15.30.")
    expect(page.get_by_text("Belum ada isinya.")).to_be_hidden()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("list", name="Cerita, terbaru di atas")).to_contain_text("Regu 2 datang hari ini pukul 15.30.")

    page.get_by_role("link", name="Jadwalkan").click()
    plan = page.get_by_role("form", name="Jadwalkan")
    plan.get_by_label("Tanggal yang dijanjikan").fill("2026-11-29")
    expect(plan.get_by_text("Hari itu kantor Anda tutup.")).to_be_visible()
    plan.get_by_label("Tanggal yang dijanjikan").fill("2026-11-26")
    plan.get_by_label("Apa yang dikerjakan hari itu").fill("Regu 2 memasang lampu baru")
    plan.get_by_role("button", name="Janjikan tanggal ini").click()
    expect(page.get_by_label("Laporan terpilih")).to_contain_text("Dijadwalkan Kam 26 Nov")

    page.get_by_label("Laporan terpilih").get_by_text("Lainnya").click()
    page.get_by_role("link", name="Nyatakan selesai").click()
    solve = page.get_by_role("form", name="Nyatakan selesai")
    solve.get_by_label("Foto sesudah").set_input_files(after_photo)
    expect(solve.locator("[data-photo-slot] img")).to_be_visible()
    solve.get_by_label("Apa yang dikerjakan").fill("Lampu diganti LED 60 watt")
    solve.get_by_role("button", name="Nyatakan selesai").click()
    # A photo from the gallery proves nothing by itself: a lead has to look.
    expect(page.get_by_role("status").first).to_contain_text("belum dapat diverifikasi")

    waiting_lamp.refresh_from_db()
    assert (waiting_lamp.state, waiting_lamp.is_doubted) == (State.PLANNED, True)
    assert waiting_lamp.photos.get(role=Photo.EVIDENCE)


def test_the_same_by_keyboard_alone_with_a_screen_readers_tree(at_desk, budi, waiting_lamp):
    page = at_desk(budi, "/meja/")

    # The tree a screen reader walks: menu, views with their counts, list, case, story, facts.
    tree = page.locator("body").aria_snapshot()
    order = [tree.index(place) for place in READING_ORDER]
    assert order == sorted(order)
    assert 'link "Tim saya 1"' in tree
    assert f'checkbox "Pilih {waiting_lamp.code}"' in tree

    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('[data-row]') !== null")
    page.keyboard.press("t")
    expect(page.get_by_role("form", name="Terima")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Anda memegang laporan ini")

    page.keyboard.press("r")
    expect(page.get_by_label("Balasan untuk pelapor")).to_be_focused()
    page.keyboard.type("Regu 2 datang hari ini pukul 15.30.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("list", name="Cerita, terbaru di atas")).to_contain_text("Regu 2 datang hari ini pukul 15.30.")

    page.keyboard.press("p")
    expect(page.get_by_label("Tanggal yang dijanjikan")).to_be_focused()
    type_day(page, "2026-11-26")
    tab_to(page, "Apa yang dikerjakan hari itu")
    page.keyboard.type("Regu 2 memasang lampu baru")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Laporan terpilih")).to_contain_text("Dijadwalkan Kam 26 Nov")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tombol papan tik")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1, name=waiting_lamp.title)).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Cari laporan")).to_be_focused()


def test_two_officers_at_once_and_the_second_is_told(at_desk, complaints, budi, rina, held_lamp):
    first, second = at_desk(rina, f"/meja/kasus/{held_lamp.code}/"), at_desk(budi, f"/meja/kasus/{held_lamp.code}/")
    second.keyboard.press("p")
    plan = second.get_by_role("form", name="Jadwalkan")
    plan.get_by_label("Tanggal yang dijanjikan").fill("2026-11-26")
    plan.get_by_label("Apa yang dikerjakan hari itu").fill("Regu 2 memasang lampu baru")

    first.keyboard.press("m")
    first.get_by_role("form", name="Mulai kerjakan").get_by_role("button", name="Mulai kerjakan").click()
    expect(first.get_by_role("status").first).to_contain_text("pekerjaan dimulai")
    plan.get_by_role("button", name="Janjikan tanggal ini").click()

    expect(second.get_by_role("alert")).to_contain_text("Rina Marlina lebih dulu mengubah laporan ini")
    expect(second.get_by_label("Apa yang dikerjakan hari itu")).to_have_value("Regu 2 memasang lampu baru")
    second.get_by_role("button", name="Janjikan tanggal ini").click()
    expect(second.get_by_role("status").first).to_contain_text("Tanggal dijanjikan")
    # The browser itself remarks on the answer that told of the conflict; nothing else went wrong.
    assert len(complaints) == 1
    complaints.foresee("409")


def test_many_are_handed_over_with_their_effect_shown_first(at_desk, rina, budi, submit_report):
    cases = [submit_report() for _number in range(3)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(agency="dishub", unit="bidang-pju", state=State.ASSIGNED)
    page = at_desk(rina, "/meja/?lihat=bebas")

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.get_by_role("button", name="Serahkan…").click()
    page.get_by_label("Kepada").select_option("dishub/tim-pju")
    page.get_by_label("Orangnya").select_option(str(budi.pk))
    page.get_by_role("button", name="Lihat akibatnya").click()
    expect(page.get_by_role("cell", name="Dishub, Tim PJU, Budi Santoso")).to_have_count(2)
    page.get_by_role("button", name="Serahkan 2 laporan").click()

    expect(page.get_by_role("status").first).to_contain_text("2 laporan diserahkan")
    assert Case.objects.filter(holder=budi).count() == 2


def test_triage_goes_by_keys(at_desk, dewi, submit_report):
    texts = ["ada yang aneh di dekat pasar", "got mampet dan lampu jalan mati, entah yang mana"]
    cases = [submit_report(text=text, hashtags=()) for text in texts]
    for case in cases:
        candidates = [{"category": slug, "score": 0.4, "reasons": []} for slug in ("pju", "tps-liar", "drainase")]
        Case.objects.filter(pk=case.pk).update(
            decision={"category": "pju", "agency": "dishub", "unit": "tim-pju", "candidates": candidates}
        )
    page = at_desk(dewi, "/meja/pilah/")

    page.keyboard.press("l")
    expect(page.get_by_text(texts[1])).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Tempat sampah liar")).to_be_checked()
    expect(page.locator(".reads__one:visible")).to_contain_text("DLH")
    page.keyboard.press("Enter")
    expect(page.get_by_text(texts[0])).to_be_visible()
    # Nothing chosen: Enter sends to the first suggestion.
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tidak ada yang perlu dipilah")).to_be_visible()

    owners = [Case.objects.get(pk=case.pk).agency_id for case in cases]
    assert owners == ["dishub", "dlh"]


def test_the_desk_works_without_a_script(at_desk, budi, waiting_lamp):
    page = at_desk(budi, "/meja/", java_script_enabled=False)

    page.get_by_role("link", name="Terima").click()
    page.get_by_role("button", name="Terima").click()
    page.get_by_role("link", name="Serahkan").click()
    page.get_by_label("Alasan").fill("Saya cuti besok")
    page.get_by_role("button", name="Serahkan", exact=True).click()

    expect(page.get_by_role("status").first).to_contain_text("Laporan diserahkan")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_has_a_barrier(at_desk, open_page, find_barriers, budi, dewi, rina, held_lamp, submit_report, scheme):
    submit_report(text="ada yang aneh di dekat pasar", hashtags=())
    wish = {"color_scheme": scheme}
    code = held_lamp.code
    paths = [
        "/meja/",
        f"/meja/kasus/{code}/",
        f"/meja/kasus/{code}/plan/",
        f"/meja/kasus/{code}/resolve/",
        f"/meja/kasus/{code}/hand_over/",
        "/akun/sandi/",
    ]
    visits = [(budi, path) for path in paths] + [(dewi, "/meja/pilah/"), (rina, f"/meja/bersama/assign/?pilih={code}")]

    barriers = {"/masuk/": find_barriers(open_page("/masuk/", **DESK, **wish))}
    for user, path in visits:
        barriers[path] = find_barriers(at_desk(user, path, **wish))

    assert {path: found for path, found in barriers.items() if found} == {}
