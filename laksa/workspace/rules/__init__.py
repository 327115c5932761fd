# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk could decide on paper: verbs, filters, empty phrases, the words of a story."""

from laksa.cases.rules.phrases import HOLLOW, NAME_WORDS, POLITE, WHEN, hollow_phrase
from laksa.city.rules.replies import fill_template, open_gaps
from laksa.workspace.rules.clocks import due_words
from laksa.workspace.rules.filters import CHANNELS, PAGE_SIZE, QUERY_LIMIT, VIEWS, Cursor, Filters, View, read_cursor, read_filters
from laksa.workspace.rules.plain import LONG_WORDS, PROMISED, SOMEBODY, Hint, plain_hints
from laksa.workspace.rules.story import KINDS, PAUSES, look_of, readers_of, remark_of, voice_of
from laksa.workspace.rules.texts import Piece, fitting_templates, marked_pieces
from laksa.workspace.rules.verbs import VERBS, Verb, in_order, is_first

__all__ = [
    "CHANNELS",
    "HOLLOW",
    "KINDS",
    "LONG_WORDS",
    "NAME_WORDS",
    "PAGE_SIZE",
    "PAUSES",
    "POLITE",
    "PROMISED",
    "QUERY_LIMIT",
    "SOMEBODY",
    "VERBS",
    "VIEWS",
    "WHEN",
    "Cursor",
    "Filters",
    "Hint",
    "Piece",
    "Verb",
    "View",
    "due_words",
    "fill_template",
    "fitting_templates",
    "hollow_phrase",
    "in_order",
    "is_first",
    "look_of",
    "marked_pieces",
    "open_gaps",
    "plain_hints",
    "read_cursor",
    "read_filters",
    "readers_of",
    "remark_of",
    "voice_of",
]
