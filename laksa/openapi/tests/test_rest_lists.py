"""REST v1: the list of cases, the figures, and what a program needs to know of the city."""

from datetime import timedelta

import pytest

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.openapi.tests.test_rest_reports import is_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(submit_report, now):
    """Send a report some days ago: `report(days=3)`."""
    return lambda days=0.0, **changes: submit_report(at=now - timedelta(days=days, minutes=1), **changes)


@pytest.fixture
def codes(rest):
    """Return the codes of a list: `codes(state="triage")`."""
    return lambda **query: [one["code"] for one in rest("get", "cases", **query).json()["items"]]


def test_pages_follow_each_other_without_a_gap_or_a_double(rest, report, now):
    sent = [report(days=days).code for days in range(7)]
    same = [report(days=7).code for _ in range(3)]
    Case.objects.filter(code__in=same).update(received_at=now - timedelta(days=7))
    seen, cursor = [], ""

    while cursor is not None:
        body = rest("get", "cases", limit=3, cursor=cursor).json()
        seen += [one["code"] for one in body["items"]]
        cursor = body["next_cursor"]

    assert seen == [*sent, *reversed(same)]


def test_a_case_that_comes_between_two_pages_moves_nothing(rest, report):
    sent = [report(days=days).code for days in (3, 4, 5)]
    first = rest("get", "cases", limit=2).json()
    report(days=1)
    second = rest("get", "cases", limit=2, cursor=first["next_cursor"]).json()

    assert [one["code"] for one in first["items"] + second["items"]] == sent
    assert second["next_cursor"] is None


def test_a_list_is_narrowed_by_every_argument(report, codes, now):
    lamp = report(days=2, lat=-7.01, lon=110.015, place_text="dekat Pasar Melati")
    waste = report(days=9, text="Sampah menumpuk belum diangkut", hashtags=("#Sampah",), village="99.01.02.1001")
    Case.objects.filter(pk=waste.pk).update(state=State.WORKING, updated_at=now - timedelta(days=9))

    assert codes(state="working") == [waste.code]
    assert codes(state="working,assigned") == [lamp.code, waste.code]
    assert codes(stage="pengerjaan") == [waste.code]
    assert codes(category="pju") == [lamp.code]
    assert codes(agency="dlh") == [waste.code]
    assert codes(village="99.01.02.1001") == [waste.code]
    assert codes(bbox="110.01,-7.02,110.02,-7.0") == [lamp.code]
    assert codes(bbox="109,-8,111,-6") == [lamp.code]
    assert codes(bbox="110.03,-7.02,110.06,-7.0") == []
    assert codes(since=(now - timedelta(days=5)).isoformat()) == [lamp.code]
    assert codes(updated_since=(now - timedelta(days=5)).isoformat()) == [lamp.code]
    assert codes(q="sampah") == [waste.code]
    assert codes(q="pasar mel") == [lamp.code]
    assert codes(q="!!!") == []
    assert codes(state="", category="", bbox="", since="", q="", cursor="") == [lamp.code, waste.code]


def test_a_case_that_waits_stands_on_the_stage_it_came_from(report, codes):
    case = report()
    Case.objects.filter(pk=case.pk).update(state=State.AWAITING_OUTSIDE, resume_state=State.WORKING)

    assert codes(stage="pengerjaan") == [case.code]
    assert codes(stage="pengaduan") == codes(stage="proses") == []


def test_points_on_the_line_between_squares_are_found(report, codes):
    case = report(lat=-7.0100, lon=110.0150)

    assert codes(bbox="110.015,-7.01,110.02,-7.005") == [case.code]
    assert codes(bbox="110.01,-7.015,110.015,-7.01") == [case.code]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "half"),
        ("stage", "x"),
        ("category", "naga"),
        ("category", "\x00"),
        ("agency", "x"),
        ("village", "1"),
        ("bbox", "1,2,3"),
        ("bbox", "3,2,1,0"),
        ("bbox", "nan,nan,nan,nan"),
        ("since", "2026-11-24"),
        ("since", "x"),
        ("updated_since", "0001-01-01T00:00:00Z"),
        ("cursor", "x"),
        ("cursor", "%"),
        ("cursor", "MjAyNi0xMS0yNFQwMDowMDowMHwx"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "x"),
        ("q", "x" * 101),
    ],
)
def test_an_argument_that_is_none_is_refused_by_its_name(rest, name, value):
    answer = rest("get", "cases", **{name: value})

    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["field"] == name


def test_lists_and_figures_say_nothing_of_secret_cases(rest, report, codes):
    hidden = report(text="Petugas minta uang pelicin", hashtags=("#Pungli",))

    assert hidden.is_sealed
    assert codes(category="pungli") == codes(agency="inspektorat") == codes(q="petugas") == []
    assert rest("get", "figures").json()["total"] == 0


def test_a_list_costs_the_same_few_queries_however_long(rest, report, django_assert_num_queries):
    for days in range(12):
        report(days=days)

    with django_assert_num_queries(2):
        rest("get", "cases")


def test_figures_balance(rest, report, now):
    ends = {"confirmed": 3, "closed": 2, "answered": 1, "rejected": 1, "withdrawn": 2}
    for state, count in ends.items():
        for _ in range(count):
            Case.objects.filter(pk=report().pk).update(state=state, is_open=False, ended_at=now)
    report(text="Sampah menumpuk belum diangkut", hashtags=("#Sampah",))
    report(days=40)

    body = rest("get", "figures").json()
    parts = ("open", "confirmed", "closed", "answered", "rejected", "merged", "withdrawn")

    assert {name: body[name] for name in ends} == ends
    assert body["total"] == sum(body[name] for name in parts) == 10
    assert sum(one["total"] for one in body["by_category"]) == 10
    assert rest("get", "figures", since=(now - timedelta(days=60)).isoformat()).json()["total"] == 11


@pytest.mark.parametrize(
    "query", [{"since": "x"}, {"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"}, {"since": "2020-01-01T00:00:00Z"}]
)
def test_a_period_that_is_none_is_refused(rest, query):
    assert is_problem(rest("get", "figures", **query), 422)


def test_programs_learn_what_the_city_has(rest):
    categories = rest("get", "categories", bahasa="en").json()["items"]
    agencies = rest("get", "agencies").json()["items"]
    areas = rest("get", "areas").json()

    assert {one["slug"] for one in categories} == set(book().categories)
    assert next(one for one in categories if one["slug"] == "pju")["name"] == "Street light out"
    assert next(one for one in categories if one["slug"] == "pju")["questions"][2]["options"] == ["padam", "berkedip", "menyala siang hari"]
    assert {one["slug"] for one in agencies} == set(book().agencies)
    assert {one["code"] for one in areas["items"]} == set(book().areas)
    assert areas["is_estimate"] is True


def test_a_point_is_located(rest):
    inside, outside = rest("get", "locate", lat=-7.01, lon=110.015).json(), rest("get", "locate", lat=-7.2, lon=110.015).json()

    assert (inside["inside"], inside["village"]["name"], inside["district"]["name"]) == (True, "Sukamaju", "Melati")
    assert (outside["inside"], outside["village"], outside["neighbour"]) == (False, None, "Kabupaten Tetangga")


@pytest.mark.parametrize("query", [{}, {"lat": "1"}, {"lat": "nan", "lon": "1"}, {"lat": "91", "lon": "1"}, {"lat": "x", "lon": "y"}])
def test_what_is_no_point_is_refused(rest, query):
    assert is_problem(rest("get", "locate", **query), 422)


def test_head_is_answered_like_get(program, city):
    assert program.head("/api/v1/categories").status_code == 200
