# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where invented things happen: a point inside every kelurahan, and words for the place."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from laksa.city.models import book, locate
from laksa.city.rules.facts import AreaFacts

SPREAD_DEGREES = 0.004  # about 440 m around the centre point
TRIES = 12
ROADS = (
    "Jalan Melati Raya,Jalan Cempaka,Jalan Kenanga 2,Gang Haji Sanusi,Jalan Anggrek Blok C,Gang Masjid,Jalan Flamboyan,Jalan Mawar Dalam,"
    "Gang Haji Naim,Jalan Kamboja,Jalan Dahlia 3,Jalan Teratai,Gang Pancoran,Jalan Bougenville,Jalan Seruni,Gang Kavling,Jalan Merpati,"
    "Jalan Kutilang 5,Gang Sawo,Jalan Rambutan,Jalan Kelapa Dua Dalam,Gang Mandor,Jalan Nangka,Jalan Manggis 1,Jalan Pisangan,Gang Buntu,"
    "Jalan Perintis,Jalan Pemuda Dalam,Jalan Karya,Gang Lestari,Jalan Bhakti,Jalan Swadaya,Gang Asem,Jalan Beringin,Jalan Cemara Blok F"
).split(",")
MARKS = (
    "depan pos ronda,dekat musala Nurul Huda,samping lapangan voli,seberang warung kopi,depan posyandu,dekat pangkalan ojek,"
    "belakang balai warga,depan bengkel las,depan TPQ Al-Hidayah,dekat tukang jahit,samping warung madura,"
    "dekat jembatan kecil,depan kontrakan pintu hijau,sebelah pangkas rambut,dekat gapura RW,seberang SD,dekat kandang ayam,depan toko besi"
).split(",")
SPANS = "tiga hari,empat malam,lima hari,seminggu,sepuluh hari,dua minggu,hampir sebulan,satu bulan lebih".split(",")
TIMES = "tadi malam,kemarin sore,tadi pagi,Sabtu malam,dua hari lalu,semalam,kemarin siang".split(",")
HOURS = "pukul tiga sore,pukul empat sore,habis magrib,pukul sembilan malam,subuh,pukul sepuluh pagi".split(",")
NUMBERS = "dua,tiga,empat,lima,enam".split(",")
SOURCES = ("gps", "gps", "gps", "map", "map", "photo", "text")


@dataclass(frozen=True)
class Spot:
    """A place with a name for everything a story may say about it; lat and lon None when only the kelurahan is known."""

    village: str
    lat: float | None
    lon: float | None
    words: str
    source: str
    slots: dict[str, str] = field(hash=False)


class Ground:
    """Gives each kelurahan its turn before any has a second, the busy ones more often after that."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.villages: list[AreaFacts] = [one for one in book().areas.values() if one.kind == "village"]
        self.waiting: list[AreaFacts] = []
        self.busy = [rng.paretovariate(1.6) for _ in self.villages]
        self.given = 0

    def spot(self, *, with_point: bool) -> Spot:
        """Return a new place somewhere in the city."""
        area = self._next_village()
        lat, lon = self._point(area) if with_point else (None, None)
        slots = self._slots(area.name)
        words = self.rng.choice([f"{slots['jalan']}, {slots['rt']}", f"{slots['jalan']}, {slots['patokan']}", slots["patokan"]])
        return Spot(area.code, lat, lon, words[0].upper() + words[1:], self.rng.choice(SOURCES) if with_point else "list", slots)

    def beside(self, spot: Spot) -> Spot:
        """Return the same place as another person would point at it, within some thirty metres."""
        if spot.lat is None or spot.lon is None:
            return spot
        lat, lon = (value + self.rng.uniform(-0.0002, 0.0002) for value in (spot.lat, spot.lon))
        same = {"jalan", "kel", "rt"}
        slots = {name: spot.slots[name] if name in same else words for name, words in self._slots(spot.slots["kel"]).items()}
        return Spot(spot.village, lat, lon, f"{slots['jalan']}, {slots['patokan']}", "map", slots)

    def _next_village(self) -> AreaFacts:
        if self.given >= 2 * len(self.villages) and self.rng.random() < 0.8:
            return self.rng.choices(self.villages, self.busy)[0]
        if not self.waiting:
            self.waiting = self.rng.sample(self.villages, len(self.villages))
        self.given += 1
        return self.waiting.pop()

    def _point(self, area: AreaFacts) -> tuple[float, float]:
        spread = SPREAD_DEGREES
        for _try in range(TRIES):
            lat, lon = area.lat + self.rng.gauss(0, spread / 2), area.lon + self.rng.gauss(0, spread / 2)
            found = locate(lat, lon).village
            if found is not None and found.code == area.code:
                return round(lat, 6), round(lon, 6)
            spread *= 0.8
        return area.lat, area.lon

    def _slots(self, village: str) -> dict[str, str]:
        rng = self.rng
        roads = book().roads
        national = [road.name for road in roads if road.status == "nasional"] or ["Jalan raya"]
        provincial = [road.name for road in roads if road.status == "provinsi"] or ["Jalan raya"]
        water = book().categories.get("air-mati")
        return {
            "kel": village,
            "jalan": rng.choice(ROADS),
            "jalan_nasional": rng.choice(national),
            "jalan_provinsi": rng.choice(provincial),
            "patokan": rng.choice(MARKS),
            "rt": f"RT {rng.randint(1, 9):02}/RW {rng.randint(1, 14):02}",
            "lama": rng.choice(SPANS),
            "kapan": rng.choice(TIMES),
            "jam": rng.choice(HOURS),
            "n": rng.choice(NUMBERS),
            "air": book().agencies[water.agency_id].name if water else "perusahaan air",
        }
