"""What people wrote, as it is kept and shortened."""

from __future__ import annotations

import re


def first_sentence(text: str) -> str:
    """Return the first sentence that says something: a greeting before it is passed over."""
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
    telling = (part for part in sentences if not _is_greeting(part))
    return next(telling, sentences[0] if sentences else "").rstrip(".;")


_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
# How people begin a letter; the rest of such a sentence is a form of address.
_GREETINGS = (
    "assalam",
    "selamat pagi",
    "selamat siang",
    "selamat sore",
    "selamat malam",
    "halo",
    "hallo",
    "hai ",
    "permisi",
    "salam",
    "yth",
)
_GREETING_WORDS = 6


def _is_greeting(sentence: str) -> bool:
    return sentence.lower().startswith(_GREETINGS) and len(sentence.split()) <= _GREETING_WORDS


# Marks that turn the direction of what follows: a sentence could be shown as another than the one that was written.
_UNSEEN = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def tidy(text: str) -> str:
    """Return words as they are kept: one kind of line end, nothing that turns the writing around, no space at the edges."""
    return text.replace("\r\n", "\n").translate(_UNSEEN).strip()
