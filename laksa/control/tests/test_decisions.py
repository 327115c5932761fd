# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions on a leader's phone: two taps, or handed over, or asked back."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.conftest import _staff
from laksa.identity.models import Absence, User
from laksa.identity.rules import PostFact, Role
from laksa.threads.actions import DecisionRequest, request_decision, take_decision
from laksa.threads.models import Thread
from laksa.threads.rules.options import Option

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch, at):
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def sekda(city) -> User:
    return _staff("sekda", "Ratih Puspita", PostFact(Role.SECRETARIAT))


@pytest.fixture
def asisten(city) -> User:
    return _staff("asisten", "Bayu Saputra", PostFact(Role.SECRETARIAT))


@pytest.fixture
def matter(held_lamp, budi, sekda, as_actor, at) -> Thread:
    """Budi asks the secretary for six poles, fourteen, or none."""
    options = (
        Option("Pasang enam dulu", "Pakai sisa pemeliharaan", 84_000_000, "6 × 14 jt", (16,)),
        Option("Semua 14", "Geser anggaran", 196_000_000, "14 × 14 jt", (40,)),
        Option("Tunda ke 2027", "Pelapor diberi alasan", nothing=True),
    )
    request = DecisionRequest(
        "14 tiang lampu baru di jalan tembus RW 09?", options, sekda.pk, at + timedelta(hours=22), 1, "Enam dulu.", "63 warga melapor."
    )
    return request_decision(held_lamp.pk, request, actor=as_actor(budi), at=at)


def url(matter: Thread) -> str:
    return f"/pimpinan/keputusan/{matter.pk}/"


ALL = ["budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "walikota", "sekda", "operator", "sari"]
READS = {"budi", "wulan", "rina", "kabid", "kadis", "dewi", "tono", "lurah", "walikota", "sekda"}


@pytest.mark.parametrize("who", ALL)
def test_who_reads_it_and_who_decides(desk_of, request, matter, who):
    phone = desk_of(request.getfixturevalue(who))

    assert phone.get("/pimpinan/keputusan/").status_code == 200
    assert phone.get(url(matter)).status_code == (200 if who in READS else 404)
    for verb, data in (("putuskan", {"chosen": "9"}), ("serahkan", {"words": ""}), ("tanya", {"words": ""})):
        assert phone.post(f"{url(matter)}{verb}/", data).status_code == (422 if who == "sekda" else 403 if who in READS else 404), verb


def test_strangers_are_sent_to_sign_in(client, matter):
    assert client.get(url(matter)).status_code == 302


def test_two_taps_decide(desk_of, sekda, matter, held_lamp):
    phone = desk_of(sekda)
    first = phone.get("/pimpinan/keputusan/").text
    second = phone.get(f"{url(matter)}?pilih=1").text
    done = phone.post(f"{url(matter)}putuskan/", {"chosen": "1", "words": ""}, follow=True)
    held_lamp.refresh_from_db()

    assert "1 keputusan menunggu Anda" in first
    assert "Batas besok 12.05" in first
    assert "Rp84 jt" in first
    assert "Budi Santoso menyarankan" in first
    assert "Putuskan ini?" in second
    assert "Diputuskan. Pemegang laporan dan pelapor dikabari." in done.text
    assert "Tidak ada keputusan yang menunggu Anda" in done.text
    assert held_lamp.state == State.IN_PROGRESS


def test_reading_is_noted_once_and_only_for_the_one_asked(desk_of, sekda, walikota, matter):
    desk_of(walikota).get(url(matter))
    matter.refresh_from_db()
    assert matter.read_at is None
    desk_of(sekda).get(url(matter))
    matter.refresh_from_db()
    assert matter.read_at == timezone.now()


def test_it_is_handed_over_with_its_time(desk_of, sekda, walikota, matter, held_lamp):
    page = desk_of(sekda).get(url(matter)).text
    answer = desk_of(sekda).post(f"{url(matter)}serahkan/", {"to": str(walikota.pk), "words": "Di luar pagu."}, follow=True)
    held_lamp.refresh_from_db()

    assert "Wali Kota (Surya Atmaja)" in page
    assert "Diserahkan" in answer.text
    assert held_lamp.waits_for == "Wali Kota"
    assert "1 keputusan menunggu Anda" in desk_of(walikota).get("/pimpinan/keputusan/").text


def test_it_is_asked_back_and_goes_on_waiting(desk_of, sekda, budi, matter):
    desk_of(sekda).post(f"{url(matter)}tanya/", {"words": "Sisa anggaran berapa?"})

    assert Thread.objects.get(kind="question").to_user == budi
    assert Thread.objects.get(pk=matter.pk).is_open


def test_what_is_missing_is_said_and_the_words_stay(desk_of, sekda, matter):
    answer = desk_of(sekda).post(f"{url(matter)}serahkan/", {"to": "", "words": "Di luar pagu saya."})

    assert answer.status_code == 422
    assert "Di luar pagu saya." in answer.text
    long = desk_of(sekda).post(f"{url(matter)}putuskan/", {"chosen": "1", "words": "x" * 20_000})
    assert long.status_code == 422
    assert "Singkatkan" in long.text


def test_somebody_decided_meanwhile(desk_of, sekda, matter, as_actor, at):
    take_decision(matter.pk, 1, actor=as_actor(sekda), at=at)

    answer = desk_of(sekda).post(f"{url(matter)}putuskan/", {"chosen": "2", "words": "Semua saja."})

    assert answer.status_code == 409
    assert "lebih dulu" in answer.text
    assert "Semua saja." in answer.text
    assert "diputuskan" in answer.text


def test_the_deputy_sees_for_whom_they_decide(desk_of, sekda, asisten, matter, at: datetime):
    Absence.objects.create(user=sekda, deputy=asisten, since=at - timedelta(days=1), until=at + timedelta(days=2))
    phone = desk_of(asisten)

    # Whoever stands in may open the case at once, also where the one who is away has read it before.
    assert phone.get(f"/meja/kasus/{matter.case.code}/").status_code == 200
    assert "Anda menggantikan Ratih Puspita, dan memutuskan atas namanya." in phone.get("/pimpinan/keputusan/").text
    assert phone.get(url(matter)).status_code == 200
    assert "Anda memutuskan atas nama Ratih Puspita" in phone.get(f"{url(matter)}?pilih=1").text
    assert phone.get(f"/meja/kasus/{matter.case.code}/").status_code == 200
    phone.post(f"{url(matter)}putuskan/", {"chosen": "1"})
    matter.refresh_from_db()
    assert matter.answered_by == asisten


@pytest.mark.parametrize("who", ["kabid", "kadis", "joko", "budi", "lurah", "operator", "sari"])
def test_nobody_decides_for_who_is_away_but_the_deputy(desk_of, request, sekda, asisten, matter, who, at: datetime):
    Absence.objects.create(user=sekda, deputy=asisten, since=at - timedelta(days=1), until=at + timedelta(days=2))

    answer = desk_of(request.getfixturevalue(who)).post(f"{url(matter)}putuskan/", {"chosen": "1"})

    assert answer.status_code in {403, 404}
    matter.refresh_from_db()
    assert matter.is_open


@pytest.mark.parametrize("who", ["kabid", "joko", "dewi", "lurah"])
def test_the_deputy_decides_whatever_office_they_hold(desk_of, request, sekda, matter, who, at: datetime):
    deputy = request.getfixturevalue(who)
    Absence.objects.create(user=sekda, deputy=deputy, since=at - timedelta(days=1), until=at + timedelta(days=2))
    phone = desk_of(deputy)
    Thread.objects.filter(pk=matter.pk).update(read_at=at)

    assert phone.get(url(matter)).context["opens_case"]
    assert phone.post(f"{url(matter)}putuskan/", {"chosen": "1"}).status_code == 302
    entry = matter.case.entries.get(kind="thread_answered")
    assert (entry.user, entry.data["behalf_of"]["id"]) == (deputy, sekda.pk)
    assert "atas nama Sekretaris Daerah (Ratih Puspita)" in desk_of(sekda).get(f"/meja/kasus/{matter.case.code}/").text
    assert "Diputuskan atas nama Sekretaris Daerah" in phone.get(f"/laporan/{matter.case.code}/").text


def test_what_comes_if_nobody_answers_stands_beside_it(desk_of, sekda, walikota, matter):
    assert "Kalau belum dijawab: Anda diingatkan Rabu 25 Nov 07.00." in desk_of(sekda).get(url(matter)).text
    assert "Kalau belum dijawab: Ratih Puspita diingatkan Rabu 25 Nov 07.00." in desk_of(walikota).get(url(matter)).text


def test_the_leader_sees_how_much_time_the_reporter_was_promised(desk_of, sekda, matter, held_lamp, at: datetime):
    Case.objects.filter(pk=held_lamp.pk).update(resolve_due_at=at + timedelta(days=2, hours=22))

    for query in ("", "?pilih=1"):
        assert "Jam pelapor ke Jumat 27 Nov 12.05" in desk_of(sekda).get(f"{url(matter)}{query}").text


def test_a_list_of_many_costs_the_same_as_one(desk_of, sekda, matter, django_assert_max_num_queries):
    phone = desk_of(sekda)
    phone.get("/pimpinan/keputusan/")
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(30) as found:
            phone.get("/pimpinan/keputusan/")
        counts.append(len(found.captured_queries))
        for _more in range(3):
            row = Thread.objects.get(pk=matter.pk)
            row.pk = None
            row.save()
    assert counts[0] == counts[1]
