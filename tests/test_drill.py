# SPDX-License-Identifier: AGPL-3.0-or-later
"""The drill's own eyes: it must see what it is there to find."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from bench.drill import Resident, count


@dataclass
class Remembered:
    """A house whose database is what the test says."""

    cases: list[str] = field(default_factory=list)
    same_words: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)

    def rows(self, query: str) -> list[tuple[str]]:
        found = self.cases if "cases_case" in query else self.same_words if "cases_entry" in query else self.letters
        return [(one,) for one in found]


def told(**answers: list[str]) -> list[Resident]:
    return [Resident(house=None, number=1, ending=threading.Event(), answers=answers)]


WHOLE = {"cases": ["A", "B"], "letters": ["A", "B"]}


@pytest.mark.parametrize(
    ("house", "answers", "found"),
    [
        (Remembered(**WHOLE), {"one": ["A"], "two": ["B", "B"]}, {}),
        (Remembered(cases=["A"], letters=["A"]), {"one": ["A"], "two": ["B"]}, {"lost": 1}),
        (Remembered(**WHOLE), {"one": ["A", "B"]}, {"doubled": 1}),
        (Remembered(**WHOLE, same_words=["Lampu mati"]), {"one": ["A"]}, {"doubled": 1}),
        (Remembered(cases=["A", "B"], letters=["A"]), {"one": ["A"], "two": ["B"]}, {"messages lost": 1}),
    ],
    ids=["all is well", "a report is gone", "one key got two codes", "the same words twice", "a letter never went out"],
)
def test_what_went_wrong_is_counted(house, answers, found):
    counted = count(house, told(**answers))

    assert {name: number for name, number in counted.items() if number and name != "accepted"} == found
