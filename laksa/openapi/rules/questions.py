# SPDX-License-Identifier: AGPL-3.0-or-later
"""A category's extra questions as attributes of a service, and answers read back by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from laksa.openapi.rules.instants import read_instant
from laksa.openapi.rules.markup import Tree

# Source: GeoReport v2, "datatype" of an attribute; what a month or a tax object number is has no type of its own there.
DATATYPES = {
    "text": "string",
    "integer": "number",
    "bool": "singlevaluelist",
    "choice": "singlevaluelist",
    "date": "datetime",
    "datetime": "datetime",
    "month": "string",
    "nop": "string",
}
LIST = "singlevaluelist"
ANSWER_LIMIT = 500
LARGEST = 2_000_000_000

Question = Mapping[str, Any]


def attributes(questions: Sequence[Question], *, language: str) -> list[Tree]:
    """Return the attributes of a service definition, numbered from 1."""
    return [
        {
            "variable": True,
            "code": question["code"],
            "datatype": datatype_of(question),
            "required": is_required(question),
            "datatype_description": _hint(question),
            "order": order,
            "description": label_of(question, language=language),
            "values": [{"key": key, "name": name} for key, name in choices(question)],
        }
        for order, question in enumerate(questions, start=1)
    ]


def datatype_of(question: Question) -> str:
    """Return the datatype of GeoReport v2; a question of an unknown type is answered in words."""
    return DATATYPES.get(question["type"], "string")


def is_required(question: Question) -> bool:
    return bool(question.get("required", False))


def label_of(question: Question, *, language: str) -> str:
    """Return the question in words."""
    return str(question.get(f"label_{language}") or question["label_id"])


def choices(question: Question) -> list[tuple[str, str]]:
    """Return (key, name) of each answer that may be chosen; empty for a free answer."""
    if question["type"] == "bool":
        return [("yes", _("Ya")), ("no", _("Tidak"))]
    return [(option, option) for option in question.get("options", ())] if question["type"] == "choice" else []


def _hint(question: Question) -> str:
    hints = {
        "integer": _("Angka bulat, misalnya 3"),
        "date": _("Tanggal, misalnya 2026-11-24"),
        "datetime": _("Tanggal dan jam, misalnya 2026-11-24T14:05:00+07:00"),
        "month": _("Bulan, misalnya 2026-11"),
        "bool": _("Pilih satu"),
        "choice": _("Pilih satu"),
    }
    return hints.get(question["type"], "")


def read_answers(questions: Sequence[Question], given: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the answers by code, and the faults as (code, sentence naming the code).

    Answers to questions that nobody asked are left out. Several answers to one question are kept together.
    """
    answers: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for question in questions:
        code = str(question["code"])
        said = [value.strip() for value in given.get(code, ()) if value.strip()]
        if not said:
            if is_required(question):
                faults.append((code, _("%(code)s wajib diisi.") % {"code": code}))
            continue
        read = [_read(question, value) for value in said]
        if None in read:
            faults.append((code, _fault(question, code)))
        else:
            answers[code] = read[0] if len(read) == 1 else ", ".join(str(value) for value in read)
    return answers, faults


def _read(question: Question, value: str) -> str | int | None:
    """Return one answer as it is kept, None when it is none."""
    if len(value) > ANSWER_LIMIT:
        return None
    kind = question["type"]
    if kind == "bool":
        return {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(value.lower(), value if value in ("yes", "no") else None)
    if kind == "choice":
        return value if value in question.get("options", ()) else None
    if kind == "integer":
        return int(value) if re.fullmatch(r"[0-9]{1,10}", value) and int(value) <= LARGEST else None
    if kind in ("date", "datetime"):
        return value if read_instant(value) is not None or _is_day(value) else None
    return value.replace("\x00", "")


def _is_day(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _fault(question: Question, code: str) -> str:
    keys = [key for key, _name in choices(question)]
    if keys:
        return _("%(code)s harus salah satu dari: %(keys)s.") % {"code": code, "keys": ", ".join(keys)}
    return _("%(code)s tidak bisa dibaca. %(hint)s") % {"code": code, "hint": _hint(question) or _("Tulis lebih singkat.")}
