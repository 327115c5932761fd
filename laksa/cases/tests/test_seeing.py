"""The reporter is told once that the office has read what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from laksa.cases.actions import add_words, has_unseen, note_sight, object_to_owner, reply_to_case
from laksa.cases.models import Case, Sight
from laksa.cases.policies import may_object_to_owner
from laksa.cases.rules.seeing import unseen_entries
from laksa.identity.rules import Actor, ActorKind


@dataclass(frozen=True)
class Row:
    number: int
    kind: str
    actor_kind: str


@pytest.mark.parametrize(
    ("story", "seen", "expected"),
    [
        ("received", 0, [1]),
        ("received routed:system", 0, [1]),
        ("received accepted:staff", 0, []),
        ("received accepted:staff message", 0, [3]),
        ("received accepted:staff message note:staff", 0, [3]),
        ("received accepted:staff message reply:staff", 0, []),
        ("received accepted:staff message message", 3, [4]),
        ("received joined rated", 1, []),
    ],
)
def test_what_nobody_of_the_office_has_read(story, seen, expected):
    rows = [Row(number, *(part.split(":") if ":" in part else (part, "reporter"))) for number, part in enumerate(story.split(), start=1)]

    assert unseen_entries(rows, seen=seen) == expected


@pytest.fixture
def by_siti(siti):
    return Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk)


@pytest.mark.django_db
def test_a_look_is_told_once_by_the_office_and_names_nobody(held_lamp, budi, wulan, by_siti, as_actor, at, outbox):
    add_words(held_lamp.pk, "Sekarang tiang sebelahnya juga mati", actor=by_siti, at=at)
    letters = len(outbox)

    for officer in (budi, wulan):
        note_sight(held_lamp.pk, actor=as_actor(officer), at=at + timedelta(minutes=7))

    entry = held_lamp.entries.get(kind="seen")
    assert (entry.visibility, entry.actor_label, entry.user_id) == ("reporter", "Dishub, Tim PJU", None)
    assert entry.data == {"numbers": [entry.number - 1], "people": [by_siti.participant_id]}
    assert Sight.objects.get(case=held_lamp).seen_number == entry.number - 1
    assert len(outbox) == letters


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["joko", "dewi", "walikota"])
def test_a_look_by_another_office_is_no_receipt(request, held_lamp, by_siti, as_actor, at, who):
    add_words(held_lamp.pk, "Masih gelap", actor=by_siti, at=at)
    actor = as_actor(request.getfixturevalue(who))

    note_sight(held_lamp.pk, actor=actor, at=at)

    assert not has_unseen(Case.objects.get(pk=held_lamp.pk), held_lamp.entries.all(), actor=actor)
    assert not held_lamp.entries.filter(kind="seen").exists()


@pytest.mark.django_db
def test_who_answers_has_read(held_lamp, budi, by_siti, as_actor, at):
    add_words(held_lamp.pk, "Masih gelap", actor=by_siti, at=at)
    reply_to_case(held_lamp.pk, "Regu datang besok pukul 9.", actor=as_actor(budi), at=at)

    note_sight(held_lamp.pk, actor=as_actor(budi), at=at)

    assert not held_lamp.entries.filter(kind="seen").exists()


@pytest.mark.django_db
def test_each_office_is_objected_to_once(held_lamp, by_siti, at):
    object_to_owner(held_lamp.pk, "", actor=by_siti, at=at)
    Case.objects.filter(pk=held_lamp.pk).update(state="assigned")
    back = Case.objects.get(pk=held_lamp.pk)

    assert not may_object_to_owner(by_siti, back)
    back.agency_id = "dlh"
    assert may_object_to_owner(by_siti, back)
