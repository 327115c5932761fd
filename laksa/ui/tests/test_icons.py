"""Icons are small, well-formed drawings that take the colour of their words."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from laksa.ui import rules
from laksa.ui.bundle import STATIC
from laksa.ui.icons import ICONS


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_a_drawing_and_nothing_else(name):
    drawing = ElementTree.fromstring(f"<svg>{ICONS[name]}</svg>")

    tags = {element.tag for element in drawing.iter()} - {"svg"}
    assert tags
    assert tags <= {"path", "circle", "g"}
    assert not re.search(r"#[0-9a-f]{3}|style=|on\w+=|href", ICONS[name], re.IGNORECASE)
    assert len(ICONS[name]) < 700


def test_the_mark_in_the_tab_is_the_mark_on_the_page():
    path = re.search(r' d="([^"]+)"', ICONS["mark"])[1]

    assert path in (STATIC / "mark.svg").read_text()


def test_an_icon_is_silent_because_its_word_speaks():
    shown = Template('{% icon "wrench" 18 "spin" %}').render(Context())

    assert 'aria-hidden="true"' in shown
    assert 'class="icon spin" width="18"' in shown


def test_every_state_has_its_icon_and_its_family():
    for state, badge in rules.BADGES.items():
        assert badge.icon in ICONS, state
    assert len({badge.icon for badge in rules.BADGES.values()}) == len(rules.BADGES), "two states look the same without colour"
