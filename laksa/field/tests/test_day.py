# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crew's day: what stands in it, in which order, for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from laksa.cases.actions import accept_case, assign_case, plan_case
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.evidence.models import CaptureCode
from laksa.field import urls
from laksa.insight.models import Forecast

pytestmark = pytest.mark.django_db

STAFF = ("budi", "wulan", "rina", "kabid", "joko", "dewi", "tono", "walikota", "operator", "sari")
GOES_OUT = {"budi", "wulan", "rina", "kabid", "joko"}
OF_THE_OFFICE = {"budi", "wulan", "rina", "kabid"}
IN, AWAY, NEVER = 200, 302, 404

TABLE = {
    "day": ("get", "/lapangan/", dict.fromkeys(STAFF, NEVER) | dict.fromkeys(GOES_OUT, IN)),
    "service_worker": ("get", "/lapangan/sw.js", dict.fromkeys(STAFF, IN)),
    "who": ("get", "/lapangan/kunci/", dict.fromkeys(STAFF, IN)),
    "stop": ("get", "/lapangan/tempat/{code}/", dict.fromkeys(STAFF, NEVER) | dict.fromkeys(OF_THE_OFFICE, IN)),
    # An empty form of somebody of the office is told what is wrong with it.
    "send": ("post", "/lapangan/tempat/{code}/kirim/", dict.fromkeys(STAFF, NEVER) | dict.fromkeys(OF_THE_OFFICE, 422)),
}


def test_every_address_stands_in_the_table():
    # The guided photo has a table of its own (test_capture.py).
    assert set(TABLE) == {pattern.name for pattern in urls.urlpatterns} - {"capture", "result"}


@pytest.mark.parametrize("who", ["stranger", *STAFF])
@pytest.mark.parametrize("name", list(TABLE))
def test_who_may_open_what(request, held_lamp, name, who):
    method, address, allowed = TABLE[name]
    client = Client()
    if who in STAFF:
        client.force_login(request.getfixturevalue(who), backend="django.contrib.auth.backends.ModelBackend")

    answer = getattr(client, method)(address.format(code=held_lamp.code))

    assert answer.status_code == (allowed[who] if who in STAFF else IN if name == "service_worker" else AWAY)


@pytest.fixture
def give(submit_report, dewi, budi, as_actor, at):
    """Give Budi a case at a point: `give("Gang 1", -6.1, 106.6, promised_on=day)`."""

    def given(text: str, lat: float, lon: float, *, promised_on=None, is_taken: bool = True) -> Case:
        case = submit_report(text=f"{text}: lampu jalan mati", lat=lat, lon=lon, at=at - timedelta(hours=1))
        owner = Owner(agency="dishub", unit="tim-pju", holder_id=budi.pk if is_taken else None)
        assign_case(case.pk, owner, actor=as_actor(dewi), at=at)
        if is_taken:
            accept_case(case.pk, actor=as_actor(budi), at=at)
        if promised_on:
            plan_case(case.pk, promised_on=promised_on, words="Kami datang.", actor=as_actor(budi), at=at)
        return Case.objects.get(pk=case.pk)

    return given


def test_a_stop_shows_the_reporters_clock_and_what_history_says(desk_of, budi, held_lamp, at):
    Case.objects.filter(pk=held_lamp.pk).update(resolve_due_at=at + timedelta(days=2, hours=22))
    facts = {"cases": 214, "low_seconds": 2 * 86_400, "middle_seconds": 3 * 86_400, "high_seconds": 5 * 86_400, "refreshed_at": at}
    Forecast.objects.create(scope="c", key=held_lamp.category_id, severity=held_lamp.severity, **facts)

    text = desk_of(budi).get(f"/lapangan/tempat/{held_lamp.code}/").text

    assert "Jam pelapor ke Jumat 27 Nov 12.05" in text
    assert "8 dari 10 laporan serupa selesai dalam 2–5 hari." in text


def order_of(page) -> list[str]:
    return [row.code for row in page.context["rows"]]


def test_the_day_holds_what_is_promised_and_what_is_due_in_the_order_of_the_way(desk_of, budi, give, lamp, at):
    today = at.date()
    far = give("Ujung", lamp.lat + 0.03, lamp.lon, promised_on=today)
    near = give("Tengah", lamp.lat + 0.01, lamp.lon, promised_on=today)
    urgent = give("Bahaya", lamp.lat + 0.06, lamp.lon)
    later = give("Nanti", lamp.lat, lamp.lon, promised_on=today + timedelta(days=3))
    Case.objects.filter(pk=urgent.pk).update(is_emergency=True)

    page = desk_of(budi).get(f"/lapangan/?lat={lamp.lat}&lon={lamp.lon}")

    assert order_of(page) == [urgent.code, far.code, near.code]
    assert later.code not in page.text
    assert "3 tempat lagi hari ini" in page.text
    assert f"geo:{urgent.lat:.6f},{urgent.lon:.6f}" in page.text
    assert "Buka tempat 1" in page.text


def test_what_nobody_of_the_team_holds_is_offered_to_each(desk_of, budi, wulan, give, lamp, at):
    free = give("Bebas", lamp.lat, lamp.lon, is_taken=False)
    Case.objects.filter(pk=free.pk).update(resolve_due_at=at - timedelta(hours=1))

    for officer in (budi, wulan):
        page = desk_of(officer).get("/lapangan/")
        assert order_of(page) == [free.code]
        assert "belum ada yang memegang" in page.text


def test_codes_come_with_the_day_and_stay_the_same(desk_of, budi, give, lamp, at):
    case = give("Satu", lamp.lat, lamp.lon, promised_on=at.date())

    desk_of(budi).get("/lapangan/")
    first = CaptureCode.objects.get(case_code=case.code)
    desk_of(budi).get("/lapangan/")
    page = desk_of(budi).get(f"/lapangan/tempat/{case.code}/")

    assert CaptureCode.objects.get(case_code=case.code) == first
    assert page.context["photo_code"].replace(" ", "") == first.code


def test_a_day_costs_the_same_number_of_queries_however_many_stops(desk_of, budi, give, lamp, at, django_assert_max_num_queries):
    for number in range(3):
        give(f"Gang {number}", lamp.lat + number / 100, lamp.lon, promised_on=at.date())
    phone = desk_of(budi)
    phone.get("/lapangan/")

    with django_assert_max_num_queries(13):
        page = phone.get("/lapangan/")

    assert page.context["kept"]["urls"][0] == "/lapangan/"
    assert len(page.context["kept"]["urls"]) == 4


def test_an_empty_day_says_so(desk_of, wulan):
    page = desk_of(wulan).get("/lapangan/")

    assert "Tidak ada tempat lagi hari ini" in page.text
    assert page.status_code == 200


def test_a_phone_that_only_keeps_the_page_has_not_looked(desk_of, budi, held_lamp, siti, at):
    from laksa.cases.actions import add_words
    from laksa.identity.rules import Actor, ActorKind

    add_words(held_lamp.pk, "Masih gelap", actor=Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk), at=at)
    address = f"/lapangan/tempat/{held_lamp.code}/"

    desk_of(budi).get(address, headers={"x-laksa-keep": "1"})
    assert not held_lamp.entries.filter(kind="seen").exists()

    desk_of(budi).get(address)
    assert held_lamp.entries.filter(kind="seen").exists()
