"""One trouble, many people."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.cases import actions
from laksa.cases.actions.joining import Supporter, distance_m, main_case
from laksa.cases.models import Case
from laksa.cases.policies import may_follow, may_reopen
from laksa.cases.rules import Identity, Severity, State
from laksa.city.models import book
from laksa.conftest import taken_on_site
from laksa.kernel.errors import MoveRefused, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour():
    """Rahmat, who has the same trouble and an e-mail address."""
    return Supporter(name="Rahmat", email="rahmat@contoh.id", identity=Identity.HIDDEN)


def test_a_supporter_gets_a_link_of_their_own(lamp, siti, neighbour, at, outbox):
    person = actions.join_case(lamp.pk, neighbour, at=at)
    assert person.token != siti.token
    assert Case.objects.get(pk=lamp.pk).supporters == 1
    assert person.token in outbox[-1].text


def test_the_same_neighbour_joins_once(lamp, neighbour, at):
    first = actions.join_case(lamp.pk, neighbour, at=at)
    assert actions.join_case(lamp.pk, neighbour, at=at).pk == first.pk
    assert Case.objects.get(pk=lamp.pk).supporters == 1


def test_an_ended_case_takes_no_more_supporters(lamp, siti, neighbour, reporter, at):
    actions.withdraw_case(lamp.pk, actor=reporter(siti), at=at)
    with pytest.raises(Refused):
        actions.join_case(lamp.pk, neighbour, at=at)


def test_a_similar_report_nearby_is_shown_with_its_distance(lamp, at):
    found = actions.similar_cases("pju", point=(lamp.lat + 0.0003, lamp.lon), village=None, at=at)
    assert [(one.case.pk, one.distance_m) for one in found] == [(lamp.pk, 33)]


def test_a_sealed_or_far_report_is_not_shown(lamp, submit_report, at):
    assert actions.similar_cases("pju", point=(lamp.lat + 0.02, lamp.lon), village=None, at=at) == []
    Case.objects.filter(pk=lamp.pk).update(is_sealed=True)
    assert actions.similar_cases("pju", point=(lamp.lat, lamp.lon), village=None, at=at) == []


def test_distance_is_right_to_a_metre():
    assert distance_m((-6.18, 106.63), (-6.18, 106.64)) == pytest.approx(1107, abs=2)


def test_a_merge_keeps_everybody_told_and_can_be_taken_back(lamp, submit_report, neighbour, dewi, staff, at, outbox):
    other = submit_report(contact=actions.Contact(email="tuti@contoh.id"), identity=Identity.NAMED)
    actions.join_case(other.pk, neighbour, at=at)

    main = actions.merge_cases(lamp.pk, other.pk, actor=staff(dewi), at=at)

    other.refresh_from_db()
    assert (other.state, main.supporters, main_case(other).pk) == (State.MERGED, 2, lamp.pk)
    before = len(outbox)
    actions.reply_to_case(lamp.pk, "Regu datang besok.", actor=staff(dewi), at=at)
    assert {letter.topic for letter in outbox[before:]} == {lamp.code}
    assert len(outbox) - before == 3

    back = actions.split_case(other.pk, actor=staff(dewi), at=at, reason="Tiang yang lain")
    assert (back.state, back.merged_into_id) == (State.ASSIGNED, None)
    assert Case.objects.get(pk=lamp.pk).supporters == 0


def test_a_merge_of_a_merge_is_taken_back_one_by_one(lamp, submit_report, dewi, reporter, staff, at):
    second, third = submit_report(), submit_report()
    actions.merge_cases(second.pk, third.pk, actor=staff(dewi), at=at)
    actions.merge_cases(lamp.pk, second.pk, actor=staff(dewi), at=at)
    assert main_case(Case.objects.get(pk=third.pk)).pk == lamp.pk
    assert lamp.family() == [lamp.pk, second.pk, third.pk]
    assert may_follow(reporter(third.participants.get()), lamp)
    actions.split_case(second.pk, actor=staff(dewi), at=at, reason="Lain")
    assert main_case(Case.objects.get(pk=third.pk)).pk == second.pk


def test_a_planned_case_that_is_split_off_again_keeps_its_day(held_lamp, submit_report, budi, dewi, staff, at):
    day = at.date() + timedelta(days=3)
    actions.plan_case(held_lamp.pk, promised_on=day, words="Ganti lampu", actor=staff(budi), at=at)
    actions.merge_cases(submit_report().pk, held_lamp.pk, reason="Sama", actor=staff(dewi), at=at)

    case = actions.split_case(held_lamp.pk, reason="Ternyata lain", actor=staff(dewi), at=at)

    assert (case.state, case.promised_on) == (State.PLANNED, day)


def test_the_first_clock_is_not_lost_by_a_merge(lamp, submit_report, dewi, staff, at):
    later = at + timedelta(days=2)
    younger = submit_report(at=later)
    own = younger.resolve_due_at

    main = actions.merge_cases(younger.pk, lamp.pk, actor=staff(dewi), at=later)
    assert main.resolve_due_at == lamp.resolve_due_at < own
    assert datetime.fromisoformat(main.entries.last().data["due"]) == lamp.resolve_due_at
    actions.change_severity(main.pk, Severity.LIGHT, reason="Satu tiang", actor=staff(dewi), at=later)
    assert Case.objects.get(pk=main.pk).resolve_due_at == lamp.resolve_due_at

    actions.split_case(lamp.pk, actor=staff(dewi), at=later, reason="Tiang lain")
    assert Case.objects.get(pk=main.pk).resolve_due_at >= own


def test_a_case_that_was_late_before_the_main_one_came_is_late_at_once(lamp, submit_report, dewi, staff, at):
    later = at + timedelta(days=30)

    main = actions.merge_cases(submit_report(at=later).pk, lamp.pk, actor=staff(dewi), at=later)

    assert main.resolve_due_at < main.received_at
    assert main.is_late(later)


def test_a_case_is_not_merged_into_itself_nor_into_an_ended_one(lamp, siti, submit_report, dewi, reporter, staff, at):
    other = submit_report()
    with pytest.raises(Refused):
        actions.merge_cases(lamp.pk, lamp.pk, actor=staff(dewi), at=at)
    actions.withdraw_case(lamp.pk, actor=reporter(siti), at=at)
    with pytest.raises(MoveRefused):
        actions.merge_cases(lamp.pk, other.pk, actor=staff(dewi), at=at)


def test_only_the_desk_and_the_office_merge(lamp, submit_report, joko, staff, at):
    other = submit_report()
    with pytest.raises(PermissionDenied):
        actions.merge_cases(lamp.pk, other.pk, actor=staff(joko), at=at)


def test_a_case_is_claimed_by_code_and_secret(lamp, siti, budi, at):
    with pytest.raises(Refused):
        actions.claim_case(lamp.code, "palsu", user=budi, at=at)
    assert actions.claim_case(lamp.code, siti.token, user=budi, at=at).user == budi


def test_nobody_handles_their_own_report(held_lamp, siti, budi, staff, at):
    actions.claim_case(held_lamp.code, siti.token, user=budi, at=at)
    with pytest.raises(PermissionDenied):
        actions.start_case(held_lamp.pk, actor=staff(budi), at=at)


def test_words_find_a_case_by_title_and_place(lamp, submit_report):
    submit_report(text="Sampah menumpuk di depan pasar", place_text="Jalan Melati")
    assert [case.pk for case in Case.objects.search("lampu gel")] == [lamp.pk]
    assert Case.objects.search("melati").count() == 1
    assert Case.objects.search("'; -- \"*").count() == 0


def test_the_same_village_is_enough_to_find_a_similar_one(lamp, at):
    assert [one.case.pk for one in actions.similar_cases("pju", point=None, village=lamp.village_id, at=at)] == [lamp.pk]
    assert book().areas[lamp.village_id].name


def test_in_a_busy_street_the_nearest_are_named_and_the_far_ones_are_not(submit_report, at):
    lat, lon = -7.010, 110.015
    near = [submit_report(lat=lat + step * 0.0001, lon=lon) for step in (3, 1, 2, 4)]
    submit_report(lat=lat + 0.003, lon=lon)

    found = actions.similar_cases("pju", point=(lat, lon), village=None, at=at)

    assert [one.case.pk for one in found] == [near[1].pk, near[2].pk, near[0].pk]


def test_who_joins_after_the_repair_was_declared_cannot_vouch_for_it(held_lamp, siti, budi, after_photo, neighbour, staff, reporter, at):
    there = actions.join_case(held_lamp.pk, neighbour, at=at - timedelta(hours=1))
    actions.resolve_case(
        held_lamp.pk, "Lampu menyala.", photos=(after_photo,), evidence=taken_on_site(held_lamp, budi), actor=staff(budi), at=at
    )
    anybody = actions.join_case(held_lamp.pk, Supporter(), at=at + timedelta(minutes=5))

    with pytest.raises(PermissionDenied):
        actions.confirm_case(held_lamp.pk, actor=reporter(anybody), at=at + timedelta(minutes=6))
    assert may_reopen(reporter(anybody), Case.objects.get(pk=held_lamp.pk))
    assert actions.confirm_case(held_lamp.pk, actor=reporter(there), at=at + timedelta(hours=1)).state == State.CONFIRMED
