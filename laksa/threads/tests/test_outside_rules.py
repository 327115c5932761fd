# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be asked of an outside party and what it may answer, on paper."""

from dataclasses import replace
from datetime import timedelta

import pytest

from laksa.kernel.errors import Refused
from laksa.threads.rules.outside import PROMISE_DAYS, Answer, Reply, Request, check_reply, check_request, still_opens

SOON, LATER = timedelta(days=2), timedelta(days=5)


@pytest.fixture
def request_(at):
    return Request("PLN, unit Contoh", "Mohon sambung kabel", "Kabelnya hilang.", at + SOON, "posko@pln.contoh.id", "Foto tiang 11")


def test_a_request_is_tidied(request_, at):
    wide = replace(request_, party="  PLN,   unit Contoh ", words=" \u202eKabelnya hilang.\u202c ", email=" posko@pln.contoh.id ")

    assert check_request(wide, at=at) == request_


def test_a_party_that_takes_only_paper_has_no_address(request_, at):
    assert check_request(replace(request_, email=""), at=at).email == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("party", " "),
        ("party", "P" * 121),
        ("title", ""),
        ("title", "T" * 141),
        ("words", "\n"),
        ("words", "w" * 4_001),
        ("proof", "b" * 161),
        ("email", "posko"),
        ("email", "a@b.id, c@d.id"),
        ("email", "a@b.id\nBcc: c@d.id"),
    ],
)
def test_a_request_that_cannot_be_used_names_its_field(request_, at, field, value):
    with pytest.raises(Refused) as refusal:
        check_request(replace(request_, **{field: value}), at=at)

    assert refusal.value.field == field


def test_a_request_needs_time_for_its_answer(request_, at):
    with pytest.raises(Refused) as refusal:
        check_request(replace(request_, due_at=at), at=at)

    assert refusal.value.field == "due_at"


def test_an_answer_turns_no_writing_around(at):
    given = check_reply(Reply(Answer.NOT_OURS, whose="\u2066provinsi\u2069", words="\u202eBukan kami."), at=at, promised_at=None)

    assert (given.whose, given.words) == ("provinsi", "Bukan kami.")


@pytest.mark.parametrize(
    ("reply", "promised", "field"),
    [
        (Reply(Answer.DONE), None, "photos"),
        (Reply(Answer.DONE, words="Sudah menyala"), None, "photos"),
        (Reply(Answer.PROMISE), None, "until"),
        (Reply(Answer.PROMISE, until=-SOON), None, "until"),
        (Reply(Answer.PROMISE, until=timedelta(days=PROMISE_DAYS, seconds=1)), None, "until"),
        (Reply(Answer.PROMISE, until=LATER), SOON, "words"),
        (Reply(Answer.PROMISE, until=SOON, words="Hujan"), SOON, "until"),
        (Reply(Answer.PROMISE, until=SOON, doer="d" * 161), None, "doer"),
        (Reply(Answer.NOT_OURS, whose="  "), None, "whose"),
        (Reply(Answer.NOT_OURS, whose="Telkom", words="w" * 4_001), None, "words"),
        (Reply(Answer.DONE, document="n" * 161), None, "document"),
    ],
)
def test_an_answer_that_cannot_be_used_names_its_field(at, reply, promised, field):
    dated = replace(reply, until=at + reply.until if reply.until is not None else None)

    with pytest.raises(Refused) as refusal:
        check_reply(dated, at=at, promised_at=at + promised if promised else None)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    "reply",
    [
        Reply(Answer.DONE, photos=1),
        Reply(Answer.DONE, document="BA-17/XI/2026"),
        Reply(Answer.NOT_OURS, whose="tidak tahu"),
    ],
)
def test_words_are_never_asked_for_with_a_first_answer(at, reply):
    assert check_reply(reply, at=at, promised_at=None) == reply


def test_a_date_changes_with_its_reason(at):
    again = Reply(Answer.PROMISE, until=at + LATER, words="Kabel pengganti belum datang.")

    assert check_reply(again, at=at, promised_at=at + SOON) == again


def test_a_link_opens_until_thirty_days_after_the_end_of_its_case(at):
    assert still_opens(None, at=at)
    assert still_opens(at - timedelta(days=30), at=at)
    assert not still_opens(at - timedelta(days=30, seconds=1), at=at)
