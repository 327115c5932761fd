# SPDX-License-Identifier: AGPL-3.0-or-later
"""How am I doing: seen by the person and their chiefs alone, line by line, with a way to object."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from laksa.cases import actions as cases
from laksa.cases.actions.handling import Owner
from laksa.city.models import City, forget_book
from laksa.control.views.performance import _offices
from laksa.identity.models import actor_of
from laksa.insight.actions import close_months
from laksa.insight.actions.points import closes_at
from laksa.insight.models import Objection, PointMonth

pytestmark = pytest.mark.django_db
WORDS = "Regu Tim PJU datang besok pukul 09.00 dengan tangga."


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def worked(submit_report, budi, rina, now):
    """Budi took a report on and answered it in time."""
    case = submit_report(at=now - timedelta(minutes=50))
    owner = Owner("dishub", "tim-pju", budi.pk)
    cases.assign_case(case.pk, owner, actor=actor_of(rina, at=now), at=now - timedelta(minutes=40))
    cases.accept_case(case.pk, actor=actor_of(budi, at=now), at=now - timedelta(minutes=30))
    cases.reply_to_case(case.pk, WORDS, actor=actor_of(budi, at=now), at=now - timedelta(minutes=20))
    return case


@pytest.fixture
def returned(worked, budi, now):
    """Budi gave it back with nothing worth the name of a reason."""
    cases.return_case(worked.pk, reason="-", actor=actor_of(budi, at=now), at=now - timedelta(minutes=10))
    return worked


def page(client, user, address="/meja/kinerja/"):
    client.force_login(user)
    return client.get(address)


CAST = ("budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari")


@pytest.mark.parametrize("who", CAST)
def test_only_the_person_and_their_chiefs_see_it(client, who, request, worked):
    answer = page(client, request.getfixturevalue(who), "/meja/kinerja/pju.1/")
    assert answer.status_code == (200 if who in {"budi", "rina", "kabid", "kadis"} else 404)


def test_a_chief_s_own_page_is_not_their_team_s(client, budi, kabid, kadis, rina):
    assert page(client, budi, f"/meja/kinerja/{kabid.username}/").status_code == 404
    assert page(client, kabid, f"/meja/kinerja/{kadis.username}/").status_code == 404
    assert page(client, kadis, f"/meja/kinerja/{kabid.username}/").status_code == 200


@pytest.mark.parametrize("who", CAST)
def test_everybody_has_a_page_of_their_own(client, who, request):
    assert page(client, request.getfixturevalue(who)).status_code == 200


def test_who_has_not_signed_in_is_asked_to(client, budi):
    assert client.get("/meja/kinerja/pju.1/").status_code == 302


def test_unknown_and_forbidden_look_alike(client, joko, budi):
    assert page(client, joko, "/meja/kinerja/a%00b/").status_code == 404
    assert page(client, joko, "/meja/kinerja/nobody/").status_code == page(client, joko, "/meja/kinerja/pju.1/").status_code == 404


def test_the_page_says_what_was_done_and_why_it_counts(client, budi, returned):
    text = page(client, budi).content.decode()
    for said in (
        "Dijawab tepat waktu.",
        "jawaban berisi",
        "Dioper tanpa alasan.",
        "kotak alasan tidak berisi",
        returned.code,
        "Tidak ada peringkat",
    ):
        assert said in text


def test_the_page_says_how_the_city_weighs_a_repair(client, budi, city):
    assert "bernilai 150" not in page(client, budi).text
    City.objects.update(performance=city.performance | {"severity_percent": {"berat": 150}, "held_late_percent": 50})
    forget_book()
    text = page(client, budi).text
    assert "Perbaikan yang dikonfirmasi atau lulus pemeriksaan, laporan berat: bernilai 150 %." in text
    assert "dipegang petugas lebih lama dari target: bernilai 50 %." in text


def test_a_chief_sees_names_without_figures(client, kadis, budi, wulan, worked):
    text = page(client, kadis).content.decode()
    assert "Budi Santoso" in text
    assert "Wulan Sari" in text
    assert "Dijawab tepat waktu." not in text


def _key(client, user):
    client.force_login(user)
    rows = client.get("/meja/kinerja/").context["rows"]
    return next(row.key for row in rows if row.act == "Dioper tanpa alasan")


def test_an_objection_goes_from_the_line_to_the_office_and_back(client, budi, rina, returned, now):
    key = _key(client, budi)
    assert "Kirim keberatan" in client.get(f"/meja/kinerja/?keberatan={key}").content.decode()
    month = f"{timezone.localdate(now):%Y-%m}"
    sent = client.post("/meja/kinerja/keberatan/", {"baris": key, "bulan": month, "words": "Alasannya di utas."}, follow=True)
    assert "Keberatan dikirim" in sent.content.decode()
    objection = Objection.objects.get()
    asked = page(client, rina).content.decode()
    assert "Alasannya di utas." in asked
    address = f"/meja/kinerja/keberatan/{objection.pk}/"
    named = f"o{objection.pk}-"
    missing = client.post(address, {f"{named}verdict": "ubah", f"{named}points": "0"})
    assert missing.status_code == 422
    too_much = client.post(address, {f"{named}verdict": "ubah", f"{named}points": "7", f"{named}words": "Benar."})
    assert too_much.status_code == 422
    client.post(address, {f"{named}verdict": "ubah", f"{named}points": "0", f"{named}words": "Benar, ada di utas."})
    text = page(client, budi).content.decode()
    assert "Rina Marlina, " in text
    assert "“Benar, ada di utas.”" in text


def test_a_line_that_is_folded_away_opens_with_its_form(client, budi, returned, monkeypatch):
    monkeypatch.setattr("laksa.control.views.performance_rows.SHOWN", 1)
    client.force_login(budi)
    key = client.get("/meja/kinerja/").context["folded"][0].key
    assert '<details class="work__folded">' in client.get("/meja/kinerja/").text
    assert '<details class="work__folded" open>' in client.get(f"/meja/kinerja/?keberatan={key}").text


def test_an_empty_objection_stays_on_its_line(client, budi, returned, now):
    key = _key(client, budi)
    answer = client.post("/meja/kinerja/keberatan/", {"baris": key, "bulan": f"{timezone.localdate(now):%Y-%m}", "words": " "})
    assert answer.status_code == 422
    assert "belum diisi" in answer.content.decode()


@pytest.mark.parametrize("key", ["", "1-2", "a-b-c", "1-2-3-4", "9" * 40 + "-1-correction"])
def test_a_line_that_is_none_is_not_there(client, budi, key):
    client.force_login(budi)
    assert client.post("/meja/kinerja/keberatan/", {"baris": key, "words": "Keliru."}).status_code == 404


@pytest.mark.parametrize("who", ["budi", "wulan", "kabid", "joko", "tono", "walikota"])
def test_who_may_not_answer_finds_no_form(client, who, request, budi, returned, now):
    key = _key(client, budi)
    client.post("/meja/kinerja/keberatan/", {"baris": key, "bulan": f"{timezone.localdate(now):%Y-%m}", "words": "Keliru."})
    client.force_login(request.getfixturevalue(who))
    assert client.post(f"/meja/kinerja/keberatan/{Objection.objects.get().pk}/", {}).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "abc", "0000-00", "9999-99", "1999-01"])
def test_an_odd_month_is_the_running_one(client, budi, month):
    assert page(client, budi, f"/meja/kinerja/?bulan={month}").status_code == 200


def test_the_queries_stay_the_same(client, budi, worked, submit_report, rina, now):
    client.force_login(budi)
    client.get("/meja/kinerja/")

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/meja/kinerja/")
        return len(queries)

    few = count()
    for number in range(5):
        case = submit_report(at=now - timedelta(minutes=50), key=f"more-{number}")
        cases.assign_case(case.pk, Owner("dishub", "tim-pju", budi.pk), actor=actor_of(rina, at=now), at=now)
        cases.reply_to_case(case.pk, WORDS, actor=actor_of(budi, at=now), at=now)
    assert count() == few


# --- files --------------------------------------------------------------------------------------------


@pytest.fixture
def closed(worked, budi, now):
    month = timezone.localdate(now).replace(day=1)
    close_months(at=closes_at(month))
    return PointMonth.objects.get(user=budi)


@pytest.mark.parametrize("who", CAST)
def test_files_are_for_the_same_people(desk_of, who, request, closed):
    answer = desk_of(request.getfixturevalue(who)).get(f"/meja/kinerja/pju.1/{closed.month:%Y-%m}.zip")
    assert answer.status_code == (200 if who in {"budi", "rina", "kabid", "kadis"} else 404)


def test_the_files_of_a_closed_month(desk_of, budi, closed):
    client = desk_of(budi)
    base = f"/meja/kinerja/pju.1/{closed.month:%Y-%m}"
    parcel = zipfile.ZipFile(io.BytesIO(client.get(f"{base}.zip").content))
    for kind in ("json", "csv", "json.sig", "csv.sig"):
        assert client.get(f"{base}.{kind}").content == parcel.read(f"kinerja-{closed.month:%Y-%m}.{kind}")
    assert client.get(f"{base}.exe").status_code == 404
    assert client.get("/meja/kinerja/pju.1/2020-01.json").status_code == 404
    assert "bertanda tangan" in client.get("/meja/kinerja/").content.decode()


def test_a_browser_left_open_gives_no_file(client, budi, closed):
    answer = page(client, budi, f"/meja/kinerja/pju.1/{closed.month:%Y-%m}.json")
    assert "Kata sandi sekali lagi" in answer.text
    assert "laksa.kinerja/1" not in answer.text


def test_the_key_is_for_everybody(client, city):
    assert client.get("/data/kinerja-kunci.pem").content.startswith(b"-----BEGIN PUBLIC KEY-----")


def test_on_a_leap_day_the_months_of_a_year_ago_are_offered(kadis, as_actor):
    offered = _offices(as_actor(kadis), date(2028, 2, 29))

    assert offered is not None
    assert offered.months == []
