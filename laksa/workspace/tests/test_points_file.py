# SPDX-License-Identifier: AGPL-3.0-or-later
"""The month of a whole office as one signed file: for its head and the personnel office, and for nobody else."""

import io
import json
import zipfile
from datetime import date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from laksa.city.models import City, forget_book
from laksa.conftest import PASSWORD
from laksa.identity.models import Post, User, actor_of
from laksa.insight.actions import close_months
from laksa.insight.actions.points import closes_at
from laksa.insight.models import Objection, PointLine, PointMonth
from laksa.insight.policies import may_take_month
from laksa.workspace.actions import make_export
from laksa.workspace.models import Export, ExportState

pytestmark = pytest.mark.django_db
ADDRESS = "/meja/unduhan/kinerja/"
OCTOBER = date(2026, 10, 1)
ASKED = {"kantor": "dishub", "bulan": "2026-10"}
STAFF = ("budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari")


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture
def october(budi, wulan, joko, kadis, at):
    """The October of Budi (one line), Wulan (none) and the head, all of Dishub, and of Joko of another office: closed."""
    close_months(at=closes_at(OCTOBER))
    User.objects.filter(pk=budi.pk).update(nip="198503122010011007")
    PointMonth.objects.filter(user=budi).update(nip="198503122010011007")
    month = PointMonth.objects.get(user=budi)
    facts = {"due": at.isoformat(), "kind": "reply", "empty": False}
    row = {"act": "answered_in_time", "case_id": 1, "code": "KCT-0001-00", "number": 4, "points": 2, "whole": 2, "facts": facts}
    return PointLine.objects.create(month=month, place=1, at=datetime(2026, 10, 5, 9, tzinfo=at.tzinfo), title="Lampu", **row)


@pytest.fixture
def personnel(city):
    """The city lets the office of roads read all files."""
    City.objects.update(performance=city.performance | {"personnel": "pupr"})
    forget_book()


@pytest.fixture
def reader(personnel, at):
    """Whoever keeps the personnel's files."""
    user = User.objects.create_user("kepegawaian", name="Yuni Astuti", password=PASSWORD)
    Post.objects.create(user=user, role="agency_admin", agency_id="pupr", since=at - timedelta(days=30))
    return user


def ask(desk_of, who, at, **changes):
    answer = desk_of(who).post(ADDRESS, ASKED | changes)
    export = Export.objects.get()
    assert answer.url == f"/meja/unduhan/{export.pk}/"
    make_export(export.pk, at=at)
    export.refresh_from_db()
    return export


def files(desk_of, who, export):
    answer = desk_of(who).get(f"/meja/unduhan/{export.pk}/berkas/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kinerja-dishub-2026-10.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as parcel:
        return {name: parcel.read(name) for name in parcel.namelist()}


def test_the_head_gets_everybody_of_the_office_signed(desk_of, october, kadis, budi, at):
    export = ask(desk_of, kadis, at)
    found = files(desk_of, kadis, export)

    assert (export.state, export.done, export.total) == (ExportState.READY, 3, 3)
    whole = json.loads(found["kinerja-dishub-2026-10.json"])
    assert whole["format"] == "laksa.kinerja/1"
    assert {one["name"] for one in whole["people"]} == {"Budi Santoso", "Wulan Sari", "Maya Kusuma"}
    person = next(one for one in whole["people"] if one["nip"] == "198503122010011007")
    assert [(line["act"], line["points"], line["reason"]) for line in person["lines"]] == [
        ("answered_in_time", "2", "Batas Selasa 24 Nov 14.05, jawaban berisi")
    ]
    assert found["kinerja-dishub-2026-10.csv"].decode().splitlines()[1].startswith("198503122010011007,Budi Santoso,2026-10,")
    key = load_pem_public_key(found["kinerja-kunci.pem"])
    for name in ("kinerja-dishub-2026-10.json", "kinerja-dishub-2026-10.csv"):
        key.verify(found[f"{name}.sig"], found[name])
    assert "Poin kinerja Dishub, Oktober 2026: 3 orang." in desk_of(kadis).get(f"/meja/unduhan/{export.pk}/").text


def test_a_line_under_an_objection_stays_behind(desk_of, october, kadis, budi, at):
    said = {"case_id": 1, "code": "KCT-0001-00", "number": 4, "act": "answered_in_time"}
    Objection.objects.create(user=budi, month=OCTOBER, words="Keliru.", at=at, due_at=at, **said)
    whole = json.loads(files(desk_of, kadis, ask(desk_of, kadis, at))["kinerja-dishub-2026-10.json"])
    assert sum(one["withheld"] for one in whole["people"]) == 1
    assert not any(one["lines"] for one in whole["people"])


@pytest.mark.parametrize("who", STAFF)
def test_only_the_head_may_have_it(request, desk_of, october, at, who):
    user = request.getfixturevalue(who)
    answer = desk_of(user).post(ADDRESS, ASKED)
    assert answer.status_code == (302 if who == "kadis" else 404)
    assert may_take_month(actor_of(user, at=at), "dishub") == (who == "kadis")
    assert Export.objects.count() == (who == "kadis")
    assert ("Satu kantor, satu bulan" in desk_of(user).get("/meja/kinerja/").text) == (who in {"kadis", "camat"})


def test_the_personnel_office_reads_every_office(desk_of, reader, october, at):
    page = desk_of(reader).get("/meja/kinerja/").text
    assert '<option value="dishub">' in page
    assert '<option value="dlh">' in page
    assert len(files(desk_of, reader, ask(desk_of, reader, at))) == 5


def test_without_a_named_personnel_office_there_is_none(reader, city, at):
    City.objects.update(performance={})
    forget_book()
    assert not may_take_month(actor_of(reader, at=at), "dishub")


@pytest.mark.parametrize("asked", [{"kantor": "tak-ada"}, {"kantor": ""}, {"bulan": "2026-13"}, {"bulan": "x"}, {"kantor": "dlh"}])
def test_unknown_and_forbidden_look_alike(desk_of, october, kadis, asked):
    assert desk_of(kadis).post(ADDRESS, ASKED | asked).status_code == 404


def test_a_month_that_is_not_closed_for_all_is_not_given(desk_of, october, kadis, at):
    running = desk_of(kadis).post(ADDRESS, ASKED | {"bulan": "2026-11"}, follow=True)
    PointMonth.objects.filter(name="Wulan Sari").delete()
    partly = desk_of(kadis).post(ADDRESS, ASKED, follow=True)
    for answer in (running, partly):
        assert "Bulan ini belum ditutup." in answer.text
    assert not Export.objects.exists()


def test_what_somebody_may_have_is_asked_when_it_is_made(desk_of, october, kadis, at):
    desk_of(kadis).post(ADDRESS, ASKED)
    kadis.posts.update(until=at)
    export = Export.objects.get()
    make_export(export.pk, at=at)
    export.refresh_from_db()
    assert (export.state, export.done) == (ExportState.READY, 0)


def test_the_password_is_asked_for(client, october, kadis, desk_of, at, monkeypatch):
    desk = desk_of(kadis)
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=1))
    assert "Kata sandi sekali lagi" in desk.post(ADDRESS, ASKED).text
    assert not Export.objects.exists()


def test_the_queries_do_not_grow_with_the_people(desk_of, october, kadis, at, as_actor):
    few = ask(desk_of, kadis, at)
    Export.objects.filter(pk=few.pk).update(state=ExportState.WAITING)
    with CaptureQueriesContext(connection) as queries:
        make_export(few.pk, at=at)
    for number in range(20):
        user = User.objects.create(username=f"p{number}", name=f"Petugas {number}")
        PointMonth.objects.create(user=user, month=OCTOBER, agency="dishub", name=user.name, closed_at=at, points=0)
    Export.objects.filter(pk=few.pk).update(state=ExportState.WAITING)
    with CaptureQueriesContext(connection) as more:
        make_export(few.pk, at=at)
    assert len(more) == len(queries)
    assert Export.objects.get().done == 23
