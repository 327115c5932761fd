"""What could be decided on paper: contents that travel, steps in order."""

from __future__ import annotations

import pytest

from laksa.portal.rules import Content, KeptPhoto, missing_step


def test_a_content_comes_back_as_it_was_kept():
    content = Content(
        text="Lampu \x1f mati", hashtags=("#PJU",), photos=(KeptPhoto(1, "a", -7.0, 110.0),), lat=-7.0, lon=110.0, answers={"jumlah": 3}
    )

    assert Content.from_json(content.to_json()) == content


def test_a_content_of_another_version_loses_only_what_is_unknown():
    assert Content.from_json('{"text": "Lampu mati", "suara": "x"}') == Content(text="Lampu mati")
    assert Content.from_json("") == Content()


@pytest.mark.parametrize(
    ("content", "wanted", "step"),
    [
        (Content(), "news", "words"),
        (Content(text="a"), "check", "place"),
        (Content(text="a", way="none"), "news", "check"),
        (Content(text="a", way="none", is_checked=True), "news", "news"),
        (Content(text="  "), "place", "words"),
        (Content(photos=(KeptPhoto(1, "a"),)), "place", "place"),
    ],
)
def test_no_step_is_left_out(content, wanted, step):
    assert missing_step(content, wanted) == step
