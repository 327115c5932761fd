"""Finding a place by the name people write, with their typing mistakes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

# A person types a name, not an essay.
LONGEST_QUERY = 120
LONGEST_SENTENCE = 20_000
ENOUGH = 70.0
# Of names that fit equally, people most often mean the kelurahan.
RANK = {"village": 3.0, "place": 2.0, "district": 1.0, "road": 0.0}

SHORT_FORMS = {
    "jl": "jalan",
    "jln": "jalan",
    "jend": "jenderal",
    "kel": "kelurahan",
    "kec": "kecamatan",
    "ps": "pasar",
    "psr": "pasar",
    "perum": "perumahan",
    "st": "stasiun",
    "sta": "stasiun",
    "sdn": "sd negeri",
    "smpn": "smp negeri",
    "sman": "sma negeri",
    "smkn": "smk negeri",
    "rsu": "rs umum",
    "pkm": "puskesmas",
    "mesjid": "masjid",
    "kh": "kiai haji",
}
# Before a short name these words show that a place is meant: "di Benda", "kel. Pinang".
CUES = frozenset(
    {
        "kelurahan",
        "kecamatan",
        "desa",
        "di",
        "ke",
        "dari",
        "daerah",
        "wilayah",
        "dekat",
        "sekitar",
        "depan",
        "belakang",
        "samping",
        "seberang",
    }
)
KIND_WORDS = {"kelurahan": "village", "kecamatan": "district", "jalan": "road"}


@dataclass(frozen=True, slots=True)
class Found:
    """A place by name. `kind`: village, district, place or road; a road known by name alone has no point."""

    kind: str
    name: str
    detail: str
    lat: float | None
    lon: float | None
    area_code: str
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with all the names it goes by."""

    found: Found
    names: tuple[str, ...]


@lru_cache(maxsize=8_192)
def normalise(text: str) -> str:
    """Return a name in small letters without accents and signs, with short forms written out."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(SHORT_FORMS.get(word, word) for word in re.findall(r"[^\W_]+", plain))


class Gazetteer:
    """All names of a city, ready to be searched. `city_words` are the words of the city's own name."""

    def __init__(self, entries: Iterable[Entry], *, city_words: frozenset[str] = frozenset()) -> None:
        self._owners: list[Entry] = []
        self._names: list[str] = []
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._city_words = city_words
        for entry in entries:
            for name in dict.fromkeys(normalise(one) for one in entry.names):
                if name:
                    self._by_first.setdefault(name.split()[0], []).append((tuple(name.split()), len(self._names)))
                    self._owners.append(entry)
                    self._names.append(name)
        for spelled in self._by_first.values():
            spelled.sort(key=lambda pair: -len(pair[0]))

    def find(self, text: str, *, limit: int = 8) -> list[Found]:
        """Return the places whose names fit best, best first, with a score up to 100."""
        query = normalise(text[:LONGEST_QUERY])
        if len(query) < 2:
            return []
        wanted, kind = _kind_asked(query)
        rough = process.extract(wanted, self._names, scorer=fuzz.WRatio, limit=60, score_cutoff=50)
        best: dict[int, Found] = {}
        for name, _score, index in rough:
            entry = self._owners[index]
            score = _score_of(wanted, name) + (4.0 if kind == entry.found.kind else 0.0)
            if score >= ENOUGH and (id(entry) not in best or best[id(entry)].score < score):
                best[id(entry)] = replace(entry.found, score=round(min(score, 100.0), 1))
        ranked = sorted(best.values(), key=lambda one: (-one.score, -RANK.get(one.kind, 0), len(one.name), one.name))
        return ranked[: max(limit, 0)]

    def mentioned(self, text: str) -> list[Found]:
        """Return the places named in a sentence, in its order, each once, the longest name where two fit.

        A short name of one word counts only after a word such as "di" or "kelurahan": Benda, Pinang and
        Petir are words too. A single long word may hold one typing mistake.
        """
        words = normalise(text[:LONGEST_SENTENCE]).split()
        found: dict[int, Found] = {}
        at = 0
        while at < len(words):
            hit = self._name_at(words, at)
            if hit is None:
                at += 1
                continue
            index, length, score = hit
            entry = self._owners[index]
            found.setdefault(id(entry), replace(entry.found, score=score))
            at += length
        return list(found.values())

    def _name_at(self, words: list[str], at: int) -> tuple[int, int, float] | None:
        before = words[at - 1] if at else ""
        fitting = [
            (index, len(name))
            for name, index in self._by_first.get(words[at], ())
            if tuple(words[at : at + len(name)]) == name and self._may_stand(name, index, before)
        ]
        if fitting:
            longest = max(length for _index, length in fitting)
            index = max((one for one, length in fitting if length == longest), key=lambda one: self._fits(one, before))
            return index, longest, 100.0
        if len(words[at]) >= 7 and before in ("kelurahan", "kecamatan", "di", "daerah"):
            close = process.extractOne(words[at], self._names, scorer=fuzz.ratio, score_cutoff=88)
            if close is not None:
                return close[2], 1, float(close[1])
        return None

    def _may_stand(self, name: tuple[str, ...], index: int, before: str) -> bool:
        if len(name) > 1:
            return True
        if name[0] in self._city_words:
            return before == "kecamatan"
        return before in CUES or len(name[0]) > 8

    def _fits(self, index: int, before: str) -> tuple[bool, float]:
        kind = self._owners[index].found.kind
        return KIND_WORDS.get(before) == kind, RANK.get(kind, 0.0)


def _kind_asked(query: str) -> tuple[str, str]:
    """Split off a leading "kelurahan" or "kecamatan": it tells the kind and is no part of the name."""
    first, _gap, rest = query.partition(" ")
    kind = KIND_WORDS.get(first, "")
    return (rest, kind) if rest and kind in ("village", "district") else (query, kind)


def _score_of(query: str, name: str) -> float:
    whole = fuzz.ratio(query, name)
    words = fuzz.token_sort_ratio(query, name)
    inside = fuzz.token_set_ratio(query, name) * 0.93 if _shares_a_word(query, name) else 0.0
    start = 0.0
    if name.startswith(query) or f" {query}" in f" {name}":
        # Somebody is still typing: the more of the name is there, the better.
        start = 80.0 + 20.0 * len(query) / len(name)
    typed = 0.0
    if len(query) >= 4 and len(query) < len(name):
        typed = fuzz.partial_ratio(query, name, score_cutoff=88) * 0.85
    return max(whole, words, inside, start, typed)


def _shares_a_word(query: str, name: str) -> bool:
    return any(len(word) > 3 and word in name.split() for word in query.split())


def spellings(name: str, aliases: Iterable[str]) -> Iterator[str]:
    """Give the names a place goes by; a road is also known without its "Jalan"."""
    for one in (name, *aliases):
        yield one
        plain = normalise(one)
        if plain.startswith("jalan ") and len(plain.split()) > 2:
            yield plain.removeprefix("jalan ").removeprefix("raya ")
