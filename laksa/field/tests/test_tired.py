# SPDX-License-Identifier: AGPL-3.0-or-later
"""A long day: two phones for one stop, a clock that is wrong by a day, words that come a day late."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from laksa.cases.actions import assign_case
from laksa.cases.actions.handling import Owner

pytestmark = pytest.mark.django_db


def kinds(case):
    return list(case.entries.order_by("number").values_list("kind", flat=True))


def test_a_start_from_a_second_phone_of_the_same_person_is_known_already(desk_of, budi, held_lamp, send):
    first = send(desk_of(budi), held_lamp, "start", key="one")
    second = send(desk_of(budi), held_lamp, "start", key="two")

    assert (first.json()["state"], second.json()["state"]) == ("done", "done")
    assert second.json()["message"] == "Pekerjaan ini sudah tercatat dimulai."
    assert kinds(held_lamp).count("started") == 1


def test_done_from_a_second_phone_is_kept_as_a_note_and_closes_nothing_twice(desk_of, budi, held_lamp, send, picture, true_photo, at):
    code = desk_of(budi).get(f"/lapangan/tempat/{held_lamp.code}/").context["photo_code"]
    there = {"photo_code": code, "lat": held_lamp.lat, "lon": held_lamp.lon, "taken_at": at.isoformat(), "phone_at": at.isoformat()}
    send(desk_of(budi), held_lamp, "done", key="one", words="Sekring kami ganti.", photos=[true_photo], **there)
    told = send(desk_of(budi), held_lamp, "done", key="two", words="Dari ponsel satunya.", photos=[picture("navy")], **there).json()

    assert told["state"] == "moved"
    assert "tersimpan sebagai catatan petugas" in told["message"]
    assert [kind for kind in kinds(held_lamp) if kind in {"resolved", "proof_doubted"}] == ["resolved"]
    assert held_lamp.photos.get(role="addition").is_internal


def test_of_two_people_at_a_free_stop_the_first_has_it_and_the_other_s_photo_is_kept(
    desk_of, budi, wulan, rina, lamp, send, picture, as_actor, at
):
    assign_case(lamp.pk, Owner(agency="dishub", unit="tim-pju"), actor=as_actor(rina), at=at)
    lamp.refresh_from_db()

    send(desk_of(wulan), lamp, "start", key="one")
    told = send(desk_of(budi), lamp, "done", key="two", words="Sudah menyala.", photos=[picture()]).json()

    lamp.refresh_from_db()
    assert (lamp.state, lamp.holder_id, told["state"]) == ("working", wulan.pk, "moved")
    assert lamp.photos.get().is_internal


def test_a_clock_that_is_wrong_by_a_day_accuses_nobody(desk_of, budi, kabid, held_lamp, send, true_photo, at):
    phone = desk_of(budi)
    code = phone.get(f"/lapangan/tempat/{held_lamp.code}/").context["photo_code"]
    wrong = (at - timedelta(days=1)).isoformat()

    send(
        phone, held_lamp, "done", words="Sekring kami ganti.", photos=[true_photo], photo_code=code,
        lat=held_lamp.lat, lon=held_lamp.lon, accuracy=8, taken_at=wrong, phone_at=wrong, made_at=wrong,
    )  # fmt: skip

    checks = held_lamp.entries.get(kind="proof_doubted").data["checks"]
    assert {check["name"]: check["state"] for check in checks} == {
        "code": "unknown",
        "place": "passed",
        "age": "unknown",
        "own": "passed",
        "unlike": "passed",
    }


def test_words_of_yesterday_say_their_day(desk_of, budi, held_lamp, send, at):
    send(desk_of(budi), held_lamp, "note", words="Panel terkunci.", made_at=(at - timedelta(days=1)).isoformat())

    said = held_lamp.entries.get(kind="note").body
    assert said == "Panel terkunci. Ditulis di tempat Senin 23 Nov 14.05, terkirim pukul 14.05."


def test_a_phone_learns_what_time_it_is(desk_of, budi, at):
    assert datetime.fromisoformat(desk_of(budi).get("/lapangan/kunci/").json()["at"]) == at
