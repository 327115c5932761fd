# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new city gets an invented life: every kind of case, true chains, nothing sent, and gone when it is told to go."""

import re
from datetime import timedelta
from random import Random

import pytest
from django.core.files.storage import default_storage
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from laksa.aftercare.actions import draw_checks, watch_closings
from laksa.aftercare.models import Check, Closing
from laksa.cases.actions import confirm_case, merge_cases, verify_log
from laksa.cases.actions.photos import raw_path, shown_path
from laksa.cases.models import Case, Entry, Participant, Photo
from laksa.cases.rules import State
from laksa.city.models import City, book, forget_book, locate
from laksa.config.example.life import Life
from laksa.config.example.people import employ_staff, keep_watch
from laksa.config.example.removing import left_over, remove_example
from laksa.config.proofs import figures
from laksa.escalation.actions import sweep, watch_changed
from laksa.escalation.actions.sweeping import Mishaps
from laksa.escalation.models import Step
from laksa.identity.models import Duty, User, find_on_duty
from laksa.identity.rules import Actor, ActorKind, Office
from laksa.kernel.errors import Refused

SECRET = "hanya-untuk-contoh"


@pytest.fixture
def staff(city, at):
    """The invented staff of the city."""
    return employ_staff(password=SECRET, at=at)


@pytest.fixture
def live(city, at):
    """Play some cases: `live(40)`."""
    return lambda number: Life(employ_staff(password=SECRET, at=at), rng=Random(24), now=at).play(number)


def test_a_life_shows_what_can_become_of_a_report(live, at):
    summary = live(100)

    cases = Case.objects.filter(is_example=True)
    states = set(cases.values_list("state", flat=True))
    assert summary.cases == cases.count() == 100
    assert states >= set(State) - {State.RECEIVED, State.MERGED, State.CLOSED}
    assert list(verify_log()) == []
    assert figures().problems == []
    assert not Entry.objects.filter(at__gt=at).exists()
    villages = {area.code for area in book().areas.values() if area.kind == "village"}
    assert set(cases.values_list("village_id", flat=True)) == villages
    assert {locate(case.lat, case.lon).village.code == case.village_id for case in cases.exclude(lat=None)} == {True}
    assert cases.filter(public_text__contains="musala Al-Ikhlas", state=State.CONFIRMED).exists()


def test_nothing_invented_is_sent_and_no_work_is_left_for_the_worker(live, outbox):
    summary = live(12)

    assert summary.letters == len(outbox) > 0
    assert {message.state for message in outbox} == {"sent"}
    assert {message.to_hint.rpartition(".")[2] for message in outbox} == {"invalid"}
    assert DBTaskResult.objects.count() == 0


def test_its_photos_can_be_looked_at(live):
    summary = live(12)

    photos = list(Photo.objects.all())
    assert summary.photos == len(photos) > 0
    assert {photo.state for photo in photos} == {Photo.READY}
    assert all(default_storage.exists(shown_path(photo.name, size)) for photo in photos for size in "ls")
    assert not any(default_storage.exists(raw_path(photo.name)) for photo in photos)


def test_a_story_goes_forward_in_time(live):
    live(12)

    for case in Case.objects.all():
        times = list(case.entries.order_by("number").values_list("at", flat=True))
        assert times == sorted(times)


def test_the_same_seed_tells_the_same_stories(live):
    live(12)
    first = sorted(Case.objects.values_list("title", "state", "received_at"))
    remove_example()
    live(12)

    assert sorted(Case.objects.values_list("title", "state", "received_at")) == first


def test_invented_staff_can_sign_in_and_residents_hold_no_office(staff, client):
    assert client.login(username="pju.1", password=SECRET) or User.objects.get(username="pju.1").check_password(SECRET)
    assert set(User.objects.values_list("is_example", flat=True)) == {True}
    assert not User.objects.get(username="warga.1").posts.exists()
    assert employ_staff(password=SECRET, at=User.objects.get(username="desk").posts.get().since).desk == staff.desk


def test_invented_staff_have_addresses_that_reach_nobody(staff):
    addresses = dict(User.objects.values_list("username", "email"))
    assert addresses["pju.1"] == "pju.1@contoh.invalid"
    assert {one.rpartition(".")[2] for one in addresses.values()} == {"invalid"}


def test_the_third_eye_looks_at_the_invented_city_too(live, city, client, outbox, at):
    City.objects.update(closing={"third_eye_percent": 100, "third_eye_most_percent": 100})
    forget_book()
    live(60)
    watch_closings(at=at)
    draw = draw_checks(at=at)

    assert draw is not None
    assert draw.drawn - draw.unplaced == Check.objects.count() > 0
    letters = [one for one in outbox if one.kind == "staff.check"]
    assert len(letters) == Check.objects.count()
    assert {one.to_hint.rpartition("@")[2] for one in letters} == {"contoh.invalid"}
    link = re.search(r"/periksa/[^/]+/", letters[0].text)
    assert link is not None
    assert client.get(link[0]).status_code == 200


def test_what_the_house_did_with_invented_cases_goes_too(live, submit_report, city, at):
    """Checks, steps of the ladder, acts on many; whoever was told of a real report keeps the name."""
    City.objects.update(closing={"third_eye_percent": 100, "third_eye_most_percent": 100})
    forget_book()
    live(40)
    watch_closings(at=at)
    draw_checks(at=at)
    real = submit_report(at=at - timedelta(days=40))
    for _round in range(3):
        watch_changed(Mishaps(), at=at)
        sweep(at=at)
    told = set(Step.objects.filter(case=real, user__is_example=True).values_list("user__username", flat=True))
    assert Step.objects.exclude(case=real).exists()
    assert told

    removed = remove_example()

    assert set(removed.kept_accounts) >= told
    assert list(Case.objects.all()) == [real]
    assert not Check.objects.exists()
    assert not Closing.objects.exists()
    assert not Step.objects.exclude(case=real).exists()
    assert set(left_over().values()) == {0}


def test_a_real_account_of_the_same_name_is_left_alone(city, budi, at):
    employ_staff(password=SECRET, at=at)

    budi.refresh_from_db()
    assert not budi.is_example
    assert not budi.check_password(SECRET)
    assert User.objects.filter(username="contoh.pju.1", is_example=True).exists()


def test_the_invented_life_goes_without_a_trace_and_nothing_real_with_it(live, lamp):
    live(12)
    files = [shown_path(photo.name, "l") for photo in Photo.objects.all()]

    removed = remove_example()

    assert removed.cases == 12
    assert set(left_over().values()) == {0}
    assert list(Case.objects.values_list("pk", flat=True)) == [lamp.pk]
    assert Entry.objects.exclude(case=lamp).count() == Participant.objects.exclude(case=lamp).count() == 0
    assert not any(default_storage.exists(name) for name in files)
    assert not User.objects.filter(is_example=True).exists()
    assert list(verify_log()) == []
    assert remove_example().cases == 0


def test_who_did_real_work_keeps_the_name_and_loses_the_key(staff, lamp):
    Case.objects.filter(pk=lamp.pk).update(holder=F("holder"), agency="dishub")
    Case.objects.filter(pk=lamp.pk).update(holder=staff.by_name["pju.1"].user_id)

    removed = remove_example()

    worker = User.objects.get(username="pju.1")
    assert removed.kept_accounts == ("pju.1",)
    assert not worker.is_active
    assert not worker.has_usable_password()


def test_the_invented_offices_keep_their_rosters_once(staff, at):
    assert keep_watch(staff, at=at) == Duty.objects.count() > 0
    assert keep_watch(staff, at=at) == 0
    assert [one.name for one in find_on_duty([Office("dishub", "tim-pju")], at=at)] == ["Yudi Prasetyo"]

    remove_example()

    assert not Duty.objects.exists()


def test_stories_go_on_beside_a_roster(live, staff, at):
    keep_watch(staff, at=at)

    live(40)

    assert Case.objects.count() == 40
    assert list(verify_log()) == []


def test_a_real_report_merged_into_an_invented_one_stops_the_removal(live, staff, lamp, at):
    live(12)
    main = Case.objects.filter(is_example=True, state__in=[State.ASSIGNED, State.IN_PROGRESS]).first()
    merge_cases(main.pk, lamp.pk, actor=staff.desk, at=at)

    with pytest.raises(Refused, match=lamp.code):
        remove_example()

    assert Case.objects.filter(is_example=True).count() == 12


def test_an_invented_case_can_be_taken_further_like_any_other(live, at):
    live(12)
    case = Case.objects.filter(state=State.RESOLVED).first()
    person = case.participants.get(role="reporter")

    confirm_case(case.pk, actor=Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=person.pk), at=at)

    case.refresh_from_db()
    assert case.state == State.CONFIRMED
