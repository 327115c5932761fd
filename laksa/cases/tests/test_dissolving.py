"""A unit or an agency leaves the city's data while it holds cases: none of them is forgotten."""

from datetime import timedelta

import pytest

from laksa.cases.actions import release_dissolved, verify_log
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import Agency, Unit, forget_book
from laksa.identity.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def dissolve():
    """Take a unit or an agency out of use: `dissolve(Unit, "tim-pju")`."""

    def take_out(model, slug):
        model.objects.filter(pk=slug).update(is_active=False)
        forget_book()

    return take_out


def again(case):
    return Case.objects.get(pk=case.pk)


def test_nothing_happens_while_all_offices_stand(held_lamp, at):
    assert release_dissolved(at=at) == 0


def test_a_holder_who_still_serves_keeps_the_case_in_the_queue_of_the_agency(held_lamp, dissolve, budi, at):
    due = held_lamp.resolve_due_at
    dissolve(Unit, "tim-pju")

    assert release_dissolved(at=at + timedelta(days=1)) == 1

    case = again(held_lamp)
    assert (case.unit_id, case.holder_id, case.state, case.resolve_due_at) == (None, budi.pk, State.IN_PROGRESS, due)
    assert "Tim PJU sudah tidak ada" in case.entries.last().body
    assert release_dissolved(at=at + timedelta(days=1)) == 0
    assert list(verify_log()) == []


def test_without_a_holder_it_waits_in_the_queue_again(held_lamp, dissolve, budi, at):
    Post.objects.filter(user=budi).update(until=at)
    dissolve(Unit, "tim-pju")

    release_dissolved(at=at)

    case = again(held_lamp)
    assert (case.unit_id, case.holder_id, case.state) == (None, None, State.ASSIGNED)


def test_the_cases_of_a_dissolved_agency_go_to_the_city_desk(held_lamp, dissolve, at):
    dissolve(Agency, "dishub")

    assert release_dissolved(at=at) == 1

    case = again(held_lamp)
    assert (case.state, case.holder_id) == (State.TRIAGE, None)
    assert release_dissolved(at=at) == 0


def test_a_case_that_waits_comes_back_to_the_desk(held_lamp, dissolve, at):
    Case.objects.filter(pk=held_lamp.pk).update(
        state=State.AWAITING_REPORTER, resume_state=State.IN_PROGRESS, asked_until=at + timedelta(days=2)
    )
    dissolve(Agency, "dishub")

    assert release_dissolved(at=at) == 1
    assert release_dissolved(at=at) == 0
    assert (again(held_lamp).state, again(held_lamp).resume_state) == (State.AWAITING_REPORTER, State.TRIAGE)
