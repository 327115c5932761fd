# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page of the desk that shows a case shows how much of its time is left, and what history says."""

from datetime import timedelta

import pytest

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.conftest import _staff
from laksa.identity.rules import PostFact, Role
from laksa.insight.models import Forecast, case_times
from laksa.threads.actions import DecisionRequest, Question, ask_inside, request_decision
from laksa.threads.rules.options import Option

pytestmark = pytest.mark.django_db

SAYS = "8 dari 10 laporan serupa selesai dalam 2–5 hari."
DAY = 86_400


@pytest.fixture
def timed(held_lamp, at):
    """The lamp has until Friday noon, and history knows ones like it."""
    Case.objects.filter(pk=held_lamp.pk).update(resolve_due_at=at + timedelta(days=2, hours=22))
    held_lamp.refresh_from_db()
    facts = {"cases": 214, "low_seconds": 2 * DAY, "middle_seconds": 3 * DAY, "high_seconds": 5 * DAY, "refreshed_at": at}
    Forecast.objects.create(scope="c", key=held_lamp.category_id, severity=held_lamp.severity, **facts)
    return held_lamp


@pytest.fixture
def question(timed, budi, rina, as_actor, at):
    return ask_inside(timed.pk, Question("Ada stok?", to_user=rina.pk), actor=as_actor(budi), at=at)


@pytest.fixture
def matter(timed, budi, as_actor, at):
    sekda = _staff("sekda", "Ratih Puspita", PostFact(Role.SECRETARIAT))
    options = (Option("Beli", "Terang", 1_000_000), Option("Tunda", "Gelap", nothing=True))
    request = DecisionRequest("Beli lampu?", options, sekda.pk, at + timedelta(days=1), 1, "Beli saja.", "Kami menunggu.")
    return request_decision(timed.pk, request, actor=as_actor(budi), at=at)


@pytest.mark.parametrize("page", ["/meja/kasus/{}/", "/meja/?kasus={}", "/meja/kasus/{}/keputusan/", "/meja/kasus/{}/plan/"])
def test_pages_of_a_case(desk_of, budi, timed, page):
    text = desk_of(budi).get(page.format(timed.code)).text

    assert "ke Jumat 27 Nov 12.05" in text
    assert SAYS in text


def test_the_page_that_says_why(desk_of, budi, timed):
    text = desk_of(budi).get(f"/meja/kabar/{timed.code}/").text

    assert "Sisa " in text
    assert SAYS in text


def test_the_page_of_a_question(desk_of, rina, question):
    text = desk_of(rina).get(f"/meja/utas/{question.pk}/").text

    assert "Jam pelapor ke Jumat 27 Nov 12.05" in text
    assert SAYS in text


def test_the_page_of_a_request_that_was_sent(desk_of, budi, timed, matter):
    text = desk_of(budi).get(f"/meja/kasus/{timed.code}/keputusan/").text

    assert "Jam pelapor ke Jumat 27 Nov 12.05" in text
    assert SAYS in text


def test_the_page_of_the_desk_that_sorts(desk_of, dewi, timed):
    Case.objects.filter(pk=timed.pk).update(state=State.TRIAGE, holder=None)

    text = desk_of(dewi).get("/meja/pilah/").text

    assert "ke Jumat 27 Nov 12.05" in text
    assert SAYS in text


def test_once_it_is_solved_no_clock_runs(timed, at, django_assert_num_queries):
    timed.state = State.RESOLVED
    with django_assert_num_queries(0):
        assert case_times(timed, now=at) == {"clock": None, "forecast": ""}


def test_a_clock_that_has_run_out_says_so(timed, at):
    later = case_times(timed, now=at + timedelta(days=4))["clock"]

    assert later.tag.startswith("Lewat ")
    assert later.tag_tone == "late"


def test_due_at_closing_time_it_is_only_just_late_until_the_office_opens(timed, at):
    timed.resolve_due_at = at.replace(hour=16, minute=0)

    assert case_times(timed, now=at.replace(hour=23))["clock"].tag == "Baru lewat"
