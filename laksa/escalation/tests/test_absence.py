# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may say that somebody is away, and that they themselves act meanwhile: nobody rises by it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.conftest import _staff
from laksa.escalation.actions import Absent, enter_absence
from laksa.escalation.policies import keeps_roster_of
from laksa.identity.models import Absence, actor_of
from laksa.identity.rules import PostFact, Role
from laksa.kernel.errors import Refused
from laksa.workspace.models.roster import enterable

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(city):
    """Agus leads the lamp team."""
    return _staff("regu.pju", "Agus Salim", PostFact(Role.TEAM_LEAD, agency_id="dishub", unit_id="tim-pju"))


@pytest.fixture
def enter(at):
    """Enter an absence of three days: `enter(kadis, deputy=lead, by=lead)`."""

    def act(user, *, deputy, by):
        return enter_absence(Absent(user.pk, at, at + timedelta(days=3), deputy.pk), actor=actor_of(by, at=at), at=at)

    return act


# Whose absence, entered by whom: below in one's own line, or of the whole agency for who keeps its roster.
@pytest.mark.parametrize(
    ("whose", "by", "is_let"),
    [
        *((whose, "lead", whose in {"budi", "wulan"}) for whose in ("budi", "wulan", "kabid", "kadis", "rina", "joko", "walikota")),
        *((whose, "kabid", whose in {"budi", "lead"}) for whose in ("budi", "lead", "kadis", "rina", "joko")),
        *((whose, "rina", whose != "joko") for whose in ("budi", "lead", "kabid", "kadis", "joko")),
    ],
)
def test_one_enters_the_absence_of_whom_one_leads(request, enter, at, lead, whose, by, is_let):
    user, keeper = request.getfixturevalue(whose), request.getfixturevalue(by)
    other = request.getfixturevalue("wulan" if whose != "wulan" else "budi") if whose not in {"joko", "walikota"} else keeper

    assert ((user.pk, user.name) in enterable(actor_of(keeper, at=at), at=at)) == is_let
    if is_let:
        assert enter(user, deputy=other, by=keeper).deputy == other
    else:
        with pytest.raises(PermissionDenied):
            enter(user, deputy=other, by=keeper)


@pytest.mark.parametrize(("whose", "by"), [("kadis", "rina"), ("walikota", "tono"), ("dewi", "tono")])
def test_nobody_makes_themselves_the_deputy_of_whom_they_do_not_lead(request, enter, whose, by):
    user, keeper = request.getfixturevalue(whose), request.getfixturevalue(by)

    with pytest.raises(Refused) as refusal:
        enter(user, deputy=keeper, by=keeper)

    assert refusal.value.field == "deputy"
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("whose", "by"), [("budi", "lead"), ("lead", "kabid"), ("kabid", "kadis"), ("budi", "rina"), ("kadis", "walikota")]
)
def test_a_chief_stands_in_for_whom_they_lead(request, enter, lead, whose, by):
    user, keeper = request.getfixturevalue(whose), request.getfixturevalue(by)

    assert enter(user, deputy=keeper, by=keeper).deputy == keeper


def test_a_lead_of_another_team_keeps_no_roster_here():
    beside = PostFact(Role.TEAM_LEAD, agency_id="dishub", unit_id="bidang-pju")
    nowhere = PostFact(Role.TEAM_LEAD, agency_id="dishub")

    assert not keeps_roster_of(
        PostFact(Role.TEAM_LEAD, agency_id="dishub", unit_id="tim-pju"), PostFact(Role.OFFICER, "dishub", "bidang-pju")
    )
    assert not keeps_roster_of(nowhere, PostFact(Role.OFFICER, "dishub", "tim-pju"))
    assert keeps_roster_of(beside, PostFact(Role.OFFICER, "dishub", "tim-pju"))
