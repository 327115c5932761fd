"""The first page."""

from datetime import timedelta

import pytest

from laksa.cases import actions
from laksa.cases.models import Case
from laksa.city.models import book
from laksa.portal.tests.life import reporter, solve


def home(client, **cookies) -> str:
    for name, value in cookies.items():
        client.cookies[name] = value
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def sentence(text: str) -> str:
    """The figures as they are read, without markup."""
    part = text.split('class="band sentence figures">')[1].split("</div>")[0]
    words = "".join(piece.split(">")[-1] for piece in part.split("<"))
    return " ".join(words.split())


def test_one_filled_button_and_two_ways_beside_it(client, city):
    text = home(client)

    assert text.count("button--filled") == 1
    assert 'href="/lapor/"' in text
    assert 'href="/lacak/"' in text
    assert "Darurat 112" in text


def test_the_figures_are_a_sentence_of_thirty_days(client, submit_report, lamp, held_lamp, siti, budi, at):
    old = submit_report(text="Lampu mati sejak lama di gang belakang", at=at - timedelta(days=31))
    late = submit_report(text="Lampu mati di ujung gang dekat sawah", at=at - timedelta(days=9))
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)

    said = sentence(home(client))

    assert said.startswith(
        "30 hari terakhir: 2 laporan masuk. 1 dikonfirmasi beres oleh warga, 1 masih dikerjakan, 1 di antaranya lewat batas."
    )
    assert Case.objects.filter(pk__in=[old.pk, late.pk]).count() == 2


def test_examples_are_counted_and_said(client, submit_report):
    submit_report(is_example=True)

    assert "Termasuk 1 laporan contoh." in home(client)


def test_the_drawing_has_a_ring_for_each_report_of_today(client, lamp, submit_report, at):
    submit_report(text="Petugas minta uang", category="pungli", hashtags=(), village=lamp.village_id)
    submit_report(text="Kemarin gelap di sini", village=lamp.village_id, at=at - timedelta(days=1))

    text = home(client)

    # The sealed one is counted, but where it is stays with the desk.
    assert "2 laporan masuk" in text
    assert text.split('class="today__rings" d="')[1].split('"')[0].count("M") == 1


def test_a_chosen_kelurahan_shows_its_newest_reports(client, lamp, submit_report):
    elsewhere = next(area for area in book().areas.values() if area.kind == "village" and area.code != lamp.village_id)
    submit_report(text="Lampu padam di tempat lain sama sekali", village=elsewhere.code)

    text = home(client, tempat=lamp.village_id)

    assert f"Di sekitar {book().areas[lamp.village_id].name}" in text
    assert lamp.title in text
    assert "di tempat lain" not in text


@pytest.mark.parametrize("code", ["tidak-ada", "99.01.01", "<script>"])
def test_a_cookie_that_means_nothing_is_the_whole_city(client, lamp, code):
    assert "Laporan terbaru" in home(client, tempat=code)


def test_sealed_and_refused_reports_are_not_shown(client, submit_report, lamp):
    submit_report(text="Petugas minta uang untuk surat", category="pungli", hashtags=())
    Case.objects.filter(pk=lamp.pk).update(state="rejected", is_open=False, ended_at=lamp.received_at)

    text = home(client)

    assert "minta uang" not in text
    assert lamp.title not in text


def test_the_page_costs_few_queries_however_many_reports(client, submit_report, django_assert_max_num_queries):
    for number in range(6):
        submit_report(text=f"Lampu mati di gang nomor {number}")
    home(client)

    with django_assert_max_num_queries(3):
        home(client)


# --- choosing a place --------------------------------------------------------------------------------


def test_the_chosen_kelurahan_is_kept_in_the_browser(client, city):
    village = book().villages_by_district["99.01.01"][0]

    answer = client.post("/tempat/", {"kelurahan": village.code})

    assert answer["Location"] == "/#sekitar"
    assert client.cookies["tempat"].value == village.code
    assert "Ganti tempat" in home(client)

    client.post("/tempat/", {"kelurahan": ""})
    assert "Pilih tempat" in home(client)


def test_a_kelurahan_that_is_not_there_is_said(client, city):
    answer = client.post("/tempat/", {"kelurahan": "99.99.99.9999"}, follow=True)

    assert "tidak ada di daftar" in answer.content.decode()
    assert "tempat" not in client.cookies


def test_a_point_is_told_as_a_place(client, city):
    village = book().villages_by_district["99.01.01"][0]

    found = client.get("/tempat/", {"lat": village.lat, "lon": village.lon}).json()
    outside = client.get("/tempat/", {"lat": -7.5, "lon": 110.5}).json()

    assert found["village"] == village.name
    assert found["district"] == "Melati"
    assert outside["inside"] is False


@pytest.mark.parametrize(
    "point", [{"lat": "nan", "lon": "110"}, {"lat": "utara", "lon": "timur"}, {"lat": "-7"}, {"lat": "999", "lon": "0"}]
)
def test_a_point_that_is_none_is_refused_in_words(client, city, point):
    answer = client.get("/tempat/", point)

    assert answer.status_code == 422
    assert answer.json()["message"]
