# SPDX-License-Identifier: AGPL-3.0-or-later
"""The story of a report as its reader may know it: newest on top, pauses dashed, words of others without their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laksa.cases.models import Case, Entry, Photo
from laksa.cases.rules import AWAITING
from laksa.city.models import book
from laksa.identity.models import Post
from laksa.identity.rules import ActorKind
from laksa.kernel.privacy import hide_identifiers
from laksa.portal.views.rows import photo_url
from laksa.portal.views.story_words import remark_of, title_of
from laksa.ui.rules import duration, exact
from laksa.ui.templatetags.ui import current_voice, moment

Facts = dict[str, Any]

# From such an entry until what ends it the case waited for somebody.
PAUSES = {
    "asked": frozenset({"message", "photos_added", "reporter_heard", "question_lapsed"}),
    "decision_requested": frozenset({"decided", "decision_withdrawn"}),
    "referred": frozenset({"outside_heard"}),
}
ENDS_EVERY_PAUSE = frozenset({"merged", "withdrawn", "assigned"})
FROM_RESIDENTS = frozenset({ActorKind.REPORTER, ActorKind.PARTNER})


@dataclass(frozen=True)
class Look:
    """The icon and the tone of a kind of entry."""

    icon: str
    tone: str = "plain"


LOOKS = {
    "received": Look("check", "done"),
    "routed": Look("check", "done"),
    "assigned": Look("forward", "done"),
    "accepted": Look("check", "done"),
    "returned": Look("undo", "wait"),
    "handed_over": Look("swap", "done"),
    "planned": Look("calendar", "done"),
    "started": Look("wrench", "done"),
    "asked": Look("pause", "wait"),
    "reporter_heard": Look("play"),
    "question_lapsed": Look("hourglass"),
    "decision_requested": Look("pause", "wait"),
    "decided": Look("gavel", "done"),
    "delegated": Look("swap", "wait"),
    "decision_withdrawn": Look("undo"),
    "task_given": Look("people"),
    "task_done": Look("check", "done"),
    "task_withdrawn": Look("undo"),
    "referred": Look("pause", "wait"),
    "outside_promised": Look("calendar", "wait"),
    "outside_heard": Look("play", "wait"),
    "resolved": Look("check-circle", "now"),
    "answered": Look("message-check", "done"),
    "rejected": Look("cross-circle"),
    "merged": Look("merge"),
    "absorbed": Look("merge", "done"),
    "split": Look("split"),
    "withdrawn": Look("undo"),
    "confirmed": Look("check-double", "done"),
    "closed": Look("check"),
    "reopened": Look("undo", "now"),
    "objected": Look("warning", "now"),
    "owner_objected": Look("warning", "now"),
    "rated": Look("star"),
    "joined": Look("people"),
    "followed_up": Look("calendar"),
    "check_passed": Look("eye", "done"),
    "check_failed": Look("eye", "now"),
    "recurred": Look("undo", "wait"),
    "undone": Look("undo"),
    "photos_added": Look("camera"),
    "photo_unreadable": Look("image"),
    "due_recomputed": Look("calendar"),
    "seen": Look("eye", "done"),
}
# Kinds that say nothing to residents, or are told as part of another: strangers see "routed" in place of "received".
LEFT_OUT = frozenset({"routed", "severity_changed", "place_corrected", "photo_hidden", "released", "note"})


@dataclass(frozen=True)
class Item:
    """One line of the story; `meta` is when and who, `voice` whose block the words stand in."""

    meta: str
    symbol: str
    tone: str
    title: str = ""
    remark: str = ""
    body: str = ""
    voice: str = "office"
    dashed: bool = False
    photos: tuple[tuple[str, str], ...] = ()  # small and large


@dataclass(frozen=True)
class Reader:
    """Who reads: a stranger (no participant), or whoever holds the secret link of that participant."""

    participant_id: int | None = None

    @property
    def is_stranger(self) -> bool:
        return self.participant_id is None


@dataclass
class Story:
    """Everything needed to tell a case: its entries (oldest first) as far as the reader may see them, photos, names."""

    case: Case
    entries: list[Entry]
    photos: list[Photo]
    reader: Reader
    at: datetime
    names: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case, reader: Reader, *, at: datetime) -> Story:
        """Read a story in three queries, however long it is."""
        seen = case.entries.for_public() if reader.is_stranger else case.entries.for_reporter()
        entries = list(seen.order_by("number"))
        photos = list(Photo.objects.public().filter(case=case).order_by("pk"))
        return cls(case, entries, photos, reader, at, _offices(entries))

    @property
    def reporter_id(self) -> int | None:
        return next((one.participant_id for one in self.entries if one.kind == "received"), None)

    @cached_property
    def taken_back(self) -> frozenset[int]:
        """The numbers of entries that were taken back within ten minutes."""
        return frozenset(one.data.get("number", 0) for one in self.entries if one.kind == "undone")

    def photos_of(self, role: str) -> list[Photo]:
        return [one for one in self.photos if one.role == role]


def _offices(entries: Sequence[Entry]) -> dict[int, str]:
    """Return where each officer of the story works: "tim PJU", or the short name of the agency."""
    users = {entry.user_id for entry in entries if entry.user_id is not None}
    if not users:
        return {}
    units, agencies = book().units, book().agencies
    found = {}
    # Who holds two offices is named by the team: the row with a unit comes last.
    posts = Post.objects.filter(user__in=users).order_by(F("unit").asc(nulls_first=True), "since")
    for user_id, agency_id, unit_id in posts.values_list("user_id", "agency_id", "unit_id"):
        found[user_id] = units[unit_id].name if unit_id else agencies[agency_id].short_name if agency_id else ""
    return found


def items_of(story: Story) -> list[Item]:
    """Return the lines of a story, newest first, with one for the pause that still lasts."""
    shown = [
        entry
        for entry in _without_crowd(story.entries)
        if entry.kind not in LEFT_OUT or (entry.kind == "routed" and story.reader.is_stranger)
    ]
    pictures = _pictures(story, shown)
    waits = _waits(shown)
    items = []
    for entry in shown:
        item = replace(_item(story, entry, waits.lengths.get(entry.pk)), dashed=entry.pk in waits.dashed)
        items.append(replace(item, photos=tuple((photo_url(name, "s"), photo_url(name, "l")) for name in pictures.get(entry.pk, ()))))
    if story.case.state in AWAITING and waits.open is not None:
        items.append(_still_waits(story, waits.open))
    return items[::-1]


def _pictures(story: Story, shown: Sequence[Entry]) -> dict[int, list[str]]:
    """Return the names of the photos of each line; those of a line the reader does not see stand with the first."""
    known = {entry.pk for entry in shown}
    pictures: dict[int, list[str]] = {}
    for photo in story.photos:
        line = photo.entry_id if photo.entry_id in known else shown[0].pk if shown and photo.role == Photo.REPORT else None
        if line is not None:
            pictures.setdefault(line, []).append(photo.name)
    return pictures


def _without_crowd(entries: Sequence[Entry]) -> list[Entry]:
    """Of people who joined one after the other only the last is a line of its own: it says how many they are by then."""
    following: list[Entry | None] = [*entries[1:], None]
    return [one for one, then in zip(entries, following, strict=True) if not (one.kind == "joined" and then and then.kind == "joined")]


@dataclass(frozen=True)
class Waits:
    """Pauses of a story: which lines are dashed, how long each ended one lasted (minutes), which one still lasts."""

    dashed: frozenset[int]
    lengths: dict[int, int]
    open: Entry | None


def _waits(entries: Sequence[Entry]) -> Waits:
    dashed: set[int] = set()
    lengths: dict[int, int] = {}
    begun: Entry | None = None
    for entry in entries:
        if begun is not None:
            # The line runs down from an entry to the one before it, so the first dashes belong to what came after the pause began.
            dashed.add(entry.pk)
            if _ends(begun, entry):
                lengths[begun.pk] = int((entry.at - begun.at).total_seconds() // 60)
                begun = None
        if entry.kind in PAUSES:
            begun = entry
    return Waits(frozenset(dashed), lengths, begun)


def _ends(begun: Entry, entry: Entry) -> bool:
    if entry.kind in ENDS_EVERY_PAUSE:
        return True
    # An officer may reply while the case waits for the reporter; only a resident's words end that.
    is_own = entry.kind not in {"message", "photos_added"} or entry.actor_kind in FROM_RESIDENTS
    return entry.kind in PAUSES[begun.kind] and is_own


def _still_waits(story: Story, begun: Entry) -> Item:
    length = duration(int((story.at - begun.at).total_seconds() // 60), current_voice())
    return Item(_("Sekarang"), "hourglass", "wait", title=_still(story.case, begun), remark=length, dashed=True)


def _still(case: Case, begun: Entry) -> str:
    # Who is waited for now: a decision may have been handed to somebody else meanwhile.
    party = case.waits_for or begun.data.get("to") or begun.data.get("of") or ""
    return _("Masih menunggu %(party)s") % {"party": party} if party else _("Masih menunggu jawaban")


def _item(story: Story, entry: Entry, waited: int | None) -> Item:
    look = LOOKS.get(entry.kind, Look("message"))
    own = entry.participant_id is not None and entry.participant_id == story.reader.participant_id
    from_resident = entry.actor_kind in FROM_RESIDENTS
    body = _words(story, entry, own=own, from_resident=from_resident)
    remark = remark_of(entry, story.at)
    if waited is not None:
        remark = duration(waited, current_voice())
    tone = "done" if entry.kind == "resolved" and story.case.state != "resolved" else look.tone
    return Item(
        meta=_meta(story, entry, own=own),
        symbol=look.icon,
        tone=tone,
        title=title_of(story, entry),
        remark=remark,
        body=body,
        voice="reporter" if from_resident or entry.kind == "routed" else "office",
    )


def _words(story: Story, entry: Entry, *, own: bool, from_resident: bool) -> str:
    """Return the words of an entry; a resident's words lose names and numbers for everybody else."""
    if entry.is_erased:
        return _("[tulisan ini sudah dihapus]")
    if entry.kind == "reply" and entry.number in story.taken_back:
        return ""  # what was sent by mistake to many is told, and not shown
    if entry.kind == "routed" or (entry.kind == "received" and not own):
        return story.case.public_text
    return entry.body if own or not from_resident else hide_identifiers(entry.body)


def _meta(story: Story, entry: Entry, *, own: bool) -> str:
    who = ""
    if own:
        who = _("Anda")
    elif entry.kind == "seen":
        who = ""  # the title names the office
    elif entry.actor_kind == ActorKind.STAFF:
        office = story.names.get(entry.user_id or 0, "")
        who = f"{entry.actor_label}, {office}" if office else entry.actor_label
    elif entry.actor_kind == ActorKind.PARTNER:
        who = entry.actor_label
    elif entry.actor_kind == ActorKind.REPORTER and entry.kind != "joined":
        who = _("Pelapor") if entry.participant_id in {None, story.reporter_id} else _("Warga lain")
    is_fresh = story.at - entry.at < timedelta(hours=20)
    when = moment(entry.at, story.at) if is_fresh else exact(entry.at, current_voice(), now=story.at)
    return format_html("{} · {}", when, who) if who else when


def reasons_of(case: Case) -> list[str]:
    """Return up to three plain reasons why a case went where it went, as they were when it came."""
    language = "en" if get_language() == "en" else "id"
    stored = sorted(case.decision.get("reasons") or [], key=lambda reason: reason.get("sign") != "+")
    return [str(reason.get(language) or reason.get("id") or "") for reason in stored][:3]
