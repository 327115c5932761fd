"""The cast itself: everybody is who the other tests think they are."""

from __future__ import annotations

import pytest

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.identity.rules import Role

pytestmark = pytest.mark.django_db

STAFF = ["budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari"]


@pytest.mark.parametrize("name", STAFF)
def test_everybody_holds_an_office_that_the_city_knows(name, request, as_actor):
    actor = as_actor(request.getfixturevalue(name))

    (post,) = actor.posts
    assert post.agency_id is None or post.agency_id in book().agencies
    assert post.unit_id is None or book().units[post.unit_id].agency_id == post.agency_id
    assert post.area_id is None or post.area_id in book().areas


def test_the_lamp_goes_to_the_lamp_team(lamp, siti):
    assert (lamp.agency_id, lamp.unit_id, lamp.state) == ("dishub", "tim-pju", "assigned")
    assert siti.case == lamp
    assert siti.email == "siti@contoh.id"


def test_the_held_lamp_is_in_budis_hands(held_lamp, budi):
    assert (held_lamp.holder, held_lamp.state) == (budi, "in_progress")
    assert list(held_lamp.entries.values_list("kind", flat=True)) == ["received", "routed", "assigned", "accepted"]


def test_strangers_and_leaders_see_what_they_should(lamp, request, as_actor):
    seeing = [name for name in STAFF if Case.objects.visible_to(as_actor(request.getfixturevalue(name))).filter(pk=lamp.pk).exists()]

    assert seeing == ["budi", "wulan", "rina", "kabid", "kadis", "dewi", "tono", "lurah", "walikota"]


def test_siti_gets_a_letter(lamp, outbox):
    assert [message.topic for message in outbox] == [lamp.code]


def test_sari_keeps_the_system_and_no_cases(sari, as_actor):
    assert as_actor(sari).roles == {Role.SYSADMIN}
    assert sari.is_superuser
