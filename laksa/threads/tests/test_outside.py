# SPDX-License-Identifier: AGPL-3.0-or-later
"""PLN is asked, reminded, given a new link, and answers: each is an entry of the lamp's story."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.cases.actions import accept_case, check_photo, verify_log, withdraw_case
from laksa.cases.models import Photo
from laksa.cases.models.participant import derive_token
from laksa.cases.rules import State, Visibility
from laksa.conftest import drawn
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.threads.actions.outside import find_request, other_requests, proof_asked, refer_outside, renew_outside_link
from laksa.threads.actions.outside_answers import answer_by_link, call_off_outside, write_down_answer
from laksa.threads.models import Thread
from laksa.threads.rules import Status
from laksa.threads.rules.outside import Answer, Reply, Request

pytestmark = pytest.mark.django_db

POSKO = "posko@pln.contoh.id"


@pytest.fixture
def request_(at):
    return Request(
        "PLN", "Mohon sambung kabel tiang 11", "Kabel tiang 11 sampai 16 hilang.", at + timedelta(days=2), POSKO, "Foto tiang 11"
    )


@pytest.fixture
def asked(held_lamp, budi, as_actor, request_, at):
    """PLN has been asked about the lamp by Budi, by letter."""
    return refer_outside(held_lamp.pk, request_, actor=as_actor(budi), at=at)


@pytest.fixture
def photo(at, settings, tmp_path):
    return check_photo(drawn("lamp", seed=1, after=True), file_name="sesudah.jpg", at=at)


def token_of(thread):
    return derive_token(Thread.objects.get(pk=thread.pk).seed)


def story(case):
    return [entry.kind for entry in case.entries.all()]


def test_pln_gets_the_request_with_its_link(asked, held_lamp, siti, outbox, at):
    held_lamp.refresh_from_db()
    letters = {letter.kind: letter for letter in outbox}

    assert held_lamp.state == State.AWAITING_OUTSIDE
    assert held_lamp.waits_for == "PLN"
    assert letters["outside.asked"].to_sealed == POSKO
    assert f"/pihak/{token_of(asked)}/" in letters["outside.asked"].text
    assert letters["case.waiting"].to_sealed == "siti@contoh.id"
    assert "Siti" not in letters["outside.asked"].text
    assert siti.token not in letters["outside.asked"].text
    assert find_request(token_of(asked), at=at) == asked
    assert proof_asked(asked) == "Foto tiang 11"


def test_the_secret_itself_is_not_kept(asked):
    row = Thread.objects.filter(pk=asked.pk).values().get()

    assert token_of(asked) not in str(row)


@pytest.mark.parametrize("who", ["wulan", "joko", "dewi", "walikota"])
def test_only_whoever_handles_the_lamp_asks(request, held_lamp, as_actor, request_, at, who):
    with pytest.raises(PermissionDenied):
        refer_outside(held_lamp.pk, request_, actor=as_actor(request.getfixturevalue(who)), at=at)

    assert not Thread.objects.exists()


def test_a_party_that_takes_paper_gets_no_letter(held_lamp, budi, as_actor, request_, outbox, at):
    paper = Request(**request_.__dict__ | {"email": ""})

    refer_outside(held_lamp.pk, paper, actor=as_actor(budi), at=at)

    assert not [letter for letter in outbox if letter.kind.startswith("outside.")]


def test_a_promise_keeps_the_case_waiting_until_its_date(asked, held_lamp, outbox, at):
    until = at + timedelta(days=1, hours=1)

    answer_by_link(token_of(asked), Reply(Answer.PROMISE, until=until, doer="Regu 4, Pak Iwan", words="Kabel diambil besok."), at=at)

    held_lamp.refresh_from_db()
    asked.refresh_from_db()
    told = [letter for letter in outbox if letter.kind == "case.outside_promised"]
    assert (held_lamp.state, held_lamp.asked_until, held_lamp.due_at) == (State.AWAITING_OUTSIDE, until, until)
    assert (asked.is_open, asked.promised_at) == (True, until)
    assert "Kabel diambil besok." in told[0].text
    assert "Iwan" not in "".join(letter.text for letter in outbox)
    assert [entry.visibility for entry in held_lamp.entries.filter(body__contains="Iwan")] == [Visibility.INTERNAL]


def test_a_promise_is_changed_with_its_reason(asked, held_lamp, at):
    first, second = at + timedelta(days=1), at + timedelta(days=3)
    answer_by_link(token_of(asked), Reply(Answer.PROMISE, until=first), at=at)

    with pytest.raises(Refused):
        answer_by_link(token_of(asked), Reply(Answer.PROMISE, until=second), at=at)
    answer_by_link(token_of(asked), Reply(Answer.PROMISE, until=second, words="Kabel belum datang."), at=at)

    entry = held_lamp.entries.filter(kind="outside_promised").last()
    assert datetime.fromisoformat(entry.data["earlier"]) == first
    assert datetime.fromisoformat(entry.data["until"]) == second


def test_done_gives_the_case_back_and_resolves_nothing(asked, held_lamp, budi, photo, outbox, at):
    answer_by_link(token_of(asked), Reply(Answer.DONE, words="Kabel tersambung."), photos=(photo,), at=at)

    held_lamp.refresh_from_db()
    asked.refresh_from_db()
    assert held_lamp.state == State.IN_PROGRESS
    assert held_lamp.resolved_at is None
    assert (asked.status, asked.is_open) == (Status.ANSWERED, False)
    assert held_lamp.photos.get(role=Photo.EVIDENCE).entry.kind == "outside_heard"
    assert {"case.outside_heard", "outside.receipt"} <= {letter.kind for letter in outbox}
    assert not list(verify_log(codes=[held_lamp.code]))


def test_the_holder_is_told_of_an_answer(asked, budi, outbox, at):
    budi.email = "budi@dishub.contoh.id"
    budi.save()

    answer_by_link(token_of(asked), Reply(Answer.NOT_OURS, whose="Telkom"), at=at)

    letter = next(letter for letter in outbox if letter.kind == "staff.outside_answered")
    assert letter.to_sealed == budi.email
    assert "Telkom" in letter.text
    assert token_of(asked) not in letter.text


def test_not_ours_comes_back_with_whose_it_is(asked, held_lamp, at):
    answer_by_link(token_of(asked), Reply(Answer.NOT_OURS, whose="Telkom"), at=at)

    held_lamp.refresh_from_db()
    entry = held_lamp.entries.get(kind="outside_heard")
    assert held_lamp.state == State.IN_PROGRESS
    assert Thread.objects.get(pk=asked.pk).status == Status.REFUSED
    assert (entry.data["answer"], entry.data["whose"], entry.actor_label) == ("not_ours", "Telkom", "PLN")


def test_a_second_answer_is_told_that_there_is_one(asked, at):
    answer_by_link(token_of(asked), Reply(Answer.NOT_OURS, whose="Telkom"), at=at)

    with pytest.raises(Conflict):
        answer_by_link(token_of(asked), Reply(Answer.DONE, document="BA-1"), at=at)


def test_an_answer_on_paper_is_written_down_by_the_desk(asked, held_lamp, budi, rina, wulan, as_actor, at):
    reply = Reply(Answer.DONE, document="BA-17/XI/2026", words="Surat PLN 24 November.")

    with pytest.raises(PermissionDenied):
        write_down_answer(held_lamp.pk, reply, actor=as_actor(wulan), at=at)
    write_down_answer(held_lamp.pk, reply, actor=as_actor(rina), at=at)

    held_lamp.refresh_from_db()
    entry = held_lamp.entries.get(kind="outside_heard")
    assert held_lamp.state == State.IN_PROGRESS
    assert (entry.actor_label, entry.data["document"]) == (rina.name, "BA-17/XI/2026")
    with pytest.raises(MoveRefused):
        write_down_answer(held_lamp.pk, reply, actor=as_actor(rina), at=at)


def test_a_leaked_link_opens_nothing_once_it_is_renewed(asked, held_lamp, budi, wulan, as_actor, outbox, at):
    old = token_of(asked)

    with pytest.raises(PermissionDenied):
        renew_outside_link(asked.pk, actor=as_actor(wulan), at=at)
    renew_outside_link(asked.pk, actor=as_actor(budi), at=at, email="baru@pln.contoh.id")

    assert find_request(old, at=at) is None
    assert find_request(token_of(asked), at=at) == asked
    assert outbox[-1].to_sealed == "baru@pln.contoh.id"
    assert f"/pihak/{token_of(asked)}/" in outbox[-1].text
    with pytest.raises(Thread.DoesNotExist):
        answer_by_link(old, Reply(Answer.DONE, document="BA-1"), at=at)


def test_an_answer_after_the_case_was_taken_back_is_kept_and_moves_nothing(asked, held_lamp, siti, at):
    withdraw_case(held_lamp.pk, actor=Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk), at=at)

    answer_by_link(token_of(asked), Reply(Answer.DONE, document="BA-1"), at=at)

    held_lamp.refresh_from_db()
    assert held_lamp.state == State.WITHDRAWN
    assert story(held_lamp)[-1] == "outside_heard"


def test_a_link_ends_thirty_days_after_the_case(asked, held_lamp, siti, at):
    withdraw_case(held_lamp.pk, actor=Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk), at=at)

    assert find_request(token_of(asked), at=at + timedelta(days=30)) == asked
    assert find_request(token_of(asked), at=at + timedelta(days=30, seconds=1)) is None


def test_other_requests_to_the_same_address_are_known(asked, submit_report, rina, as_actor, request_, at):
    def ask(title, **changes):
        case = submit_report(text=f"Lampu jalan mati di gang {title}")
        accept_case(case.pk, actor=as_actor(rina), at=at)
        return refer_outside(case.pk, Request(**request_.__dict__ | {"title": title} | changes), actor=as_actor(rina), at=at)

    same = ask("Padamkan jaringan", email=POSKO.upper())
    ask("Untuk posko lain", email="lain@pln.contoh.id")
    ask("Di atas kertas", email="")

    assert other_requests(asked) == [same]


def test_a_request_is_called_off_with_a_reason_that_everybody_reads(asked, held_lamp, budi, wulan, as_actor, outbox, at):
    with pytest.raises(PermissionDenied):
        call_off_outside(held_lamp.pk, "Sudah kami ganti sendiri.", actor=as_actor(wulan), at=at)
    with pytest.raises(Refused):
        call_off_outside(held_lamp.pk, " ", actor=as_actor(budi), at=at)
    call_off_outside(held_lamp.pk, "Sudah kami ganti sendiri.", actor=as_actor(budi), at=at)

    held_lamp.refresh_from_db()
    entry = held_lamp.entries.get(kind="outside_heard")
    assert held_lamp.state == State.IN_PROGRESS
    assert Thread.objects.get(pk=asked.pk).status == Status.WITHDRAWN
    assert (entry.visibility, entry.body) == (Visibility.PUBLIC, "Sudah kami ganti sendiri.")
    assert outbox[-1].kind == "outside.called_off"
