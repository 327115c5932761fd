# SPDX-License-Identifier: AGPL-3.0-or-later
"""The leader's page: every case of the days in one line, each number with its list, and a figure that does not agree says so."""

import csv
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.control.views import leader
from laksa.insight.actions import add_up_deltas, close_days, refresh_times
from laksa.insight.models import Check, Tally

pytestmark = pytest.mark.django_db
CITY = ["dewi", "tono", "walikota"]
OTHERS = ["budi", "wulan", "rina", "kabid", "kadis", "joko", "lurah", "camat", "operator", "sari"]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def reports(submit_report, now):
    """Three reports of today: one confirmed, one open, one that waits for PLN."""
    made = [submit_report(at=now - timedelta(minutes=5), village=_village()) for _ in range(3)]
    Case.objects.filter(pk=made[0].pk).update(state=State.CONFIRMED, is_open=False, ended_at=now, resolved_at=now)
    Case.objects.filter(pk=made[2].pk).update(
        state=State.AWAITING_OUTSIDE, waits_for="PLN", due_at=now - timedelta(days=1), state_since=now - timedelta(days=2)
    )
    return made


def _village():
    return next(area.code for area in book().areas.values() if area.kind == "village")


def links(page: str) -> dict[str, str]:
    """Return the addresses of all numbers of a page with the number each shows."""
    return {unescape(url): text for url, text in re.findall(r'<td class="figure[^"]*"><a href="([^"]+)">([^<]+)</a>', page)}


@pytest.mark.parametrize(("who", "status"), [*((who, 200) for who in CITY), *((who, 404) for who in OTHERS)])
@pytest.mark.parametrize("path", ["/pimpinan/", "/pimpinan/tabel/kantor/", "/pimpinan/tabel/neraca/?berkas=csv"])
def test_the_page_is_for_those_who_work_for_the_whole_city(client, request, who, status, path):
    client.force_login(request.getfixturevalue(who))

    assert client.get(path).status_code == status


def test_strangers_are_sent_to_sign_in(client, city):
    assert client.get("/pimpinan/").status_code == 302


def test_every_number_leads_to_exactly_its_cases(client, walikota, reports):
    client.force_login(walikota)
    found = links(client.get("/pimpinan/").content.decode())

    assert len(found) > 9
    for url, text in found.items():
        total = re.search(r'class="muted">(\d+) laporan', client.get(url).content.decode())
        assert total is not None, url
        # What ended is taken away in the table, and stands alone in its list.
        assert total[1] == text.lstrip("−"), url


def test_the_parts_add_up_to_what_came_in(client, walikota, reports):
    client.force_login(walikota)

    found = client.get("/pimpinan/").context["parts"]

    whole = [row.cells[0].raw for row in found.rows if not row.is_part]
    parts = [row.cells[0].raw for row in found.rows if row.is_part]
    assert sum(whole) == found.total.cells[0].raw == 3
    assert sum(parts) == 2


def test_a_figure_that_does_not_agree_says_so(client, walikota, reports):
    add_up_deltas()
    Tally.objects.filter(cut="village").update(assigned=9)
    client.force_login(walikota)

    page = client.get("/pimpinan/").content.decode()

    assert "Angka ini tidak cocok" in page
    assert "Cocok dengan buku besar" not in page


def test_a_recount_that_failed_at_night_is_told_all_day(client, walikota, reports, now):
    Check.objects.create(at=now, cases=3, differences=[{"cut": "agency"}])
    client.force_login(walikota)

    assert "Hitung ulang menemukan 1 angka" in client.get("/pimpinan/").content.decode()


def test_a_recount_that_holds_is_named_with_its_hour(client, walikota, reports, now):
    close_days(at=now.replace(hour=21))  # 04:00 of the next day in the city
    client.force_login(walikota)

    assert "Cocok dengan buku besar: 3 laporan dihitung ulang" in client.get("/pimpinan/").content.decode()


@pytest.mark.parametrize("name", ["neraca", "arus", "macam", "kantor", "kelurahan", "jenis", "berat", "kanal", "waktu", "janji", "macet"])
def test_each_table_is_a_page_and_a_file_of_the_same_rows(client, walikota, reports, name):
    client.force_login(walikota)

    page = client.get(f"/pimpinan/tabel/{name}/")
    file = client.get(f"/pimpinan/tabel/{name}/?berkas=csv")

    rows = list(csv.reader(file.content.decode().splitlines()))
    shown = page.context["table"]
    assert file.headers["Content-Disposition"].startswith('attachment; filename="laksa-')
    assert tuple(rows[4]) == shown.heads
    assert [row[0] for row in rows[5:]] == [row.label for row in shown.rows] + ([shown.total.label] if shown.total else [])


def test_a_name_that_would_be_a_formula_stays_words(client, walikota, reports):
    Case.objects.filter(waits_for="PLN").update(waits_for='=HYPERLINK("http://jahat")')
    client.force_login(walikota)

    rows = list(csv.reader(client.get("/pimpinan/tabel/macet/?berkas=csv").content.decode().splitlines()))

    assert rows[5][0].startswith("'=HYPERLINK")


def test_times_of_years_wait_until_they_are_asked_for(client, walikota, reports):
    client.force_login(walikota)

    assert client.get("/pimpinan/?masa=365").context["times"] is None
    assert client.get("/pimpinan/?masa=semua").context["times"] is None
    assert client.get("/pimpinan/?masa=365&waktu=ya").context["times"] is not None


def test_more_cases_cost_no_more_queries(client, walikota, reports, submit_report, now, django_assert_max_num_queries):
    client.force_login(walikota)
    client.get("/pimpinan/")
    for _ in range(5):
        submit_report(at=now)

    with django_assert_max_num_queries(22):
        client.get("/pimpinan/?masa=90")


def test_a_table_nobody_drew_is_not_found(client, walikota):
    client.force_login(walikota)

    assert client.get("/pimpinan/tabel/peringkat/").status_code == 404


def test_the_rest_of_a_long_table_is_one_line_that_adds_up(client, walikota, reports, submit_report, now, monkeypatch):
    monkeypatch.setattr(leader, "SHOWN", 1)
    for area in [area for area in book().areas.values() if area.kind == "village"][1:4]:
        submit_report(at=now - timedelta(minutes=1), village=area.code)
    client.force_login(walikota)

    short = client.get("/pimpinan/").context["villages"]
    whole = client.get("/pimpinan/tabel/kelurahan/").context["table"]

    assert [row.label for row in short.rows][1:] == [f"Lainnya ({len(whole.rows) - 1})"]
    for table in (short, whole):
        for column in (0, 1):
            assert sum(row.cells[column].raw for row in table.rows) == table.total.cells[column].raw


def test_times_the_worker_has_worked_out_are_shown_at_once(client, walikota, reports, now):
    refresh_times(at=now)
    client.force_login(walikota)

    page = client.get("/pimpinan/?masa=365")

    assert page.context["times"] is not None
    assert page.context["times_at"] == now
