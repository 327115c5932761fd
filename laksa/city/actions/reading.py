"""Reading a city pack from its folder. Nothing is written; every fault is named."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from laksa.city.rules.checks import check
from laksa.city.rules.packs import Fault, Pack, Row
from laksa.city.rules.rows import LineOf, missing_columns, read_city, read_row, unknown_columns
from laksa.city.rules.tables import (
    JARGON_FILE,
    PAGES,
    PHRASE_FILES,
    PHRASES,
    PLACE_RULES,
    SERVICES,
    TABLES,
    TEMPLATES,
    Table,
)

csv.field_size_limit(1_000_000)


def check_pack(folder: str | Path) -> list[Fault]:
    """Return every fault of the pack in `folder`, by file and line; empty when it can be loaded."""
    return check(read_pack(folder))


def read_pack(folder: str | Path) -> Pack:
    """Return the pack as read; what can't be read is among its faults."""
    root = Path(folder)
    if not root.is_dir():
        return Pack(faults=[Fault(str(folder), 0, "", "is not a folder")])
    reading = _Reading(root)
    reading.city()
    for table in TABLES:
        if table in (PHRASES, PLACE_RULES):
            continue
        if table in (SERVICES, TEMPLATES):
            reading.toml_folder(table)
        elif table is PAGES:
            reading.pages()
        else:
            reading.csv_file(table, table.file)
    reading.jargon()
    reading.routing()
    reading.pack.digest = _digest(reading.seen)
    return reading.pack


class _Reading:
    """One pass over a pack's files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pack = Pack(tables={table.name: [] for table in TABLES})
        self.seen: dict[str, bytes] = {}

    def city(self) -> None:
        found = self._toml("city.toml")
        if found is None:
            return
        raw, line_of = found
        row, faults = read_city(raw, file="city.toml", line_of=line_of)
        self.pack.tables["city"] = [row]
        self.pack.faults += faults

    def csv_file(self, table: Table, name: str, *, extra: dict[str, str] | None = None) -> None:
        text = self._text(name, required=table.required)
        if text is None:
            return
        extra = extra or {}
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(lines, [])
            if self._bad_header(table, name, [*header, *extra]):
                return
            for start, cells in _numbered(lines):
                if len(cells) != len(header):
                    self._fault(name, start, "", f"has {len(cells)} cells where the header has {len(header)}")
                elif any(cells):
                    self._keep(table, {**dict(zip(header, cells, strict=True)), **extra}, name, _fixed(start))
        except csv.Error as error:
            self._fault(name, lines.line_num, "", f"is not CSV: {error}")

    def toml_folder(self, table: Table) -> None:
        for path in sorted(self.root.glob(table.file)):
            name = path.relative_to(self.root).as_posix()
            found = self._toml(name)
            if found is None:
                continue
            raw, line_of = found
            for key in unknown_columns(table, list(raw)):
                self._fault(name, line_of(key), key, "is not known here")
            row = self._keep(table, raw, name, line_of)
            if row.values.get("slug", path.stem) != path.stem:
                self._fault(name, line_of("slug"), "slug", f"is not the file's name '{path.stem}'")

    def pages(self) -> None:
        for folder, kind in (("knowledge", "knowledge"), ("pages", "page")):
            for path in sorted(self.root.glob(f"{folder}/*.md")):
                name = path.relative_to(self.root).as_posix()
                text = self._text(name)
                if text is None:
                    continue
                head, mark, body = text.removeprefix("+++\n").partition("\n+++\n")
                if not text.startswith("+++\n") or not mark:
                    self._fault(name, 1, "", "needs a head of TOML between two lines +++")
                    continue
                raw = self._parse(name, head, first_line=2)
                if raw is not None:
                    line_of = _toml_lines(head, 2)
                    self._keep(PAGES, {**raw, "slug": path.stem, "kind": kind, "body": body}, name, line_of)

    def jargon(self) -> None:
        if (self.root / JARGON_FILE).exists():
            self.csv_file(PHRASES, JARGON_FILE, extra={"kind": "jargon"})

    def routing(self) -> None:
        for path in sorted(self.root.glob("routing/*.csv")):
            name = path.relative_to(self.root).as_posix()
            if path.name == "rules.csv":
                self.csv_file(PLACE_RULES, name)
            elif path.name in PHRASE_FILES:
                self.csv_file(PHRASES, name, extra={"kind": PHRASE_FILES[path.name]})
            else:
                self._fault(name, 0, "", f"is not known: use {', '.join(['rules.csv', *PHRASE_FILES])}")

    def _keep(self, table: Table, raw: dict[str, Any], name: str, line_of: LineOf) -> Row:
        row, faults = read_row(table, raw, file=name, line_of=line_of)
        self.pack.tables[table.name].append(row)
        self.pack.faults += faults
        return row

    def _bad_header(self, table: Table, name: str, header: list[str]) -> bool:
        for column in unknown_columns(table, header):
            self._fault(name, 1, column, "is not a column of this file")
        missing = missing_columns(table, header)
        for column in missing:
            self._fault(name, 1, column, "is missing from the header")
        return bool(missing)

    def _toml(self, name: str) -> tuple[dict[str, Any], LineOf] | None:
        text = self._text(name)
        raw = None if text is None else self._parse(name, text, first_line=1)
        return None if raw is None or text is None else (raw, _toml_lines(text, 1))

    def _parse(self, name: str, text: str, *, first_line: int) -> dict[str, Any] | None:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            line = int(at.group(1)) if at else text.count("\n") + 1
            self._fault(name, line + first_line - 1, "", f"is not TOML: {error}")
            return None

    def _text(self, name: str, *, required: bool = True) -> str | None:
        path = self.root / name
        if not path.is_file():
            if required:
                self._fault(name, 0, "", "is missing")
            return None
        raw = self.seen[name] = path.read_bytes()
        try:
            return raw.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            self._fault(name, line, "", "is not UTF-8: save the file in that encoding")
            return None

    def _fault(self, name: str, line: int, column: str, message: str) -> None:
        self.pack.faults.append(Fault(name, line, column, message))


def _numbered(lines: Any) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the line it begins on; a quoted cell may hold several lines."""
    start = lines.line_num + 1
    for cells in lines:
        yield start, cells
        start = lines.line_num + 1


def _fixed(line: int) -> Callable[[str], int]:
    return lambda column: line


def _toml_lines(text: str, first_line: int) -> LineOf:
    """Return a look-up from a key to the line it is set on; unknown keys stand for the first line."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        key = re.match(r"\s*(?:\[+)?\s*([\w-]+)", line)
        if key:
            lines.setdefault(key.group(1), number)
    return lambda column: lines.get(column, 1)


def _digest(seen: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(seen):
        whole.update(name.encode() + b"\0" + hashlib.sha256(seen[name]).digest())
    return whole.hexdigest()
