"""What must hold between the rows of a pack. Each check names every fault, none stops the others."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Callable, Iterator
from math import cos, hypot, radians

from laksa.city.rules.ladders import check_ladders
from laksa.city.rules.packs import Fault, Pack, Row
from laksa.city.rules.powers import check_powers
from laksa.city.rules.replies import KNOWN
from laksa.city.rules.tables import TABLES

SEVERITIES = ("ringan", "sedang", "berat")
QUESTION_TYPES = ("text", "integer", "bool", "choice", "date", "datetime", "month", "nop")

# Two centre points nearer than this are one place written twice.
SAME_POINT_M = 25
# A point farther from the centre than this belongs to another city, or has its numbers swapped.
FAR_KM = 60


def check(pack: Pack) -> list[Fault]:
    """Return every fault of a pack, in the order of files and lines."""
    found = list(pack.faults)
    for one in CHECKS:
        found.extend(one(pack))
    return sorted(set(found))


def _keys(pack: Pack) -> Iterator[Fault]:
    for table in TABLES:
        seen: dict[tuple[object, ...], Row] = {}
        for row in pack.rows(table.name):
            key = tuple(row.values.get(name) for name in table.key)
            if key in seen:
                words = ", ".join(str(part) for part in key if part)
                yield row.fault(table.columns[0].name, f"'{words}' stands already at {_where(seen[key])}")
            elif any(key):
                seen[key] = row


def _links(pack: Pack) -> Iterator[Fault]:
    known = {table.name: {row.values.get(table.key[0]) for row in pack.rows(table.name)} for table in TABLES}
    for table in TABLES:
        for column in (column for column in table.columns if column.to):
            for row in pack.rows(table.name):
                value = row.values.get(column.field)
                if value and value not in known[column.to]:
                    yield row.fault(column.name, f"'{value}' is not in {column.to}")
    for row in pack.rows("units"):
        for code in set(row.values.get("areas", [])) - known["areas"]:
            yield row.fault("areas", f"'{code}' is not in areas")


def _neighbours(pack: Pack) -> Iterator[Fault]:
    agencies = {row.values.get("slug") for row in pack.rows("agencies")}
    for city in pack.rows("city"):
        for neighbour in city.values.get("neighbours", []):
            if neighbour.get("agency") and neighbour["agency"] not in agencies:
                yield city.fault("neighbours", f"'{neighbour['agency']}' is not in agencies")


def _personnel(pack: Pack) -> Iterator[Fault]:
    agencies = {row.values.get("slug") for row in pack.rows("agencies")}
    for city in pack.rows("city"):
        named = city.values.get("performance", {}).get("personnel")
        if named and named not in agencies:
            yield city.fault("performance", f"personnel: '{named}' is not in agencies")


def _loops(pack: Pack) -> Iterator[Fault]:
    for name, column in (("agencies", "parent"), ("units", "parent_slug")):
        parents = {row.values.get("slug"): row.values.get("parent_id") for row in pack.rows(name)}
        for row in pack.rows(name):
            step, trail = parents.get(row.values.get("slug")), set()
            while step and step not in trail:
                trail.add(step)
                step = parents.get(step)
            if row.values.get("slug") in trail:
                yield row.fault(column, f"'{row.values['slug']}' ends up above itself")


def _areas(pack: Pack) -> Iterator[Fault]:
    areas = {row.values.get("code"): row for row in pack.rows("areas")}
    city_code = pack.city.values.get("code") if pack.city else None
    parents = {row.values.get("parent_id") for row in areas.values() if row.values.get("kind") == "village"}
    names: dict[object, Row] = {}
    for code, row in areas.items():
        kind, parent = row.values.get("kind"), row.values.get("parent_id")
        if kind == "district":
            if parent != city_code:
                yield row.fault("parent_code", f"'{parent}' is not the city's code '{city_code}'")
            if code not in parents:
                yield row.fault("code", f"district '{code}' has no village")
        elif kind == "village" and (parent not in areas or areas[parent].values.get("kind") != "district"):
            yield row.fault("parent_code", f"'{parent}' is not a district of this file")
        name = (kind, parent, str(row.values.get("name", "")).casefold())
        if name in names and name[2]:
            yield row.fault("name", f"'{row.values['name']}' overlaps the area of that name at {_where(names[name])}")
        names.setdefault(name, row)


def _twin_points(pack: Pack) -> Iterator[Fault]:
    squares: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in pack.rows("areas"):
        if row.values.get("kind") != "village" or not _has_point(row):
            continue
        y, x = int(row.values["lat"] * 1000), int(row.values["lon"] * 1000)
        for other in [one for dy in (-1, 0, 1) for dx in (-1, 0, 1) for one in squares[y + dy, x + dx]]:
            if _metres(row, other) < SAME_POINT_M:
                yield row.fault("lat", f"overlaps '{other.values.get('name')}' at {_where(other)}: the same centre point")
        squares[y, x].append(row)


def _far_points(pack: Pack) -> Iterator[Fault]:
    for city in pack.rows("city"):
        middle = Row("", 0, {"lat": city.values.get("centre_lat"), "lon": city.values.get("centre_lon")})
        if None in middle.values.values():
            continue
        for row in [*pack.rows("areas"), *pack.rows("places")]:
            if _has_point(row) and _metres(row, middle) > FAR_KM * 1000:
                yield row.fault("lat", f"lies {_metres(row, middle) / 1000:.0f} km from the city's centre")


def _place_kinds(pack: Pack) -> Iterator[Fault]:
    kinds = {row.values.get("code"): row.values.get("kind") for row in pack.rows("areas")}
    for row in pack.rows("places"):
        if kinds.get(row.values.get("area_id")) == "district":
            yield row.fault("village_code", f"'{row.values['area_id']}' is a district, not a village")


def _categories(pack: Pack) -> Iterator[Fault]:
    owner = {row.values.get("slug"): row.values.get("agency_id") for row in pack.rows("units")}
    hashtags: dict[str, Row] = {}
    keywords: dict[str, Row] = {}
    for row in pack.rows("categories"):
        unit = row.values.get("unit_id")
        if unit in owner and owner[unit] != row.values.get("agency_id"):
            yield row.fault("unit_slug", f"'{unit}' belongs to '{owner[unit]}', not to the category's agency")
        hashtag = row.values.get("hashtag", "")
        if hashtag and (not hashtag.startswith("#") or not hashtag[1:].isalnum()):
            yield row.fault("hashtag", f"is '{hashtag}': write # and letters or digits only")
        yield from _once(hashtags, hashtag, row, "hashtag")
        for keyword in row.values.get("keywords", []):
            yield from _once(keywords, keyword, row, "keywords")
        if not row.values.get("asks_location") and row.values.get("evidence") == "photo":
            yield row.fault("evidence", "a photo as evidence needs asks_location yes")


def _questions(pack: Pack) -> Iterator[Fault]:
    for row in pack.rows("categories"):
        for number, question in enumerate(row.values.get("extra_questions", []), 1):
            if not isinstance(question, dict) or not question.get("code") or not question.get("label_id"):
                yield row.fault("extra_questions", f"question {number} needs code and label_id")
            elif question.get("type") not in QUESTION_TYPES:
                yield row.fault("extra_questions", f"question {number}: type is one of {', '.join(QUESTION_TYPES)}")
            elif question["type"] == "choice" and not question.get("options"):
                yield row.fault("extra_questions", f"question {number}: a choice needs options")


def _once(seen: dict[str, Row], word: str, row: Row, column: str) -> Iterator[Fault]:
    if word and word.casefold() in seen:
        yield row.fault(column, f"'{word}' stands already at {_where(seen[word.casefold()])}")
    elif word:
        seen[word.casefold()] = row


def _emergencies(pack: Pack) -> Iterator[Fault]:
    if pack.city is None or pack.city.values.get("emergency_number"):
        return
    for row in pack.rows("categories"):
        if row.values.get("emergency"):
            yield row.fault("emergency", "an emergency needs emergency_number in city.toml")


def _sop_gaps(pack: Pack) -> Iterator[Fault]:
    rows = {(row.values.get("group"), row.values.get("severity")): row for row in pack.rows("sop")}
    if rows and ("*", "*") not in rows:
        yield Fault("sop.csv", 0, "category_group", "has no row *,* for what nobody thought of")
    for group, first in _groups(pack).items():
        for severity in SEVERITIES:
            sop = rows.get((group, severity)) or rows.get((group, "*"))
            if sop is None:
                yield Fault("sop.csv", 0, "severity", f"gap: group '{group}' ({_where(first)}) has no row for {severity}")
            elif sop.values.get("resolve_hours", 0.0) is None:
                yield sop.fault("resolve_hours", f"gap: '{group}' {severity} has no time to be solved in")


def _sop_rows(pack: Pack) -> Iterator[Fault]:
    groups = _groups(pack)
    for row in pack.rows("sop"):
        group = row.values.get("group", "")
        if group and not group.startswith("*") and group not in groups:
            yield row.fault("category_group", f"'{group}' is the group of no category")
        hours = [row.values.get(name) for name in ("verify_hours", "respond_hours", "resolve_hours")]
        known = [hour for hour in hours if hour is not None]
        if known != sorted(known):
            yield row.fault("respond_hours", f"'{group}' {row.values.get('severity')}: verify, respond, resolve must not get shorter")


def _groups(pack: Pack) -> dict[str, Row]:
    """Return each group of categories with its first row."""
    groups: dict[str, Row] = {}
    for row in pack.rows("categories"):
        if row.values.get("group"):
            groups.setdefault(row.values["group"], row)
    return groups


def _templates(pack: Pack) -> Iterator[Fault]:
    groups = _groups(pack)
    for row in pack.rows("templates"):
        group = row.values.get("group")
        if group and group not in groups:
            yield row.fault("group", f"'{group}' is the group of no category")
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(row.values.get("body", "")) if name is not None]
        except ValueError as error:
            yield row.fault("body", f"has an unpaired brace: {error}")
            continue
        for name in sorted(set(names) - KNOWN):
            yield row.fault("body", f"'{{{name}}}' is unknown: use {', '.join(sorted(KNOWN))}")


CHECKS: tuple[Callable[[Pack], Iterator[Fault]], ...] = (
    _keys,
    _links,
    _neighbours,
    _personnel,
    _loops,
    _areas,
    _twin_points,
    _far_points,
    _place_kinds,
    _categories,
    _questions,
    _emergencies,
    _sop_gaps,
    _sop_rows,
    check_ladders,
    check_powers,
    _templates,
)


def _where(row: Row) -> str:
    return f"{row.file}:{row.line}"


def _has_point(row: Row) -> bool:
    return "lat" in row.values and "lon" in row.values


def _metres(one: Row, other: Row) -> float:
    """Distance on a flat earth, good to a few per cent within a city."""
    dy = one.values["lat"] - other.values["lat"]
    dx = (one.values["lon"] - other.values["lon"]) * cos(radians(one.values["lat"]))
    return hypot(dx, dy) * 111_320
