"""The lurah pushes forward what he was sent: it comes in by the one door, with priority as far as the mayor allows."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from laksa.cases.actions import Contact, Submission
from laksa.cases.actions.forwarding import cap_of, forward_report, official_title, priorities_left, set_priority_cap, usual_cap
from laksa.cases.models import Case, PriorityCap
from laksa.cases.rules import Identity
from laksa.cases.rules.forwarding import PRIORITIES_A_WEEK, Pasted, left_of, phone_of, read_pasted, title_of, week_of
from laksa.identity.rules import PUBLIC, PostFact, Role
from laksa.kernel.errors import Refused
from laksa.kernel.models import Event

JAKARTA = ZoneInfo("Asia/Jakarta")
WORDS = "Lampu jalan mati tiga tiang di depan musala"


@pytest.mark.parametrize("day", range(23, 30))
def test_a_week_begins_on_monday(day):
    assert week_of(datetime(2026, 11, day, 23, 59, tzinfo=JAKARTA)) == datetime(2026, 11, 23, tzinfo=JAKARTA)


def test_nothing_is_left_beyond_a_cap():
    assert [left_of(3, used) for used in (0, 2, 3, 7)] == [3, 1, 0, 0]


KINDS = {"kec-melati": "kecamatan", "kel-sukamaju": "kelurahan", "dishub": "dinas"}


@pytest.mark.parametrize(
    ("posts", "title"),
    [
        ([PostFact(Role.AGENCY_HEAD, agency_id="kec-melati")], "camat"),
        ([PostFact(Role.AGENCY_HEAD, agency_id="kel-sukamaju")], "lurah"),
        ([PostFact(Role.AGENCY_HEAD, agency_id="dishub")], "kepala dinas"),
        ([PostFact(Role.VILLAGE_HEAD, agency_id="kel-sukamaju")], "lurah"),
        ([PostFact(Role.OFFICER, agency_id="dishub"), PostFact(Role.LEADER)], "wali kota"),
        ([PostFact(Role.OFFICER, agency_id="dishub")], "petugas"),
    ],
)
def test_an_official_is_called_by_the_highest_office(posts, title):
    assert title_of(posts, KINDS) == title


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        (WORDS, Pasted(WORDS)),
        (f"[24/11/26 08.12.33] Pak RT 05: {WORDS}", Pasted(WORDS, name="Pak RT 05")),
        (f"24/11/26 08.12 - +62 812-0000-0001: {WORDS}", Pasted(WORDS, phone="+6281200000001")),
        (f"[24/11/2026, 08:12] Bu Ani: {WORDS}\n[24/11/2026, 08:13] Bu Ani: Tolong Pak", Pasted(f"{WORDS}\nTolong Pak", name="Bu Ani")),
        (f"Diteruskan\n{WORDS}", Pasted(WORDS)),
        ("Fokus: lampu mati", Pasted("Fokus: lampu mati")),
        ("", Pasted("")),
    ],
)
def test_the_frame_of_a_messenger_is_taken_off(pasted, expected):
    assert read_pasted(pasted) == expected


@pytest.mark.parametrize(
    ("text", "phone"),
    [("0812-0000-0001", "+6281200000001"), ("+62 812 0000 0001", "+6281200000001"), ("Pak RT 05", ""), ("12", ""), ("0" * 40, "")],
)
def test_a_number_is_kept_as_it_is_dialled_from_anywhere(text, phone):
    assert phone_of(text) == phone


pytestmark_db = pytest.mark.django_db


@pytest.fixture
def push(staff, at, city):
    """Push a report forward: `push(lurah)`."""
    count = 0

    def send(user, *, wants=True, when=at, key="", **changes):
        nonlocal count
        count += 1
        values = {"text": f"{WORDS} {count}", "hashtags": ("#PJU",), "village": "99.01.01.1001"} | changes
        return forward_report(Submission(**values), wants_priority=wants, actor=staff(user), at=when, idempotency_key=key or str(count))

    return send


@pytestmark_db
def test_a_forward_comes_in_by_the_one_door(push, lurah, outbox):
    lurah.email = "lurah@contoh.id"
    lurah.save()
    contact = Contact(name="Bu Ani", email="ani@contoh.id")

    case = push(lurah, contact=contact, identity=Identity.HIDDEN).case

    case.refresh_from_db()
    first = case.entries.get(number=1)
    assert (case.channel, case.forwarded_by, case.is_priority, case.agency_id) == ("forward", lurah, True, "dishub")
    assert (first.data["forwarded_as"], first.actor_label) == ("lurah", lurah.name)
    assert {letter.to_sealed for letter in outbox} == {"lurah@contoh.id", "ani@contoh.id"}
    assert case.participants.get().email == "ani@contoh.id"


@pytestmark_db
def test_priority_does_not_change_the_clock(push, lurah):
    first, second = push(lurah).case, push(lurah, wants=False).case

    assert first.is_priority
    assert not second.is_priority
    assert (first.resolve_due_at, first.severity) == (second.resolve_due_at, second.severity)


@pytestmark_db
def test_the_official_may_open_it_afterwards(push, lurah, staff):
    case = push(lurah).case

    assert Case.objects.readable_by(staff(lurah)).filter(pk=case.pk).exists()
    assert case.account_ids == frozenset()


@pytestmark_db
def test_above_the_cap_it_enters_without_priority(push, lurah, at):
    results = [push(lurah) for _ in range(PRIORITIES_A_WEEK + 1)]

    assert [one.is_priority for one in results] == [True] * PRIORITIES_A_WEEK + [False]
    assert [one.left for one in results] == [2, 1, 0, 0]
    assert Case.objects.count() == PRIORITIES_A_WEEK + 1


@pytestmark_db
def test_the_cap_is_of_one_official_and_one_week(push, lurah, camat, at):
    for _ in range(PRIORITIES_A_WEEK):
        push(lurah)

    assert push(camat).is_priority
    assert push(lurah, when=at + timedelta(days=6)).is_priority


@pytestmark_db
def test_the_same_press_twice_is_one_report(push, lurah, at):
    first = push(lurah, key="a", text=WORDS)
    second = push(lurah, key="a", text=WORDS)

    assert first.case == second.case
    assert second.case.is_repeat
    assert priorities_left(lurah.pk, at=at) == PRIORITIES_A_WEEK - 1


@pytestmark_db
def test_a_leader_sets_how_many(push, lurah, camat, walikota, staff, at):
    set_priority_cap(1, actor=staff(walikota), at=at)
    set_priority_cap(2, user_id=lurah.pk, actor=staff(walikota), at=at)
    set_priority_cap(0, user_id=lurah.pk, actor=staff(walikota), at=at)

    assert (usual_cap(), cap_of(lurah.pk), cap_of(camat.pk)) == (1, 0, 1)
    assert not push(lurah).is_priority
    assert Event.objects.filter(verb="priority_cap.changed").count() == 3

    set_priority_cap(None, user_id=lurah.pk, actor=staff(walikota), at=at)
    assert cap_of(lurah.pk) == 1
    assert PriorityCap.objects.count() == 1


@pytestmark_db
@pytest.mark.parametrize("number", [-1, 51])
def test_a_cap_is_a_small_number(walikota, staff, at, number):
    with pytest.raises(Refused):
        set_priority_cap(number, actor=staff(walikota), at=at)


@pytestmark_db
@pytest.mark.parametrize("who", ["lurah", "camat", "kadis", "dewi", "tono", "sari"])
def test_nobody_else_sets_it(request, staff, at, who):
    with pytest.raises(PermissionDenied):
        set_priority_cap(1, actor=staff(request.getfixturevalue(who)), at=at)


@pytestmark_db
def test_a_stranger_does_not_push(at, city):
    with pytest.raises(PermissionDenied):
        forward_report(Submission(text=WORDS), wants_priority=True, actor=PUBLIC, at=at, idempotency_key="a")


@pytestmark_db
def test_a_secret_report_is_not_opened_for_whoever_pushed_it(push, lurah, staff):
    from laksa.city.models import book

    secret = next((one.slug for one in book().categories.values() if one.is_sealed), None)
    if secret is None:
        pytest.skip("this city has no secret category")
    case = push(lurah, category=secret, text="Petugas meminta uang", hashtags=()).case

    assert case.is_sealed
    assert not case.involved.exists()


@pytestmark_db
def test_titles_of_the_cast(lurah, camat, walikota, kadis, budi, staff):
    assert [official_title(staff(who)) for who in (lurah, camat, walikota, kadis, budi)] == [
        "lurah",
        "camat",
        "wali kota",
        "kepala dinas",
        "petugas",
    ]
