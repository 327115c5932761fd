"""Stories can only grow, and nobody can rewrite one unseen."""

import pytest
from django.db import DatabaseError, connection, transaction

from laksa.cases.actions import reply_to_case, start_case, verify_log
from laksa.cases.models import Case, Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change", ["body = 'lain'", "visibility = 'internal'", "hash = ''", "number = 9", "salt = ''", "data = '{}', body = '', salt = ''"]
)
def test_the_database_refuses_to_change_an_entry(lamp, change):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_entry SET {change} WHERE number = 1")
    assert list(verify_log()) == []


def test_the_database_refuses_to_delete_an_entry(lamp):
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(number=2).delete()


def test_a_real_case_cannot_become_an_example(lamp):
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=lamp.pk).update(is_example=True)


def test_an_example_can_be_taken_away(submit_report):
    case = submit_report(is_example=True)
    Entry.objects.filter(case=case).delete()
    assert not case.entries.exists()


def test_no_words_of_a_story_turn_its_writing_around(held_lamp, budi, staff, at):
    start_case(held_lamp.pk, words="\u202eMulai\u202c kerja\x00", actor=staff(budi), at=at)
    assert held_lamp.entries.get(kind="started").body == "Mulai kerja"
    assert list(verify_log()) == []


def test_the_law_s_erasure_leaves_a_tombstone_and_a_whole_chain(lamp):
    Entry.objects.filter(case=lamp, number=1).update(body="", salt="")
    entry = lamp.entries.first()
    assert entry.is_erased
    assert list(verify_log()) == []


def test_a_head_that_was_rewritten_is_found(lamp):
    Case.objects.filter(pk=lamp.pk).update(head="0" * 64)
    broken = list(verify_log())
    assert [(one.code, one.number) for one in broken] == [(lamp.code, 0)]


def test_an_entry_slipped_in_behind_the_desk_s_back_is_found(lamp, at):
    forged = Entry(case=lamp, number=3, at=at, actor_kind="staff", actor_label="Budi", kind="reply", visibility="public", body="Sudah")
    forged.seal("0" * 64)
    forged.save()
    assert {one.code for one in verify_log()} == {lamp.code}


def test_each_case_has_a_chain_of_its_own(lamp, submit_report, held_lamp, budi, staff, at):
    other = submit_report(text="Sampah menumpuk di depan pasar")
    reply_to_case(held_lamp.pk, "Regu datang besok pagi.", actor=staff(budi), at=at)
    lamp.refresh_from_db()
    assert lamp.head == lamp.entries.last().hash
    assert other.head != lamp.head
    assert list(verify_log()) == []
