"""The night counts again: what does not agree is named, and nothing is lost unseen."""

from datetime import timedelta

import pytest

from laksa.aftercare.actions import check_balance, recount
from laksa.aftercare.models.balance import last_check
from laksa.cases.actions import confirm_case
from laksa.cases.models import Case

pytestmark = pytest.mark.django_db


def test_all_cases_are_counted_by_day_and_office(done_lamp, submit_report, siti, reporter, at):
    confirm_case(done_lamp.pk, actor=reporter(siti), at=at)
    submit_report(at=at + timedelta(days=1))
    assert recount() == {(at.date(), "dishub"): {"confirmed": 1}, (at.date() + timedelta(days=1), "dishub"): {"open": 1}}


def test_a_night_that_balances_says_so(done_lamp, at):
    check = check_balance(at=at)
    assert (check.balances, check.cases, check.days, check.faults) == (True, 1, 1, [])
    assert last_check() == check


def test_the_day_is_the_city_s_own(submit_report, at):
    submit_report(at=at.replace(hour=0, minute=30))
    assert [day for day, _agency in recount()] == [at.date()]
    assert check_balance(at=at).balances


def test_a_case_whose_story_is_missing_is_named(done_lamp, at):
    Case.objects.filter(pk=done_lamp.pk).update(received_at=at - timedelta(days=3))
    check = check_balance(at=at)
    assert (check.balances, check.fault_count) == (False, 2)
    assert check.faults[0] == {"day": (at - timedelta(days=3)).date().isoformat(), "cases": 1, "stories": 0}
