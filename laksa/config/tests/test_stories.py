# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the invented residents tell: enough of it, of everything, and nobody real."""

import csv
import re
from pathlib import Path
from random import Random

import pytest

from laksa.config.example.stories import SLOTS, all_stories, fill
from laksa.gateways.pictures.drawing import SCENES
from laksa.kernel.privacy import hide_identifiers

PACK = Path(__file__).resolve().parents[3] / "cities" / "tangerang" / "categories.csv"
MOMENTS = ("first", "plan", "start", "done", "note", "return", "still", "thanks", "answered")
EXCHANGES = {
    "ask": {"question", "answer"},
    "outside": {"to", "words", "heard"},
    "decision": {"question", "decided"},
    "reject": {"reason", "where"},
}
SLOT_WORDS = dict.fromkeys(SLOTS, "Mawar")


def test_there_are_stories_enough_that_a_city_of_four_hundred_looks_alive():
    assert len({story.told for story in all_stories()}) >= 120


def test_every_category_of_the_city_has_something_told_about_it():
    with PACK.open() as rows:
        known = {row["slug"] for row in csv.DictReader(rows)}

    assert {story.category for story in all_stories()} == known


def test_every_office_has_words_for_every_moment():
    for story in all_stories():
        for moment in MOMENTS:
            assert story.say(moment, Random(1), SLOT_WORDS).strip(), (story.category, moment)
        for what, parts in EXCHANGES.items():
            assert set(story.pick(what, Random(1), SLOT_WORDS)) == parts, (story.category, what)


def test_no_story_names_a_number_or_an_address_of_anybody():
    for story in all_stories():
        told = fill(story.told, Random(1), SLOT_WORDS)

        assert hide_identifiers(told) == told
        assert not re.search(r"\d{5,}|@", told)


def test_photos_show_only_scenes_that_can_be_drawn():
    assert {story.scene for story in all_stories()} <= {"", *SCENES}


@pytest.mark.parametrize("seed", range(3))
def test_a_template_is_told_in_many_ways_and_whole(seed):
    told = fill("[Pak|Bu], lampu di {jalan} [mati|padam [total|lagi]]", Random(seed), {"jalan": "Jalan Mawar"})

    assert re.fullmatch(r"(Pak|Bu), lampu di Jalan Mawar (mati|padam total|padam lagi)", told)
