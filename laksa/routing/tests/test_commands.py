"""The routing on the command line: JSON for programs, lines for people, status 2 for what can't be used."""

import json

import pytest
from click.testing import CliRunner

from laksa.config.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def laksa(city):
    """Run a command as a shell would: `laksa("route", "lampu mati")`."""
    return lambda *words, lines=None: CliRunner().invoke(main.cli, words, input=lines)


def test_a_text_is_routed_as_json(laksa):
    answer = json.loads(laksa("route", "lampu jalan mati, rawan", "--hashtag", "#PJU", "--json").stdout)

    assert (answer["category"], answer["hashtag"], answer["agency"], answer["desk"]) == ("pju", "#PJU", "dishub", False)
    assert answer["kind"] == "complaint"
    assert answer["severity"] in {"ringan", "sedang", "berat"}
    assert answer["reasons"][0] == {"sign": "+", "id": "Anda memilih #PJU", "en": "You chose #PJU"}
    assert {"category", "score"} <= answer["candidates"][0].keys()


def test_a_person_reads_lines(laksa):
    lines = laksa("route", "ada kebakaran besar, tolong").stdout.splitlines()

    assert lines[0].startswith("#Kebakaran kebakaran: bpbd")
    assert "EMERGENCY: show the emergency number first" in lines


def test_many_texts_are_routed_in_one_process(laksa):
    answer = laksa("route", "-", lines="lampu jalan mati\n\nsampah belum diangkut\n")

    assert [json.loads(line)["category"] for line in answer.stdout.splitlines()] == ["pju", "lainnya", "sampah-telat"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("route", "lampu", "--lat", "-7.01"), "give both --lat and --lon"),
        (("route", "lampu", "--lat", "nan", "--lon", "110"), ""),
        (("routing", "evaluate", "/nowhere/at/all.csv"), "No such file"),
    ],
)
def test_what_cannot_be_used_gets_one_line_and_status_two(laksa, words, told):
    answer = laksa(*words)

    assert answer.exit_code == 2
    assert told in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_labelled_texts_are_counted(laksa, tmp_path):
    file = tmp_path / "labelled.csv"
    file.write_text("text,category\nlampu jalan mati,pju\nsampah belum diangkut,sampah-telat\nhalo,pju\n")

    answer = json.loads(laksa("routing", "evaluate", str(file), "--json").stdout)

    assert (answer["n"], answer["top1"], answer["recall"]["pju"]) == (3, 0.6667, 0.5)
    assert laksa("routing", "evaluate", str(file)).stdout.startswith("top1 0.6667\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [("teks,kategori\n", "missing: text, category"), ("text,category\nlampu,tidak-ada\n", "line 2: 'tidak-ada' is no category")],
)
def test_a_file_of_another_shape_is_named(laksa, tmp_path, content, told):
    file = tmp_path / "labelled.csv"
    file.write_text(content)

    answer = laksa("routing", "evaluate", str(file))

    assert answer.exit_code == 2
    assert told in answer.stderr
