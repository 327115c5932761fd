"""Reply templates on paper: which gaps the desk fills, which are left to the writer, and how one reads when it is filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

# `{nama}` in a template: the desk knows these from the case, its owner and its writer.
DESK_FILLS = frozenset(
    {
        "nama",
        "kode",
        "petugas",
        "tanggal",
        "tenggat",
        "instansi",
        "kantor",
        "unit",
        "kelurahan",
        "tempat",
        "kategori",
        "tautan",
        "kota",
        "nomor_darurat",
    }
)
# Only the writer knows these; they are pointed out until they are written.
WRITER_FILLS = frozenset({"alasan"})
KNOWN = DESK_FILLS | WRITER_FILLS

# What a look at a template is filled with: a case that could be.
SAMPLE = {
    "nama": "Siti Aminah",
    "kode": "TNG-7K3M-9Q",
    "petugas": "Budi Santoso",
    "tanggal": "Kamis 26 November",
    "tenggat": "Jumat 27 November, 16.00",
    "instansi": "Dinas Perhubungan",
    "kantor": "Dishub",
    "unit": "Tim PJU",
    "kelurahan": "Sukasari",
    "tempat": "depan musala Al-Ikhlas",
    "kategori": "Lampu jalan mati",
    "tautan": "https://laksa.contoh.id/laporan/TNG-7K3M-9Q/",
    "kota": "Kota Contoh",
    "nomor_darurat": "112",
}

_GAP = re.compile(r"\{([a-z_]+)\}")
_LEFT_OPEN = re.compile(r"\[([a-z]+(?:_[a-z]+)*)\]")


def fill_template(body: str, values: Mapping[str, str]) -> str:
    """Return a template with its gaps filled; one that has no value stays as `[nama]` for the writer to fill."""
    return _GAP.sub(lambda found: values.get(found[1]) or f"[{found[1]}]", body).strip()


def unknown_gaps(body: str) -> list[str]:
    """Return the gaps of a template that nobody knows how to fill, in their order."""
    return list(dict.fromkeys(name for name in _GAP.findall(body) if name not in KNOWN))


def open_gaps(text: str) -> list[str]:
    """Return what a reply made from a template still leaves open: "[alasan]"."""
    return list(dict.fromkeys(f"[{name}]" for name in _LEFT_OPEN.findall(text)))


def says_only_a_template(text: str, body: str) -> bool:
    """Whether a reply is a template as the desk fills it, with no word of its writer's; one with gaps for the writer never is."""
    if any(name in WRITER_FILLS for name in _GAP.findall(body)):
        return False
    return _as_pattern(body).fullmatch(" ".join(text.split())) is not None


@lru_cache(maxsize=256)
def _as_pattern(body: str) -> re.Pattern[str]:
    parts = _GAP.split(" ".join(body.split()))
    return re.compile("".join(re.escape(part) if place % 2 == 0 else _FILLED.get(part, _PHRASE) for place, part in enumerate(parts)))


# What may stand in a gap: a code or an address is one word, all else ends where a sentence does (16.00 does not end one).
_PHRASE = r"(?:[^.!?]|\.(?=\S)){1,120}?"
_FILLED = {"kode": r"\S+?", "tautan": r"\S+?", "nomor_darurat": r"\S+?"}
