# SPDX-License-Identifier: AGPL-3.0-or-later
"""A closed month as a file for the city's own e-Kinerja, signed so that a stranger can check it (docs/kinerja.md)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from laksa.city.models import book
from laksa.insight.models.points import Objection, PointMonth, bounds_of, lines_of
from laksa.insight.rules.point_words import ACT_WORDS, why
from laksa.insight.rules.points import Act, Line, read_rules, total
from laksa.kernel.spreadsheets import Figure, harmless

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = "laksa.kinerja/1"
COLUMNS = (
    "nip",
    "nama",
    "bulan",
    "laporan",
    "catatan",
    "perbuatan",
    "waktu",
    "tepat_waktu",
    "dikonfirmasi",
    "poin",
    "poin_utuh",
    "dibagi",
    "sebab",
    "tautan",
)


def export_months(months: Iterable[PointMonth], *, name: str = "") -> dict[str, bytes]:
    """Return the files of closed months, by name: JSON and CSV, a signature of each, and the key to check them by.

    Two queries a hundred months. A line under an objection that nobody has answered yet is left out, and counted in `withheld`.
    """
    documents = [document for some in _by_the_hundred(months) for document in _documents(some)]
    name = name or (f"kinerja-{documents[0]['month']}" if documents else "kinerja")
    files = {f"{name}.json": _json(documents), f"{name}.csv": _csv(documents)}
    signatures = {f"{file}.sig": sign(content) for file, content in files.items()}
    return files | signatures | {"kinerja-kunci.pem": public_key()}


def packed(files: dict[str, bytes]) -> bytes:
    """Return the files as one ZIP, the same bytes for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return held.getvalue()


def _by_the_hundred(months: Iterable[PointMonth]) -> Iterator[list[PointMonth]]:
    rest = iter(months)
    while some := list(islice(rest, 100)):
        yield some


def _documents(months: list[PointMonth]) -> list[dict[str, Any]]:
    """Return what is said of each of these people's months."""
    lines = lines_of(months)
    pending: dict[tuple[int, date], set[tuple[int, int, str]]] = {}
    asked = Objection.objects.pending().filter(user_id__in={one.user_id for one in months}, month__in={one.month for one in months})
    for one in asked:
        pending.setdefault((one.user_id, one.month), set()).add(one.key)
    return [_document(one, lines[one.pk], pending.get((one.user_id, one.month), set())) for one in months]


def _document(month: PointMonth, kept: list[Line], pending: set[tuple[int, int, str]]) -> dict[str, Any]:
    lines = [line for line in kept if line.key not in pending]
    rules = read_rules(month.rules)
    with translation.override("id"):
        told = [_line(line) for line in lines]
    return {
        "nip": month.nip,
        "name": month.name,
        "agency": month.agency,
        "month": month.month.isoformat()[:7],
        "closed_at": _instant(month.closed_at),
        "rules": month.rules,
        "lines": told,
        "sum": _plain(sum((line.points for line in lines), Decimal(0))),
        "points": _plain(total(lines, rules)),
        "withheld": len(kept) - len(lines),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "case": line.code,
        "entry": line.number,
        "act": line.act.value,
        "act_words": str(ACT_WORDS[line.act]),
        "at": _instant(line.at),
        "in_time": line.act == Act.ANSWERED and not line.facts.get("empty", False),
        "confirmed": line.act == Act.CONFIRMED,
        "points": _plain(line.points),
        "whole": _plain(line.whole),
        "shared_by": line.sharers,
        "reason": why(line.act, line.facts, sharers=line.sharers),
        "link": f"{settings.BASE_URL}/laporan/{line.code}/",
    }


def _json(documents: list[dict[str, Any]]) -> bytes:
    whole = {"format": FORMAT, "city": book().city.code, "city_name": book().city.name, "people": documents}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _csv(documents: list[dict[str, Any]]) -> bytes:
    held = io.StringIO(newline="")
    rows = csv.writer(held)
    rows.writerow(COLUMNS)
    for person in documents:
        for line in person["lines"]:
            rows.writerow([harmless(value) for value in _cells(person, line)])
    return held.getvalue().encode()


def _cells(person: dict[str, Any], line: dict[str, Any]) -> list[str | int]:
    return [
        person["nip"],
        person["name"],
        person["month"],
        line["case"],
        line["entry"],
        line["act"],
        line["at"],
        "ya" if line["in_time"] else "",
        "ya" if line["confirmed"] else "",
        # A number of ours, not somebody's words: a minus is no formula.
        Figure(line["points"]),
        Figure(line["whole"]),
        line["shared_by"],
        line["reason"],
        line["link"],
    ]


def _plain(value: Decimal) -> str:
    """Return a number without needless zeros, as text: no reader makes 2.4999 of 2.5."""
    return f"{value.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".") or "0"


def _instant(at: Any) -> str:
    return str(at.astimezone(bounds_of(at.date().replace(day=1))[0].tzinfo).isoformat(timespec="seconds"))


def sign(content: bytes) -> bytes:
    """Return the Ed25519 signature of a file: 64 bytes."""
    return _key().sign(content)


def public_key() -> bytes:
    """Return the key by which everybody can check a signature, as PEM."""
    # Here and not above: few processes ever sign, and the key formats are 4 MB.
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _key() -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(sha256(f"laksa.kinerja:{settings.POINTS_KEY}".encode()).digest())
