# SPDX-License-Identifier: AGPL-3.0-or-later
"""The leader's figures on a phone and the wall in its room: in a real browser, without a barrier, also without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.control.views import wall
from laksa.insight.actions import keep_check, refresh_times

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOM = {"viewport": {"width": 1920, "height": 1080}}


@pytest.fixture
def reports(submit_report) -> list[Case]:
    """Reports of today in one kelurahan: one waits for PLN, one is confirmed, one puts somebody in danger."""
    now, area = timezone.now(), next(area for area in book().areas.values() if area.kind == "village")
    made = [submit_report(at=now - timedelta(seconds=30), village=area.code, lat=area.lat, lon=area.lon) for _ in range(4)]
    Case.objects.filter(pk=made[0].pk).update(
        state=State.AWAITING_OUTSIDE, waits_for="PLN", state_since=now - timedelta(days=2), due_at=now - timedelta(hours=1)
    )
    Case.objects.filter(pk=made[1].pk).update(state=State.CONFIRMED, is_open=False, ended_at=now, resolved_at=now)
    Case.objects.filter(pk=made[2].pk).update(is_emergency=True)
    return made


def runs_out(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_leader_follows_a_number_to_its_reports(as_person, find_barriers, reports, walikota, scripts):
    keep_check(at=timezone.now())
    refresh_times(at=timezone.now())
    page = as_person(walikota, "/pimpinan/", java_script_enabled=scripts)
    barriers = find_barriers(page) if scripts else []
    expect(page.get_by_text("Cocok dengan buku besar: 4 laporan")).to_be_visible()
    assert not runs_out(page)

    page.get_by_role("heading", name="Menunggu orang lain").click()
    page.get_by_role("table", name="Menunggu orang lain").get_by_role("link", name="1").click()
    expect(page.get_by_role("heading", name="Semua 1 laporan")).to_be_visible()
    page.go_back()
    if scripts:
        page.get_by_text("7 hari", exact=True).click()
    else:
        page.get_by_label("7 hari").check()
        page.get_by_role("button", name="Lihat").click()
    expect(page).to_have_url(re.compile("masa=7"))
    page.goto("/pimpinan/tabel/kelurahan/?masa=7")
    expect(page.get_by_role("heading", name="Menurut kelurahan")).to_be_visible()
    barriers += find_barriers(page) if scripts else []

    assert barriers == []


def test_the_wall_fills_its_screen_and_says_when_it_no_longer_knows(
    as_person, find_barriers, reports, tono, submit_report, monkeypatch, complaints
):
    monkeypatch.setattr(wall, "ASKED_EVERY_SECONDS", 1)
    monkeypatch.setattr(wall, "SHARED_SECONDS", 1)
    monkeypatch.setattr(wall, "SILENT_SECONDS", 3)
    page = as_person(tono, "/kendali/", **ROOM)
    expect(page.get_by_text("detik lalu")).to_be_visible()
    expect(page.get_by_text("3 laporan terbuka, menurut kelurahan")).to_be_visible()
    assert find_barriers(page) == []
    assert page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [1080, 1920]

    submit_report(at=timezone.now())
    expect(page.get_by_text("4 laporan terbuka, menurut kelurahan")).to_be_visible()
    expect(page.get_by_text("1 belum pasti tempatnya")).to_be_visible()

    page.route("**/kendali/kini/", lambda route: route.abort())
    expect(page.get_by_role("status")).to_contain_text("terputus, terakhir")
    page.unroute("**/kendali/kini/")
    expect(page.get_by_role("status")).to_contain_text("langsung")
    # What the browser says of the cut line is no fault of the page.
    complaints.foresee("ERR_FAILED")


def test_the_wall_is_read_without_a_script(as_person, reports, tono):
    page = as_person(tono, "/kendali/", java_script_enabled=False, **ROOM)

    expect(page.get_by_text("3 laporan terbuka, menurut kelurahan")).to_be_visible()
    expect(page.get_by_text("Bahaya sekarang")).to_be_visible()


def test_an_offices_page_has_no_barrier(as_person, find_barriers, reports, kadis):
    page = as_person(kadis, "/meja/kantor/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Bagaimana Dinas")
    assert not runs_out(page)
    assert find_barriers(page) == []
