"""The duty roster: who has a turn when, who may say so, and who really takes what comes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from laksa.identity import policies
from laksa.identity.actions import set_duty, strike_duty
from laksa.identity.models import Absence, Duty, Post, actor_of, duty_shifts, find_on_duty
from laksa.identity.policies import may_see_duty, may_set_duty
from laksa.identity.rules import SYSTEM, Office, Shift, next_change, on_duty
from laksa.kernel.errors import Refused
from laksa.kernel.models import Event

ZONE = ZoneInfo("Asia/Jakarta")
PJU = Office("dishub", "tim-pju")
BUDI, WULAN = 1, 2
ALL_DAYS, WORKING_DAYS = frozenset(range(7)), frozenset(range(5))
FIRST = date(2026, 1, 5)
DAY = timedelta(days=1)


def a_shift(user_id=BUDI, starts="07:00", ends="15:00", *, days=WORKING_DAYS, first=FIRST, last=None, office=PJU):
    return Shift(user_id, office, days, time.fromisoformat(starts), time.fromisoformat(ends), first, last)


def clock(words):
    """Return a moment of the week of 23 November 2026: "tue 14:05"."""
    day, hour = words.split()
    step = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(day)
    return datetime.combine(date(2026, 11, 23) + step * DAY, time.fromisoformat(hour), ZONE)


# --- by hand ---------------------------------------------------------------------------------------

DAY_SHIFT, NIGHT = a_shift(), a_shift(WULAN, "22:00", "06:00", days=frozenset({4}))
ROUND_THE_CLOCK = a_shift(WULAN, "00:00", "00:00", days=frozenset({6}))


@pytest.mark.parametrize(
    ("when", "shifts", "expected"),
    [
        ("mon 06:59", [DAY_SHIFT], []),
        ("mon 07:00", [DAY_SHIFT], [BUDI]),
        ("mon 14:59", [DAY_SHIFT], [BUDI]),
        ("mon 15:00", [DAY_SHIFT], []),
        ("sat 10:00", [DAY_SHIFT], []),
        # Over midnight: it belongs to the day on which it began.
        ("fri 21:59", [NIGHT], []),
        ("fri 23:30", [NIGHT], [WULAN]),
        ("sat 05:59", [NIGHT], [WULAN]),
        ("sat 06:00", [NIGHT], []),
        ("fri 05:00", [NIGHT], []),
        # From midnight to midnight is a whole day, not none.
        ("sun 00:00", [ROUND_THE_CLOCK], [WULAN]),
        ("sun 23:59", [ROUND_THE_CLOCK], [WULAN]),
        ("sat 23:59", [ROUND_THE_CLOCK], []),
        # Two at once, and one person by two lines.
        ("tue 14:05", [DAY_SHIFT, a_shift(WULAN, "14:00", "22:00")], [BUDI, WULAN]),
        ("tue 14:05", [DAY_SHIFT, a_shift(BUDI, "12:00", "18:00")], [BUDI]),
        # Days of a replacement only.
        ("tue 14:05", [a_shift(first=date(2026, 11, 25))], []),
        ("tue 14:05", [a_shift(last=date(2026, 11, 23))], []),
        ("tue 14:05", [a_shift(first=date(2026, 11, 24), last=date(2026, 11, 24))], [BUDI]),
        # The last night goes on into the morning after it.
        ("sat 02:00", [a_shift(WULAN, "22:00", "06:00", last=date(2026, 11, 27))], [WULAN]),
        ("tue 14:05", [], []),
    ],
)
def test_who_is_on_duty_by_the_clock_on_the_wall(when, shifts, expected):
    assert on_duty(clock(when), shifts) == expected


def test_a_holiday_is_a_day_as_any_other():
    christmas = datetime(2026, 12, 25, 10, tzinfo=ZONE)

    assert on_duty(christmas, [DAY_SHIFT]) == [BUDI]


@pytest.mark.parametrize(
    ("when", "shifts", "expected"),
    [
        ("tue 14:05", [DAY_SHIFT], "tue 15:00"),
        ("tue 16:00", [DAY_SHIFT], "wed 07:00"),
        ("fri 16:00", [DAY_SHIFT, NIGHT], "fri 22:00"),
        # Where one follows the other, the hand-over is the change; two lines of one person are none.
        ("tue 14:05", [DAY_SHIFT, a_shift(BUDI, "15:00", "18:00"), a_shift(WULAN, "18:00", "20:00")], "tue 18:00"),
        ("tue 14:05", [a_shift(days=ALL_DAYS, starts="00:00", ends="00:00")], None),
        ("tue 14:05", [], None),
    ],
)
def test_when_somebody_else_is_on_duty_next(when, shifts, expected):
    assert next_change(clock(when), shifts) == (clock(expected) if expected else None)


# --- kept ------------------------------------------------------------------------------------------


@pytest.fixture
def budis_duty(budi, kabid, at):
    return set_duty(a_shift(budi.pk), actor=actor_of(kabid, at=at), at=at)


@pytest.mark.django_db
def test_a_line_is_set_told_in_the_audit_and_struck_again(budis_duty, budi, kabid, at):
    assert [(one.user_id, one.office, one.weekdays) for one in duty_shifts()] == [(budi.pk, PJU, WORKING_DAYS)]

    for _twice in range(2):
        strike_duty(budis_duty.pk, actor=actor_of(kabid, at=at), at=at)

    assert duty_shifts() == ()
    events = Event.objects.filter(verb__startswith="duty.").order_by("pk")
    assert [(one.verb, one.actor, one.data["weekdays"]) for one in events] == [
        ("duty.set", "Hendra Wijaya", "01234"),
        ("duty.struck", "Hendra Wijaya", "01234"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"office": Office("dishub", "bidang-lalin")}, "office"),
        ({"office": Office("dishub", "tim-pohon")}, "office"),
        ({"office": Office("nirgends")}, "office"),
        ({"days": frozenset()}, "weekdays"),
        ({"days": frozenset({7})}, "weekdays"),
        ({"first": date(2026, 11, 30), "last": date(2026, 11, 29)}, "last"),
        ({"last": date(2026, 11, 23)}, "last"),
        ({"office": Office("dishub", "bidang-pju")}, "user"),
        ({}, "user"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_by_its_field(budis_duty, budi, tono, at, changes, field):
    with pytest.raises(Refused) as refusal:
        set_duty(a_shift(budi.pk, **changes), actor=actor_of(tono, at=at), at=at)

    assert refusal.value.field == field


@pytest.mark.django_db
def test_only_who_serves_in_the_office_is_put_on_its_roster(joko, tono, at):
    with pytest.raises(Refused) as refusal:
        set_duty(a_shift(joko.pk), actor=actor_of(tono, at=at), at=at)

    assert refusal.value.field == "user"


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [{"weekdays": ""}, {"last_day": FIRST - DAY}])
def test_the_database_itself_refuses_a_line_without_a_day(budi, broken):
    line = {"weekdays": "0", "starts": time(7), "ends": time(15), "first_day": FIRST} | broken

    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(user=budi, agency_id="dishub", **line)


# --- who really takes it ---------------------------------------------------------------------------


def taking(at, *offices):
    return [(one.name, one.absent) for one in find_on_duty(offices or (PJU,), at=at)]


@pytest.mark.django_db
def test_who_is_on_duty_takes_what_comes_to_that_office_and_no_other(budis_duty, at):
    assert taking(at) == [("Budi Santoso", "")]
    assert taking(at, Office("dishub")) == []
    assert taking(at + timedelta(hours=6)) == []


@pytest.mark.django_db
def test_a_deputy_takes_the_turn_of_who_is_away(budis_duty, budi, wulan, at):
    Absence.objects.create(user=budi, deputy=wulan, since=at - DAY, until=at + DAY)

    assert taking(at) == [("Wulan Sari", "Budi Santoso")]


@pytest.mark.django_db
def test_a_deputy_who_is_on_duty_too_stands_there_once_and_as_themselves(budis_duty, budi, wulan, rina, at):
    Absence.objects.create(user=budi, deputy=wulan, since=at - DAY, until=at + DAY)
    set_duty(a_shift(wulan.pk), actor=actor_of(rina, at=at), at=at)

    assert taking(at) == [("Wulan Sari", "")]


@pytest.mark.django_db
@pytest.mark.parametrize("deputy", ["nobody", "joko", "tono"])
def test_nobody_takes_it_where_no_one_of_the_agency_stands_in(request, budis_duty, budi, at, deputy):
    other = None if deputy == "nobody" else request.getfixturevalue(deputy)
    Absence.objects.create(user=budi, deputy=other, since=at - DAY, until=at + DAY)

    assert taking(at) == []


@pytest.mark.django_db
def test_who_left_the_unit_or_the_house_is_passed_over(budis_duty, budi, wulan, rina, at):
    set_duty(a_shift(wulan.pk), actor=actor_of(rina, at=at), at=at)
    Post.objects.filter(user=budi).update(unit_id="bidang-pju")
    wulan.is_active = False
    wulan.save()

    assert taking(at) == []


@pytest.mark.django_db
def test_a_roster_is_asked_for_nothing_while_nobody_is_on_it(budi, rina, at, django_assert_num_queries):
    assert taking(at) == []
    with django_assert_num_queries(0):
        assert taking(at) == []
    set_duty(a_shift(budi.pk), actor=actor_of(rina, at=at), at=at)
    assert taking(at) == [("Budi Santoso", "")]
    with django_assert_num_queries(3):
        taking(at)


# --- who may ---------------------------------------------------------------------------------------

SEES = {"budi", "wulan", "rina", "kabid", "kadis", "dewi", "tono", "walikota"}
CAST = {
    "may_set_duty": {"rina", "kabid", "kadis", "tono"},
    "may_see_duty": SEES,
}
STAFF = ("budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari")


def test_every_policy_stands_in_the_cast():
    assert set(CAST) == {name for name in vars(policies) if name.startswith("may_")}


@pytest.mark.django_db
@pytest.mark.parametrize("policy", list(CAST))
@pytest.mark.parametrize("who", STAFF)
def test_each_policy_lets_in_whom_it_says(request, at, policy, who):
    actor = actor_of(request.getfixturevalue(who), at=at)

    assert getattr(policies, policy)(actor, PJU) == (who in CAST[policy])


@pytest.mark.django_db
def test_a_division_head_keeps_the_rosters_below_them_and_no_others(kabid, at):
    actor = actor_of(kabid, at=at)

    assert may_set_duty(actor, Office("dishub", "bidang-pju"))
    assert not may_set_duty(actor, Office("dishub", "meja-dishub"))
    assert not may_set_duty(actor, Office("dishub"))
    assert not may_see_duty(SYSTEM, PJU)


@pytest.mark.django_db
def test_nobody_else_sets_or_strikes_a_line(budis_duty, budi, wulan, joko, at):
    for person in (wulan, joko):
        with pytest.raises(PermissionDenied):
            set_duty(a_shift(budi.pk, "15:00", "22:00"), actor=actor_of(person, at=at), at=at)
        with pytest.raises(PermissionDenied):
            strike_duty(budis_duty.pk, actor=actor_of(person, at=at), at=at)

    assert Duty.objects.count() == 1
