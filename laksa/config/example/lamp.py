# SPDX-License-Identifier: AGPL-3.0-or-later
"""The story of the three lamps at musala Al-Ikhlas, told in the reference pictures: read, waited for, mended, confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from laksa.cases import actions
from laksa.config.example.ground import Spot
from laksa.config.example.stories import all_stories
from laksa.config.example.tale import Tale

if TYPE_CHECKING:
    from laksa.config.example.life import Life

TOLD = (
    "Lampu jalan mati tiga tiang di depan musala Al-Ikhlas. Sudah tiga malam gelap, anak-anak pulang mengaji lewat situ, "
    "kemarin ada motor hampir menabrak jamaah."
)
FIRST = "Bapak/Ibu, dua lampu sudah menyala lagi, sekringnya kami ganti. Tiang nomor 3 tidak dapat aliran. Saya sudah minta PLN memeriksa gardunya."
WAITS = "Kabel dari gardu ke tiang nomor 3 putus dan hanya PLN yang boleh menyambung. PLN menjanjikan tanggal ini sebelum pukul 17.00."
DONE = "Ketiga lampu menyala sejak semalam. Siang ini panelnya kami kunci ulang supaya tidak dibuka orang."


def the_lamp(life: Life) -> Iterator[datetime]:
    """Yield the moments of the story, beginning on the evening it is told."""
    from laksa.config.example.life import spot_named

    plain = next(one for one in all_stories() if one.category == "pju" and one.language == "id")
    spot = spot_named("Sukasari", life.rng)
    spot = Spot(spot.village, spot.lat, spot.lon, "Depan musala Al-Ikhlas, RT 03/RW 05", "gps", spot.slots)
    yield life.clock.replace(hour=19, minute=42)
    t = Tale(life, type(plain)(**plain.__dict__ | {"told": TOLD, "scene": "lamp"}), spot)
    t.submit()
    life.tales.append(t)
    if life.is_astray(t) or t.case.state == "triage":
        yield t.office(0, 1)
        t.put_right()
    yield t.office(10, 11)
    t.hand = life.staff.by_name["pju.1"]
    t.accept()
    yield t.later(0.3, 0.5)
    t.add_words("Tiang yang dekat gerbang TPQ ya Pak, itu paling gelap.")
    yield t.office(1, 2)
    t.reply(FIRST)
    yield from _waited_for_and_mended(t)


def _waited_for_and_mended(t: Tale) -> Iterator[datetime]:
    life = t.life
    yield t.office(0.3, 0.5)
    due = t.office(77, 79)
    t.case = actions.refer_outside(t.case.pk, WAITS, to="PLN", due_at=due, actor=t.worker, at=life.clock)
    for _neighbour in range(12):
        yield t.later(1, 6)
        t.be_joined()
    yield due
    t.hear_outside("PLN sudah menyambung kabel dari gardu, empat puluh menit sebelum janjinya.")
    yield t.office(15, 16)
    t.start()
    yield t.office(4, 5)
    photo = life.album.take("lamp", t.place, after=True, at=life.clock)
    t.case = actions.resolve_case(t.case.pk, DONE, photos=(photo,), evidence=t.evidence(is_careful=True), actor=t.worker, at=life.clock)
    if t.case.is_doubted:  # a drawn street may look too much like another one
        yield t.office(0.5, 1)
        t.sign()
    yield t.later(3, 8)
    t.confirm()
    yield t.later(0.05, 0.1)
    t.rate()
