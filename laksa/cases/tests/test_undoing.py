"""Ten minutes to take back what one did oneself, if nobody has gone on since; the story keeps both."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.cases import actions
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.undoing import snapshot, take_back
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.cases.rules.holding import turns
from laksa.kernel.errors import Conflict, MoveRefused
from laksa.routing.models import Correction

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def handed(lamp, rina, budi, staff, at):
    """Rina gave the lamp to Budi: (the case, what it was before)."""
    before = snapshot(Case.objects.get(pk=lamp.pk))
    case = actions.assign_case(lamp.pk, Owner("dishub", "tim-pju", budi.pk), actor=staff(rina), at=at)
    return case, before


def test_an_assignment_is_taken_back_whole(handed, lamp, rina, staff, at):
    case, before = handed
    back = take_back(case.pk, number=case.entry_count, before=before, actor=staff(rina), at=at + 10 * MINUTE)
    again = Case.objects.get(pk=back.pk)
    assert snapshot(again) == before
    assert again.due_at == lamp.due_at
    assert list(actions.verify_log()) == []


def test_held_time_goes_back_to_where_it_was(handed, rina, budi, staff, at):
    case, before = handed
    take_back(case.pk, number=case.entry_count, before=before, actor=staff(rina), at=at + MINUTE)
    assert [turn.party.kind for turn in turns(case.entries.order_by("number"))][-2:] == ["officer", "queue"]


def test_a_case_from_the_desk_lies_with_the_desk_again(submit_report, dewi, staff, at):
    odd = submit_report(text="ada yang aneh di dekat pasar", hashtags=())
    before = snapshot(odd)
    case = actions.assign_case(odd.pk, Owner("dlh"), actor=staff(dewi), at=at)
    take_back(case.pk, number=case.entry_count, before=before, actor=staff(dewi), at=at)
    assert Case.objects.get(pk=odd.pk).state == State.TRIAGE
    assert turns(case.entries.order_by("number"))[-1].party.kind == "desk"


def test_a_handing_over_is_taken_back_whole(held_lamp, rina, wulan, budi, staff, at):
    actions.plan_case(held_lamp.pk, promised_on=at.date() + timedelta(days=3), words="Kamis", actor=staff(budi), at=at)
    before = snapshot(Case.objects.get(pk=held_lamp.pk))
    owner = Owner("dishub", "tim-pju", wulan.pk)
    case = actions.hand_over_case(held_lamp.pk, owner, reason="Budi cuti", actor=staff(rina), at=at + MINUTE)
    number = case.entries.get(kind="handed_over").number
    take_back(case.pk, number=number, before=before, actor=staff(rina), at=at + 2 * MINUTE)
    again = Case.objects.get(pk=case.pk)
    assert snapshot(again) == before
    assert (again.holder, again.state) == (budi, State.PLANNED)
    assert turns(case.entries.order_by("number"))[-1].party.key == str(budi.pk)
    assert list(actions.verify_log()) == []


def test_nothing_is_learned_from_what_was_taken_back(submit_report, dewi, staff, at):
    odd, other = (submit_report(text="ada yang aneh di dekat pasar", hashtags=()) for _number in range(2))
    actions.assign_case(other.pk, Owner("dlh"), actor=staff(dewi), at=at)
    before = snapshot(Case.objects.get(pk=odd.pk))
    earlier = actions.assign_case(odd.pk, Owner("dlh"), actor=staff(dewi), at=at - MINUTE)
    case = actions.assign_case(odd.pk, Owner("pupr"), actor=staff(dewi), at=at)
    assert Correction.objects.count() == 3
    take_back(case.pk, number=case.entry_count, before=before | snapshot(earlier), actor=staff(dewi), at=at + MINUTE)
    assert list(Correction.objects.order_by("at").values_list("case_code", "to_agency")) == [(odd.code, "dlh"), (other.code, "dlh")]


def test_a_promise_is_taken_back(held_lamp, budi, staff, at):
    before = snapshot(held_lamp)
    case = actions.plan_case(held_lamp.pk, promised_on=at.date() + timedelta(days=3), words="Kamis", actor=staff(budi), at=at)
    take_back(case.pk, number=case.entry_count, before=before, actor=staff(budi), at=at + MINUTE)
    again = Case.objects.get(pk=case.pk)
    assert (again.state, again.promised_on, again.responded_at) == (State.IN_PROGRESS, None, held_lamp.responded_at)
    undone = again.entries.get(kind="undone")
    assert (undone.data["of"], undone.visibility) == ("planned", "public")


def test_a_reply_is_taken_back(held_lamp, budi, staff, at):
    before = snapshot(held_lamp)
    case = actions.reply_to_case(held_lamp.pk, "Salah kirim", actor=staff(budi), at=at)
    take_back(case.pk, number=case.entry_count, before=before, actor=staff(budi), at=at + MINUTE)
    assert Case.objects.get(pk=case.pk).responded_at is None


def test_nobody_takes_back_what_another_did(handed, kabid, tono, staff, at):
    case, before = handed
    for person in (kabid, tono):
        with pytest.raises(PermissionDenied):
            take_back(case.pk, number=case.entry_count, before=before, actor=staff(person), at=at)


def test_after_ten_minutes_it_stands(handed, rina, staff, at):
    case, before = handed
    with pytest.raises(MoveRefused):
        take_back(case.pk, number=case.entry_count, before=before, actor=staff(rina), at=at + timedelta(minutes=10, seconds=1))


def test_what_somebody_went_on_with_is_left_alone(handed, rina, budi, staff, at):
    case, before = handed
    actions.accept_case(case.pk, actor=staff(budi), at=at + MINUTE)
    with pytest.raises(Conflict) as told:
        take_back(case.pk, number=case.entry_count, before=before, actor=staff(rina), at=at + 2 * MINUTE)
    assert "Budi Santoso" in told.value.message


def test_a_word_said_meanwhile_is_no_hindrance(handed, rina, siti, reporter, staff, at):
    case, before = handed
    actions.add_words(case.pk, "Masih gelap", actor=reporter(siti), at=at + MINUTE)
    assert take_back(case.pk, number=case.entry_count, before=before, actor=staff(rina), at=at + 2 * MINUTE).holder_id is None


def test_no_other_act_can_be_taken_back(held_lamp, budi, staff, at):
    before = snapshot(held_lamp)
    case = actions.start_case(held_lamp.pk, actor=staff(budi), at=at)
    with pytest.raises(PermissionDenied):
        take_back(case.pk, number=case.entry_count, before=before, actor=staff(budi), at=at)
