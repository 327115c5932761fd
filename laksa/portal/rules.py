# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a report is while it is being written, and how often one may be sent. No table, no clock."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from laksa.kernel.limits import Limit

DRAFT_DAYS = 7
DRAFT_LIFE = timedelta(days=DRAFT_DAYS)
# More than a report may hold, so that a text that is too long can be kept until it is shortened.
DRAFT_TEXT_LIMIT = 50_000
STEPS = ("words", "place", "check", "news")

# How often a report may be sent. A phone and a contact are one person; a grid square is a street with
# one trouble; a /24 may be thousands of phones behind one mobile carrier. Proposals, to be tuned by the city.
REPORTS_A_DEVICE = Limit("report-device", 10, 3_600)
REPORTS_A_CONTACT = Limit("report-contact", 10, 3_600)
REPORTS_A_CELL = Limit("report-cell", 60, 3_600)
REPORTS_A_NETWORK = Limit("report-network", 300, 3_600)
# Drafts and their photos cost storage before anything is sent.
DRAFTS_A_NETWORK = Limit("draft-network", 600, 3_600)
PHOTOS_A_NETWORK = Limit("photo-network", 1_800, 3_600)


@dataclass(frozen=True)
class KeptPhoto:
    """A picture of a draft: its row, the name of its file, and the place its camera wrote down."""

    id: int
    name: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Content:
    """What somebody has written so far, over all steps. `way` is how the place was told."""

    text: str = ""
    hashtags: tuple[str, ...] = ()
    photos: tuple[KeptPhoto, ...] = ()
    way: str = ""  # gps, photo, text, list, map, none; empty: not asked yet
    lat: float | None = None
    lon: float | None = None
    village: str = ""
    query: str = ""  # what was typed to find the place, and which answer was chosen
    found: str = ""
    landmark: str = ""  # what was typed as patokan
    place_text: str = ""  # found place and patokan together, as the city gets them
    category: str = ""  # chosen against the city's own idea
    answers: dict[str, Any] = field(default_factory=dict)
    is_checked: bool = False
    is_other: bool = False  # none of the similar reports is the same trouble
    joins: str = ""  # the code of a report to join instead of sending an own one
    insists: bool = False
    notify: str = ""
    identity: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there is anything to send at all."""
        return bool(self.text.strip() or self.photos)

    @property
    def offered_place(self) -> tuple[float, float] | None:
        """The place of the first photo that knows one."""
        return next(((one.lat, one.lon) for one in self.photos if one.lat is not None and one.lon is not None), None)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Content:
        """Return the content that was kept; fields that a newer or older version knew are left out."""
        kept = {name: value for name, value in json.loads(text or "{}").items() if name in cls.__dataclass_fields__}
        content = cls(**kept)
        photos = tuple(KeptPhoto(**photo) for photo in kept.get("photos", ()))
        return replace(content, photos=photos, hashtags=tuple(content.hashtags))


PLACE_FIELDS = ("way", "lat", "lon", "village", "query", "found", "landmark", "place_text")
NEWS_FIELDS = ("notify", "identity", "name", "phone", "email")


def missing_step(content: Content, wanted: str) -> str:
    """Return the step to go to instead of `wanted`, because one before it is empty; `wanted` if none is."""
    done = {"words": content.is_told, "place": bool(content.way), "check": content.is_checked, "news": True}
    return next((step for step in STEPS[: STEPS.index(wanted)] if not done[step]), wanted)
