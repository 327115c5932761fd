"""The map and its list: filters in the address, sums that add up, the same without scripts."""

from datetime import timedelta

import pytest

from laksa.cases import actions
from laksa.cases.models import Case
from laksa.city.models import book
from laksa.conftest import AT
from laksa.portal.tests.life import A_DAY, reporter, solve, staff


def village(number: int = 0, district: str = "99.01.01"):
    return book().villages_by_district[district][number]


@pytest.fixture
def spread(submit_report, budi, rina):
    """Five reports: two in the first kelurahan (one late), one waiting, one elsewhere, one without a place."""
    first, second, other = village(), village(1), village(0, "99.01.02")
    cases = {
        "fresh": submit_report(text="Lampu mati di depan musala lama", lat=first.lat, lon=first.lon, village=first.code),
        "late": submit_report(text="Lampu mati di gang sempit", village=first.code, at=AT - 10 * A_DAY),
        "waits": submit_report(text="Lampu mati dekat gardu besar", lat=second.lat, lon=second.lon, village=second.code),
        "other": submit_report(text="Sampah menumpuk di pasar kecil", hashtags=("#Sampah",), village=other.code),
        "nowhere": submit_report(text="Lampu mati entah di mana"),
    }
    actions.accept_case(cases["waits"].pk, actor=staff(budi), at=AT)
    actions.refer_outside(cases["waits"].pk, "Gardu mati", to="PLN", due_at=AT + A_DAY, actor=staff(budi), at=AT)
    return cases


def show(client, query: str = "") -> str:
    answer = client.get(f"/peta/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(client, query: str = "") -> dict[str, tuple[int, int, int]]:
    rows = client.get(f"/peta/data.json{query}").json()["clusters"]
    return {name: (total, late, waiting) for _code, name, _lat, _lon, total, late, waiting, _url in rows}


def test_the_numbers_of_the_kecamatan_add_up(client, spread):
    assert numbers(client) == {"Melati": (3, 1, 1), "Kenanga": (1, 0, 0)}
    text = show(client)
    assert "5 laporan terbuka" in text
    assert "1 lewat batas" in text
    assert "1 menunggu, ada alasan" in text
    assert "3 berjalan" in text
    assert "1 di antaranya tanpa tempat" in text


def test_nearer_the_numbers_are_of_kelurahan(client, spread):
    assert numbers(client, "?zum=13") == {"Sukamaju": (2, 1, 0), "Mekarjaya": (1, 0, 1), "Karangsari": (1, 0, 0)}


def test_nearer_still_they_are_of_squares_and_of_reports(client, spread):
    box = "109.9,-7.1,110.06,-7.0"
    squares = client.get(f"/peta/data.json?zum=15&kotak={box}").json()["clusters"]
    points = client.get(f"/peta/data.json?zum=17&kotak={box}").json()["clusters"]

    # Reports without a point are in no square.
    assert sum(row[4] for row in squares) == sum(row[4] for row in points) == 2
    assert {row[7] for row in points} == {f"/laporan/{spread[name].code}/" for name in ("fresh", "waits")}


def test_a_point_is_never_nearer_than_a_hundred_metres(client, submit_report):
    place = village()
    submit_report(lat=place.lat + 0.00012, lon=place.lon + 0.00034, village=place.code)

    row = client.get("/peta/data.json?zum=18&kotak=109.9,-7.1,110.06,-7.0").json()["clusters"][0]

    assert row[2:4] == [round(row[2], 3), round(row[3], 3)]


@pytest.mark.parametrize(
    "query", ["?zum=x&kotak=a,b", "?zum=16&kotak=nan,0,1,1", "?zum=16&kotak=0,0,180,90", "?zum=99999", "?area=%00&q=%00"]
)
def test_a_view_that_is_none_is_the_whole_city(client, spread, query):
    assert numbers(client, query)


def test_the_list_is_the_same_reports(client, spread):
    text = show(client)

    assert all(case.title in text for case in spread.values())
    assert "1–5 dari 5" in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?status=lewat", {"late"}),
        ("?status=menunggu", {"waits"}),
        ("?area=99.01.01.1001", {"fresh", "late"}),
        ("?area=99.01.02", {"other"}),
        ("?jenis=kebersihan", {"other"}),
        ("?hari=7", {"fresh", "waits", "other", "nowhere"}),
        ("?q=musala", {"fresh"}),
        ("?q=lampu+gang", {"late"}),
        ("?status=ngawur&jenis=ngawur&hari=ngawur&area=ngawur", {"fresh", "late", "waits", "other", "nowhere"}),
    ],
)
def test_each_filter_of_the_address_leaves_what_it_says(client, spread, query, names):
    text = show(client, query)

    assert {name for name, case in spread.items() if f"/laporan/{case.code}/" in text} == names


def test_what_is_older_than_the_period_is_said(client, submit_report):
    submit_report(text="Lampu mati sejak musim hujan lalu", village=village().code, at=AT - 50 * A_DAY)

    text = show(client)

    assert "1 lagi lebih lama dari ini" in text
    assert "hari=semua" in text
    assert "sejak musim hujan" in show(client, "?hari=semua")


def test_just_solved_are_those_declared_done_in_the_period(client, held_lamp, budi, siti, at):
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)

    assert held_lamp.title in show(client, "?status=beres")
    assert held_lamp.title in show(client, "?status=dikonfirmasi")
    assert held_lamp.title not in show(client)


def test_a_typed_kelurahan_opens_it(client, spread):
    answer = client.get("/peta/?q=sukamaju&status=lewat")

    assert answer["Location"] == "?status=lewat&area=99.01.01.1001"


def test_a_chosen_kelurahan_is_expanded_among_its_neighbours(client, spread):
    text = show(client, "?area=99.01.01.1001")

    assert "Kec. Melati" in text
    assert 'aria-label="Sukamaju: 2 laporan, 1 lewat batas, 0 menunggu"' in text
    assert 'aria-label="Kenanga: 1 laporan, 0 lewat batas, 0 menunggu"' in text


def test_the_list_alone_has_no_map(client, spread):
    text = show(client, "?tampil=daftar")

    assert "chart__still" not in text
    assert "leaflet" not in text
    assert spread["fresh"].title in text


def test_pages_follow_one_another_without_gap_or_repeat(client, submit_report):
    place = village().code
    codes = {submit_report(text=f"Lampu mati di tiang {n}", village=place, at=AT - timedelta(minutes=n // 3)).code for n in range(25)}
    seen, query, words = [], "", []
    for _page in range(3):
        text = show(client, query)
        seen += [code for code in codes if f"/laporan/{code}/" in text]
        words.append(text.split('pager__words">')[1].split("<")[0])
        query = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""

    assert words == ["1–10 dari 25", "11–20 dari 25", "21–25 dari 25"]
    assert sorted(seen) == sorted(codes)
    assert query == ""


@pytest.mark.parametrize("mark", ["x", "1.2", "1.99999999999999999.3", "-1.5.5", "1.2.3.4"])
def test_a_mark_that_is_none_is_the_first_page(client, spread, mark):
    assert spread["fresh"].title in show(client, f"?sesudah={mark}")


def test_secrets_stay_secret(client, submit_report, lamp):
    submit_report(text="Petugas minta uang untuk surat", category="pungli", hashtags=(), village=village().code)
    Case.objects.filter(pk=lamp.pk).update(state="withdrawn", is_open=False, ended_at=AT)

    assert numbers(client, "?zum=13") == {}
    assert "minta uang" not in show(client, "?hari=semua")


def test_nothing_here_says_what_to_do(client, city):
    assert "Laporkan masalah" in show(client)
    assert "Hapus saringan" in show(client, "?q=gajah")


def test_the_queries_do_not_grow_with_the_reports(client, spread, submit_report, django_assert_max_num_queries):
    for number in range(12):
        submit_report(text=f"Lampu mati di tiang {number}", village=village().code)
    show(client)

    with django_assert_max_num_queries(3):
        show(client, "?tampil=daftar")
    with django_assert_max_num_queries(2):
        numbers(client, "?zum=16&kotak=109.9,-7.1,110.06,-7.0")
