# SPDX-License-Identifier: AGPL-3.0-or-later
"""A closed month leaves the house as files that a stranger can check, and that no spreadsheet runs."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from laksa.insight.actions import export_months, packed
from laksa.insight.actions.exporting import sign
from laksa.insight.models import Objection, PointLine, PointMonth

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
DOCUMENT = Path(__file__).parents[3] / "docs" / "kinerja.md"


@pytest.fixture
def month(budi, at):
    """Budi's October: one answer, one shared confirmation, one false close."""
    kept = PointMonth.objects.create(
        user=budi, month=OCTOBER, nip="198503122010011007", name="Budi Santoso", agency="dishub", closed_at=at, points="-0.5"
    )
    due, declared = at.isoformat(), at.isoformat()
    rows = [
        ("answered_in_time", 1, "2", "2", 1, {"due": due, "kind": "reply", "empty": False}),
        ("confirmed_by_citizen", 2, "2.5", "5", 2, {"declared": declared, "percent": 100}),
        ("reopened_after_false_close", 3, "-5", "-5", 1, {"declared": declared, "reason": "still_broken"}),
    ]
    for place, (act, case, points, whole, sharers, facts) in enumerate(rows, start=1):
        PointLine.objects.create(
            month=kept,
            place=place,
            at=at,
            act=act,
            case_id=case,
            code=f"KCT-000{case}-00",
            title='=HYPERLINK("http://contoh.id")',
            number=4,
            points=points,
            whole=whole,
            sharers=sharers,
            facts=facts,
        )
    return kept


@pytest.fixture
def files(month):
    return export_months([PointMonth.objects.get(pk=month.pk)])


def test_the_document_says_who_what_and_why(files):
    whole = json.loads(files["kinerja-2026-10.json"])
    (person,) = whole["people"]
    assert (whole["format"], person["nip"], person["month"]) == ("laksa.kinerja/1", "198503122010011007", "2026-10")
    assert (person["sum"], person["points"], person["withheld"]) == ("-0.5", "-0.5", 0)
    assert [(line["act"], line["points"], line["shared_by"]) for line in person["lines"]] == [
        ("answered_in_time", "2", 1),
        ("confirmed_by_citizen", "2.5", 2),
        ("reopened_after_false_close", "-5", 1),
    ]
    assert "Pelapor: masih rusak" in person["lines"][2]["reason"]
    assert "HYPERLINK" not in files["kinerja-2026-10.json"].decode()


def test_a_line_under_objection_stays_here_until_it_is_answered(month, budi, at):
    Objection.objects.create(
        user=budi,
        month=OCTOBER,
        case_id=3,
        code="KCT-0003-00",
        number=4,
        act="reopened_after_false_close",
        words="Keliru.",
        at=at,
        due_at=at,
    )
    (person,) = json.loads(export_months([month])["kinerja-2026-10.json"])["people"]
    assert (len(person["lines"]), person["withheld"], person["points"]) == (2, 1, "4.5")


def test_the_same_month_gives_the_same_bytes(month):
    assert packed(export_months([month])) == packed(export_months([month]))


def test_no_spreadsheet_runs_what_somebody_wrote(month):
    PointMonth.objects.filter(pk=month.pk).update(name="=1+1")
    rows = list(csv.DictReader(io.StringIO(export_months([PointMonth.objects.get(pk=month.pk)])["kinerja-2026-10.csv"].decode())))
    assert rows[0]["nama"] == "'=1+1"
    assert [row["poin"] for row in rows] == ["2", "2.5", "-5"]


@pytest.mark.parametrize("name", ["kinerja-2026-10.json", "kinerja-2026-10.csv"])
def test_a_stranger_checks_it_with_openssl(files, tmp_path, name):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    command = _shown("```sh").replace("kinerja-2026-10.json", name)
    assert subprocess.run(["sh", "-ec", command], cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / name).write_bytes(files[name].replace(b"2", b"3", 1))
    assert subprocess.run(["sh", "-ec", command], cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_stranger_checks_it_with_python(files, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for file, content in files.items():
        Path(file).write_bytes(content)
    exec(compile(_shown("```python"), "docs/kinerja.md", "exec"), {})
    Path("kinerja-2026-10.json").write_bytes(files["kinerja-2026-10.json"] + b" ")
    with pytest.raises(InvalidSignature):
        exec(compile(_shown("```python"), "docs/kinerja.md", "exec"), {})


def test_everything_goes_in_one_parcel(files):
    archive = zipfile.ZipFile(io.BytesIO(packed(files)))
    assert {name: archive.read(name) for name in archive.namelist()} == files
    assert len(sign(b"")) == 64


def test_the_worked_file_has_the_form_of_a_real_one(files):
    real, shown = json.loads(files["kinerja-2026-10.json"]), json.loads(_shown("```json"))
    assert shown.keys() == real.keys()
    assert shown["people"][0].keys() == real["people"][0].keys()
    assert shown["people"][0]["lines"][0].keys() == real["people"][0]["lines"][0].keys()


def _shown(fence: str) -> str:
    """Return what the document shows in its first block of a kind."""
    return DOCUMENT.read_text().split(fence + "\n", 1)[1].split("```", 1)[0]
