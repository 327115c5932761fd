"""Whatever is typed gets an answer; what says nothing goes to the city desk."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laksa.routing.rules import Report

NOTHING = [
    "",
    " ",
    "\n\t",
    "😭😭😭🙏",
    "...",
    "123456",
    "مصباح الشارع معطل",
    "路灯坏了",
    "\u200b\u200e\ufeff",
    "<br><p></p>",
    "🏳️‍🌈 ¯\\_(ツ)_/¯",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_nothing_goes_to_the_desk_without_confidence(rulebook, text):
    decision = rulebook.decide(Report(text))

    assert (decision.category, decision.confidence, decision.desk) == ("lainnya", 0.0, True)
    assert decision.reasons[-1].sign == "-"
    assert rulebook.suggest(text, limit=3) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>lampu <b>jalan</b> mati</p>",
        "LAMPU JALAN MATIIII!!!",
        "\u202elampu jalan mati\u202c",
        "la\u200bmpu jal\u200ban ma\u200bti",
        "l4mpu j4lan m4ti",
        "lampujalanmati",
        "💡lampu💡jalan💡mati💡",
        "مصباح lampu jalan mati 路灯",
    ],
)
def test_disguises_do_not_hide_a_lamp(rulebook, text):
    decision = rulebook.decide(Report(text))

    assert decision.category == "pju"
    assert all(0 <= start < end <= len(text) for start, end in decision.marked)


def seconds(rulebook, text):
    started = time.process_time()
    rulebook.decide(Report(text))
    return time.process_time() - started


@pytest.mark.parametrize("piece", ["lampu ", "lampu jalan mati ", "a", "kebakaran tidak ", "depan ", "1 kali ", "#PJU ", "x1"])
def test_twenty_thousand_letters_take_bounded_time(rulebook, piece):
    assert seconds(rulebook, (piece * 20_000)[:20_000]) < 0.5


def test_twenty_thousand_letters_of_unknown_words_take_bounded_time(rulebook):
    random = Random(3)
    words = ["".join(random.choices("abdegiklmnoprstu", k=random.randint(5, 12))) for _ in range(2_300)]

    assert seconds(rulebook, " ".join(words)[:20_000]) < 1.5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_a_whole_decision(rulebook, text):
    decision = rulebook.decide(Report(text))

    assert 0.0 <= decision.confidence <= 1.0
    assert decision.category in rulebook.categories
    assert len(decision.candidates) == 3
    assert list(decision.marked) == sorted(decision.marked)


def test_the_same_report_is_decided_the_same_way(rulebook):
    text = "sampah numpuk dan lampu jalan mati di gang mawar"

    assert rulebook.decide(Report(text)) == rulebook.decide(Report(text))
