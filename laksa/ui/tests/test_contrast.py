"""Every pair of colours that people read is measured from the tokens themselves."""

import re

import pytest

from laksa.ui.bundle import STATIC

TEXT, MARK = 4.5, 3.0
PAIRS = [
    *[
        ("ink", ground, TEXT)
        for ground in ("ground", "surface", "sunken", "warn-soft", "late-soft", "info-soft", "ok-soft", "accent-soft", "brand-soft")
    ],
    *[("muted", ground, TEXT) for ground in ("ground", "surface", "sunken", "brand-soft", "neutral-soft", "accent-soft", "warn-soft")],
    *[("brand", ground, TEXT) for ground in ("ground", "surface", "brand-soft", "warn-soft")],
    ("on-fill", "brand-fill", TEXT),
    ("on-fill", "brand-press", TEXT),
    *[("accent", ground, TEXT) for ground in ("ground", "surface", "accent-soft")],
    *[("ok", ground, TEXT) for ground in ("surface", "ok-soft", "accent-soft")],
    ("surface", "ok", TEXT),
    *[("warn", ground, TEXT) for ground in ("surface", "warn-soft", "ground")],
    *[("late", ground, TEXT) for ground in ("surface", "late-soft", "warn-soft", "ground")],
    *[("info", ground, TEXT) for ground in ("surface", "info-soft", "brand-soft")],
    ("neutral", "neutral-soft", TEXT),
    ("on-late", "late-fill", TEXT),
    ("bar-ink", "bar", TEXT),
    ("bar-muted", "bar", TEXT),
    *[("field", ground, MARK) for ground in ("surface", "ground")],
    *[("focus", ground, MARK) for ground in ("surface", "ground")],
    *[("wait-mark", ground, MARK) for ground in ("surface", "ground")],
    ("ok-mark", "surface", MARK),
]


def tokens() -> dict[str, dict[str, str]]:
    sheets = re.findall(r":root \{([^}]*--ground[^}]*)\}", (STATIC / "css" / "tokens.css").read_text())
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", sheet)) for sheet in sheets)
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "needed"), PAIRS)
def test_a_pair_can_be_read(theme, front, ground, needed):
    colours = tokens()[theme]

    assert ratio(colours[front], colours[ground]) >= needed


def test_the_measure_is_the_known_one():
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_dark_changes_every_colour_of_light():
    themes = tokens()

    assert themes["light"].keys() == themes["dark"].keys() - {"bar-line"}
