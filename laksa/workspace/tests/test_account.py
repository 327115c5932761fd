# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door for staff: in, out, a new password, and a closed door for whoever guesses."""

import pytest

from laksa.conftest import PASSWORD
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_an_officer_signs_in_and_stands_at_their_desk(client, budi):
    answer = client.post("/masuk/", {"username": "pju.1", "password": PASSWORD})

    assert answer.url == "/meja/"
    assert "Budi S." in client.get("/meja/").text


def test_signing_in_leads_on_to_where_one_wanted_to_go(client, budi, held_lamp):
    wanted = f"/meja/kasus/{held_lamp.code}/"
    door = client.get(wanted)

    answer = client.post(door.url, {"username": "pju.1", "password": PASSWORD, "next": wanted})

    assert door.url == f"/masuk/?next={wanted}"
    assert answer.url == wanted


def test_a_way_out_of_the_house_is_not_followed(client, budi):
    answer = client.post("/masuk/", {"username": "pju.1", "password": PASSWORD, "next": "https://jahat.example/"})

    assert answer.url == "/meja/"


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(client, budi):
    known = client.post("/masuk/", {"username": "pju.1", "password": "salah"}).text
    unknown = client.post("/masuk/", {"username": "tak.ada", "password": "salah"}).text

    for page in (known, unknown):
        assert "Nama pengguna dan kata sandi ini tidak cocok" in page


def test_guessing_closes_the_door_and_says_for_how_long(client, budi, settings, monkeypatch):
    # The guard of the door looks at its own clock: both must be the real one.
    monkeypatch.undo()
    settings.AXES_ENABLED = True
    for _try in range(8):
        answer = client.post("/masuk/", {"username": "pju.1", "password": "salah"})

    right = client.post("/masuk/", {"username": "pju.1", "password": PASSWORD})

    assert answer.status_code == right.status_code == 429
    assert "15 menit" in right.text
    assert "Akun Anda tidak rusak" in right.text


def test_leaving_is_a_post_and_forgets_the_person(desk_of, budi):
    client = desk_of(budi)

    assert client.get("/keluar/").status_code == 405
    assert client.post("/keluar/").url == "/masuk/"
    assert client.get("/meja/").status_code == 302


def test_a_new_password_must_be_long_and_the_change_is_recorded(desk_of, client, budi):
    own = desk_of(budi)

    short = own.post("/akun/sandi/", {"old_password": PASSWORD, "new_password1": "pendek", "new_password2": "pendek"})
    new = "payung-biru-di-jembatan"
    changed = own.post("/akun/sandi/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert short.context["form"].errors["new_password2"]
    assert changed.url == "/meja/"
    assert Event.objects.get(verb="password.changed").user_id == budi.pk
    assert own.get("/meja/").status_code == 200
    assert client.post("/masuk/", {"username": "pju.1", "password": new}).url == "/meja/"


def test_only_whoever_keeps_the_system_sees_the_way_to_administration(desk_of, budi, sari):
    assert "/admin/" not in desk_of(budi).get("/meja/").text
    assert 'href="/admin/"' in desk_of(sari).get("/meja/").text


def test_a_long_reply_outlives_the_session_it_was_begun_in(client, budi, held_lamp):
    way = f"/meja/kasus/{held_lamp.code}/reply/"
    door = client.post(way, {"words": "Regu datang Rabu pukul 09.00.", "seen": "1"})

    back = client.post(door.url, {"username": "pju.1", "password": PASSWORD, "next": way})

    page = client.get(back.url).text
    assert "Regu datang Rabu pukul 09.00." in page
    assert "Sesi Anda tadi berakhir." in page
    assert "Regu datang" not in client.get(way).text
