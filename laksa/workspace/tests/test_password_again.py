# SPDX-License-Identifier: AGPL-3.0-or-later
"""People's data leave the house only with somebody who has just shown that they sit there themselves."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from laksa.conftest import PASSWORD
from laksa.identity.http import SURE_SINCE
from laksa.workspace.models import Export

pytestmark = pytest.mark.django_db
ADDRESS = "/meja/unduhan/"
STAFF = ("budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari")


@pytest.fixture
def clock(monkeypatch, at):
    """A clock that is moved by hand: `clock.now += …`."""

    class Clock:
        now: datetime = at

    monkeypatch.setattr(timezone, "now", lambda: Clock.now)
    return Clock


@pytest.fixture
def left_open(desk_of, clock):
    """Return somebody's browser, left alone for a quarter of an hour and a second."""

    def leave(user):
        client = desk_of(user)
        clock.now += timedelta(minutes=15, seconds=1)
        return client

    return leave


@pytest.mark.parametrize("who", STAFF)
def test_everybody_is_asked_again_after_a_quarter_of_an_hour(request, desk_of, clock, who):
    client = desk_of(request.getfixturevalue(who))
    clock.now += timedelta(minutes=15)
    assert "Kata sandi sekali lagi" not in client.get(ADDRESS).text

    clock.now += timedelta(seconds=1)
    assert "Kata sandi sekali lagi" in client.get(ADDRESS).text


def test_strangers_are_sent_to_the_door(client, city):
    assert client.get(ADDRESS).url == f"/masuk/?next={ADDRESS}"


def test_the_door_itself_counts(client, budi):
    client.post("/masuk/", {"username": "pju.1", "password": PASSWORD})
    assert "Kata sandi sekali lagi" not in client.get(ADDRESS).text


def test_a_session_from_before_is_asked(client, budi):
    client.force_login(budi)
    assert "Kata sandi sekali lagi" in client.get(ADDRESS).text


def test_after_the_password_one_stands_where_one_wanted_to_be(left_open, budi):
    client, wanted = left_open(budi), f"{ADDRESS}?lihat=semua&berat=berat"
    asked = client.get(wanted)
    answer = client.post(wanted, _hidden(asked) | {"lagi-password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, wanted)
    assert 'value="lihat=semua&amp;berat=berat"' in client.get(wanted).text


def test_what_a_form_has_sent_is_done_after_the_password(left_open, budi):
    client = left_open(budi)
    asked = client.post(ADDRESS, {"query": 'lihat=semua&cari="><b>', "form": "xlsx"})
    assert not Export.objects.exists()
    assert "<b>" not in asked.text.split("<form", 1)[1]

    answer = client.post(ADDRESS, _hidden(asked) | {"lagi-password": PASSWORD})

    export = Export.objects.get()
    assert answer.url == f"{ADDRESS}{export.pk}/"
    assert (export.user, export.form) == (budi, "xlsx")
    assert PASSWORD not in export.query


def test_a_password_sent_after_the_session_ended_is_kept_nowhere(client, city):
    client.post(ADDRESS, {"query": "lihat=semua", "form": "csv", "lagi-password": PASSWORD})

    assert client.session["kept_words"]["said"] == {"query": "lihat=semua", "form": "csv"}


def test_a_wrong_password_does_nothing_and_keeps_what_was_wanted(left_open, budi):
    client = left_open(budi)
    asked = client.post(ADDRESS, {"query": "lihat=semua", "form": "csv"})
    answer = client.post(ADDRESS, _hidden(asked) | {"lagi-password": "salah"})

    assert answer.status_code == 422
    assert "Kata sandi ini tidak cocok" in answer.text
    assert _hidden(answer) == {"query": "lihat=semua", "form": "csv"}
    assert not Export.objects.exists()
    assert client.get("/meja/").status_code == 200


def test_another_s_password_opens_nothing(left_open, budi, rina):
    rina.set_password("payung-biru-di-jembatan")
    rina.save()
    assert left_open(budi).post(ADDRESS, {"form": "csv", "lagi-password": "payung-biru-di-jembatan"}).status_code == 422


def test_one_browser_does_not_speak_for_another(left_open, client, budi):
    client.post("/masuk/", {"username": "pju.1", "password": PASSWORD})
    left = left_open(budi)
    Client().post("/masuk/", {"username": "pju.1", "password": PASSWORD})
    assert "Kata sandi sekali lagi" in left.get(ADDRESS).text


def test_a_time_that_lies_ahead_is_not_believed(desk_of, clock, budi):
    client = desk_of(budi)
    clock.now -= timedelta(minutes=1)
    assert "Kata sandi sekali lagi" in client.get(ADDRESS).text


def test_guessing_closes_this_door_as_it_does_the_first(client, budi, settings, monkeypatch):
    # The guard of the door looks at its own clock: both must be the real one.
    monkeypatch.undo()
    client.force_login(budi, backend="django.contrib.auth.backends.ModelBackend")
    settings.AXES_ENABLED = True
    for _try in range(8):
        answer = client.post(ADDRESS, {"form": "csv", "lagi-password": "salah"})
    right = client.post(ADDRESS, {"form": "csv", "lagi-password": PASSWORD})

    assert answer.status_code == right.status_code == 429
    assert SURE_SINCE not in client.session
    assert not Export.objects.exists()


def _hidden(answer):
    """Return what the page carries along, as a browser without a script would send it."""
    form = answer.text.split('<form method="post"', 1)[1].split("</form>", 1)[0]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    return {name: value.replace("&amp;", "&") for name, value in found.items() if name != "csrfmiddlewaretoken"}
