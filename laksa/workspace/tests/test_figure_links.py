# SPDX-License-Identifier: AGPL-3.0-or-later
"""A number of the leader's page leads to exactly the cases it counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.models import actor_of
from laksa.insight.models import balance
from laksa.insight.rules import Period
from laksa.workspace.models import listed, tallied
from laksa.workspace.rules import Filters, read_filters

pytestmark = pytest.mark.django_db
PERIOD = {"lihat": "semua", "dari": "2026-11-23", "sampai": "2026-11-24"}


@pytest.fixture
def three_days(submit_report, at):
    """Six reports: two a day on three days, the second of each day by another channel."""
    for day in range(3):
        submit_report(at=at - timedelta(days=day))
        submit_report(at=at - timedelta(days=day), channel="api")


def test_the_days_of_receiving_are_whole_days_of_the_city(three_days, submit_report, walikota, at):
    submit_report(at=at.replace(hour=23, minute=59))
    submit_report(at=at.replace(day=25, hour=0, minute=0))
    filters = read_filters(PERIOD | {"tutup": "ya"})

    found = listed(filters, actor=actor_of(walikota, at=at), at=at)

    period = Period(date(2026, 11, 23), date(2026, 11, 24))
    assert found.count() == balance(period).standing.total == 5


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [
        ({"kantor": "dishub"}, 4),
        ({"kantor": "dlh"}, 0),
        ({"macam": "complaint"}, 4),
        ({"macam": "question"}, 0),
        ({"kanal": "api"}, 2),
        ({"kelurahan": "tidak"}, 4),
        ({"bahaya": "ya"}, 0),
        ({"tunggu": "PLN"}, 1),
        ({"tunggu": "tidak"}, 3),
    ],
)
def test_a_part_of_a_figure_is_a_part_of_its_list(three_days, walikota, at, narrowed, number):
    waiting = Case.objects.first()
    waiting.state, waiting.waits_for = State.AWAITING_OUTSIDE, "PLN"
    waiting.save()

    found = listed(read_filters(PERIOD | narrowed), actor=actor_of(walikota, at=at), at=at)

    assert found.count() == number


@pytest.fixture
def ended(submit_report, at):
    """Received on three days: one ended on its day, one on the next, one today; the fourth is open. Whose last change is its end."""
    made = [submit_report(at=at - timedelta(days=day)) for day in (2, 2, 1, 1)]
    ways = [(State.CONFIRMED, 2), (State.REJECTED, 1), (State.CONFIRMED, 0)]
    for case, (state, day) in zip(made, ways, strict=False):
        ended_at = at - timedelta(days=day)
        Case.objects.filter(pk=case.pk).update(state=state, is_open=False, ended_at=ended_at, updated_at=ended_at)
    return made


FLOWS = [
    ({"akhir_dari": "2026-11-23", "akhir_sampai": "2026-11-24"}, 2),
    ({"akhir_dari": "2026-11-23", "akhir_sampai": "2026-11-24", "status": "rejected"}, 1),
    ({"akhir_sampai": "2026-11-22"}, 1),
    ({"terbuka": "2026-11-21"}, 0),
    ({"terbuka": "2026-11-22"}, 1),
    ({"terbuka": "2026-11-23"}, 2),
    ({"terbuka": "2026-11-24"}, 1),
]
STANDINGS = [
    ({"dari": "2026-11-23"}, 2),
    ({"sampai": "2026-11-23", "kelurahan": "tidak"}, 4),
    ({"sampai": "2026-11-23", "kanal": "web", "macam": "complaint"}, 4),
    ({"sampai": "2026-11-23", "status": "confirmed"}, 2),
    ({"sampai": "2026-11-23", "tutup": ""}, 1),
]


@pytest.mark.parametrize("asked", [{"terbuka": "2026-11-22"}, {"akhir_dari": "2026-11-22"}])
def test_narrowed_to_what_is_still_open_the_list_is_counted_anew(client, ended, walikota, asked):
    client.force_login(walikota)

    page = client.get("/meja/", {"lihat": "semua"} | asked)

    assert page.context["total"] == str(len(page.context["rows"])) == "0"


@pytest.mark.parametrize(("asked", "number"), [*FLOWS, *STANDINGS])
def test_the_list_and_the_tallies_know_the_same_number(ended, walikota, at, asked, number):
    filters, actor = read_filters({"lihat": "semua", "tutup": "ya"} | asked), actor_of(walikota, at=at)
    cases = listed(filters, actor=actor, at=at)

    assert cases.count() == number
    assert tallied(filters, actor=actor, at=at) == number


def test_beyond_the_ceiling_the_list_of_a_figure_says_all_it_holds(client, ended, walikota, at, monkeypatch):
    monkeypatch.setattr("laksa.workspace.models.inbox.CEILING", 2)
    monkeypatch.setattr("laksa.workspace.views.inbox.CEILING", 2)
    client.force_login(walikota)

    def total(query):
        return client.get(f"/meja/?lihat=semua&{query}").context["total"]

    assert total("tutup=ya") == "1+"
    assert total("tutup=ya&sampai=2026-11-23") == "4"
    assert total("tutup=ya&akhir_dari=2026-11-22&akhir_sampai=2026-11-24") == "3"
    assert total("tutup=ya&terbuka=2026-11-23") == "2"
    # No tally knows units: the list does not pretend to.
    assert total(f"tutup=ya&unit={ended[0].unit_id}") == "1+"
    Case.objects.update(state=State.ASSIGNED, is_open=True, ended_at=None, due_at=at - timedelta(hours=1))
    assert total(f"unit={ended[0].unit_id}") == "4"
    assert client.get("/meja/?lihat=lewat").context["total"] == "4"


def test_the_tallies_answer_only_who_sees_every_case_they_count(ended, rina, lurah, at):
    filters = read_filters({"lihat": "semua", "tutup": "ya", "terbuka": "2026-11-24"})
    of_office = replace(filters, kantor="dishub")

    assert tallied(of_office, actor=actor_of(rina, at=at), at=at) == 1
    assert tallied(filters, actor=actor_of(rina, at=at), at=at) is None
    assert tallied(of_office, actor=actor_of(lurah, at=at), at=at) is None


@pytest.mark.parametrize("value", ["kemarin", "2026-13-01", "9999-12-31", "0001-01-01", "\x00"])
def test_what_is_no_day_is_no_filter(value):
    assert read_filters({"dari": value, "sampai": value, "akhir_dari": value, "terbuka": value}) == Filters()


def test_the_form_of_the_list_carries_the_figure_along(client, three_days, walikota):
    client.force_login(walikota)

    page = client.get("/meja/", PERIOD | {"kantor": "dishub"}).content.decode()

    assert '<input type="hidden" name="kantor" value="dishub">' in page
    assert "Diterima 23 Nov 2026 sampai 24 Nov 2026" in page
