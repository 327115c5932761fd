"""Reporters are asked once more on the fourth day, never twice, and not after they have answered."""

from datetime import timedelta

import pytest

from laksa.cases.actions import confirm_case, lapse_unconfirmed, remind_unconfirmed, resolve_case, verify_log
from laksa.cases.actions.reminding import unreminded
from laksa.conftest import plan_of, reads_whole, seek_indexes, taken_on_site

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def resolved_lamp(held_lamp, budi, after_photo, staff, at):
    proof = taken_on_site(held_lamp, budi, at=at)
    return resolve_case(held_lamp.pk, "Sudah menyala", photos=(after_photo,), evidence=proof, actor=staff(budi), at=at)


def reminders(outbox):
    return [one for one in outbox if one.kind == "case.confirm_reminder"]


def test_the_reporter_is_asked_once_more_on_the_fourth_day(resolved_lamp, outbox, at):
    assert remind_unconfirmed(at=at + 3 * DAY) == 0
    assert remind_unconfirmed(at=at + 4 * DAY) == 1
    assert remind_unconfirmed(at=at + 5 * DAY) == 0

    (letter,) = reminders(outbox)
    assert letter.to_sealed == "siti@contoh.id"
    assert "/l/" in letter.text
    assert "sampai Selasa 1 Des 14.05" in letter.text
    assert list(verify_log()) == []


def test_whoever_has_answered_is_left_in_peace(resolved_lamp, siti, reporter, outbox, at):
    confirm_case(resolved_lamp.pk, actor=reporter(siti), at=at + DAY)

    assert remind_unconfirmed(at=at + 4 * DAY) == 0
    assert reminders(outbox) == []


def test_a_reminder_does_not_put_off_the_end(resolved_lamp, at):
    remind_unconfirmed(at=at + 4 * DAY)

    assert lapse_unconfirmed(at=at + 7 * DAY + timedelta(minutes=1)) == 1
    assert remind_unconfirmed(at=at + 7 * DAY + timedelta(minutes=2)) == 0


def test_what_waits_for_a_reminder_is_found_by_an_index(resolved_lamp, at):
    seek_indexes()
    plan = plan_of(unreminded(at=at + 4 * DAY))

    assert not reads_whole(plan, "cases_case"), plan
    assert not reads_whole(plan, "cases_entry"), plan
