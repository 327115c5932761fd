"""The command line as a person or a program meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from laksa.config.cli import main as command_line
from laksa.config.cli.serve import ROOT
from laksa.config.version import version
from laksa.identity.models import ApiKey, User, partner_of
from laksa.insight.actions import add_up_deltas
from laksa.insight.models import Tally

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def laksa(monkeypatch, capsys) -> Run:
    """Call the command line and return (exit status, stdout, stderr)."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["laksa", *words])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def test_help_names_every_command(laksa):
    status, out, _err = laksa("--help")

    assert status == 0
    assert [name for name in command_line.COMMANDS if f"\n  {name} " not in out] == []


@pytest.mark.parametrize("name", command_line.COMMANDS)
def test_every_command_explains_itself(name, laksa):
    status, out, err = laksa(name, "--help")

    assert (status, err) == (0, "")
    assert out.startswith(f"Usage: laksa {name} ")


def test_help_is_quick_because_nothing_else_is_loaded():
    script = "import sys, laksa.config.cli.main; print([name for name in ('django', 'shapely', 'PIL') if name in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )

    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["serve", "--port", "99999999"],
        ["serve", "--workers", "many"],
        ["restore", "/nowhere/at/all"],
        ["restore", __file__],
        ["backup"],
        ["create-staff", "x", "--name", "X", "--role", "emperor"],
        ["prepare", "--cases", "0"],
    ],
    ids=" ".join,
)
@pytest.mark.django_db
def test_input_that_cannot_be_used_gets_one_line_and_status_2(words, laksa):
    status, out, err = laksa(*words)

    assert (status, out) == (2, "")
    assert err.startswith("laksa: ")
    assert err.count("\n") == 1


@pytest.mark.django_db
def test_a_first_account_is_made_and_can_sign_in(city, laksa, client):
    status, out, _err = laksa(
        *["create-staff", "ani", "--name", "Ani Wijaya", "--role", "officer", "--agency", "dishub", "--unit", "tim-pju"],
        *["--password", "sepeda-tua-di-teras", "--json"],
    )

    assert status == 0
    assert json.loads(out)["username"] == "ani"
    assert client.login(username="ani", password="sepeda-tua-di-teras")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--agency", "dinas-sulap"], "not in the city pack"),
        (["--unit", "tim-sulap"], "not in the city pack"),
        (["--password", "pendek"], "too short"),
    ],
)
@pytest.mark.django_db
def test_an_account_that_makes_no_sense_is_not_made(words, problem, city, laksa):
    status, _out, err = laksa("create-staff", "ani", "--name", "Ani", "--role", "officer", "--password", "sepeda-tua-di-teras", *words)

    assert status == 2
    assert problem in err
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_partners_key_is_printed_once_and_kept_as_a_digest(laksa):
    _status, out, _err = laksa("issue-api-key", "Kelurahan Digital", "--json")

    key = json.loads(out)["key"]
    assert partner_of(key).label == "Kelurahan Digital"
    assert key not in ApiKey.objects.get().digest


@pytest.mark.django_db
def test_proofs_are_readable_by_programs(lamp, laksa):
    log, figures = laksa("verify-log", "--json"), laksa("verify-figures", "--json")

    assert (log[0], json.loads(log[1])["broken"]) == (0, [])
    assert (figures[0], json.loads(figures[1])["received"], json.loads(figures[1])["open"]) == (0, 1, 1)


@pytest.mark.django_db
def test_tallies_that_somebody_changed_are_an_alarm_until_they_are_rebuilt(lamp, laksa):
    add_up_deltas()
    Tally.objects.filter(cut="agency", grain="d").update(assigned=7)

    status, _out, err = laksa("verify-figures")

    assert status == 1
    assert "the tallies by agency count +6 assigned cases of dishub" in err
    assert laksa("verify-figures", "--rebuild")[0] == 0


def test_figures_that_do_not_balance_are_an_alarm(lamp, laksa):
    type(lamp).objects.bulk_create(
        [
            type(lamp)(
                **{f.attname: getattr(lamp, f.attname) for f in lamp._meta.fields} | {"id": None, "code": "CTH-1", "submission_key": None}
            )
        ]
    )

    status, out, err = laksa("verify-figures")

    assert status == 1
    assert "do NOT balance" in out
    assert "1 cases came in, 2 are somewhere" in err


@pytest.mark.django_db
def test_production_is_told_what_it_lacks(budi, laksa, settings):
    User.objects.update(is_example=True)

    status, out, _err = laksa("check", "--deploy", "--json")

    found = {one["id"] for one in json.loads(out)}
    assert status == 1
    assert found >= {"laksa.E101", "laksa.E102", "laksa.W104", "laksa.E112", "laksa.E114", "laksa.E121", "laksa.E122", "laksa.E133"}


@pytest.mark.django_db
def test_a_complete_production_has_nothing_to_change(laksa, settings, monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")
    settings.BASE_URL, settings.IS_SECURE, settings.IS_DEVELOPMENT = "https://laksa.contoh.go.id", True, False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["laksa.contoh.go.id"], ["10.0.0.5"]
    settings.KEPT_SECRET_KEY = settings.KEPT_FIELD_KEY = False
    settings.SECRET_KEY, settings.FIELD_KEYS = "s" * 50, ["f" * 50]
    settings.SMTP_URL, settings.RATE_LIMITS = "smtp://mail.contoh.go.id:25", True

    status, out, _err = laksa("check", "--deploy")

    assert (status, "error" in out) == (0, False), out


@pytest.mark.django_db
def test_tables_up_to_date_are_said_to_be(laksa):
    assert laksa("migrate", "--check")[:2] == (0, "up to date\n")


def test_the_version_is_the_change_logs(laksa):
    first = next(line for line in (Path(ROOT) / "CHANGELOG.md").read_text().splitlines() if line.startswith("## "))

    assert laksa("--version") == (0, f"{version()}\n", "")
    assert first.startswith(f"## {version()} ")
