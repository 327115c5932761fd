"""Every closing is noted from the story, whatever happened between two looks."""

from datetime import timedelta

import pytest

from laksa.aftercare.actions import closing_of, link_recurrences, watch_closings
from laksa.aftercare.models import Closing, Progress, counts_of_closings
from laksa.cases.actions import confirm_case, lapse_unconfirmed, reopen_case, resolve_case, withdraw_case
from laksa.conftest import taken_on_site

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_closing_is_noted_with_its_team(closing, done_lamp, at):
    assert (closing.turn, closing.declared_at, closing.agency_id, closing.unit_id) == (1, at, "dishub", "tim-pju")
    assert closing.stands_for(done_lamp)


def test_looking_twice_notes_it_once(closing, at):
    assert watch_closings(at=at + MINUTE) == 0
    assert Closing.objects.count() == 1


def test_its_end_is_noted(closing, siti, reporter, at):
    confirm_case(closing.case_id, actor=reporter(siti), at=at + MINUTE)
    watch_closings(at=at + 2 * MINUTE)
    closing.refresh_from_db()
    assert closing.ended_at == at + MINUTE


def test_silence_is_an_end_too(closing, at):
    end = at + timedelta(days=7, minutes=1)
    lapse_unconfirmed(at=end)
    watch_closings(at=end)
    closing.refresh_from_db()
    assert closing.ended_at == end


def test_what_came_back_between_two_looks_is_not_missed(done_lamp, siti, budi, reporter, staff, second_photo, at):
    reopen_case(done_lamp.pk, reason="partly", actor=reporter(siti), at=at + MINUTE)
    resolve_case(
        done_lamp.pk,
        "Sekarang beres.",
        photos=(second_photo,),
        evidence=taken_on_site(done_lamp, budi, at=at + 2 * MINUTE),
        actor=staff(budi),
        at=at + 2 * MINUTE,
    )
    assert watch_closings(at=at + 3 * MINUTE) == 2
    first, second = Closing.objects.order_by("turn")
    assert (first.reopened_at, second.reopened_at) == (at + MINUTE, None)


def test_a_look_goes_on_where_the_last_one_stopped(closing, at, django_assert_max_num_queries):
    watch_closings(at=at + timedelta(hours=1))
    assert Progress.objects.get(name="closings").at == at + timedelta(minutes=50)
    with django_assert_max_num_queries(5):
        watch_closings(at=at + timedelta(hours=2))


def test_a_closing_is_there_before_the_sweep_when_it_is_asked_for(done_lamp, held_lamp):
    assert closing_of(done_lamp).turn == 1
    assert closing_of(held_lamp) is None


def test_what_became_of_the_closings_is_counted(done_lamp, submit_report, siti, budi, reporter, staff, second_photo, at):
    again = submit_report(lat=done_lamp.lat, lon=done_lamp.lon, at=at + MINUTE)
    link_recurrences(at=at + 2 * MINUTE)
    reopen_case(done_lamp.pk, reason="partly", actor=reporter(siti), at=at + 3 * MINUTE)
    resolve_case(
        done_lamp.pk,
        "Sekarang beres.",
        photos=(second_photo,),
        evidence=taken_on_site(done_lamp, budi, at=at + 4 * MINUTE),
        actor=staff(budi),
        at=at + 4 * MINUTE,
    )
    watch_closings(at=at + 5 * MINUTE)

    counts = counts_of_closings(at, at + timedelta(days=1), agency="dishub", unit="tim-pju")

    assert (counts.closings, counts.reopened, counts.recurred, counts.checked_fine) == (2, 1, 1, 0)
    assert counts_of_closings(at, at + timedelta(days=1), agency="pupr").closings == 0
    withdraw_case(again.pk, actor=reporter(again.participants.get()), at=at + timedelta(hours=1))
    assert counts_of_closings(at, at + timedelta(days=1)).recurred == 0
