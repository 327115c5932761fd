"""Read a text as people type it: slang, doubled letters, digits for letters, prefixes and typing mistakes undone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Beyond this many words a report says nothing new, and the time for a text must stay bounded.
WORDS_READ = 1_200
# How often one word may count as an anchor of a phrase: repeating it must not cost squared time.
TIMES_READ = 8
CACHE_SIZE = 30_000
STOP = "-"

_NUMBERS = frozenset(("berkali", "beberapa", "berapa", "sekian", "dua", "tiga", "empat", "lima", "sepuluh", "pertama", "kedua", "ketiga"))
_LOCATORS = frozenset(("depan", "dekat", "samping", "belakang", "seberang", "sebelah", "arah", "sekitar"))
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_WORD = re.compile(rf"(#?)([^\W_](?:[^\W_]|[{_HIDDEN}])*)")
_HIDDEN_RUN = re.compile(f"[{_HIDDEN}]+")
_LAST = re.compile(r"[^\W_]{1,24}$")
_DOUBLED = re.compile(r"(.)\1+")
_TRIPLED = re.compile(r"(.)\1{2,}")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_LEET = str.maketrans("0134567", "oieasgt")
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z\d]{3,20}")
# Snowball's prefixes, with the letters that Indonesian drops after them, and the bare nasals of Betawi speech.
_PREFIXES = (
    ("memper", ("",)), ("diper", ("",)), ("keter", ("",)), ("meny", ("s",)), ("peny", ("s",)), ("meng", ("", "k")),
    ("peng", ("", "k")), ("mem", ("", "p")), ("pem", ("", "p")), ("men", ("", "t")), ("pen", ("", "t")), ("ber", ("",)),
    ("ter", ("",)), ("per", ("",)), ("nge", ("",)), ("me", ("",)), ("pe", ("",)), ("be", ("",)), ("te", ("",)),
    ("di", ("",)), ("ke", ("",)), ("se", ("",)),
)  # fmt: skip
# The short forms stand before some letters only: "berenang", "perawat", never "te-gangan".
_BEFORE = {"be": "rk", "te": "r", "pe": "lrmnwyk", "me": "lrmnwyk"}
_NASALS = (("ng", ("", "k")), ("ny", ("s",)), ("n", ("t",)), ("m", ("p",)))
_SUFFIXES = ("kannya", "annya", "inya", "nya", "kan", "lah", "kah", "pun", "an", "in", "ku", "mu", "i")


@dataclass(slots=True)
class Reading:
    """A text as stems with the places they came from.

    `everywhere` counts every word, `content` leaves out the words that carry nothing; both give, for a stem, its positions.
    """

    text: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)
    everywhere: dict[str, list[int]] = field(default_factory=dict)
    content: dict[str, list[int]] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    hashtags: list[str] = field(default_factory=list)
    # The position among the words that carry something -> the position among all.
    order: list[int] = field(default_factory=list)
    # The position among the words -> the position in `spans`; one typed word may stand for two.
    typed: list[int] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)
    # Stems that only tell where: the word after "depan", "dekat" and the like, wherever they stand.
    landmarks: set[str] = field(default_factory=set)

    def stem_at(self, position: int) -> str:
        """Return the stem at a position among all words."""
        return self.stems[position]


class Lexicon:
    """The words a city knows. One is built per version of the city and shared by all threads."""

    def __init__(self, *, slang: Mapping[str, str], roots: Iterable[str]) -> None:
        self._slang = {key: tuple(value.split()) for key, value in slang.items()}
        self._kept = {key for key, value in slang.items() if key == value}
        self._roots = {word for word in roots if word.isalpha()} | self._kept
        self._roots |= {word for parts in self._slang.values() for word in parts if word != STOP}
        # It brings every language's stemmer along (7 MB), so processes that never read a report go without.
        import snowballstemmer

        self._stemmer = snowballstemmer.stemmer("indonesian")
        self._lock = Lock()
        self._cache: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._roots | self._slang.keys()):
            if len(word) >= 4:
                self._near.setdefault(word[0], []).append(word)

    def read(self, text: str, *, hide: Callable[[list[str]], frozenset[int]] | None = None) -> Reading:
        """Return the text's stems with their places; time grows with the text's length, up to `WORDS_READ` words.

        `hide` is given the words and names those that must not count as content (an address).
        """
        reading = Reading(text)
        typed: list[str] = []
        for count, hit in enumerate(_WORD.finditer(text)):
            if count >= WORDS_READ:
                break
            if hit[1]:
                reading.hashtags.append(hit[2])
            reading.spans.append(hit.span())
            raw = _plain(hit[2])
            reading.raws.append(raw)
            typed.append(hit[2])
        hidden = hide(reading.raws) if hide else frozenset()
        for number, raw in enumerate(reading.raws):
            stems, guessed = self._resolve(raw, typed[number])
            for stem in stems:
                bare = stem.lstrip(STOP)
                self._place(
                    reading,
                    bare,
                    number,
                    guessed=guessed,
                    counts=bare == stem and number not in hidden and not _is_count(reading.raws, number),
                )
        reading.landmarks = _landmarks(reading)
        return reading

    def completed(self, text: str) -> str:
        """Return the text with its last, half-typed word made whole: the shortest known word that begins so."""
        hit = _LAST.search(text)
        raw = _plain(hit[0]) if hit else ""
        if not hit or len(raw) < 3 or self._exact(raw):
            return text
        longer = [word for word in self._near.get(raw[0], ()) if word.startswith(raw)]
        return text[: hit.start()] + min(longer, key=len) if longer else text

    def stems(self, phrase: str) -> tuple[str, ...]:
        """Return the phrase's stems in order, words that carry nothing included."""
        found: list[str] = []
        for hit in _WORD.finditer(phrase):
            found.extend(stem.lstrip(STOP) for stem in self._resolve(_plain(hit[2]), hit[2])[0])
        return tuple(found)

    def bears(self, phrase: str) -> tuple[str, ...]:
        """Return the phrase's stems without the words that carry nothing."""
        found: list[str] = []
        for hit in _WORD.finditer(phrase):
            found.extend(stem for stem in self._resolve(_plain(hit[2]), hit[2])[0] if stem[0] != STOP)
        return tuple(found)

    def _place(self, reading: Reading, stem: str, number: int, *, guessed: bool, counts: bool) -> None:
        spots = reading.everywhere.setdefault(stem, [])
        if len(spots) < TIMES_READ:
            spots.append(len(reading.typed))
        if counts:
            spots = reading.content.setdefault(stem, [])
            if len(spots) < TIMES_READ:
                spots.append(len(reading.order))
            reading.order.append(len(reading.typed))
            if guessed:
                reading.guessed.add(stem)
        reading.typed.append(number)
        reading.stems.append(stem)

    def _resolve(self, raw: str, typed: str) -> tuple[tuple[str, ...], bool]:
        """Return the stems of one word, and whether they were guessed; a leading `-` marks a word that carries nothing."""
        known = self._cache.get(raw)
        if known is None:
            if len(self._cache) >= CACHE_SIZE:
                self._cache.clear()
            known = self._cache[raw] = self._look_up(raw, typed)
        return known

    def _look_up(self, raw: str, typed: str) -> tuple[tuple[str, ...], bool]:
        for form in _spellings(raw):
            if found := self._exact(form):
                return found, False
        if found := self._cut(raw, typed):
            return found, False
        if found := self._guess(_TRIPLED.sub(r"\1", raw)):
            return found, True
        return (self._snowball(_TRIPLED.sub(r"\1", raw)),), False

    def _exact(self, word: str) -> tuple[str, ...]:
        """The stems of a word known as it stands, or after its endings and prefixes are taken off."""
        if word in self._slang:
            return self._standard(word)
        if root := self._root(word):
            return self._standard(root) if root in self._slang else (root,)
        return ()

    def _standard(self, word: str) -> tuple[str, ...]:
        parts = self._slang[word]
        if word in self._kept:
            return (word,)
        if not parts or parts == (STOP,):
            return (STOP + word,)
        stems: list[str] = []
        for part in parts:
            if self._slang.get(part) in ((), (STOP,)):
                stems.append(STOP + part)
            else:
                stems.append(part if part in self._kept else self._root(part) or part)
        return tuple(stems)

    def _root(self, word: str) -> str:
        """The shortest known word inside this one, "" when there is none."""
        if word in self._kept:
            return word
        known = word in self._roots or word in self._slang
        best = word if known else ""
        for candidate in _peelings(word, nasals=not known):
            # A word of the city's own phrases must not shrink to one that carries nothing ("dipukul" to "pukul").
            if known and self._slang.get(candidate) == (STOP,):
                continue
            if (candidate in self._roots or candidate in self._slang) and (not best or len(candidate) < len(best)):
                best = candidate
        return best

    def _cut(self, raw: str, typed: str) -> tuple[str, ...]:
        """Cut words written as one: by their capitals (#LampuMati), else where every part is known (lampumati)."""
        if not 7 <= len(raw) <= 40:
            return ()
        humps = [part.casefold() for part in _HUMP.findall(typed)]
        if len(humps) > 1 and all(len(part) > 1 for part in humps):
            return tuple(stem for part in humps for stem in self._exact(part) or (self._snowball(part),))
        parts = self._split(raw, 3)
        return tuple(stem for part in parts for stem in self._exact(part))

    def _split(self, word: str, pieces: int) -> tuple[str, ...]:
        for end in range(len(word) - 3, 2, -1):
            head, tail = word[:end], word[end:]
            if head not in self._roots:
                continue
            if tail in self._roots:
                return head, tail
            if pieces > 2 and (rest := self._split(tail, pieces - 1)):
                return head, *rest
        return ()

    def _guess(self, word: str) -> tuple[str, ...]:
        """The known word nearest to one of five letters or more; one slip, from nine letters on two."""
        if len(word) < 5 or len(word) > 24 or not word.isalpha():
            return ()
        slips = 1 if len(word) < 9 else 2
        pool = self._near.get(word[0], [])
        if hit := process.extractOne(word, pool, scorer=OSA.distance, score_cutoff=slips):
            return self._exact(hit[0])
        # The last try: the mistake sits in the ending that was added to a known word ("diperbaikin").
        return ()

    def _snowball(self, word: str) -> str:
        if not word.isascii() or len(word) > 40:
            return word[:40]
        with self._lock:
            return str(self._stemmer.stemWord(word))


def _landmarks(reading: Reading) -> set[str]:
    """The stems that stand after a word of place each time they occur."""
    told: set[str] = set()
    others: set[str] = set()
    for position, stem in enumerate(reading.stems):
        after = position > 0 and reading.stems[position - 1] in _LOCATORS
        (told if after else others).add(stem)
    return told - others


def _is_count(raws: list[str], number: int) -> bool:
    """Whether "kali" is "times" here and not "river": after a number, and in "berkali-kali"."""
    word = raws[number]
    if word.startswith("berkali") or not word.startswith("kali") or not number:
        return word.startswith("berkali")
    return raws[number - 1].isdigit() or raws[number - 1] in _NUMBERS


def _plain(word: str) -> str:
    """Small letters without accents, hidden characters and look-alike forms."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKD", _HIDDEN_RUN.sub("", word)).casefold()
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def _spellings(raw: str) -> Iterable[str]:
    """The word as it stands, then with repeats and digits undone, likeliest first."""
    yield raw
    if _DOUBLED.search(raw):
        yield _TRIPLED.sub(r"\1\1", raw)
        yield _DOUBLED.sub(r"\1", raw)
    if _MIXED.fullmatch(raw):
        if raw[-1] == "2":
            yield raw[:-1]
        if raw.endswith(("2nya", "2an")):
            yield raw.partition("2")[0]
        yield _TRIPLED.sub(r"\1", raw.translate(_LEET))
        yield raw.rstrip("0123456789")


def _peelings(word: str, *, nasals: bool) -> Iterable[str]:
    """The words this one may be made from: suffixes off, one or two prefixes off, dropped letters put back."""
    bodies = [word]
    for suffix in _SUFFIXES:
        body = word[: -len(suffix)]
        if word.endswith(suffix) and len(body) >= (3 if suffix == "nya" else 4):
            bodies.append(body)
            yield body
    for body in bodies:
        for prefix, returns in _PREFIXES + (_NASALS if nasals else ()):
            rest = body[len(prefix) :]
            if body.startswith(prefix) and len(rest) >= 3 and rest[0] in _BEFORE.get(prefix, rest[0]):
                for letter in returns:
                    if len(letter + rest) >= 4:
                        yield letter + rest
