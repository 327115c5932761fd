"""What comes to an office with a duty roster is in somebody's hands at once; everywhere else it waits as it always did."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.cases.actions import (
    Submission,
    accept_case,
    assign_case,
    hand_over_case,
    reopen_case,
    resolve_case,
    return_case,
    submit,
    verify_log,
)
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.undoing import snapshot, take_back
from laksa.cases.models import Case, loads_of, turns_of
from laksa.cases.policies import may_accept
from laksa.cases.rules import State
from laksa.conftest import plan_of, reads_whole, seek_indexes, taken_on_site
from laksa.identity.actions import set_duty, strike_duty
from laksa.identity.models import Absence, Post, duty_shifts, forget_shifts
from laksa.identity.rules import Office, Shift

PJU, DIVISION = "tim-pju", "bidang-pju"
DAY = timedelta(days=1)


@pytest.fixture
def on_duty(rina, staff, at):
    """Put these people on the roster of the lamp team, round the clock: `on_duty(budi, wulan)`."""

    def put(*people, unit=PJU, starts=time(0), ends=time(0)):
        office = Office("dishub", unit)
        shifts = [Shift(person.pk, office, frozenset(range(7)), starts, ends, date(2026, 1, 5)) for person in people]
        return [set_duty(shift, actor=staff(rina), at=at) for shift in shifts]

    return put


def story(case, kind):
    return case.entries.filter(kind=kind).last().data


# --- a report comes --------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["web", "api", "open311", "forward"])
@pytest.mark.django_db
def test_a_report_is_held_at_once_by_who_is_on_duty_whatever_the_channel(submit_report, on_duty, budi, channel):
    on_duty(budi)

    lamp = submit_report(channel=channel)

    lamp.refresh_from_db()
    assert (lamp.state, lamp.unit_id, lamp.holder, lamp.hops) == (State.ASSIGNED, PJU, budi, 0)
    said = story(lamp, "routed")
    assert (said["holder"], said["holder_name"], said["duty"]) == (budi.pk, "Budi Santoso", {"absent": ""})
    # What the routing decided stays what it was: it is learnt from.
    assert "holder" not in lamp.decision
    assert list(verify_log()) == []


@pytest.mark.django_db
def test_who_holds_it_by_the_roster_takes_it_on_as_any_other_assignment(submit_report, on_duty, budi, wulan, staff, at):
    on_duty(budi)
    lamp = submit_report()

    assert not may_accept(staff(wulan), lamp)
    accept_case(lamp.pk, actor=staff(budi), at=at)

    lamp.refresh_from_db()
    assert (lamp.state, lamp.holder) == (State.IN_PROGRESS, budi)
    assert [(turn.party.kind, turn.party.key, turn.party.name) for turn in turns_of([lamp.pk])[lamp.pk]] == [
        ("desk", "", ""),
        ("officer", str(budi.pk), "Budi Santoso"),
    ]


@pytest.mark.django_db
def test_without_a_roster_and_outside_its_hours_a_report_waits_in_the_queue(submit_report, on_duty, budi):
    before = submit_report()
    on_duty(budi, starts=time(6), ends=time(14))

    after = submit_report()

    for lamp in (before, after):
        lamp.refresh_from_db()
        assert (lamp.state, lamp.holder) == (State.ASSIGNED, None)
        assert {"holder", "duty"}.isdisjoint(story(lamp, "routed"))


@pytest.mark.django_db
def test_a_line_that_was_struck_counts_no_more(submit_report, on_duty, budi, rina, staff, at):
    (line,) = on_duty(budi)
    strike_duty(line.pk, actor=staff(rina), at=at)

    assert submit_report().holder_id is None


@pytest.mark.django_db
def test_of_several_on_duty_who_holds_least_gets_it(submit_report, on_duty, budi, wulan, held_lamp):
    on_duty(budi, wulan)

    assert [submit_report().holder_id for _number in range(4)] == [wulan.pk, budi.pk, wulan.pk, budi.pk]


@pytest.mark.django_db
def test_a_deputy_gets_it_for_who_is_away_and_the_story_says_so(submit_report, on_duty, budi, wulan, at):
    on_duty(budi)
    Absence.objects.create(user=budi, deputy=wulan, since=at - DAY, until=at + DAY)

    lamp = submit_report()

    assert lamp.holder_id == wulan.pk
    assert (story(lamp, "routed")["holder_name"], story(lamp, "routed")["duty"]) == ("Wulan Sari", {"absent": "Budi Santoso"})


@pytest.mark.django_db
def test_who_is_away_without_a_deputy_or_has_left_the_unit_leaves_it_in_the_queue(submit_report, on_duty, budi, wulan, at):
    on_duty(budi, wulan)
    Absence.objects.create(user=budi, since=at - DAY, until=at + DAY)
    Post.objects.filter(user=wulan).update(until=at)

    assert submit_report().holder_id is None


@pytest.mark.django_db
def test_nobody_gets_their_own_report(submit_report, on_duty, budi, wulan):
    on_duty(budi, wulan)

    assert submit_report(user_id=budi.pk).holder_id == wulan.pk
    assert submit_report(user_id=wulan.pk).holder_id == budi.pk


@pytest.mark.django_db
def test_an_invented_report_is_put_into_nobodys_hands(submit_report, on_duty, budi):
    on_duty(budi)

    assert submit_report(is_example=True).holder_id is None


@pytest.mark.django_db
def test_what_the_desk_must_sort_first_is_nobodys(submit_report, on_duty, budi):
    on_duty(budi)

    lamp = submit_report(lat=0.0, lon=0.0)

    assert (lamp.state, lamp.holder_id) == (State.TRIAGE, None)


@pytest.mark.django_db
def test_the_same_report_again_has_the_same_holder(submit_report, on_duty, budi, wulan):
    on_duty(budi, wulan)

    assert submit_report(key="sama").holder_id == submit_report(key="sama").holder_id == budi.pk


# --- a case comes from elsewhere -------------------------------------------------------------------


@pytest.fixture
def with_desk(lamp, rina, staff, at):
    return return_case(lamp.pk, reason="Bukan lampu jalan", actor=staff(rina), at=at)


@pytest.mark.django_db
def test_what_the_desk_sends_goes_to_who_is_on_duty_and_counts_its_hops_as_before(with_desk, on_duty, budi, dewi, staff, at):
    on_duty(budi)

    case = assign_case(with_desk.pk, Owner("dishub", PJU), actor=staff(dewi), at=at)

    case.refresh_from_db()
    assert (case.state, case.holder, case.hops) == (State.ASSIGNED, budi, 1)
    assert story(case, "assigned")["holder_name"] == "Budi Santoso"
    assert return_case(case.pk, reason="Tetap bukan", actor=staff(budi), at=at).hops == 2


@pytest.mark.django_db
def test_a_person_who_was_named_goes_before_the_roster(with_desk, on_duty, budi, wulan, dewi, staff, at):
    on_duty(budi)

    case = assign_case(with_desk.pk, Owner("dishub", PJU, wulan.pk), actor=staff(dewi), at=at)

    assert case.holder_id == wulan.pk
    assert "duty" not in story(case, "assigned")


@pytest.mark.django_db
def test_a_chief_who_puts_a_case_back_into_the_queue_is_obeyed(lamp, on_duty, budi, wulan, rina, staff, at):
    on_duty(budi)
    assign_case(lamp.pk, Owner("dishub", PJU, wulan.pk), actor=staff(rina), at=at)

    assert assign_case(lamp.pk, Owner("dishub", PJU), actor=staff(rina), at=at).holder_id is None
    assert assign_case(lamp.pk, Owner("dishub", DIVISION), actor=staff(rina), at=at).holder_id is None
    assert assign_case(lamp.pk, Owner("dishub", PJU), actor=staff(rina), at=at).holder_id == budi.pk


@pytest.mark.django_db
def test_what_is_handed_to_another_unit_goes_to_who_is_on_duty_there(held_lamp, on_duty, kabid, budi, staff, at):
    on_duty(kabid, unit=DIVISION)

    case = hand_over_case(held_lamp.pk, Owner("dishub", DIVISION), reason="Perlu tiang baru", actor=staff(budi), at=at)

    assert (case.state, case.holder_id) == (State.ASSIGNED, kabid.pk)
    assert story(case, "handed_over")["duty"] == {"absent": ""}


@pytest.mark.django_db
def test_an_assignment_that_was_taken_back_takes_the_holder_back_too(with_desk, on_duty, budi, dewi, staff, at):
    on_duty(budi)
    before = snapshot(with_desk)
    case = assign_case(with_desk.pk, Owner("dishub", PJU), actor=staff(dewi), at=at)

    case = take_back(case.pk, number=case.entry_count, before=before, actor=staff(dewi), at=at)

    assert (case.state, case.holder_id) == (State.TRIAGE, None)


@pytest.mark.django_db
def test_who_reported_it_is_passed_over_when_the_desk_sends_it(submit_report, on_duty, budi, wulan, rina, dewi, staff, at):
    case = submit_report(user_id=budi.pk, identity="named")
    return_case(case.pk, reason="Bukan lampu jalan", actor=staff(rina), at=at)
    on_duty(budi, wulan)

    assert assign_case(case.pk, Owner("dishub", PJU), actor=staff(dewi), at=at).holder_id == wulan.pk


@pytest.mark.django_db
def test_a_reopened_case_goes_back_to_its_holder_not_to_the_roster(held_lamp, on_duty, siti, budi, wulan, after_photo, staff, reporter, at):
    on_duty(wulan)
    proof = taken_on_site(held_lamp, budi)
    resolve_case(held_lamp.pk, "Lampu diganti", photos=(after_photo,), evidence=proof, actor=staff(budi), at=at)

    case = reopen_case(held_lamp.pk, reason="still_broken", actor=reporter(siti), at=at + DAY)

    assert case.holder_id == budi.pk


# --- what it costs ---------------------------------------------------------------------------------


@pytest.fixture
def cost(submit_report):
    """Return how many statements the next report takes."""

    def measure():
        with CaptureQueriesContext(connection) as seen:
            submit_report()
        return len(seen)

    measure()
    return measure


@pytest.mark.django_db
def test_a_city_without_a_roster_pays_nothing_but_a_look_every_two_seconds(cost):
    usual = cost()

    forget_shifts()

    assert cost() == usual + 1
    assert cost() == usual


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "more"), [(0, 0), (1, 3), (2, 4)])
def test_a_turn_on_duty_costs_a_handful_of_statements(cost, on_duty, budi, wulan, people, more):
    usual = cost()
    on_duty(*[budi, wulan][:people])
    duty_shifts()

    assert cost() == usual + more


@pytest.mark.django_db
def test_the_roster_of_another_unit_costs_nothing(cost, on_duty, kabid):
    usual = cost()
    on_duty(kabid, unit=DIVISION)
    duty_shifts()

    assert cost() == usual


@pytest.mark.django_db
def test_what_somebody_holds_is_counted_from_an_index(budi, wulan):
    seek_indexes()

    rows = Case.objects.open().filter(holder_id__in=[budi.pk, wulan.pk]).order_by().values("holder_id")

    assert not reads_whole(plan_of(rows), "cases_case")
    assert loads_of([budi.pk]) == {}


# --- at the same moment ----------------------------------------------------------------------------

WORKERS, EACH = 4, 3


@pytest.mark.django_db(transaction=True)
def test_reports_that_come_at_once_are_shared_out_fairly(city, on_duty, budi, wulan, at):
    on_duty(budi, wulan)
    ready = threading.Barrier(WORKERS)

    def send(number):
        try:
            ready.wait(timeout=10)
            for turn in range(EACH):
                submit(Submission(text="Lampu jalan mati", hashtags=("#PJU",)), channel="web", at=at, idempotency_key=f"{number}-{turn}")
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(send, range(WORKERS)))

    loads = loads_of([budi.pk, wulan.pk])
    assert sum(loads.values()) == WORKERS * EACH
    # Who counts does not wait for those who are just writing: at most that many go past the other.
    assert abs(loads[budi.pk] - loads[wulan.pk]) <= WORKERS
    assert list(verify_log()) == []
