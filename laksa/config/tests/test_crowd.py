# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crowd of cases for the benches is written as rows, and still stands every proof that real cases stand."""

import pytest

from laksa.cases.actions import confirm_case, verify_log
from laksa.cases.models import Case, Entry, Participant, Photo
from laksa.cases.models.participant import derive_token
from laksa.cases.rules import State
from laksa.config.example.crowd import making
from laksa.config.example.crowd.making import Crowd, Order
from laksa.config.example.crowd.writing import write_crowd
from laksa.config.example.people import employ_staff
from laksa.config.example.removing import left_over, remove_example
from laksa.config.proofs import figures
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.ids import digest_token, read_code


@pytest.fixture
def staff(city, at):
    """The invented staff of the city."""
    return employ_staff(password=None, at=at)


@pytest.fixture
def few_models(monkeypatch):
    """Route fewer reports: the rows are what is looked at here."""
    monkeypatch.setattr(making, "MODELS", 60)


@pytest.fixture
def crowd(staff, at, few_models):
    """Make a thousand cases in memory, and put them into the tables."""
    from laksa.config.example.crowd import writing

    def write(number=1_000, **changes):
        made = Crowd(Order(number=number, still_open=round(number * 0.03), seed=24, now=at, **changes), staff)
        for chunk in range(made.order.chunks):
            writing.insert_rows(made, made.rows(chunk))
        writing.settle()
        return made

    return write


def test_a_thousand_cases_hold_by_chain_and_by_figures(crowd, at):
    crowd()

    assert Case.objects.count() == 1_000
    assert list(verify_log()) == []
    assert figures().problems == []
    assert Case.objects.open().count() == 30
    assert not Entry.objects.filter(at__gt=at).exists()
    assert set(Case.objects.values_list("is_example", flat=True)) == {True}
    assert Photo.objects.count() > 0
    newest = Case.objects.order_by("-received_at").first()
    assert newest.is_open
    assert newest.due_at is not None


def test_codes_and_links_are_such_as_people_can_use(crowd):
    crowd(200)

    codes = list(Case.objects.values_list("code", flat=True))
    assert len(set(codes)) == 200
    assert all(read_code(code, "CTH") == code for code in codes)
    assert all(digest_token(derive_token(person.seed)) == person.token_digest for person in Participant.objects.all())


def test_the_same_order_makes_the_same_rows_whichever_process_asks(staff, at, few_models):
    order = Order(number=4_500, still_open=100, seed=7, now=at)

    assert Crowd(order, staff).rows(1).cases[:50] != Crowd(order, staff).rows(2).cases[:50]
    assert [row[:4] for row in Crowd(order, staff).rows(2).cases] == [row[:4] for row in Crowd(order, staff).rows(2).cases]


def test_a_code_that_is_taken_is_passed_over(staff, at, few_models):
    order = Order(number=10, still_open=0, seed=24, now=at)
    free = Crowd(order, staff).code(3)

    assert Crowd(order, staff, taken=frozenset({free})).code(3) not in {free, *(Crowd(order, staff).code(index) for index in range(10))}


def test_one_of_the_crowd_can_be_taken_further_like_any_other(crowd, at):
    crowd(1_000)
    case = Case.objects.filter(state=State.RESOLVED).first()
    person = case.participants.get(role="reporter")

    confirm_case(case.pk, actor=Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=person.pk), at=at)

    assert list(verify_log(codes=[case.code])) == []


@pytest.mark.django_db(transaction=True)
def test_a_crowd_is_written_beside_what_is_there_and_goes_again(staff, few_models, at, lamp):
    write_crowd(200, still_open=20, seed=24, staff=staff, now=at)
    write_crowd(100, still_open=20, seed=24, staff=staff, now=at)

    assert Case.objects.filter(is_example=True).count() == 300
    assert list(verify_log()) == []
    assert figures().problems == []
    remove_example()
    assert set(left_over().values()) == {0}
    assert list(Case.objects.all()) == [lamp]
    assert (figures().problems, figures().received) == ([], 1)
