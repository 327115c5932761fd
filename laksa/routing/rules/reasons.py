"""The reasons of a decision in plain words, in both languages of the site."""

from __future__ import annotations

from collections.abc import Iterable

from laksa.city.rules.facts import CategoryFacts, RoadFacts
from laksa.routing.rules.decision import Reason

# A quotation is a reminder, not a copy of the report.
QUOTED_LETTERS = 60
_KINDS = {
    "question": ("pertanyaan", "a question"),
    "aspiration": ("usul atau aspirasi", "a wish or proposal"),
    "appreciation": ("ucapan terima kasih", "praise"),
}


def hashtag(category: CategoryFacts) -> Reason:
    """The reporter named the category's hashtag."""
    return Reason("+", f"Anda memilih {category.hashtag}", f"You chose {category.hashtag}")


def chosen(category: CategoryFacts) -> Reason:
    """The reporter picked the category from the list."""
    return Reason("+", f"Anda memilih kategori “{category.name_id}”", f"You chose the category “{category.name_en}”")


def word(quote: str) -> Reason:
    """These words of the text speak for the category."""
    quote = shortened(quote)
    return Reason("+", f"Ada kata “{quote}”", f"The text says “{quote}”")


def words(quotes: Iterable[str]) -> Reason:
    """These single words speak for the category together."""
    listed = ", ".join(f"“{shortened(quote)}”" for quote in quotes)
    return Reason("+", f"Ada kata {listed}", f"The text says {listed}")


def road(road: RoadFacts) -> Reason:
    """The road belongs to somebody else than the city."""
    status_en = {"nasional": "a national road", "provinsi": "a provincial road"}.get(road.status, f"a {road.status} road")
    return Reason("+", f"{road.name} adalah jalan {road.status}", f"{road.name} is {status_en}")


def place_named(quote: str) -> Reason:
    """The text names a place that has its own keeper."""
    return Reason("+", f"Menyebut tempat “{shortened(quote)}”", f"It names the place “{shortened(quote)}”")


def place_near(name: str) -> Reason:
    """The point lies at a place that has its own keeper."""
    return Reason("+", f"Lokasinya di {name}", f"The place is at {name}")


def hour(hour: int) -> Reason:
    """The hour of the report fits the category."""
    return Reason("+", f"Dilaporkan pukul {hour:02d}", f"Reported at {hour:02d} h")


def owner(category: CategoryFacts, *, agency: str, unit: str | None, village: str | None) -> Reason:
    """Who takes this category here; names, not keys."""
    who = f"{agency}, {unit}" if unit else agency
    if village:
        return Reason("+", f"Kelurahan {village} diurus {who}", f"{who} serves Kelurahan {village}")
    return Reason("+", f"“{category.name_id}” diurus {who}", f"{who} takes care of “{category.name_en}”")


def outside(agency: str) -> Reason:
    """The owner is not part of the city's government."""
    return Reason(
        "-",
        f"{agency} di luar pemerintah kota, jadi petugas kota yang meneruskan dan menagih jawabannya",
        f"{agency} is outside the city's government, so the city desk passes it on and asks for the answer",
    )


def threshold(category: CategoryFacts) -> Reason:
    """The confidence is below what this category asks for."""
    percent = round(category.threshold * 100)
    return Reason(
        "-",
        f"Ambang kategori ini {percent} %, jadi petugas kota yang memutuskan",
        f"This category asks for {percent} %, so the city desk decides",
    )


def close(other: CategoryFacts) -> Reason:
    """Another category is almost as likely."""
    return Reason(
        "-",
        f"Bisa juga “{other.name_id}”, jadi petugas kota yang memutuskan",
        f"It may also be “{other.name_en}”, so the city desk decides",
    )


def contradiction(tag: str) -> Reason:
    """The words speak for something else than the hashtag."""
    return Reason(
        "-",
        f"Isi laporan tidak cocok dengan {tag}, jadi petugas kota yang memutuskan",
        f"The words do not fit {tag}, so the city desk decides",
    )


def sealed(other: CategoryFacts) -> Reason:
    """The report may belong to a category that is kept secret."""
    return Reason(
        "-",
        f"Mungkin menyangkut hal rahasia (“{other.name_id}”), jadi petugas kota yang memutuskan",
        f"It may be about something confidential (“{other.name_en}”), so the city desk decides",
    )


def nothing_known() -> Reason:
    """No word told anything."""
    return Reason("-", "Belum ada kata yang menunjukkan kategorinya", "No word in the text tells the category yet")


def severity(quote: str, level: str) -> Reason:
    """These words raised or lowered the severity."""
    english = {"ringan": "minor", "sedang": "moderate", "berat": "serious"}[level]
    return Reason("+", f"Tingkat {level} karena “{shortened(quote)}”", f"Rated {english} because of “{shortened(quote)}”")


def kind(name: str, quote: str) -> Reason:
    """These words show that it is not a complaint."""
    indonesian, english = _KINDS[name]
    return Reason("+", f"Dibaca sebagai {indonesian} karena “{shortened(quote)}”", f"Read as {english} because of “{shortened(quote)}”")


def emergency(quote: str) -> Reason:
    """These words tell of danger now."""
    return Reason("+", f"Tanda darurat: “{shortened(quote)}”", f"A sign of emergency: “{shortened(quote)}”")


def shortened(quote: str) -> str:
    """Return the quotation, cut at a length that fits one line."""
    return quote if len(quote) <= QUOTED_LETTERS else quote[: QUOTED_LETTERS - 1].rstrip() + "…"
