# SPDX-License-Identifier: AGPL-3.0-or-later
"""What residents tell and what offices answer: templates with slots, so that four hundred cases never look copied.

`[a|b]` is a choice, `{name}` a slot; the texts lie in `stories/*.toml`, one file a group of categories.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent / "stories"
FOR_ALL = "*"
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
SLOTS = frozenset({"jalan", "jalan_nasional", "jalan_provinsi", "patokan", "rt", "kel", "lama", "kapan", "jam", "n", "air"})


@dataclass(frozen=True)
class Story:
    """One thing people tell, of one category; `answers` are the words its office has for it.

    weight: how often it is told, of all the stories of its category. scene: what its photo shows, "" for none.
    """

    category: str
    told: str
    weight: float
    kind: str = ""
    scene: str = ""
    language: str = "id"
    answers: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def say(self, what: str, rng: Random, slots: dict[str, str]) -> str:
        """Return one of the office's or the reporter's words for a moment, such as "first" or "thanks"."""
        return fill(rng.choice(self.answers[what]), rng, slots)

    def pick(self, what: str, rng: Random, slots: dict[str, str]) -> dict[str, str]:
        """Return one exchange of several parts, such as a question with its answer."""
        chosen: dict[str, str] = rng.choice(self.answers[what])
        return {part: fill(words, rng, slots) for part, words in chosen.items()}


def fill(template: str, rng: Random, slots: dict[str, str]) -> str:
    """Return a template with its choices made and its slots filled."""
    while _CHOICE.search(template):
        template = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), template)
    return template.format_map(slots)


@cache
def all_stories() -> tuple[Story, ...]:
    """Return every story of every file; what a group has no words for, it takes from those that fit all."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    general = next(one["answers"] for one in files if one["group"] == FOR_ALL)
    groups = {one["group"]: general | one["answers"] for one in files}
    stories: list[Story] = []
    for one in files:
        for category in one["category"]:
            own_words = one.get("answers_of", {}).get(category["slug"], {})
            stories += _told(category, groups[one["group"]] | own_words)
    own = {story.category: story.answers for story in stories if story.language == "id"}
    # An English report of a pothole is answered by the office of potholes.
    return tuple(Story(**story.__dict__ | {"answers": own.get(story.category, story.answers)}) for story in stories)


def _told(category: dict[str, Any], answers: dict[str, Any]) -> list[Story]:
    each = category.get("weight", 1) / len(category["told"])
    facts = {name: category[name] for name in ("kind", "scene", "language") if name in category}
    return [Story(category["slug"], words, each, answers=answers, **facts) for words in category["told"]]
