# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lurah pastes what Bu Ani wrote, looks once, sends it; the mayor caps priorities; everybody sees how much goes this way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from laksa.cases.actions import Submission
from laksa.cases.actions.forwarding import cap_of, forward_report, usual_cap
from laksa.cases.models import Case
from laksa.cases.rules import Identity, State
from laksa.cases.rules.forwarding import PRIORITIES_A_WEEK
from laksa.conftest import insert_copies, plan_of
from laksa.identity.models import actor_of
from laksa.workspace.models.forwarded import count_figures, forwarded
from laksa.workspace.models.triage import next_to_sort, place_of
from laksa.workspace.rules.months import last_months, month_of, read_month

pytestmark = pytest.mark.django_db

WORDS = "Lampu jalan mati tiga tiang di depan musala, gelap sekali"
CHAT = f"[24/11/26 08.12.33] +62 812-0000-0001: {WORDS}"
SEND = {"do": "send", "text": WORDS, "village": "99.01.01.1001", "priority": "on", "key": "a"}


@pytest.fixture
def push(at):
    """Push a report forward as this person: `push(lurah)`."""
    count = 0

    def send(user, *, wants=True, when=at, **changes):
        nonlocal count
        count += 1
        values = {"text": f"{WORDS} {count}", "hashtags": ("#PJU",), "village": "99.01.01.1001"} | changes
        actor = actor_of(user, at=at)
        return forward_report(Submission(**values), wants_priority=wants, actor=actor, at=when, idempotency_key=str(count)).case

    return send


def test_two_taps(desk_of, lurah):
    phone = desk_of(lurah)

    look = phone.post("/teruskan/", {"text": CHAT}).content.decode()
    sent = phone.post("/teruskan/", SEND)

    case = Case.objects.get()
    for words in ("Ke Dishub", "target selesai", "Titipan lurah", "+6281200000001", "Sisa 3 dari 3"):
        assert words in look
    assert CHAT not in look
    assert (sent.status_code, sent.url) == (302, "/teruskan/selesai/")
    assert (case.channel, case.is_priority, case.forwarded_by) == ("forward", True, lurah)


def test_his_own_kelurahan_is_chosen_already(desk_of, lurah):
    look = desk_of(lurah).post("/teruskan/", {"text": WORDS}).content.decode()

    assert '<option value="99.01.01.1001" selected>' in look


def test_both_get_the_link(desk_of, lurah):
    phone = desk_of(lurah)
    phone.post("/teruskan/", SEND | {"phone": "0812 0000 0001"})

    page = phone.get("/teruskan/selesai/").content.decode()

    case = Case.objects.get()
    sender = case.participants.get()
    assert f"/l/{sender.token}/" in page
    assert "wa.me/6281200000001" in page
    assert f"/laporan/{case.code}/" in page
    assert (sender.identity, sender.phone) == (Identity.HIDDEN, "+6281200000001")


def test_a_sender_with_an_address_gets_the_link_alone(desk_of, lurah, outbox):
    phone = desk_of(lurah)
    phone.post("/teruskan/", SEND | {"email": "ani@contoh.id"})

    page = phone.get("/teruskan/selesai/").content.decode()

    assert Case.objects.get().participants.get().token not in page
    assert "a***@contoh.id" in page
    assert "ani@contoh.id" in {letter.to_sealed for letter in outbox}


def test_the_page_after_belongs_to_who_sent_it(desk_of, lurah, camat):
    desk_of(lurah).post("/teruskan/", SEND)

    assert desk_of(camat).get("/teruskan/selesai/").url == "/teruskan/"
    assert desk_of(lurah).get("/teruskan/selesai/").url == "/teruskan/"


def test_pressed_twice_it_is_one_report(desk_of, lurah):
    phone = desk_of(lurah)
    phone.post("/teruskan/", SEND)
    phone.post("/teruskan/", SEND)

    assert Case.objects.count() == 1


def test_above_the_cap_it_goes_in_and_says_so(desk_of, lurah, push):
    for _ in range(PRIORITIES_A_WEEK):
        push(lurah)
    phone = desk_of(lurah)

    phone.post("/teruskan/", SEND)

    page = phone.get("/teruskan/selesai/").content.decode()
    assert not Case.objects.order_by("pk").last().is_priority
    assert "masuk tanpa prioritas" in page


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": "x" * 20_000},
        SEND | {"text": " "},
        SEND | {"text": "y" * 5_001},
        SEND | {"village": "12.34"},
        SEND | {"phone": "satu"},
        SEND | {"email": "ani"},
        SEND | {"key": "k" * 200},
    ],
)
def test_what_cannot_be_used_is_said(desk_of, lurah, data):
    answer = desk_of(lurah).post("/teruskan/", data)

    assert answer.status_code == 422
    assert "Ada yang perlu dibetulkan" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_words_can_be_changed_and_looked_at_again(desk_of, lurah):
    answer = desk_of(lurah).post("/teruskan/", SEND | {"do": "check", "text": "Sampah menumpuk di pasar, tidak diangkut"})

    assert answer.status_code == 200
    assert "DLH" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_flag_says_whose_it_is(desk_of, camat, rina, push):
    case = push(camat)

    desk = desk_of(rina)

    assert "Titipan camat" in desk.get("/meja/").content.decode()
    assert "Titipan camat" in desk.get(f"/meja/kasus/{case.code}/").content.decode()


def test_the_triage_begins_with_what_has_priority(dewi, tono, push, lurah, submit_report, at):
    old = submit_report(text="zzz qqq", hashtags=(), at=at - timedelta(days=2))
    first = push(lurah, text="zzz qqq rrr", hashtags=())
    Case.objects.update(state=State.TRIAGE)
    for who in (dewi, tono):
        actor = actor_of(who, at=at)

        assert next_to_sort(actor, after=None) == first
        assert next_to_sort(actor, after=place_of(Case.objects.get(pk=first.pk), actor)) == old
        assert next_to_sort(actor, after=place_of(Case.objects.get(pk=old.pk), actor)) is None


# --- the caps ------------------------------------------------------------------------------------------


def test_the_mayor_sets_the_caps(desk_of, walikota, lurah):
    page = desk_of(walikota)

    page.post("/teruskan/batas/", {"per_week": "5"})
    page.post("/teruskan/batas/", {"per_week": "1", "user": lurah.pk})

    assert (usual_cap(), cap_of(lurah.pk)) == (5, 1)
    assert lurah.name in page.get("/teruskan/batas/").content.decode()

    page.post("/teruskan/batas/", {"per_week": "", "user": lurah.pk})
    assert cap_of(lurah.pk) == 5


@pytest.mark.parametrize("data", [{"per_week": "-1"}, {"per_week": "51"}, {"per_week": ""}, {"per_week": "2", "user": "999999"}])
def test_a_cap_that_makes_no_sense_is_refused(desk_of, walikota, data):
    assert desk_of(walikota).post("/teruskan/batas/", data).status_code == 422
    assert usual_cap() == PRIORITIES_A_WEEK


def test_a_lurah_does_not_set_his_own(desk_of, lurah):
    assert desk_of(lurah).post("/teruskan/batas/", {"per_week": "50"}).status_code == 404
    assert usual_cap() == PRIORITIES_A_WEEK


# --- the figures ---------------------------------------------------------------------------------------


def test_the_figures_say_how_much_goes_around(push, lurah, camat, lamp, submit_report, at):
    Case.objects.filter(pk=lamp.pk).update(resolved_at=at + timedelta(hours=10))
    own = [push(lurah), push(lurah, wants=False), push(camat, village="99.01.01.1002", when=at - timedelta(days=40))]
    Case.objects.filter(pk=own[0].pk).update(resolved_at=at + timedelta(hours=4))

    found = count_figures(at=at)

    assert (found.forwarded, found.received) == (3, 4)
    assert found.percent == 75
    assert [one.forwarded for one in found.months[:2]] == [2, 1]
    assert [(row.name, row.remark, row.count, row.priorities) for row in found.officials] == [
        (lurah.name, "lurah", 2, 1),
        (camat.name, "camat", 1, 1),
    ]
    assert [(row.key, row.count) for row in found.villages] == [("99.01.01.1001", 2), ("99.01.01.1002", 1)]
    assert (found.hours, found.usual_hours) == (4, 10)


def test_each_number_leads_to_its_list(desk_of, dewi, push, lurah, camat, at):
    mine, other = push(lurah), push(camat, wants=False, village="99.01.01.1002")
    desk = desk_of(dewi)
    page = desk.get("/meja/teruskan/angka/").content.decode()

    for query, codes in (
        (f"?pejabat={lurah.pk}", {mine.code}),
        (f"?pejabat={lurah.pk}&amp;prioritas=ya", {mine.code}),
        ("?kelurahan=99.01.01.1002", {other.code}),
        ("?bulan=2026-11", {mine.code, other.code}),
    ):
        assert query in page
        rows = desk.get("/meja/teruskan/angka/daftar/" + query.replace("&amp;", "&")).content.decode()
        assert {code for code in (mine.code, other.code) if code in rows} == codes


def test_the_list_shows_only_what_one_may_open(desk_of, joko, push, lurah):
    case = push(lurah)

    page = desk_of(joko).get("/meja/teruskan/angka/daftar/").content.decode()

    assert case.code not in page
    assert "1 titipan" in page
    assert "0 di antaranya bisa Anda buka" in page


@pytest.mark.parametrize(
    "query",
    ["bulan=2026-13", "bulan=x", "pejabat=x", "pejabat=" + "9" * 30, "kelurahan=x", "setelah=x", "setelah=1_2_3_4", "kelurahan=%00"],
)
def test_odd_addresses_are_read_as_if_they_said_nothing(desk_of, dewi, query):
    assert desk_of(dewi).get(f"/meja/teruskan/angka/daftar/?{query}").status_code == 200


def test_the_list_has_pages(desk_of, dewi, lamp, at):
    own = {"submission_key": None, "channel": "forward"}
    insert_copies(lamp, [own | {"code": f"F{number}", "received_at": at - timedelta(minutes=number)} for number in range(60)])
    desk = desk_of(dewi)

    answer = desk.get("/meja/teruskan/angka/daftar/")
    behind = desk.get("/meja/teruskan/angka/daftar/" + answer.context["next_url"])

    codes = [row.code for one in (answer, behind) for row in one.context["rows"]]
    assert codes == [f"F{number}" for number in range(60)]


def test_months():
    now = timezone.localtime()
    assert [one.key for one in last_months(now.replace(year=2026, month=2, day=28), 3)] == ["2026-02", "2026-01", "2025-12"]
    assert month_of(now.replace(year=2026, month=12, day=1)).ends.year == 2027
    assert read_month("2026-11", now.tzinfo).key == "2026-11"
    assert [read_month(text, None) for text in ("", "2026-00", "2026-11-01", "1999-01", "abcd-ef")] == [None] * 5


def test_the_figures_of_forwards_read_their_own_index(lamp, at):
    own = {"submission_key": None}
    new = [{"code": f"P{number}", "received_at": at - timedelta(hours=number)} for number in range(3_000)]
    insert_copies(lamp, [own | one | {"channel": "web" if number % 20 else "forward"} for number, one in enumerate(new)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
    since = at - timedelta(days=90)

    plans = [plan_of(forwarded(since).values("id")), plan_of(forwarded(since).filter(forwarded_by=1, is_priority=True).values("id"))]

    assert all("case_by_forward" in plan for plan in plans), plans


def test_the_page_takes_a_fixed_number_of_queries(desk_of, dewi, push, lurah, camat, django_assert_max_num_queries):
    for who in (lurah, camat):
        push(who)
    desk = desk_of(dewi)
    with django_assert_max_num_queries(45):
        desk.get("/meja/teruskan/angka/")
    with django_assert_max_num_queries(10):
        desk.get("/meja/teruskan/angka/")
