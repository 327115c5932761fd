"""The same kind of fault at the same place soon after: linked in both stories, counted against the closing."""

from datetime import timedelta

import pytest
from django.db import connection

from laksa.aftercare.actions import link_recurrences
from laksa.aftercare.actions.recurring import candidates
from laksa.aftercare.models import Recurrence
from laksa.cases.actions import confirm_case
from laksa.cases.models import Case
from laksa.conftest import taken_on_site

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def again(done_lamp, submit_report, at):
    """Twelve days later a lamp 60 metres away is out."""

    def report(days=12, metres=60, **changes):
        lat = done_lamp.lat + metres / 111_320
        return submit_report(lat=lat, lon=done_lamp.lon, at=at + timedelta(days=days), **changes)

    return report


def test_it_is_linked_in_both_stories(done_lamp, again, at):
    new = again()
    assert link_recurrences(at=new.received_at) == 1

    link = Recurrence.objects.get()
    assert (link.case_id, link.closing.case_id, link.distance_m) == (new.pk, done_lamp.pk, 60)
    there, back = new.entries.get(kind="recurred"), done_lamp.entries.get(kind="recurred")
    assert (there.data["after"], there.data["days"], there.visibility) == (done_lamp.code, 12, "public")
    assert back.data["by"] == new.code


def test_a_second_look_links_nothing_twice(again):
    new = again()
    link_recurrences(at=new.received_at)
    assert link_recurrences(at=new.received_at + timedelta(minutes=1)) == 0


@pytest.mark.parametrize(
    "changes",
    [{"days": 31}, {"metres": 130}, {"text": "Sampah menumpuk di depan pasar", "hashtags": ("#Sampah",)}],
    ids=["too late", "too far", "another kind"],
)
def test_what_is_another_matter_is_not_linked(again, changes):
    new = again(**changes)
    assert link_recurrences(at=new.received_at) == 0


def test_days_count_from_the_end(done_lamp, siti, reporter, again, at):
    confirm_case(done_lamp.pk, actor=reporter(siti), at=at + 6 * DAY)
    new = again(days=35)
    assert link_recurrences(at=new.received_at) == 1


def test_what_came_before_it_was_done_is_not_a_return(held_lamp, submit_report, budi, staff, after_photo, at):
    from laksa.cases.actions import resolve_case

    submit_report(lat=held_lamp.lat, lon=held_lamp.lon, at=at + DAY)
    resolve_case(
        held_lamp.pk,
        "Beres.",
        photos=(after_photo,),
        evidence=taken_on_site(held_lamp, budi, at=at + 2 * DAY),
        actor=staff(budi),
        at=at + 2 * DAY,
    )
    assert link_recurrences(at=at + 3 * DAY) == 0


def test_a_sealed_case_is_named_to_nobody_outside(done_lamp, again):
    Case.objects.filter(pk=done_lamp.pk).update(is_sealed=True)
    new = again()
    link_recurrences(at=new.received_at)
    assert new.entries.get(kind="recurred").visibility == "internal"


def test_it_is_found_by_square_and_kind(done_lamp):
    found = candidates(done_lamp, 100).explain()
    # PostgreSQL finds any index good enough for a city of one case.
    assert ("case_by_cell" in found) if connection.vendor == "sqlite" else ("Seq Scan" not in found)
