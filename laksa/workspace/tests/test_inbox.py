# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inbox: what is in it for whom, in which order, and how it pages."""

from datetime import timedelta

import pytest

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.models import actor_of
from laksa.workspace.models import SavedView, count_up_to_ceiling, listed, page_of
from laksa.workspace.rules import VIEWS, Filters, read_cursor

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(submit_report, at):
    """Sixty lamps of Dishub, one every hour, the oldest first; the last two have no date."""
    cases = [submit_report(at=at - timedelta(hours=60 - number)) for number in range(60)]
    for number, case in enumerate(cases):
        due = None if number > 57 else at + timedelta(hours=number // 2)
        Case.objects.filter(pk=case.pk).update(due_at=due, agency="dishub", unit="tim-pju", state=State.ASSIGNED)
    return cases


def _titles(client, query=""):
    return [row.code for row in client.get(f"/meja/{query}").context["rows"]]


def test_the_inbox_opens_with_the_most_urgent_of_my_team(desk_of, budi, many):
    answer = desk_of(budi).get("/meja/")

    assert answer.context["view"].name == "tim"
    assert answer.context["total"] == "60"
    assert answer.context["rows"][0].code == many[0].code
    assert answer.context["case"].code == many[0].code
    assert len(answer.context["rows"]) == 50


def test_pages_lead_forwards_and_back_without_a_gap(desk_of, budi, many):
    client = desk_of(budi)
    first = client.get("/meja/")
    second = client.get(first.context["next_url"])
    back = client.get(second.context["previous_url"])

    codes = [row.code for row in [*first.context["rows"], *second.context["rows"]]]
    assert codes == [case.code for case in many]
    assert second.context["next_url"] == ""
    assert second.context["pager_words"] == "51–60 dari 60"
    assert [row.code for row in back.context["rows"]] == [row.code for row in first.context["rows"]]
    assert back.context["previous_url"] == ""


def test_cases_without_a_date_come_last_and_lead_back(many, budi, at):
    cases = listed(Filters(lihat="tim"), actor=actor_of(budi, at=at), at=at)
    last = page_of(cases, by_due=True, after=read_cursor(f"_{many[58].pk}_59"))
    before = page_of(cases, by_due=True, before=read_cursor(f"_{many[59].pk}_59"))

    assert [case.pk for case in last.cases] == [many[59].pk]
    assert [case.pk for case in before.cases] == [case.pk for case in many[9:59]]


def test_ended_cases_are_listed_newest_first(desk_of, budi, many, at):
    Case.objects.filter(pk__in=[case.pk for case in many[:3]]).update(state=State.CONFIRMED, is_open=False, ended_at=at)

    shown = desk_of(budi).get("/meja/?lihat=tim&tutup=ya").context["rows"]

    assert shown[0].code == many[59].code
    assert len(_titles(desk_of(budi), "?lihat=tim&status=confirmed")) == 3


def test_each_view_holds_what_its_name_says(desk_of, budi, wulan, lamp, held_lamp, submit_report, at):
    mine = held_lamp
    free = submit_report()
    waiting, done = submit_report(), submit_report()
    for case, changes in (
        (mine, {"due_at": at + timedelta(hours=1)}),
        (free, {"state": State.ASSIGNED, "due_at": at + timedelta(days=9)}),
        (waiting, {"state": State.AWAITING_DECISION, "holder": wulan, "due_at": at - timedelta(hours=1)}),
        (done, {"state": State.RESOLVED, "holder": wulan, "due_at": at - timedelta(hours=1)}),
    ):
        Case.objects.filter(pk=case.pk).update(agency="dishub", unit="tim-pju", **changes)

    client = desk_of(budi)
    found = {name: set(_titles(client, f"?lihat={name}")) for name in VIEWS}

    assert found["saya"] == {mine.code}
    assert found["tim"] == found["semua"] == {mine.code, free.code, waiting.code, done.code}
    assert found["bebas"] == {free.code}
    assert found["hari-ini"] == {mine.code}
    # A solved case waits for its reporter, and is late for nobody.
    assert found["lewat"] == {waiting.code}
    assert found["keputusan"] == {waiting.code}
    assert found["konfirmasi"] == {done.code}
    assert [one["count"] for one in client.get("/meja/").context["rail"]["views"]] == ["1", "4", "1", "1", "1", "1", "1", "0", "4", "0"]


def test_the_desk_begins_with_what_it_has_to_sort(desk_of, dewi, lamp, submit_report):
    odd = submit_report(text="ada yang aneh di dekat pasar", hashtags=())

    assert odd.state == State.TRIAGE
    assert _titles(desk_of(dewi)) == [odd.code]


def test_a_division_head_sees_the_teams_below(desk_of, kabid, held_lamp):
    assert _titles(desk_of(kabid)) == [held_lamp.code]


def test_another_office_sees_nothing_of_it(desk_of, joko, held_lamp):
    answer = desk_of(joko).get(f"/meja/?lihat=semua&kasus={held_lamp.code}")

    assert answer.context["rows"] == []
    assert "case" not in answer.context
    assert held_lamp.title not in answer.text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("kelurahan=99.01.01.1001", True),
        ("kelurahan=99.01.02.1001", False),
        ("jenis=pju", True),
        ("jenis=pohon-tumbang", False),
        ("pemegang=tidak", False),
        ("kanal=web", True),
        ("kanal=api", False),
        ("lewat=ya", False),
        ("cari=lampu+mat", True),
        ("cari=pohon", False),
        ("status=in_progress", True),
        ("status=planned", False),
    ],
)
def test_filters_live_in_the_address(desk_of, budi, held_lamp, query, is_found):
    Case.objects.filter(pk=held_lamp.pk).update(category="pju", village="99.01.01.1001")

    assert _titles(desk_of(budi), f"?lihat=semua&{query}") == ([held_lamp.code] if is_found else [])


def test_a_code_in_the_search_box_leads_to_its_case(desk_of, budi, held_lamp):
    typed = held_lamp.code.lower().replace("-", "").replace("0", "o")

    answer = desk_of(budi).get("/meja/", {"cari": typed})

    assert answer.status_code == 302
    assert answer.url == f"/meja/kasus/{held_lamp.code}/"


def test_a_code_of_another_office_is_only_words(desk_of, joko, held_lamp):
    assert desk_of(joko).get("/meja/", {"cari": held_lamp.code}).status_code == 200


def test_a_list_of_ones_own_is_kept_counted_and_forgotten(desk_of, budi, wulan, held_lamp):
    client = desk_of(budi)

    kept = client.post("/meja/pilihan/", {"name": "Lampu  saya", "query": "lihat=saya&berat=ringan&x=1"}, follow=True)

    saved = SavedView.objects.get()
    assert (saved.name, saved.query) == ("Lampu saya", "lihat=saya&berat=ringan")
    assert kept.context["rail"]["saved"][0] == {
        "url": "/meja/?lihat=saya&berat=ringan",
        "label": "Lampu saya",
        "pk": saved.pk,
        "count": "1",
        "is_here": True,
        "is_own": True,
        "by": "Budi S.",
        "is_shared": False,
    }
    assert desk_of(wulan).post(f"/meja/pilihan/{saved.pk}/hapus/").status_code == 404
    client.post(f"/meja/pilihan/{saved.pk}/hapus/")
    assert not SavedView.objects.exists()


def test_a_list_without_a_name_is_not_kept_and_says_so(desk_of, budi):
    answer = desk_of(budi).post("/meja/pilihan/", {"name": " ", "query": "lihat=saya"}, follow=True)

    assert "Beri nama dulu" in answer.text
    assert not SavedView.objects.exists()


def test_the_thirteenth_list_is_refused(desk_of, budi):
    SavedView.objects.bulk_create(SavedView(user=budi, name=f"Daftar {number}", query="lihat=saya") for number in range(12))

    answer = desk_of(budi).post("/meja/pilihan/", {"name": "Satu lagi", "query": "lihat=tim"}, follow=True)

    assert "Sudah ada 12 pilihan" in answer.text


def test_counting_stops_at_the_ceiling(many, budi, at, monkeypatch):
    monkeypatch.setattr("laksa.workspace.models.inbox.CEILING", 20)
    cases = listed(Filters(lihat="tim"), actor=actor_of(budi, at=at), at=at)

    assert count_up_to_ceiling({"a": cases, "b": cases.none(), "c": cases.filter(holder=budi)}) == {"a": 20, "b": 0, "c": 0}


def test_more_cases_cost_no_more_queries(desk_of, budi, many, django_assert_max_num_queries):
    client = desk_of(budi)
    client.get("/meja/")

    with django_assert_max_num_queries(40) as few:
        Case.objects.filter(pk__in=[case.pk for case in many[2:]]).update(agency="dlh", unit=None)
        client.get("/meja/")
    with django_assert_max_num_queries(40) as all_of_them:
        Case.objects.filter(pk__in=[case.pk for case in many[2:]]).update(agency="dishub", unit="tim-pju", holder=budi)
        client.get("/meja/")

    # A list that fills its page needs no look for cases without a date; the names of the holders cost one.
    assert abs(len(few) - len(all_of_them)) <= 1
