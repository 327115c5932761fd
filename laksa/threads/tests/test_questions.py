# SPDX-License-Identifier: AGPL-3.0-or-later
"""Budi asks whether there are covers left: asked, forgotten by nobody, answered, passed on, taken back."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from laksa.cases.actions import verify_log
from laksa.cases.models import Case
from laksa.cases.rules import Visibility
from laksa.identity.rules import Role
from laksa.kernel.errors import Conflict, Refused
from laksa.threads import actions
from laksa.threads.actions import Question
from laksa.threads.models import Thread, of_case, open_for, seat_of
from laksa.threads.rules import Kind, Status, read_party
from laksa.threads.tests.conftest import last, story

pytestmark = pytest.mark.django_db


def test_a_question_has_one_who_must_answer_and_a_time(asked, held_lamp, ratna, outbox, at):
    held_lamp.refresh_from_db()
    letter = outbox[-1]

    assert (asked.kind, asked.status, asked.to_user, asked.hops) == (Kind.QUESTION, Status.OPEN, ratna, 0)
    assert timezone.localtime(asked.due_at).strftime("%a %H:%M") == "Wed 16:00"
    assert held_lamp.state == "in_progress"
    assert story(held_lamp)[-1] == "thread_asked"
    assert (letter.kind, f"/meja/utas/{asked.pk}/" in letter.text) == ("staff.thread_asked", True)


def test_the_entry_says_who_is_asked_and_only_the_house_reads_it(asked, held_lamp, ratna):
    entry = last(held_lamp, "thread_asked")

    assert entry.visibility == Visibility.INTERNAL
    assert read_party(entry.data).facts() == {"kind": "user", "id": str(ratna.pk), "name": "Ratna Dewi"}
    assert entry.data["thread"] == asked.pk


def test_who_is_asked_may_open_the_case_and_sees_it_in_no_list(asked, held_lamp, ratna, joko, as_actor):
    for person, opens in ((ratna, True), (joko, False)):
        assert Case.objects.readable_by(as_actor(person)).filter(pk=held_lamp.pk).exists() == opens
        assert not Case.objects.visible_to(as_actor(person)).filter(pk=held_lamp.pk).exists()


def test_the_answer_ends_it_and_reaches_the_asker(asked, held_lamp, ratna, as_actor, outbox, at):
    later = at + timedelta(hours=2, minutes=42)

    answered = actions.answer_thread(asked.pk, "Ada satu. Satu lagi datang Kamis.", actor=as_actor(ratna), at=later)

    assert (answered.status, answered.answered_by_id, answered.ended_at) == (Status.ANSWERED, ratna.pk, later)
    assert last(held_lamp, "thread_answered").body == "Ada satu. Satu lagi datang Kamis."
    assert (outbox[-1].kind, "Ada satu" in outbox[-1].text) == ("staff.thread_answered", True)
    assert not list(verify_log(codes=[held_lamp.code]))


def test_of_two_answers_the_second_is_told_and_not_lost_silently(asked, held_lamp, ratna, irwan, as_actor, at):
    actions.answer_thread(asked.pk, "Ada satu.", actor=as_actor(ratna), at=at)

    with pytest.raises(Conflict, match="Ratna Dewi lebih dulu menjawab"):
        actions.answer_thread(asked.pk, "Ada dua.", actor=as_actor(irwan), at=at)
    assert story(held_lamp).count("thread_answered") == 1


def test_both_sides_may_say_more(asked, held_lamp, budi, ratna, as_actor, outbox, at):
    actions.say_in_thread(asked.pk, "Ukuran berapa persisnya?", actor=as_actor(ratna), at=at)
    assert "Budi" not in outbox[-1].text
    actions.say_in_thread(asked.pk, "60 × 60, tebal 8.", actor=as_actor(budi), at=at)

    assert [entry.body for entry in held_lamp.entries.filter(kind="thread_said")] == ["Ukuran berapa persisnya?", "60 × 60, tebal 8."]
    assert Thread.objects.get(pk=asked.pk).is_open


def test_an_office_is_asked_until_somebody_takes_it(held_lamp, budi, irwan, ratna, as_actor, outbox, at):
    thread = actions.ask_inside(held_lamp.pk, Question("Ada tutup?", to_agency="pupr"), actor=as_actor(budi), at=at)
    assert [one.pk for one in open_for(ratna, at=at)] == [thread.pk]
    assert outbox[-1].to_hint != ""

    taken = actions.take_thread(thread.pk, actor=as_actor(ratna), at=at)
    again = actions.take_thread(thread.pk, actor=as_actor(ratna), at=at)

    assert (taken.to_user_id, again.taken_at) == (ratna.pk, at)
    assert story(held_lamp).count("thread_taken") == 1
    assert [one.pk for one in open_for(ratna, at=at)] == [thread.pk]
    assert open_for(irwan, at=at) == []


def test_a_second_taker_is_told_who_was_quicker(held_lamp, budi, ratna, newcomer, as_actor, at):
    other = newcomer("gudang.dua", Role.OFFICER, agency_id="pupr")
    thread = actions.ask_inside(held_lamp.pk, Question("Ada tutup?", to_agency="pupr"), actor=as_actor(budi), at=at)
    actions.take_thread(thread.pk, actor=as_actor(ratna), at=at)

    with pytest.raises(PermissionDenied):
        actions.take_thread(thread.pk, actor=as_actor(other), at=at)


def test_a_question_passed_on_keeps_its_time_and_counts_its_hops(asked, held_lamp, ratna, irwan, as_actor, at):
    passed = actions.pass_thread(asked.pk, irwan.pk, reason="Irwan yang memegang stok.", actor=as_actor(ratna), at=at)

    assert (passed.to_user_id, passed.hops, passed.due_at) == (irwan.pk, 1, asked.due_at)
    assert last(held_lamp, "thread_passed").data["party"]["name"] == "Irwan Maulana"
    assert Case.objects.readable_by(as_actor(irwan)).filter(pk=held_lamp.pk).exists()


def test_a_loop_of_hand_overs_ends_at_the_coordinator(asked, ratna, irwan, joko, tono, newcomer, as_actor, at):
    extra = newcomer("gudang.tiga", Role.OFFICER, agency_id="pupr")
    holders = [ratna, irwan, ratna, extra]
    for giver, taker in pairwise(holders):
        actions.pass_thread(asked.pk, taker.pk, reason="Bukan saya.", actor=as_actor(giver), at=at)

    with pytest.raises(Refused, match="koordinator") as refusal:
        actions.pass_thread(asked.pk, joko.pk, reason="Bukan saya.", actor=as_actor(extra), at=at)
    assert refusal.value.code == "too_many_hops"
    assert actions.pass_thread(asked.pk, tono.pk, reason="Mohon diputuskan.", actor=as_actor(extra), at=at).hops == 4


def test_nobody_passes_it_back_to_who_asked(asked, budi, ratna, as_actor, at):
    for person in (budi, ratna):
        with pytest.raises(Refused) as refusal:
            actions.pass_thread(asked.pk, person.pk, reason="Bukan saya.", actor=as_actor(ratna), at=at)
        assert refusal.value.field == "to"


def test_a_question_is_taken_back_with_a_reason(asked, held_lamp, budi, as_actor, outbox, at):
    with pytest.raises(Refused):
        actions.withdraw_thread(asked.pk, "  ", actor=as_actor(budi), at=at)
    actions.withdraw_thread(asked.pk, "Sudah dapat dari kelurahan.", actor=as_actor(budi), at=at)

    assert Thread.objects.get(pk=asked.pk).status == Status.WITHDRAWN
    assert outbox[-1].kind == "staff.thread_withdrawn"


def test_an_answer_that_came_by_phone_is_written_down(asked, held_lamp, budi, as_actor, at):
    closed = actions.close_thread(asked.pk, "Ratna menelepon: ada satu.", actor=as_actor(budi), at=at)

    assert (closed.status, story(held_lamp)[-1]) == (Status.ANSWERED, "thread_closed")


def test_an_answer_that_is_not_enough_opens_it_again(asked, held_lamp, budi, ratna, as_actor, at):
    actions.answer_thread(asked.pk, "Cek nanti.", actor=as_actor(ratna), at=at)

    again = actions.ask_again(asked.pk, "Jumlahnya berapa?", due_at=at + timedelta(hours=3), actor=as_actor(budi), at=at)

    assert (again.is_open, again.due_at) == (True, at + timedelta(hours=3))
    assert last(held_lamp, "thread_asked").data["again"] is True


def test_not_ours_is_said_with_a_reason(asked, held_lamp, ratna, as_actor, outbox, at):
    refused = actions.refuse_thread(asked.pk, "Gudang di DLH.", actor=as_actor(ratna), at=at)

    assert refused.status == Status.REFUSED
    assert "bukan urusan kami" in outbox[-1].subject


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 141}, "title"),
        ({"words": "x" * 20_000}, "words"),
        ({"to_user": None}, "to"),
        ({"to_user": None, "to_agency": "tidak-ada"}, "to"),
        ({"to_user": None, "to_agency": "pupr", "to_unit": "tim-pju"}, "to"),
        ({"to_user": None, "to_agency": "bpbd"}, "to"),
        ({"to_user": 999_999}, "to"),
    ],
)
def test_what_cannot_be_asked_is_named(held_lamp, budi, question, as_actor, at, changes, field):
    with pytest.raises(Refused) as refusal:
        actions.ask_inside(held_lamp.pk, replace(question, **changes), actor=as_actor(budi), at=at)
    assert refusal.value.field == field
    assert not Thread.objects.exists()


def test_a_time_that_has_passed_is_refused(held_lamp, budi, ratna, as_actor, at):
    with pytest.raises(Refused) as refusal:
        actions.ask_inside(held_lamp.pk, Question("Ada?", to_user=ratna.pk, due_at=at), actor=as_actor(budi), at=at)
    assert refusal.value.field == "due_at"


def test_nobody_asks_themselves(held_lamp, budi, as_actor, at):
    with pytest.raises(Refused, match="diri sendiri"):
        actions.ask_inside(held_lamp.pk, Question("Ada?", to_user=budi.pk), actor=as_actor(budi), at=at)


def test_a_secret_case_is_asked_about_all_the_same(held_lamp, budi, ratna, as_actor, question, at):
    Case.objects.filter(pk=held_lamp.pk).update(is_sealed=True)
    thread = actions.ask_inside(held_lamp.pk, question, actor=as_actor(budi), at=at)
    assert thread.is_open


def test_a_stranger_does_nothing_in_it(asked, joko, as_actor, at):
    for act in (
        lambda: actions.answer_thread(asked.pk, "Ya", actor=as_actor(joko), at=at),
        lambda: actions.say_in_thread(asked.pk, "Ya", actor=as_actor(joko), at=at),
        lambda: actions.refuse_thread(asked.pk, "Ya", actor=as_actor(joko), at=at),
        lambda: actions.withdraw_thread(asked.pk, "Ya", actor=as_actor(joko), at=at),
        lambda: actions.pass_thread(asked.pk, joko.pk, reason="Ya", actor=as_actor(joko), at=at),
    ):
        with pytest.raises(PermissionDenied):
            act()


# --- people who are gone ------------------------------------------------------------------------------


def test_who_is_away_is_not_asked_and_the_deputy_is_named(held_lamp, budi, ratna, irwan, question, away, as_actor, at):
    away(ratna, deputy=irwan)
    with pytest.raises(Refused, match="Irwan Maulana") as refusal:
        actions.ask_inside(held_lamp.pk, question, actor=as_actor(budi), at=at)
    assert refusal.value.code == "not_there"


def test_who_left_is_not_asked_and_somebody_of_the_office_is_named(held_lamp, budi, ratna, irwan, question, as_actor, at):
    ratna.posts.update(until=at - timedelta(days=1))
    with pytest.raises(Refused, match=r"tidak bertugas lagi\. Pilih Irwan Maulana"):
        actions.ask_inside(held_lamp.pk, question, actor=as_actor(budi), at=at)


def test_a_closed_account_is_not_asked(held_lamp, budi, ratna, question, as_actor, at):
    ratna.is_active = False
    ratna.save()
    with pytest.raises(Refused, match="tidak bertugas lagi"):
        actions.ask_inside(held_lamp.pk, question, actor=as_actor(budi), at=at)


def test_the_deputy_answers_for_who_is_away(asked, ratna, irwan, away, as_actor, at):
    away(ratna, deputy=irwan)
    assert [one.pk for one in open_for(irwan, at=at)] == [asked.pk]

    answered = actions.answer_thread(asked.pk, "Ada satu.", actor=as_actor(irwan), at=at)

    assert answered.answered_by_id == irwan.pk


def test_once_the_one_asked_has_left_the_office_may_take_it(asked, ratna, newcomer, as_actor, at):
    colleague = newcomer("gudang.dua", Role.OFFICER, agency_id="pupr")
    with pytest.raises(PermissionDenied):
        actions.take_thread(asked.pk, actor=as_actor(colleague), at=at)
    ratna.posts.update(until=at)

    assert seat_of(Thread.objects.get(pk=asked.pk), at=at).is_vacant
    assert actions.take_thread(asked.pk, actor=as_actor(colleague), at=at).to_user_id == colleague.pk


def test_reading_leaves_a_receipt_once(asked, ratna, budi, as_actor, at):
    actions.mark_read(asked.pk, actor=as_actor(budi), at=at)
    assert Thread.objects.get(pk=asked.pk).read_at is None
    actions.mark_read(asked.pk, actor=as_actor(ratna), at=at)
    actions.mark_read(asked.pk, actor=as_actor(ratna), at=at + timedelta(hours=1))
    assert Thread.objects.get(pk=asked.pk).read_at == at


def test_all_threads_of_a_case_stand_in_order(asked, held_lamp, budi, as_actor, at):
    second = actions.ask_inside(held_lamp.pk, Question("Ada pasir?", to_agency="pupr"), actor=as_actor(budi), at=at)
    assert [one.pk for one in of_case(held_lamp)] == [asked.pk, second.pk]
