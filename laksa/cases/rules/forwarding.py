"""What an official pushes forward ("Teruskan"), on paper: how often with priority, under which title, what was pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from laksa.identity.rules import PostFact, Role

CHANNEL = "forward"
# Priorities a week and official, until a leader sets another number. A proposal, to be tuned by the city.
PRIORITIES_A_WEEK = 3
PRIORITIES_MOST = 50


@dataclass(frozen=True)
class Forwarding:
    """Who pushes a report forward, under which title, and whether it gets priority."""

    user_id: int
    title: str
    is_priority: bool


def week_of(local: datetime) -> datetime:
    """Return when the week of a local time began: Monday, midnight."""
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())


def left_of(cap: int, used: int) -> int:
    """Return how many priorities are left of a cap; never less than none."""
    return max(0, cap - used)


# The highest office comes first. What an agency head is called depends on the agency.
_TITLES = {
    Role.LEADER: "wali kota",
    Role.SECRETARIAT: "sekretariat daerah",
    Role.AGENCY_HEAD: "kepala dinas",
    Role.VILLAGE_HEAD: "lurah",
    Role.DIVISION_HEAD: "kabid",
    Role.COORDINATOR: "ruang kendali",
    Role.DESK: "meja kota",
}
_HEADS = {"kecamatan": "camat", "kelurahan": "lurah"}
ELSE = "petugas"


def title_of(posts: Iterable[PostFact], kinds: Mapping[str, str]) -> str:
    """Return what an official is called: "camat", "lurah", "wali kota"; `kinds` names the kind of each agency."""
    held = {post.role: post for post in posts}
    for role, title in _TITLES.items():
        if role in held:
            return _HEADS.get(kinds.get(held[role].agency_id or "", ""), title) if role == Role.AGENCY_HEAD else title
    return ELSE


@dataclass(frozen=True)
class Pasted:
    """What stood in a pasted message: the words without the frame of the messenger, and who sent them."""

    text: str
    name: str = ""
    phone: str = ""


# "[24/11/26 08.12.33] Pak RT 05: ..." and "24/11/26 08.12 - Pak RT 05: ...", as messengers copy a chat.
_STAMP = re.compile(
    r"^\u200e?(?:\[\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\]\s?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s\d{1,2}[.:]\d{2}\s-\s)([^:\n]{1,60}):\s?",
    re.MULTILINE,
)
_MARKS = re.compile(r"^(?:forwarded|diteruskan|fwd?|fw)\s*:?\s*$", re.IGNORECASE | re.MULTILINE)
_PHONE = re.compile(r"\+?\d[\d\s\-().]{8,18}\d")


def read_pasted(text: str) -> Pasted:
    """Return the words of a pasted message and its sender, as far as the messenger wrote them."""
    senders = [hit[1].strip() for hit in _STAMP.finditer(text)]
    words = _MARKS.sub("", _STAMP.sub("", text)).strip()
    sender = senders[0] if senders else ""
    phone = phone_of(sender)
    return Pasted(words, "" if phone else sender, phone)


def phone_of(text: str) -> str:
    """Return a number as it is dialled from anywhere (E.164); "" when the whole text is none."""
    if not _PHONE.fullmatch(text.strip()):
        return ""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0"):
        digits = f"62{digits[1:]}"
    return f"+{digits}" if 10 <= len(digits) <= 15 else ""
