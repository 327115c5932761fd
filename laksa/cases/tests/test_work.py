"""The officer's day: accept, answer, plan, work, resolve; hand over, return, refuse."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from laksa.cases import actions
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.story import lock_case
from laksa.cases.actions.waiting import Wait, wait_for_decision
from laksa.cases.models import Case
from laksa.cases.rules import Severity, State
from laksa.city.models import book
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.routing.models import Correction

pytestmark = pytest.mark.django_db


def test_exactly_one_officer_holds_a_case(lamp, budi, wulan, staff, at):
    actions.accept_case(lamp.pk, actor=staff(budi), at=at)
    case = Case.objects.get(pk=lamp.pk)
    assert (case.state, case.holder) == (State.IN_PROGRESS, budi)
    with pytest.raises(PermissionDenied):
        actions.start_case(lamp.pk, actor=staff(wulan), at=at)


def test_a_stranger_from_another_office_moves_nothing(lamp, joko, staff, at):
    with pytest.raises(PermissionDenied):
        actions.accept_case(lamp.pk, actor=staff(joko), at=at)


def test_a_plan_promises_a_date_that_the_reporter_is_told(held_lamp, budi, staff, at, outbox):
    actions.plan_case(held_lamp.pk, promised_on=date(2026, 11, 26), words="Menunggu mobil tangga.", actor=staff(budi), at=at)
    case = Case.objects.get(pk=held_lamp.pk)
    assert (case.state, case.promised_on, case.responded_at) == (State.PLANNED, date(2026, 11, 26), at)
    assert "26 November 2026" in outbox[-1].text


def test_a_second_promise_is_counted(held_lamp, budi, staff, at):
    for day in (26, 27):
        actions.plan_case(held_lamp.pk, promised_on=date(2026, 11, day), words="Alat datang.", actor=staff(budi), at=at)
    assert Case.objects.get(pk=held_lamp.pk).replans == 1


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2028, 1, 1)])
def test_a_promise_lies_ahead_and_not_too_far(held_lamp, budi, staff, at, day):
    with pytest.raises(Refused) as refusal:
        actions.plan_case(held_lamp.pk, promised_on=day, words="Alat datang.", actor=staff(budi), at=at)
    assert refusal.value.field == "promised_on"


def test_the_first_answer_stops_only_its_own_clock(held_lamp, budi, staff, at):
    before = held_lamp.resolve_due_at
    actions.reply_to_case(held_lamp.pk, "Regu datang besok pagi.", actor=staff(budi), at=at)
    case = Case.objects.get(pk=held_lamp.pk)
    assert (case.responded_at, case.resolve_due_at, case.due_at) == (at, before, before)


def test_the_second_of_two_officers_is_told_what_happened(held_lamp, budi, rina, staff, at):
    seen = held_lamp.entry_count
    actions.start_case(held_lamp.pk, actor=staff(budi), at=at, seen=seen)
    with pytest.raises(Conflict) as refusal:
        actions.hand_over_case(held_lamp.pk, Owner("dishub"), reason="Cuti", actor=staff(rina), at=at, seen=seen)
    assert "Budi Santoso" in refusal.value.message


def test_a_word_of_the_reporter_meanwhile_does_not_stop_the_officer(held_lamp, siti, budi, reporter, staff, at):
    seen = held_lamp.entry_count
    actions.add_words(held_lamp.pk, "Masih gelap, Pak.", actor=reporter(siti), at=at)
    actions.start_case(held_lamp.pk, actor=staff(budi), at=at, seen=seen)
    assert Case.objects.get(pk=held_lamp.pk).state == State.WORKING


def test_a_question_waits_five_working_days_and_an_answer_brings_it_back(held_lamp, siti, budi, reporter, staff, at):
    actions.start_case(held_lamp.pk, actor=staff(budi), at=at)
    actions.ask_reporter(held_lamp.pk, "Tiang nomor berapa?", actor=staff(budi), at=at)
    case = Case.objects.get(pk=held_lamp.pk)
    assert (case.state, case.asked_until.date()) == (State.AWAITING_REPORTER, date(2026, 12, 1))
    actions.add_words(case.pk, "Nomor 3", actor=reporter(siti), at=at)
    assert Case.objects.get(pk=held_lamp.pk).state == State.WORKING


def test_an_unanswered_question_goes_back_to_the_officer(held_lamp, budi, staff, at):
    actions.ask_reporter(held_lamp.pk, "Tiang nomor berapa?", actor=staff(budi), at=at)
    assert actions.lapse_questions(at=at + timedelta(days=5)) == 0
    assert actions.lapse_questions(at=at + timedelta(days=8)) == 1
    assert actions.lapse_questions(at=at + timedelta(days=8)) == 0
    assert Case.objects.get(pk=held_lamp.pk).state == State.IN_PROGRESS


def test_the_third_return_in_a_row_goes_to_a_coordinator(lamp, rina, dewi, tono, staff, at):
    for _ in range(3):
        actions.return_case(lamp.pk, reason="Bukan lampu kota", actor=staff(rina), at=at)
        case = Case.objects.get(pk=lamp.pk)
        if not case.needs_coordinator:
            actions.assign_case(lamp.pk, Owner("dishub", "tim-pju"), actor=staff(dewi), at=at)
    assert (case.hops, case.needs_coordinator) == (3, True)
    assert case.resolve_due_at == lamp.resolve_due_at


def test_a_correction_of_the_desk_is_kept_to_learn_from(lamp, dewi, staff, at):
    other = next(category for category in book().categories.values() if category.agency_id == "dlh")
    actions.assign_case(lamp.pk, Owner("dlh", category=other.slug), actor=staff(dewi), at=at, reason="Salah kategori")
    row = Correction.objects.get()
    assert (row.from_category, row.to_category) == ("pju", other.slug)


def test_a_case_moved_into_a_secret_category_is_sealed_and_stays_so(lamp, dewi, staff, at):
    secret = next(category for category in book().categories.values() if category.is_sealed)
    case = actions.assign_case(lamp.pk, Owner(secret.agency_id, category=secret.slug), actor=staff(dewi), at=at)
    assert not Case.objects.public().filter(pk=case.pk).exists()
    case = actions.assign_case(lamp.pk, Owner("dishub", category="pju"), actor=staff(dewi), at=at)
    assert not Case.objects.public().filter(pk=case.pk).exists()


def test_an_owner_must_fit_together(lamp, dewi, budi, staff, at):
    for owner, field in [(Owner("tidak-ada"), "agency"), (Owner("dlh", "tim-pju"), "unit"), (Owner("dlh", None, budi.pk), "holder")]:
        with pytest.raises(Refused) as refusal:
            actions.assign_case(lamp.pk, owner, actor=staff(dewi), at=at)
        assert refusal.value.field == field


def test_a_refusal_says_why_and_where_to_go(held_lamp, budi, staff, at, outbox):
    with pytest.raises(Refused):
        actions.reject_case(held_lamp.pk, reason="Di luar wewenang", where_to=" ", actor=staff(budi), at=at)
    actions.reject_case(held_lamp.pk, reason="Lampu milik pengembang.", where_to="Pengelola perumahan", actor=staff(budi), at=at)
    assert Case.objects.get(pk=held_lamp.pk).state == State.REJECTED
    assert "Pengelola perumahan" in outbox[-1].text


def test_a_fault_is_repaired_and_not_answered(held_lamp, budi, staff, at):
    with pytest.raises(PermissionDenied):
        actions.answer_case(held_lamp.pk, "Terima kasih", actor=staff(budi), at=at)


def test_a_heavier_case_keeps_the_day_it_came(held_lamp, budi, staff, at):
    case = actions.change_severity(held_lamp.pk, Severity.HEAVY, reason="Anak jatuh", actor=staff(budi), at=at)
    assert case.resolve_due_at < held_lamp.resolve_due_at
    assert case.received_at == held_lamp.received_at


def test_waiting_for_an_outside_party_names_it_and_a_date(held_lamp, budi, staff, at):
    actions.refer_outside(held_lamp.pk, "Kabel gardu putus.", to="PLN", due_at=at + timedelta(days=2), actor=staff(budi), at=at)
    case = Case.objects.get(pk=held_lamp.pk)
    assert (case.state, case.waits_for) == (State.AWAITING_OUTSIDE, "PLN")
    actions.hear_outside(case.pk, "PLN sudah menyambung.", actor=staff(budi), at=at)
    assert Case.objects.get(pk=case.pk).state == State.IN_PROGRESS


def test_a_decision_asked_without_a_list_of_options_is_given_by_a_leader_and_not_by_who_asked(held_lamp, budi, kadis, staff, at):
    with transaction.atomic():
        wait_for_decision(lock_case(held_lamp.pk), Wait("Kepala Dishub", at + timedelta(days=2)), actor=staff(budi), at=at)
    with pytest.raises(PermissionDenied):
        actions.decide_case(held_lamp.pk, "Beli", actor=staff(budi), at=at)
    actions.decide_case(held_lamp.pk, "Beli 20 lampu.", actor=staff(kadis), at=at)
    assert Case.objects.get(pk=held_lamp.pk).state == State.IN_PROGRESS


def test_a_move_that_the_table_forbids_is_told_in_words(lamp, budi, staff, at):
    with pytest.raises(MoveRefused) as refusal:
        actions.start_case(lamp.pk, actor=staff(budi), at=at)
    assert "Muat ulang" in refusal.value.message
