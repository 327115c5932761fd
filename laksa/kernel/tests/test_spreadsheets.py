# SPDX-License-Identifier: AGPL-3.0-or-later
"""A spreadsheet computes nothing that somebody wrote."""

import pytest

from laksa.kernel.spreadsheets import Figure, harmless


@pytest.mark.parametrize("words", ["=1+1", "+62 812", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "  =1"])
def test_words_that_look_like_a_formula_are_kept_as_words(words):
    assert harmless(words) == f"'{words}"


@pytest.mark.parametrize("value", ["Lampu mati", "", "a=b", 7, -2, None, Figure("-2")])
def test_everything_else_is_written_as_it_is(value):
    assert harmless(value) == value
