# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every question about a thread against the whole cast; a policy that is missing here fails the last test."""

import inspect

import pytest

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.rules import PUBLIC
from laksa.threads import policies
from laksa.threads.actions import Question, ask_inside, give_task
from laksa.threads.models import Seat, seat_of

pytestmark = pytest.mark.django_db

CAST = [
    "budi",
    "wulan",
    "rina",
    "kabid",
    "kadis",
    "joko",
    "dewi",
    "tono",
    "lurah",
    "walikota",
    "sekda",
    "sari",
    "operator",
    "ratna",
    "irwan",
]
HANDLERS = {"budi", "rina", "kabid", "kadis"}
OFFICE = {"ratna", "irwan"}
READERS = {"wulan", "dewi", "tono", "walikota", "sekda", "lurah"}

# Policy: who may, for the lamp that Budi holds, and what he asked Ratna or the secretary about it.
OF_CASE = {
    "may_ask_inside": HANDLERS | {"dewi", "tono"},
    "may_give_task": HANDLERS | {"tono"},
    "may_request_decision": HANDLERS,
}
OF_QUESTION = {
    "may_answer_thread": OFFICE,
    "may_take_thread": set(),
    "may_finish_task": set(),
    "may_refuse_thread": OFFICE,
    "may_pass_thread": OFFICE,
    "may_say_in_thread": OFFICE | HANDLERS,
    "may_read_thread": OFFICE | HANDLERS | READERS,
    "may_decide_thread": set(),
    "may_delegate": set(),
}
OF_DECISION = {
    "may_answer_thread": set(),
    "may_decide_thread": {"sekda"},
    "may_delegate": {"sekda"},
    "may_say_in_thread": {"sekda"} | HANDLERS,
}


@pytest.fixture
def cast(request, as_actor):
    return {name: as_actor(request.getfixturevalue(name)) for name in CAST}


def who(cast, policy, thing):
    assert not policy(PUBLIC, thing)
    return {name for name, actor in cast.items() if policy(actor, thing)}


@pytest.mark.parametrize("name", OF_CASE)
def test_who_may_ask(name, held_lamp, cast):
    assert who(cast, getattr(policies, name), held_lamp) == OF_CASE[name]


@pytest.mark.parametrize("name", OF_QUESTION)
def test_who_may_what_in_a_question(name, asked, cast, at):
    assert who(cast, getattr(policies, name), seat_of(asked, at=at)) == OF_QUESTION[name]


@pytest.mark.parametrize("name", OF_DECISION)
def test_who_may_what_in_a_decision(name, matter, cast, at):
    assert who(cast, getattr(policies, name), seat_of(matter, at=at)) == OF_DECISION[name]


def test_who_asked_or_handles_the_case_takes_it_back(asked, cast):
    assert who(cast, policies.may_withdraw_thread, asked) == HANDLERS


def test_a_question_to_an_office_is_for_all_of_it(held_lamp, budi, cast, as_actor, at):
    thread = ask_inside(held_lamp.pk, Question("Ada tutup?", to_agency="pupr"), actor=as_actor(budi), at=at)
    assert who(cast, policies.may_take_thread, seat_of(thread, at=at)) == OFFICE


def test_a_question_to_a_unit_is_for_that_unit_and_the_chiefs(held_lamp, budi, cast, as_actor, at):
    for unit, expected in (("bidang-drainase", OFFICE), ("bidang-jalan", {"irwan"})):
        thread = ask_inside(held_lamp.pk, Question("Ada tutup?", to_agency="pupr", to_unit=unit), actor=as_actor(budi), at=at)
        assert who(cast, policies.may_answer_thread, seat_of(thread, at=at)) == expected


def test_a_task_is_taken_on_and_finished_by_who_was_asked(held_lamp, budi, ratna, cast, as_actor, at):
    seat = seat_of(give_task(held_lamp.pk, Question("Pasang tutup", to_user=ratna.pk), actor=as_actor(budi), at=at), at=at)
    assert who(cast, policies.may_take_thread, seat) == OFFICE
    assert who(cast, policies.may_finish_task, seat) == OFFICE


def test_once_the_one_asked_is_gone_the_office_and_the_coordinator_answer(asked, cast):
    assert who(cast, policies.may_answer_thread, Seat(asked, is_vacant=True)) == OFFICE | {"tono"}


def test_once_the_leader_is_gone_the_next_with_the_power_decides(matter, cast):
    assert who(cast, policies.may_decide_thread, Seat(matter, is_vacant=True)) == {"sekda", "walikota"}


def test_before_an_office_took_a_case_on_nobody_asks_inside(held_lamp, cast):
    held_lamp.state = State.ASSIGNED
    assert who(cast, policies.may_ask_inside, held_lamp) == set()
    held_lamp.state, held_lamp.holder_id = State.TRIAGE, None
    assert {"dewi", "tono"} <= who(cast, policies.may_ask_inside, held_lamp)


def test_who_was_asked_never_learns_who_reported(asked, held_lamp, ratna, as_actor):
    from laksa.cases.policies import may_read_names, may_see_identity

    case = Case.objects.readable_by(as_actor(ratna)).get(pk=held_lamp.pk)
    assert not may_see_identity(as_actor(ratna), case)
    assert not may_read_names(as_actor(ratna), case)


def test_no_policy_is_left_out():
    names = {name for name, _ in inspect.getmembers(policies, inspect.isfunction) if name.startswith("may_")}
    assert names == {*OF_CASE, *OF_QUESTION, *OF_DECISION, "may_withdraw_thread"}
