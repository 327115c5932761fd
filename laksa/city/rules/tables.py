"""The tables of a pack: which file holds which, under what columns, and what each points at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from laksa.city.rules import cells
from laksa.city.rules.cells import Reader
from laksa.city.rules.ladders import LADDERS
from laksa.city.rules.powers import DECIDERS


@dataclass(frozen=True, slots=True)
class Column:
    """`name` in the file, `field` in the table; `to` names the table whose key it must be."""

    name: str
    field: str
    read: Reader = cells.text
    required: bool = False
    to: str = ""
    default: Any = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the pack; `key` are the fields that name a row, `ignored` columns are for people only."""

    name: str
    file: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    ignored: frozenset[str] = frozenset()
    required: bool = True


def must(name: str, field: str = "", read: Reader = cells.text, *, to: str = "") -> Column:
    """A column that every row fills."""
    return Column(name, field or name, read, required=True, to=to)


def may(name: str, field: str = "", read: Reader = cells.text, *, to: str = "", default: Any = "") -> Column:
    """A column that may be empty or missing."""
    return Column(name, field or name, read, to=to, default=default)


ORIGIN = (may("source"), may("checked", read=cells.flag))
SEVERITY = cells.one_of("ringan", "sedang", "berat")
AGENCY_KINDS = ("dinas", "badan", "bagian", "kecamatan", "kelurahan", "bumd", "rsud", "outside")

AREAS = Table(
    "areas",
    "areas.csv",
    ("code",),
    (
        must("code"),
        must("name"),
        must("kind", read=cells.one_of("district", "village")),
        must("parent_code", "parent_id"),
        must("lat", read=cells.latitude),
        must("lon", read=cells.longitude),
        *ORIGIN,
    ),
)
AGENCIES = Table(
    "agencies",
    "agencies.csv",
    ("slug",),
    (
        must("slug"),
        must("name"),
        must("short_name"),
        must("kind", read=cells.one_of(*AGENCY_KINDS)),
        may("parent", "parent_id", to="agencies"),
        may("area_code", "area_id", to="areas"),
        may("remark"),
        may("hours", read=cells.hours),
        may("works_holidays", read=cells.flag),
        *ORIGIN,
    ),
)
UNITS = Table(
    "units",
    "units.csv",
    ("slug",),
    (
        must("slug"),
        must("agency_slug", "agency_id", to="agencies"),
        must("name"),
        may("parent_slug", "parent_id", to="units"),
        must("kind", read=cells.one_of("bidang", "tim", "meja")),
        may("areas", read=cells.words),
        *ORIGIN,
    ),
)
CATEGORIES = Table(
    "categories",
    "categories.csv",
    ("slug",),
    (
        must("slug"),
        must("hashtag"),
        must("name_id"),
        must("name_en"),
        must("group"),
        must("agency_slug", "agency_id", to="agencies"),
        may("unit_slug", "unit_id", to="units"),
        may("kind", read=cells.one_of("complaint", "question", "aspiration"), default="complaint"),
        must("severity_default", read=SEVERITY),
        may("asks_location", read=cells.flag),
        may("asks_photo", read=cells.flag),
        may("emergency", read=cells.flag),
        may("info_deflect", read=cells.flag),
        may("is_sealed", read=cells.flag),
        may("keywords", read=cells.words),
        may("extra_questions", read=cells.json_list),
        may("threshold", read=cells.share, default="0.7"),
        may("join_radius_m", read=cells.whole),
        may("evidence", read=cells.one_of("photo", "document", "none"), default="none"),
        may("note"),
        *ORIGIN,
    ),
)
SOP = Table(
    "sop",
    "sop.csv",
    ("group", "severity"),
    (
        must("category_group", "group"),
        must("severity"),
        may("verify_hours", read=cells.number),
        may("respond_hours", read=cells.number),
        may("resolve_hours", read=cells.number),
        must("clock", read=cells.one_of("calendar_hours", "working_days")),
        may("basis"),
        must("status"),
        *ORIGIN,
    ),
)
LADDER = Table(
    "ladder",
    "ladder.csv",
    ("ladder", "number"),
    (
        must("ladder", read=cells.one_of(*LADDERS)),
        must("number", read=cells.whole),
        may("percent", read=cells.whole_or_none),
        may("days", read=cells.signed),
        must("whom", read=cells.words),
        may("channels", read=cells.words, default="app|email"),
        may("basis"),
        *ORIGIN,
    ),
)
POWERS = Table(
    "powers",
    "powers.csv",
    ("role",),
    (
        must("role", read=cells.one_of(*DECIDERS)),
        must("title"),
        may("up_to_idr", read=cells.whole_or_none),
        may("basis"),
        *ORIGIN,
    ),
    required=False,
)
CALENDAR = Table(
    "calendar",
    "calendar.csv",
    ("on",),
    (
        must("date", "on", cells.day),
        must("name"),
        must("kind", read=cells.one_of("libur_nasional", "cuti_bersama", "libur_khusus")),
        *ORIGIN,
    ),
)
PLACES = Table(
    "places",
    "places.csv",
    ("name", "area_id"),
    (
        must("name"),
        may("aliases", read=cells.words),
        must("kind"),
        must("lat", read=cells.latitude),
        must("lon", read=cells.longitude),
        must("village_code", "area_id", to="areas"),
        may("certainty"),
        *ORIGIN,
    ),
    ignored=frozenset({"village", "district"}),
    required=False,
)
ROADS = Table(
    "roads",
    "roads.csv",
    ("name",),
    (
        must("road", "name"),
        must("status", read=cells.one_of("nasional", "provinsi", "kota")),
        must("agency_slug", "agency_id", to="agencies"),
        may("remark"),
        *ORIGIN,
    ),
    required=False,
)
SERVICES = Table(
    "services",
    "services/*.toml",
    ("slug",),
    (
        must("slug"),
        must("name_id"),
        must("name_en"),
        must("owner_agency", "agency_id", to="agencies"),
        must("kind"),
        must("who"),
        may("needs", read=cells.words),
        may("steps", read=cells.words),
        may("fee"),
        may("life_event"),
        *ORIGIN,
    ),
    required=False,
)
TEMPLATES = Table(
    "templates",
    "templates/*.toml",
    ("slug",),
    (must("slug"), must("title"), may("group"), may("state"), must("body"), *ORIGIN),
    required=False,
)
PAGES = Table(
    "pages",
    "{knowledge,pages}/*.md",
    ("slug",),
    (
        must("slug"),
        must("kind", read=cells.one_of("knowledge", "page")),
        must("title"),
        may("category", "category_id", to="categories"),
        must("body"),
        *ORIGIN,
    ),
    required=False,
)
PHRASES = Table(
    "phrases",
    "routing/*.csv",
    ("kind", "text", "target"),
    (
        must("kind", read=cells.one_of("slang", "severity", "emergency", "example", "kind", "stop", "jargon")),
        must("text"),
        may("target"),
        may("weight", read=cells.weight, default="1"),
        may("remark"),
        *ORIGIN,
    ),
    required=False,
)
PLACE_RULES = Table(
    "place_rules",
    "routing/rules.csv",
    ("kind", "pattern", "category_id", "agency_id"),
    (
        must("kind", read=cells.one_of("road", "place", "hour", "word")),
        must("pattern"),
        may("category", "category_id", to="categories"),
        may("agency", "agency_id", to="agencies"),
        may("weight", read=cells.weight, default="1"),
        may("remark"),
        *ORIGIN,
    ),
    required=False,
)

# Each file of routing/ but rules.csv holds one kind of phrase.
PHRASE_FILES = {
    "slang.csv": "slang",
    "severity.csv": "severity",
    "emergency.csv": "emergency",
    "phrases.csv": "example",
    "kinds.csv": "kind",
    "stop.csv": "stop",
}
# Beside the reply templates: what offices write, and how people say it. The routing does not read it.
JARGON_FILE = "templates/words.csv"

# In an order in which every row finds what it points at.
TABLES = (
    AREAS,
    AGENCIES,
    UNITS,
    CATEGORIES,
    SOP,
    LADDER,
    POWERS,
    CALENDAR,
    PLACES,
    ROADS,
    SERVICES,
    TEMPLATES,
    PAGES,
    PHRASES,
    PLACE_RULES,
)
