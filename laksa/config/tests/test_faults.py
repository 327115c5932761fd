# SPDX-License-Identifier: AGPL-3.0-or-later
"""Requests that can't be read, a database out of reach, and what the log may say of them."""

from __future__ import annotations

import logging

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from laksa.config.faults import HideSecrets, broken

TOKEN = "AFeW8op9AhdZZqbgkFO5yw"


@pytest.mark.parametrize("address", ["/lapor/", "/lacak/", "/masuk/"])
def test_a_form_in_another_alphabet_is_refused_and_not_a_fault_of_ours(address, db):
    answer = Client().post(address, b"text=lampu", content_type="application/x-www-form-urlencoded; charset=utf-16")

    assert answer.status_code == 400
    assert "Kiriman ini tidak dapat kami baca" in answer.text


def _answer(error, address="/lapor/", **headers):
    request = RequestFactory().post(address, {"text": "Lampu mati", "password": "rahasia"}, headers=headers)
    try:
        raise error
    except type(error):
        return broken(request)


def test_a_database_out_of_reach_is_said_and_the_words_are_given_back():
    answer = _answer(OperationalError("could not connect to server at 10.0.0.5"))

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Lampu mati" in page
    assert "rahasia" not in page
    assert "10.0.0.5" not in page


def test_words_of_another_site_are_not_given_back():
    answer = _answer(OperationalError(), **{"Sec-Fetch-Site": "cross-site"})

    assert "Lampu mati" not in answer.content.decode()


@pytest.mark.parametrize(("ending", "media_type"), [("json", "application/json"), ("xml", "text/xml; charset=utf-8")])
def test_a_program_is_told_in_the_format_that_it_reads(ending, media_type):
    answer = _answer(OperationalError(), address=f"/open311/v2/requests.{ending}")

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == media_type
    assert "503" in answer.content.decode()


def test_another_fault_is_ours_and_says_so():
    answer = _answer(KeyError("x"))

    assert answer.status_code == 500
    assert "Ada yang rusak di pihak kami" in answer.content.decode()


@pytest.mark.parametrize(
    "address", [f"/l/{TOKEN}/beres/", f"/lapor/{TOKEN}/kabar/", f"/open311/v2/tokens/{TOKEN}.json", f"/x?api_key={TOKEN}"]
)
def test_the_log_keeps_no_secret_of_an_address(address):
    line = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (address,), None)

    HideSecrets().filter(line)

    assert TOKEN not in line.getMessage()
    assert "Internal Server Error: /" in line.getMessage()
