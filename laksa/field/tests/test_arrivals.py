# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a crew comes to each place: by hand on paper, from the city's pack, and on the page."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from laksa.cases.models import Case
from laksa.city.actions import PackRefused, check_pack, load_pack
from laksa.city.models import book
from laksa.field.rules import Pace, Visit, arrivals, read_pace
from laksa.identity.rules import SYSTEM

OPENS = datetime(2026, 11, 24, 7, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
CLOSES = OPENS.replace(hour=16, minute=0)
# 20 km an hour, the road 1.3 times the straight line: a kilometre takes 3.9 minutes. 20, 40 and 90 minutes of work.
USUAL = Pace()


def clock(found):
    return {key: arrival.at.strftime("%H.%M") for key, arrival in found.items()}


def test_a_morning_on_paper():
    visits = [
        Visit("a", None, "ringan"),  # nobody knows the way there: 07.30, until 07.50
        Visit("b", 2.0, "sedang"),  # 7.8 minutes: 07.57.48, until 08.37.48
        Visit("c", 4.0, "berat"),  # 15.6 minutes: 08.53.24, until 10.23.24
        Visit("d", 0.0, "ringan"),  # the same street: 10.23.24
    ]

    assert clock(arrivals(visits, begins=OPENS, closes=CLOSES, pace=USUAL)) == {"a": "07.30", "b": "08.00", "c": "08.55", "d": "10.25"}


def test_a_way_from_where_the_phone_is_counts():
    assert clock(arrivals([Visit("a", 5.0, "ringan")], begins=OPENS, closes=CLOSES, pace=USUAL)) == {"a": "07.50"}  # 19.5 minutes


def test_a_place_that_nobody_knows_has_no_time_but_its_work_counts():
    visits = [Visit("a", None, "berat", is_placed=False), Visit("b", None, "ringan")]

    assert clock(arrivals(visits, begins=OPENS, closes=CLOSES, pace=USUAL)) == {"b": "09.00"}


def test_what_is_not_reached_before_the_office_closes_says_so():
    visits = [Visit("a", None, "sedang"), Visit("b", 0.0, "ringan"), Visit("c", 1.0, "ringan")]
    begins = CLOSES - timedelta(minutes=50)

    late = {key: one.is_late for key, one in arrivals(visits, begins=begins, closes=CLOSES, pace=USUAL).items()}
    assert late == {"a": False, "b": False, "c": True}  # 15.10, 15.50, 16.13.54
    shut = arrivals(visits, begins=begins, closes=None, pace=USUAL)
    assert not any(one.is_late for one in shut.values())


@given(st.lists(st.tuples(st.none() | st.integers(0, 40), st.sampled_from(["ringan", "sedang", "berat"])), max_size=20))
def test_nobody_arrives_before_they_have_left(ways):
    visits = [Visit(str(number), *way) for number, way in enumerate(ways)]

    times = [one.at for one in arrivals(visits, begins=OPENS, closes=CLOSES, pace=USUAL).values()]

    # Said to five minutes, so a gap is up to five minutes shorter than the work.
    assert all(later - earlier >= timedelta(minutes=15) for earlier, later in pairwise(times))
    assert all(moment.minute % 5 == 0 and moment.second == 0 for moment in times)


def test_what_a_pack_does_not_name_is_as_usual():
    assert read_pace({}) == USUAL
    assert read_pace({"speed_kmh": 30, "work_minutes": {"berat": 60}}) == Pace(30, 130, {"ringan": 20, "sedang": 40, "berat": 60})


# --- the pack ------------------------------------------------------------------------------------------


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(settings.CITY, tmp_path / "kota"))


def say(pack: Path, old: str, new: str) -> None:
    file = pack / "city.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("speed_kmh = 200", "speed_kmh: write a whole number from 5 to 80"),
        ("speed_kmh = true", "speed_kmh: write a whole number"),
        ("velocity = 20", "velocity: is not known here"),
        ("[crews.work_minutes]\nsusah = 5", "work_minutes: write minutes for ringan, sedang, berat"),
        ("[crews.work_minutes]\nberat = 0", "work_minutes: write a whole number from 1 to 480"),
    ],
)
def test_a_pace_that_can_t_be_is_named_by_its_line(pack, new, fault):
    file = pack / "city.toml"
    head, _mark, _rest = file.read_text().partition("[crews]\n")
    file.write_text(f"{head}[crews]\n{new}\n")

    [found] = check_pack(pack)

    assert (found.file, found.line, found.field) == ("city.toml", head.count("\n") + 1, "crews")
    assert found.message.startswith(f"[crews] {fault}")


@pytest.mark.django_db
def test_a_pack_is_loaded_with_its_pace_or_not_at_all(city, pack, at):
    say(pack, "speed_kmh = 20", "speed_kmh = 25")
    load_pack(pack, actor=SYSTEM, at=at)

    assert read_pace(book().city.crews).speed_kmh == 25
    say(pack, "speed_kmh = 25", "speed_kmh = 0")
    with pytest.raises(PackRefused):
        load_pack(pack, actor=SYSTEM, at=at)
    assert read_pace(book().city.crews).speed_kmh == 25


# --- the page ------------------------------------------------------------------------------------------


def promise(case: Case, at: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(state="planned", promised_on=at.date())


@pytest.mark.django_db
def test_the_day_says_when_each_place_is_reached_and_how_that_was_reckoned(desk_of, budi, held_lamp, at):
    promise(held_lamp, at)

    page = desk_of(budi).get(f"/lapangan/?lat={held_lamp.lat}&lon={held_lamp.lon}")

    assert page.context["rows"][0].arrival == "14.05"
    assert "Tempat terakhir sekitar 14.05." in page.text
    assert "dihitung pukul 14.05: 20 km/jam, jalan 1,3 kali garis lurus, 20 sampai 90 menit kerja" in page.text
    assert "sesudah jam tutup" not in page.text


@pytest.mark.django_db
def test_a_place_of_tomorrow_s_hours_is_only_told_to_be_too_late(desk_of, budi, held_lamp, at, monkeypatch):
    promise(held_lamp, at)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(hours=9, minutes=54))

    page = desk_of(budi).get(f"/lapangan/?lat={held_lamp.lat + 0.05}&lon={held_lamp.lon}")

    assert (page.context["rows"][0].arrival, page.context["rows"][0].too_late) == ("", "sesudah jam tutup")
    assert "Tempat terakhir" not in page.text


@pytest.mark.django_db
def test_before_the_office_opens_the_day_begins_with_it(desk_of, budi, held_lamp, at, monkeypatch):
    promise(held_lamp, at)
    early = at.astimezone(ZoneInfo("Asia/Jakarta")).replace(hour=5, minute=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: early)

    assert desk_of(budi).get("/lapangan/").context["rows"][0].arrival == "07.30"


@pytest.mark.django_db
def test_after_the_office_has_closed_each_place_says_so(desk_of, budi, held_lamp, at, monkeypatch):
    promise(held_lamp, at)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(hours=3))

    page = desk_of(budi).get("/lapangan/")

    assert page.context["rows"][0].too_late == "sesudah jam tutup"
    assert "Kantor tutup pukul" in page.text
