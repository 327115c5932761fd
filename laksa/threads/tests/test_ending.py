# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was asked about a case that ended, or waits no longer, is taken back by itself; and two who act at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from laksa.cases.actions import merge_cases
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.kernel.errors import Conflict
from laksa.threads import actions
from laksa.threads.actions import Question
from laksa.threads.models import Thread
from laksa.threads.rules import Status
from laksa.threads.tests.conftest import story


@pytest.mark.django_db
def test_a_question_about_an_ended_case_is_taken_back(asked, held_lamp, ratna, outbox, at):
    assert actions.end_orphans(at=at) == 0
    Case.objects.filter(pk=held_lamp.pk).update(state=State.CONFIRMED, is_open=False, ended_at=at)

    assert actions.end_orphans(at=at) == 1
    assert actions.end_orphans(at=at) == 0
    asked.refresh_from_db()
    assert (asked.status, story(held_lamp)[-1]) == (Status.WITHDRAWN, "thread_withdrawn")
    assert (outbox[-1].kind, outbox[-1].to_sealed) == ("staff.thread_withdrawn", ratna.email)


@pytest.mark.django_db
def test_a_part_of_an_ended_case_stands_in_nobodys_way_when_it_is_opened_again(held_lamp, budi, irwan, as_actor, at):
    from laksa.cases.actions.waiting import open_parts

    actions.give_task(held_lamp.pk, Question("Pasang tutup", to_agency="pupr"), actor=as_actor(budi), at=at)
    Case.objects.filter(pk=held_lamp.pk).update(state=State.CONFIRMED, is_open=False, ended_at=at)
    actions.end_orphans(at=at)

    assert open_parts(Case.objects.get(pk=held_lamp.pk)) == []


@pytest.mark.django_db
def test_a_decision_lasts_while_one_case_waits_for_it(held_lamp, other_lamp, submit_report, budi, dewi, wish, as_actor, at):
    thread = actions.request_decision(held_lamp.pk, replace(wish, also=(other_lamp.pk,)), actor=as_actor(budi), at=at)
    third = submit_report(text="Lampu jalan mati di gang")
    merge_cases(third.pk, held_lamp.pk, actor=as_actor(dewi), at=at)
    assert actions.end_orphans(at=at) == 0

    merge_cases(third.pk, other_lamp.pk, actor=as_actor(dewi), at=at)

    assert actions.end_orphans(at=at) == 1
    assert Thread.objects.get(pk=thread.pk).status == Status.WITHDRAWN


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time by itself")
def test_of_two_who_answer_in_the_same_instant_one_is_told(asked, ratna, irwan, as_actor, at):
    def answer(person):
        try:
            actions.answer_thread(asked.pk, "Ada.", actor=as_actor(person), at=at + timedelta(minutes=1))
        except Conflict:
            return "told"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, [ratna, irwan])) == ["kept", "told"]
