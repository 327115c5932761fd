# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an office does: seen by its chiefs and the city, told by its own cases alone."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.aftercare.models import Closing, Recurrence
from laksa.cases.models import Case
from laksa.cases.rules import PartyKind, State
from laksa.identity.models import actor_of
from laksa.insight.models import held_in, units_of
from laksa.insight.rules import Period
from laksa.workspace.models import listed
from laksa.workspace.rules import Filters

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    day = timezone.localtime(now).date()
    return Period(day, day)


@pytest.fixture
def closed(submit_report, now):
    """Three closings of Dishub's lamp team: one confirmed, one taken back, one unanswered; the last trouble came again."""
    cases = [submit_report(at=now - timedelta(minutes=30)) for _ in range(3)]
    for case, state, reopened in zip(cases, [State.CONFIRMED, State.IN_PROGRESS, State.RESOLVED], [None, now, None], strict=True):
        ended = now if state == State.CONFIRMED else None
        Case.objects.filter(pk=case.pk).update(state=state, is_open=ended is None, ended_at=ended, agency="dishub", unit="tim-pju")
        Closing.objects.create(case=case, turn=1, agency_id="dishub", unit_id="tim-pju", declared_at=now, reopened_at=reopened)
    again = submit_report(at=now)
    Recurrence.objects.create(case=again, closing=Closing.objects.get(case=cases[2]), distance_m=3, found_at=now)
    Case.objects.filter(pk=again.pk).update(due_at=now - timedelta(days=1), unit=None)
    return cases


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((who, 200) for who in ("rina", "kabid", "kadis", "walikota", "tono", "dewi")),
        *((who, 404) for who in ("budi", "wulan", "joko", "lurah", "operator", "sari")),
    ],
)
def test_the_chiefs_of_an_office_and_the_city_see_how_it_does(client, request, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get("/meja/kantor/?kantor=dishub").status_code == status


@pytest.mark.parametrize("days", ["7", "30", "90", "tahun", "365", "semua", "sendiri&dari=2026-01-01"])
def test_each_time_that_can_be_chosen_is_shown(client, kadis, closed, days):
    client.force_login(kadis)

    page = client.get(f"/meja/kantor/?masa={days}&waktu=ya")

    assert page.status_code == 200
    assert page.context["closings"].closings == 3


def test_another_office_is_not_there(client, kadis):
    client.force_login(kadis)

    assert client.get("/meja/kantor/?kantor=dlh").status_code == 404
    assert client.get("/meja/kantor/?kantor=kelurahan-khayal").status_code == 404


def test_a_chief_begins_with_their_own_office(client, kadis, closed):
    client.force_login(kadis)

    page = client.get("/meja/kantor/")

    assert page.context["agency"].slug == "dishub"
    assert page.context["found"].standing.total == 4
    assert page.context["offices"] == []


def test_a_unit_is_told_by_what_became_of_its_closings(closed, today, now):
    of_team, of_office = sorted(units_of("dishub", today, at=now + timedelta(seconds=1)), key=lambda one: -one.closings)

    assert (of_team.unit, of_team.closings, of_team.confirmed, of_team.reopened, of_team.recurred) == ("tim-pju", 3, 1, 1, 1)
    assert (of_office.unit, of_office.late) == ("", 1)
    assert units_of("dlh", today, at=now) == []


def test_the_late_of_no_unit_are_a_list_of_their_own(closed, kadis, now):
    found = listed(Filters(lihat="lewat", kantor="dishub", unit="tidak"), actor=actor_of(kadis, at=now), at=now)

    assert found.count() == 1


def test_time_held_adds_up_without_the_reporters_last_word(held_lamp, at):
    day = Period(at.date(), at.date())

    found = held_in("dishub", day, at=at + timedelta(hours=5))

    assert (found.cases, found.of) == (1, 1)
    assert dict(found.parts)[PartyKind.OFFICER] == timedelta(hours=5)
    assert found.whole == timedelta(hours=5)


def test_the_units_are_a_file_too(client, kadis, closed):
    client.force_login(kadis)

    rows = list(csv.reader(client.get("/meja/kantor/?berkas=csv").content.decode().splitlines()))

    assert rows[3][:3] == ["Unit", "Lewat sekarang", "Dinyatakan selesai"]
    assert rows[-1][:3] == ["Jumlah", "1", "3"]


def test_more_cases_cost_no_more_queries(client, kadis, closed, submit_report, now, django_assert_max_num_queries):
    client.force_login(kadis)
    client.get("/meja/kantor/")
    for _ in range(4):
        submit_report(at=now)

    with django_assert_max_num_queries(24):
        client.get("/meja/kantor/?masa=90")
