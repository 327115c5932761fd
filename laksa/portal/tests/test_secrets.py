"""A draft belongs to whoever holds its secret: no office, however high, reads it without."""

from __future__ import annotations

import pytest
from django.test import Client

from laksa.cases.models import Case
from laksa.portal.tests.conftest import picture

pytestmark = pytest.mark.django_db

CAST = ["", "budi", "rina", "joko", "dewi", "tono", "walikota", "operator", "sari"]
GUESSED = "A" * 22


@pytest.fixture(params=CAST, ids=lambda name: name or "stranger")
def somebody(request, city) -> Client:
    """A browser of each of the cast, and one of nobody."""
    client = Client()
    if request.param:
        client.force_login(request.getfixturevalue(request.param))
    return client


@pytest.mark.parametrize("step", ["", "tempat/", "periksa/", "kabar/", "foto/1/"])
def test_a_guessed_secret_opens_nothing(somebody, step):
    answer = somebody.get(f"/lapor/{GUESSED}/{step}")

    assert answer.status_code == 404


def test_somebody_s_report_is_not_shown_to_others(somebody, resident):
    resident.tell(photos=[picture()])
    begun = somebody.get("/lapor/").content.decode()
    resident.locate()
    resident.check()
    resident.send()

    assert "Ada laporan yang belum dikirim" not in begun
    assert somebody.get("/lapor/selesai/").status_code == 404
    assert somebody.get(f"/lapor/{resident.key}/kabar/").url == "/lapor/selesai/"


def test_anybody_may_report_and_an_officer_s_account_stays_out_of_it(somebody):
    answer = somebody.post("/lapor/kirim/", {"text": "Lampu jalan mati"}, headers={"Accept": "application/json"})

    assert answer.status_code == 201
    assert Case.objects.get().participants.get().user is None


def test_the_answers_of_the_form_are_not_kept_by_anything_between(resident):
    resident.tell()

    for step in ("", "tempat/"):
        assert resident.client.get(f"/lapor/{resident.key}/{step}")["Cache-Control"] == "private, no-store"
