"""Where a picture plays: the same street by the same number, under another sky on another day."""

from __future__ import annotations

import random
from dataclasses import dataclass

SKIES = (  # upper, lower
    ("#8fb9cf", "#dfe9e6"),
    ("#a9c6d2", "#ece7da"),
    ("#7fb0d0", "#d3e6ee"),
    ("#b4bfc6", "#dfe0dc"),
    ("#9dbfd6", "#f3e4cd"),
    ("#88aecb", "#f0d9c0"),
)
WALLS = ("#e3d6bd", "#dfe3da", "#e8d2bd", "#cfdcdc", "#e9e2cf", "#d8c7a6", "#c9d8cb", "#e6cfc6", "#dcdbe3")
ROOFS = ("#a9553a", "#8f4a35", "#b5674a", "#7d4a3e", "#8b8f8f", "#5f7a6c")
LEAVES = ("#3f6b3c", "#4a7a44", "#56804a", "#3a6447", "#62854a")
ROADS = ("#6f6b68", "#74706b", "#686868", "#7a746c")
PAVEMENTS = ("#b3a993", "#a89f8c", "#b9b0a0", "#aaa7a0")
PAINTS = ("#b93e0b", "#1f5299", "#0b5a52", "#e2a92b", "#8a3b5c", "#3d4650", "#c9c6bf")


@dataclass(frozen=True)
class Setting:
    """What stays the same before and after (street, shift, details), and what does not (sky)."""

    sky: tuple[str, str]
    walls: tuple[str, ...]
    roofs: tuple[str, ...]
    leaf: str
    road: str
    pavement: str
    paint: tuple[str, ...]
    shift: float  # -1 to 1: where the chief thing stands
    size: float  # 0.85 to 1.15
    is_mirrored: bool
    key: str

    def rng(self, purpose: str) -> random.Random:
        """Return dice for one purpose, which fall the same before and after."""
        return random.Random(f"{self.key}:{purpose}")  # noqa: S311 - a drawing, no secret


def choose(scene: str, seed: int, *, after: bool) -> Setting:
    """Return the setting of a scene; one seed is one place."""
    key = f"{scene}:{seed}"
    dice = random.Random(key)  # noqa: S311 - a drawing, no secret
    return Setting(
        sky=random.Random(f"{key}:{after}").choice(SKIES),  # noqa: S311 - a drawing, no secret
        walls=tuple(dice.sample(WALLS, 5)),
        roofs=tuple(dice.choices(ROOFS, k=5)),
        leaf=dice.choice(LEAVES),
        road=dice.choice(ROADS),
        pavement=dice.choice(PAVEMENTS),
        paint=tuple(dice.sample(PAINTS, 4)),
        shift=dice.uniform(-1, 1),
        size=dice.uniform(0.88, 1.12),
        is_mirrored=dice.random() < 0.5,
        key=key,
    )
