"""The city on the command line: clear lines, JSON where a program reads, status 2 for what can't be used."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from laksa.city.models import City, book
from laksa.city.tests.conftest import CONTOH
from laksa.config.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def laksa(city: City) -> Any:
    """Run a command as a shell would: `laksa("locate", "-7", "110")`."""

    def run(*words: str, lines: str | None = None) -> Result:
        with translation.override("id"):
            return CliRunner().invoke(main.cli, words, input=lines)

    return run


def test_a_point_is_located_as_json(laksa):
    answer = laksa("locate", "-7.011", "110.016", "--json")

    assert json.loads(answer.stdout) == {
        "inside": True,
        "village": {"code": "99.01.01.1001", "name": "Sukamaju"},
        "district": {"code": "99.01.01", "name": "Melati"},
        "is_estimate": True,
        "distance_m": 0,
    }


def test_a_point_outside_names_the_neighbour(laksa):
    found = json.loads(laksa("locate", "-7.01", "109.96", "--json").stdout)

    assert (found["inside"], found["nearest"]["name"]) == (False, "Sukamaju")
    assert found["neighbour"] == {"name": "Kabupaten Tetangga", "agency": "pemkab-tetangga"}


def test_a_person_reads_a_sentence(laksa):
    assert laksa("locate", "-7.011", "110.016").stdout == "99.01.01.1001 Sukamaju, Melati (estimate)\n"
    assert laksa("locate", "-7.01", "109.96").stdout.startswith("outside, in Kabupaten Tetangga: ")


@pytest.mark.parametrize("words", [("x", "y"), ("-7.0",), ("nan", "110"), ("106.6", "-6.2"), ("-7", "1e999")])
def test_what_is_no_point_gets_one_line_and_status_two(laksa, words):
    answer = laksa("locate", *words, "--json")

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1


def test_a_stream_of_points_gives_one_object_a_line(laksa):
    answer = laksa("locate", "-", lines="-7.011 110.016\n-7.01, 109.96\n\n")

    assert [json.loads(line)["inside"] for line in answer.stdout.splitlines()] == [True, False]
    assert answer.exit_code == 0


def test_a_bad_line_does_not_end_the_stream(laksa):
    answer = laksa("locate", "-", lines="-7.011 110.016\nentah\n-7.01 110.045\n")

    assert ["error" in json.loads(line) for line in answer.stdout.splitlines()] == [False, True, False]
    assert answer.exit_code == 2
    assert "line 2" in answer.stderr


def test_a_sound_pack_is_said_to_be_sound(laksa):
    answer = laksa("check-city", str(CONTOH))

    assert (answer.exit_code, answer.stdout) == (0, f"{CONTOH}: no faults\n")


def test_faults_are_printed_with_file_and_line(laksa, pack, edit):
    edit("roads.csv", "kota,pupr", "kota,entah")

    answer = laksa("check-city", str(pack))

    assert (answer.exit_code, answer.stderr) == (2, "roads.csv:3: agency_slug: 'entah' is not in agencies\n")
    assert json.loads(laksa("check-city", str(pack), "--json").stdout)[0]["line"] == 3


def test_a_city_is_loaded_and_its_difference_shown(laksa, pack, edit):
    edit("agencies.csv", "DLH,dinas", "Dinas LH,dinas")

    tried = laksa("load-city", str(pack), "--dry-run")
    assert (tried.stdout, book().agencies["dlh"].short_name) == ("~ agencies dlh short_name: 'DLH' -> 'Dinas LH'\n", "DLH")

    assert laksa("load-city", str(pack)).exit_code == 0
    assert book().agencies["dlh"].short_name == "Dinas LH"
    assert laksa("load-city", str(pack)).stdout == "Nothing to change.\n"


def test_the_difference_is_json_for_programs(laksa, pack, edit):
    edit("agencies.csv", "DLH,dinas", "Dinas LH,dinas")

    found = json.loads(laksa("load-city", str(pack), "--json").stdout)

    assert found == {"changed": True, "dry_run": False, "tables": {"agencies": {"added": 0, "changed": 1, "removed": 0}}}


def test_a_faulty_pack_is_not_loaded(laksa, pack, edit):
    edit("roads.csv", "kota,pupr", "kota,entah")

    answer = laksa("load-city", str(pack))

    assert answer.exit_code == 2
    assert "roads.csv:3" in answer.stderr


def test_outlines_are_checked_and_loaded(laksa, tmp_path):
    file = str(CONTOH / "outlines.geojson")

    assert laksa("load-outlines", file, "--check").stdout.endswith("no faults\n")
    assert laksa("load-outlines", file).stdout == "7 outlines changed.\n"
    assert json.loads(laksa("load-outlines", file, "--json").stdout) == {"changed": []}
    assert json.loads(laksa("locate", "-7.011", "110.016", "--json").stdout)["is_estimate"] is False

    missing = laksa("load-outlines", str(tmp_path / "none.geojson"))
    assert (missing.exit_code, missing.stderr) == (2, "none.geojson: can't be read: No such file or directory\n")
