# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list as a file: what the asker may see, in cells that compute nothing, for a day and for nobody else."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.cases.models import Case
from laksa.kernel.models import Event
from laksa.workspace.actions import delete_old_exports, make_export
from laksa.workspace.models import Export, ExportState
from laksa.workspace.rules.exports import plain_cell

pytestmark = pytest.mark.django_db
ADDRESS = "/meja/unduhan/"


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture
def lamps(submit_report):
    """Two lamps of Dishub, one with a dangerous place, and rubbish of another office."""
    cases = [submit_report(), submit_report(place_text='=HYPERLINK("http://jahat.id";"klik")')]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(agency="dishub")
    submit_report(text="Sampah menumpuk di pasar", hashtags=("#Sampah",))
    return cases


def ask(desk_of, who, at, form="csv", query="lihat=semua"):
    answer = desk_of(who).post(ADDRESS, {"query": query, "form": form})
    export = Export.objects.latest("pk")
    assert answer.url == f"{ADDRESS}{export.pk}/"
    make_export(export.pk, at=at)
    export.refresh_from_db()
    return export


def content(desk_of, who, export):
    return b"".join(desk_of(who).get(f"{ADDRESS}{export.pk}/berkas/").streaming_content)


def test_the_file_holds_what_the_asker_may_see(desk_of, rina, lamps, at):
    export = ask(desk_of, rina, at)
    rows = list(csv.DictReader(io.StringIO(content(desk_of, rina, export).decode("utf-8-sig"))))
    assert [row["Kode"] for row in rows] == [case.code for case in lamps]
    assert (export.state, export.done, export.total, export.percent) == (ExportState.READY, 2, 2, 100)
    assert rows[0]["Diterima"] == "2026-11-24 14:05"


def test_the_filters_of_the_list_hold(desk_of, rina, lamps, at):
    Case.objects.filter(pk=lamps[0].pk).update(severity="berat")
    assert ask(desk_of, rina, at, query="lihat=semua&berat=berat").done == 1


def test_no_resident_is_named(desk_of, rina, lamp, siti, at):
    text = content(desk_of, rina, ask(desk_of, rina, at)).decode()
    assert lamp.code in text
    for secret in ("Siti", "siti@contoh.id", "+62812", siti.token):
        assert secret not in text


def test_no_cell_of_a_csv_is_a_formula(desk_of, rina, lamps, at):
    text = content(desk_of, rina, ask(desk_of, rina, at)).decode("utf-8-sig")
    places = [row["Tempat"] for row in csv.DictReader(io.StringIO(text))]
    assert places[1].startswith("'=HYPERLINK")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_whatever_begins_a_formula_is_made_plain(text):
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [("Jalan 1", "Jalan 1"), ("", ""), (None, ""), (3, "3"), (-3, "-3")])
def test_other_cells_stay_as_they_are(value, cell):
    assert plain_cell(value) == cell


def test_a_workbook_holds_words_and_no_formula(desk_of, rina, lamps, at):
    data = content(desk_of, rina, ask(desk_of, rina, at, form="xlsx"))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.namelist()
    assert "<f>" not in sheet
    assert "=HYPERLINK" in sheet
    assert lamps[0].code in sheet
    assert not any("hyperlink" in name.lower() or "external" in name.lower() for name in names)


def test_what_may_be_seen_is_asked_when_the_file_is_made(desk_of, rina, lamps, at):
    desk_of(rina).post(ADDRESS, {"query": "lihat=semua", "form": "csv"})
    rina.posts.update(until=at)
    export = Export.objects.get()
    make_export(export.pk, at=at)
    export.refresh_from_db()
    assert (export.state, export.done) == (ExportState.READY, 0)


def test_a_second_job_makes_nothing(desk_of, rina, lamps, at):
    export = ask(desk_of, rina, at)
    make_export(export.pk, at=at)
    assert Export.objects.get().name == export.name


def test_nobody_else_sees_or_fetches_it(desk_of, rina, budi, tono, lamps, at, client):
    export = ask(desk_of, rina, at)
    for who in (budi, tono):
        for part in ("", "maju/", "berkas/"):
            assert desk_of(who).get(f"{ADDRESS}{export.pk}/{part}").status_code == 404
    assert client.get(f"{ADDRESS}{export.pk}/berkas/").status_code == 302
    assert str(export.name) not in desk_of(rina).get(f"{ADDRESS}{export.pk}/").text


def test_both_asking_and_fetching_are_recorded(desk_of, rina, lamps, at):
    content(desk_of, rina, ask(desk_of, rina, at))
    told = Event.objects.filter(subject__startswith="workspace.export:").order_by("pk")
    assert [(one.verb, one.user_id) for one in told] == [("export.asked", rina.pk), ("export.fetched", rina.pk)]


def test_after_a_day_it_is_gone(desk_of, rina, lamps, at, monkeypatch, tmp_path):
    export = ask(desk_of, rina, at)
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=24))
    assert desk_of(rina).get(f"{ADDRESS}{export.pk}/berkas/").status_code == 302
    assert "sudah dihapus" in desk_of(rina).get(f"{ADDRESS}{export.pk}/").text
    assert delete_old_exports(at=at + timedelta(hours=24)) == 1
    assert not list(tmp_path.rglob("*.csv"))


def test_the_page_says_how_far_it_is(desk_of, rina, lamps, at):
    desk_of(rina).post(ADDRESS, {"query": "lihat=semua", "form": "csv"})
    export = Export.objects.get()
    Export.objects.update(state=ExportState.RUNNING, total=200, done=50)
    page = desk_of(rina).get(f"{ADDRESS}{export.pk}/").text
    assert 'value="25"' in page
    assert "50 dari 200 laporan" in page
    assert desk_of(rina).get(f"{ADDRESS}{export.pk}/maju/").json() == {"percent": 25, "done": 50, "total": 200, "is_under_way": True}


def test_a_full_disk_is_told(desk_of, rina, lamps, at, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr("laksa.workspace.actions.exports._make_file", full)
    desk_of(rina).post(ADDRESS, {"query": "lihat=semua", "form": "csv"})
    export = Export.objects.get()
    with pytest.raises(OSError, match="no space"):
        make_export(export.pk, at=at)
    assert "tidak jadi dibuat" in desk_of(rina).get(f"{ADDRESS}{export.pk}/").text


def test_another_form_is_refused(desk_of, rina, lamps):
    assert "Pilih CSV atau XLSX." in desk_of(rina).post(ADDRESS, {"query": "", "form": "exe"}).text


def test_a_long_list_is_read_in_steps(desk_of, rina, lamps, at, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("laksa.workspace.actions.exports.STEP", 1)
    assert ask(desk_of, rina, at).done == 2
    monkeypatch.setattr("laksa.workspace.actions.exports.MOST_ROWS", 1)
    export = ask(desk_of, rina, at)
    assert (export.done, export.is_cut) == (1, True)
