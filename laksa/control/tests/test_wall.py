# SPDX-License-Identifier: AGPL-3.0-or-later
"""The wall of the control room: one moment for all who watch, true to the tables, secrets left out."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from laksa.cases.actions import Contact
from laksa.cases.models import Case
from laksa.cases.rules import Identity
from laksa.city.models import book
from laksa.control.views.moment import moment
from laksa.outbox.models import Message

pytestmark = pytest.mark.django_db
CITY = ["dewi", "tono", "walikota"]
OTHERS = ["budi", "rina", "kadis", "joko", "lurah", "operator", "sari"]


@pytest.fixture
def now():
    """Noon of a day of the city, so that a few hours before it are the same day."""
    return timezone.localtime(timezone.now()).replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def village():
    return next(area.code for area in book().areas.values() if area.kind == "village")


@pytest.mark.parametrize(("who", "status"), [*((who, 200) for who in CITY), *((who, 404) for who in OTHERS)])
@pytest.mark.parametrize("path", ["/kendali/", "/kendali/kini/"])
def test_the_wall_is_for_those_who_work_for_the_whole_city(client, request, who, status, path):
    client.force_login(request.getfixturevalue(who))

    assert client.get(path).status_code == status


def test_the_map_adds_up_to_all_open_cases(submit_report, village, now):
    submit_report(village=village, at=now)
    submit_report(village=village, at=now)
    submit_report(at=now)

    seen = moment(now)

    assert sum(one.number for one in seen.districts) + seen.nowhere == seen.now.open == Case.objects.open().count() == 3
    assert seen.levels == {village: 5}


def test_the_day_is_told_by_the_hour(submit_report, now):
    submit_report(at=now.replace(hour=8))
    submit_report(at=now.replace(hour=8))
    submit_report(at=now.replace(hour=3))

    hours = moment(now).hours

    assert [(one.word, one.came) for one in hours if one.came] == [("03", 1), ("08", 2)]
    assert hours[-1].word == "12"
    assert max(one.came_height for one in hours) == 100


def test_who_waits_longest_stands_first_and_a_secret_has_no_title(submit_report, now):
    plain = submit_report(at=now - timedelta(days=1))
    secret = submit_report(at=now - timedelta(days=3, hours=4))
    Case.objects.filter(pk=secret.pk).update(is_sealed=True)

    oldest = moment(now).oldest

    assert [(one.title, one.age) for one in oldest] == [("Laporan tertutup", "3 hr 4 j"), (plain.title, "1 hr")]


def test_somebody_in_danger_is_a_diamond(submit_report, village, now):
    area = book().areas[village]
    case = submit_report(at=now, lat=area.lat, lon=area.lon)
    Case.objects.filter(pk=case.pk).update(is_emergency=True)

    seen = moment(now)

    assert len(seen.diamonds) == len(seen.dangers) == seen.now.emergencies == 1


def test_letters_that_do_not_go_out_are_a_warning(submit_report, now):
    submit_report(at=now, identity=Identity.NAMED, contact=Contact(name="Siti Aminah", email="siti@contoh.id"))
    assert Message.objects.exists()
    assert moment(now).ways[-1].works
    Message.objects.update(state="dead")

    way = moment(now).ways[-1]

    assert not way.works
    assert way.remark.endswith("gagal")


def test_only_ways_that_exist_are_drawn(submit_report, now):
    submit_report(at=now, channel="api")

    assert [(way.name, way.remark) for way in moment(now).ways[:3]] == [
        ("Formulir", "0 hari ini"),
        ("API", "1 hari ini"),
        ("Open311", "0 hari ini"),
    ]


def test_who_has_this_moment_gets_an_empty_answer(client, tono, lamp):
    client.force_login(tono)
    first = client.get("/kendali/kini/")

    again = client.get("/kendali/kini/", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert set(json.loads(first.content)["regions"]) == {"left", "head", "foot", "right", "numbers"}


def test_all_who_watch_share_one_moment(client, tono, submit_report, django_assert_max_num_queries):
    client.force_login(tono)
    client.get("/kendali/kini/")

    # Who asks, and nothing about cases.
    with django_assert_max_num_queries(4):
        client.get("/kendali/kini/")


def test_a_new_report_is_on_the_wall_with_the_next_moment(client, tono, submit_report):
    client.force_login(tono)
    before = client.get("/kendali/kini/").headers["ETag"]
    submit_report(at=timezone.now())
    cache.clear()

    assert client.get("/kendali/kini/", headers={"If-None-Match": before}).status_code == 200


def test_without_a_script_the_page_comes_anew_by_itself(client, tono, lamp):
    client.force_login(tono)

    page = client.get("/kendali/").content.decode()

    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page
    assert "1 laporan terbuka, menurut kelurahan" in page


def test_more_cases_cost_no_more_queries(submit_report, now, django_assert_max_num_queries):
    for _ in range(6):
        submit_report(at=now)
    moment(now)

    with django_assert_max_num_queries(10):
        moment(now)
