# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beside a decision that waits: who is told next, and when, if nobody answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.conftest import _staff
from laksa.escalation.actions import sweep
from laksa.escalation.models import ahead_of, say_ahead
from laksa.escalation.rules import ahead_words
from laksa.identity.rules import PostFact, Role
from laksa.threads.models import Thread
from laksa.threads.rules import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def sekda(city):
    return _staff("sekda", "Ratih Puspita", PostFact(Role.SECRETARIAT))


@pytest.fixture
def matter(held_lamp, budi, kadis, at):
    """Asked of Maya, head of Dishub, on Tuesday 14.05 for Friday 14.05: half is Thursday 02.05, at night."""
    thread = Thread(case=held_lamp, kind=Kind.DECISION, title="Beli sekarang?", asked_by=budi, to_user=kadis)
    thread.asked_at, thread.due_at = at, at + timedelta(days=3)
    thread.save()
    return thread


def said(thread, *, at, reader=None):
    return say_ahead(ahead_of([thread], at=at).get(thread.pk), thread, reader_id=reader, now=at)


def test_the_one_asked_is_reminded_first_and_a_night_is_kept(matter, kadis, at):
    assert said(matter, at=at) == "Maya Kusuma diingatkan Kamis 26 Nov 07.00"
    assert said(matter, at=at, reader=kadis.pk) == "Anda diingatkan Kamis 26 Nov 07.00"


def test_after_each_rung_the_next_one_is_said_until_none_is_left(matter, sekda, walikota, at):
    half, most, whole = at + timedelta(hours=42), at + timedelta(hours=66), at + timedelta(hours=73)
    sweep(at=half)
    assert said(matter, at=half) == "Sekretariat daerah diberi tahu Jumat 27 Nov 07.00"
    sweep(at=most)
    assert said(matter, at=most) == "Pimpinan kota diberi tahu Jumat 27 Nov 14.05, juga tampil di layar ruang kendali"
    sweep(at=whole)
    assert said(matter, at=whole) == ""


def test_where_nobody_holds_the_office_the_one_above_it_is_named(matter, walikota, at):
    sweep(at=at + timedelta(hours=42))
    assert said(matter, at=at + timedelta(hours=42)).startswith("Pimpinan kota diberi tahu")


def test_nothing_comes_after_an_answer(matter, at):
    Thread.objects.filter(pk=matter.pk).update(is_open=False, status="answered", ended_at=at)
    matter.refresh_from_db()
    assert said(matter, at=at) == ""


def test_many_cost_no_more_queries_than_one(matter, at):
    def count(threads):
        with CaptureQueriesContext(connection) as found:
            ahead_of(threads, at=at)
        return len(found)

    others = [matter]
    for _more in range(3):
        row = Thread.objects.select_related("case", "to_user").get(pk=matter.pk)
        row.pk = None
        row.save()
        others.append(row)
    assert count([matter]) == count(others)


@pytest.mark.parametrize(
    ("who", "reminds", "is_wall", "words"),
    [
        (["meja kota"], "", False, "Meja kota diberi tahu besok"),
        (["kepala kantor", "meja kota"], "", False, "Kepala kantor dan meja kota diberi tahu besok"),
        (["meja kota"], "Anda", False, "Anda diingatkan dan meja kota diberi tahu besok"),
        ([], "Anda", True, "Anda diingatkan besok, juga tampil di layar ruang kendali"),
        ([], "", True, "Tampil di layar ruang kendali besok"),
    ],
)
def test_it_is_said_in_a_sentence(who, reminds, is_wall, words):
    assert ahead_words(who, when="besok", reminds=reminds, is_wall=is_wall) == words
