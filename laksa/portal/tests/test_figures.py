"""The balance in public: its parts are its sum."""

import csv
import io

import pytest
from django.core.cache import cache

from laksa.aftercare.actions import check_balance, watch_closings
from laksa.aftercare.models import BalanceCheck
from laksa.cases import actions
from laksa.cases.actions import Submission
from laksa.cases.actions.forwarding import forward_report
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case
from laksa.insight.actions.days import keep_check
from laksa.portal.tests.life import A_DAY, reporter, solve, staff
from laksa.portal.views.figures import MONTH, YEAR, count_figures


@pytest.fixture
def a_month(submit_report, held_lamp, siti, budi, dewi, at):
    """One report of every kind of end, two open ones, and one from before."""
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)
    refused = submit_report(text="Lampu di dalam rumah saya mati")
    actions.accept_case(refused.pk, actor=staff(budi), at=at)
    actions.reject_case(refused.pk, reason="Milik pribadi", where_to="Tukang listrik", actor=staff(budi), at=at)
    merged, main = submit_report(text="Lampu mati satu ruas"), submit_report(text="Lampu mati satu ruas penuh")
    actions.merge_cases(main.pk, merged.pk, actor=staff(dewi), at=at)
    taken = submit_report(text="Lampu mati, ternyata sekringnya")
    actions.withdraw_case(taken.pk, actor=reporter(taken.participants.get()), at=at)
    submit_report(text="Lampu mati sudah sembilan hari", at=at - 9 * A_DAY)
    submit_report(text="Lampu mati dua bulan lalu", at=at - 60 * A_DAY)
    actions.join_case(main.pk, Supporter(), at=at)


def test_every_report_is_in_exactly_one_part(a_month, at):
    month, year = count_figures(MONTH, at), count_figures(YEAR, at)

    balance = month.balance
    assert (balance.confirmed, balance.open, balance.rejected, balance.merged, balance.withdrawn) == (1, 2, 1, 1, 1)
    assert balance.total == Case.objects.filter(received_at__gt=at - 30 * A_DAY).count() == 6
    assert year.balance.total == 7
    assert month.late == 1


def test_the_page_prints_parts_and_sum_and_leads_to_the_lists(client, a_month):
    text = client.get("/data/").content.decode()

    assert "<b>6</b>" in text
    assert "<b>7</b>" in text
    for status in ("dikonfirmasi", "tanpa-kata", "dijawab", "terbuka", "lewat"):
        assert f"/peta/?status={status}&amp;tampil=daftar" in text


def test_what_came_through_an_official_is_said_to_everybody(client, a_month, lurah, at):
    pushed = Submission(text="Lampu mati di gang lima", hashtags=("#PJU",))
    forward_report(pushed, wants_priority=True, actor=staff(lurah), at=at - A_DAY, idempotency_key="a")

    month, year = count_figures(MONTH, at), count_figures(YEAR, at)
    page = client.get("/data/").content.decode()

    assert (month.pushed, year.pushed, month.balance.total) == (1, 1, 7)
    assert "Masuk lewat pejabat" in page
    assert ["Masuk lewat pejabat", "1", "1"] in list(csv.reader(io.StringIO(client.get("/data/angka.csv").content.decode())))


def test_a_number_and_the_list_behind_it_agree(client, a_month, at):
    month = count_figures(MONTH, at)

    for status, many in (("dikonfirmasi", month.balance.confirmed), ("terbuka", month.balance.open), ("lewat", month.late)):
        text = client.get(f"/peta/?status={status}&tampil=daftar").content.decode()
        assert f"1–{many} dari {many}" in text


def test_the_table_for_a_spreadsheet_is_the_same(client, a_month):
    answer = client.get("/data/angka.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert rows[1] == ["Laporan masuk", "6", "7"]
    assert sum(int(row[1]) for row in rows[2:9]) == 6
    assert sum(int(row[2]) for row in rows[2:9]) == 7


def test_figures_are_counted_once_a_minute(client, a_month, django_assert_num_queries):
    client.get("/data/")

    with django_assert_num_queries(0):
        client.get("/data/")


def test_the_page_says_whether_the_figures_balance(client, lamp, at):
    assert "belum dihitung ulang" in client.get("/data/").content.decode()
    keep_check(at=at)
    check_balance(at=at)
    cache.clear()
    assert "Angka seimbang: ya." in client.get("/data/").content.decode()


def test_a_lost_case_is_said_to_everybody(client, lamp, at):
    keep_check(at=at)
    BalanceCheck.objects.create(at=at, cases=1, days=1, balances=False, fault_count=1)
    page = client.get("/data/").content.decode()
    assert "Angka seimbang: tidak." in page
    assert "menyebut jumlah laporan yang lain" in page


def test_what_became_of_closings_is_shown(client, held_lamp, siti, budi, at):
    solve(held_lamp, budi)
    watch_closings(at=at)
    page = client.get("/data/").content.decode()
    assert "Terulang di tempat yang sama" in page
