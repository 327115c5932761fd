# SPDX-License-Identifier: AGPL-3.0-or-later
"""A month of points: read from stories, frozen, corrected, objected to, answered."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.cases import actions as cases
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case, Entry
from laksa.city.models import City, book, forget_book
from laksa.city.rules.replies import fill_template
from laksa.conftest import drawn, insert_copies, plan_of, reads_whole, taken_on_site
from laksa.deadlines.actions import hours_of
from laksa.identity.models import Post
from laksa.insight.actions import answer_objection, close_months, ledger_of, object_to_points
from laksa.insight.actions.points import closes_at, says_nothing
from laksa.insight.models import Objection, PointLine, PointMonth
from laksa.insight.models.points import moved_cases
from laksa.insight.rules.declared import Outcome, declared_by
from laksa.insight.rules.points import Act
from laksa.kernel.errors import MoveRefused, Refused

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
WORDS = "Regu Tim PJU datang besok pukul 09.00 dengan tangga."


@pytest.fixture
def answered(held_lamp, budi, staff, at):
    return cases.reply_to_case(held_lamp.pk, WORDS, actor=staff(budi), at=at + timedelta(minutes=10))


@pytest.fixture
def repaired(answered, budi, staff, at, settings, tmp_path):
    photo = cases.check_photo(drawn("lamp", seed=1, after=True), file_name="sesudah.jpg", at=at)
    done = at + timedelta(hours=1)
    proof = taken_on_site(answered, budi, at=done)
    return cases.resolve_case(answered.pk, "Ketiga lampu menyala.", photos=(photo,), evidence=proof, actor=staff(budi), at=done)


@pytest.fixture
def confirmed(repaired, siti, reporter, at):
    return cases.confirm_case(repaired.pk, actor=reporter(siti), at=at + timedelta(hours=3))


def acts(ledger):
    return [(line.act, line.points) for line in ledger.lines]


def test_a_month_is_read_from_the_stories(confirmed, budi, wulan):
    ledger = ledger_of(budi.pk, NOVEMBER)
    assert acts(ledger) == [(Act.ANSWERED, 2), (Act.CONFIRMED, 5)]
    assert (ledger.points, ledger.closed) == (7, None)
    assert ledger_of(wulan.pk, NOVEMBER).lines == []
    assert ledger_of(budi.pk, DECEMBER).lines == []


def test_a_reopening_takes_back_what_the_confirmation_gave(confirmed, siti, reporter, budi, at):
    cases.reopen_case(confirmed.pk, reason="still_broken", actor=reporter(siti), at=at + timedelta(days=1))
    assert acts(ledger_of(budi.pk, NOVEMBER)) == [(Act.ANSWERED, 2), (Act.CONFIRMED, 5), (Act.REOPENED, -5)]


def test_another_city_weighs_severity_and_held_time(confirmed, budi, city, at):
    City.objects.update(performance=city.performance | {"severity_percent": {"berat": 150}, "held_late_percent": 50})
    forget_book()
    Case.objects.filter(pk=confirmed.pk).update(severity="berat", resolve_due_at=at + timedelta(minutes=30))
    ledger = ledger_of(budi.pk, NOVEMBER)
    assert acts(ledger) == [(Act.ANSWERED, 2), (Act.CONFIRMED, Decimal("3.75"))]
    close_months(at=closes_at(NOVEMBER))
    City.objects.update(performance=city.performance)
    forget_book()
    closed = ledger_of(budi.pk, NOVEMBER)
    assert closed.closed is not None
    assert closed.rules.severity_percent == {"berat": 150}
    assert closed.lines == ledger.lines


def test_silence_gives_nothing(repaired, budi, at):
    cases.lapse_unconfirmed(at=at + timedelta(days=8))
    assert [line.act for line in ledger_of(budi.pk, NOVEMBER).lines] == [Act.ANSWERED]
    assert ledger_of(budi.pk, DECEMBER).lines == []


def test_a_template_alone_is_no_answer(city):
    (template,) = book().templates.values()
    values = {"nama": "Siti", "kode": "KCT-1", "petugas": "Budi", "tanggal": "Jumat 27 November, 16.00", "tautan": "https://contoh.id/l/1/"}
    filled = fill_template(template.body, values)
    assert says_nothing(filled)
    assert says_nothing(filled.replace(" ", "\n"))
    assert not says_nothing(filled + " Ibu, tiang nomor 14 kami ganti lampunya hari ini.")
    assert says_nothing("Terima kasih, akan segera kami tindak lanjuti.")


def test_what_became_of_it_and_how_long_it_was_held(confirmed, budi):
    ((_case, story),) = ledger_of(budi.pk, NOVEMBER).stories
    (one,) = declared_by(budi.pk, story, since=story.received_at, until=story.received_at + timedelta(days=9), hours=hours_of("dishub"))
    assert (one.outcome, one.own, one.is_over) == (Outcome.CONFIRMED, timedelta(hours=1), False)


def test_the_queries_stay_the_same_however_much_was_done(confirmed, submit_report, budi, rina, staff, at):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ledger = ledger_of(budi.pk, NOVEMBER)
        return len(queries), len(ledger.lines)

    few = count()
    for number in range(6):
        case = submit_report(key=f"many-{number}")
        cases.assign_case(case.pk, Owner("dishub", "tim-pju", budi.pk), actor=staff(rina), at=at)
        cases.accept_case(case.pk, actor=staff(budi), at=at)
        cases.reply_to_case(case.pk, WORDS, actor=staff(budi), at=at)
    many = count()
    assert many == (few[0], few[1] + 6)
    assert few[0] <= 7


# --- closing ------------------------------------------------------------------------------------------


def test_a_month_closes_at_the_end_of_the_first_working_day(confirmed, budi):
    closing = closes_at(NOVEMBER)
    assert (closing.day, closing.month) == (1, 12)
    assert close_months(at=closing - timedelta(minutes=1)) == 0
    assert close_months(at=closing) > 0
    assert close_months(at=closing) == 0
    month = PointMonth.objects.get(user=budi)
    assert (month.month, month.points, month.lines.count()) == (NOVEMBER, 7, 2)


def test_a_closed_month_stays_and_is_corrected_in_the_open_one(confirmed, budi, at):
    close_months(at=closes_at(NOVEMBER))
    Case.objects.filter(pk=confirmed.pk).update(respond_due_at=at - timedelta(days=1))
    assert acts(ledger_of(budi.pk, NOVEMBER)) == [(Act.ANSWERED, 2), (Act.CONFIRMED, 5)]
    december = ledger_of(budi.pk, DECEMBER)
    assert acts(december) == [(Act.CORRECTION, -2)]
    assert december.lines[0].facts == {"act": "answered_in_time", "month": "2026-11"}


def test_what_was_corrected_once_is_not_corrected_again(confirmed, budi, at):
    close_months(at=closes_at(NOVEMBER))
    Case.objects.filter(pk=confirmed.pk).update(respond_due_at=at - timedelta(days=1))
    close_months(at=closes_at(DECEMBER))
    assert acts(ledger_of(budi.pk, DECEMBER)) == [(Act.CORRECTION, -2)]
    assert ledger_of(budi.pk, date(2027, 1, 1)).lines == []


# --- objections ---------------------------------------------------------------------------------------


@pytest.fixture
def false_close(confirmed, siti, reporter, budi, at):
    cases.reopen_case(confirmed.pk, reason="still_broken", actor=reporter(siti), at=at + timedelta(hours=20))
    return ledger_of(budi.pk, NOVEMBER).lines[-1]


@pytest.fixture
def objection(false_close, budi, staff, at):
    return object_to_points(NOVEMBER, false_close.key, "Lampu itu milik kompleks.", actor=staff(budi), at=at + timedelta(hours=21))


def test_an_objection_waits_five_working_days(objection, at):
    assert (objection.agency, objection.is_pending) == ("dishub", True)
    assert objection.due_at.date() == date(2026, 12, 2)


def test_a_line_is_objected_to_once_with_words_and_by_its_owner(objection, false_close, budi, wulan, staff, at):
    with pytest.raises(MoveRefused):
        object_to_points(NOVEMBER, false_close.key, "Sekali lagi.", actor=staff(budi), at=at)
    with pytest.raises(MoveRefused):
        object_to_points(NOVEMBER, false_close.key, "Bukan milik saya.", actor=staff(wulan), at=at)
    with pytest.raises(Refused):
        object_to_points(NOVEMBER, false_close.key, "  ", actor=staff(budi), at=at)


@pytest.mark.parametrize("who", ["budi", "wulan", "kabid", "joko", "dewi", "tono", "walikota", "sari", "lurah", "camat", "operator"])
def test_only_the_head_or_an_admin_answers(objection, who, request, staff, at):
    with pytest.raises(PermissionDenied):
        answer_objection(objection.pk, "Benar.", points=Decimal(0), actor=staff(request.getfixturevalue(who)), at=at)


@pytest.mark.parametrize("who", ["rina", "kadis"])
def test_an_objection_that_was_right_changes_the_line(objection, who, request, budi, staff, at):
    answer_objection(objection.pk, "Benar, lampu kompleks.", points=Decimal(0), actor=staff(request.getfixturevalue(who)), at=at)
    ledger = ledger_of(budi.pk, NOVEMBER)
    assert (ledger.lines[-1].points, ledger.points) == (0, 7)
    with pytest.raises(MoveRefused):
        answer_objection(objection.pk, "Lagi.", points=None, actor=staff(request.getfixturevalue(who)), at=at)


def test_an_answer_may_leave_the_line_as_it_is(objection, rina, budi, staff, at):
    answer_objection(objection.pk, "Tiangnya milik kota.", points=None, actor=staff(rina), at=at)
    assert ledger_of(budi.pk, NOVEMBER).points == 2


@pytest.fixture
def letters(outbox, kadis, kabid, rina, budi, wulan):
    """Everybody of the office has an address; the letters about points, as (kind, to, subject, text)."""
    for person in (kadis, kabid, rina, budi, wulan):
        person.email = f"{person.username}@contoh.id"
        person.save()

    def read():
        found = [one for one in outbox if one.kind.startswith("staff.points")]
        assert {one.topic for one in found} <= {""}
        return [(one.kind, one.to_sealed, one.subject, one.text, one.not_before) for one in found]

    return read


def test_an_objection_is_told_to_those_who_answer_and_its_answer_to_the_officer(letters, false_close, budi, rina, staff, at):
    at += timedelta(days=1)
    line = next(line for line in ledger_of(budi.pk, NOVEMBER).lines if line.act == Act.REOPENED)
    objection = object_to_points(NOVEMBER, line.key, "Yang mati tiang lain.", actor=staff(budi), at=at)

    asked = letters()
    assert [(kind, to) for kind, to, *_rest in asked] == [
        ("staff.points_objected", "admin.dishub@contoh.id"),
        ("staff.points_objected", "kadis.dishub@contoh.id"),
    ]
    assert asked[0][2] == "Keberatan atas poin: Budi Santoso"
    for said in ("Yang mati tiang lain.", line.code, "November 2026", f"/meja/kinerja/#keberatan-{objection.pk}"):
        assert said in asked[0][3]

    answer_objection(objection.pk, "Benar, tiang lain.", points=Decimal("-2.5"), actor=staff(rina), at=at)
    ((kind, to, subject, text, _not_before),) = letters()[2:]
    assert (kind, to, subject) == ("staff.points_answered", "pju.1@contoh.id", f"Keberatan Anda dijawab: {line.code}")
    for said in (
        "bernilai -2,5 poin",
        "Jawaban Rina Marlina:\nBenar, tiang lain.",
        "Yang mati tiang lain.",
        "/meja/kinerja/?bulan=2026-11#baris-",
    ):
        assert said in text


def test_an_answer_that_changes_nothing_says_so_and_waits_for_the_morning(letters, objection, rina, staff, at):
    answer_objection(objection.pk, "Tiangnya milik kota.", points=None, actor=staff(rina), at=at.replace(hour=23))
    text, not_before = letters()[-1][3:]
    assert "Baris ini tetap." in text
    assert not_before.astimezone(at.tzinfo).hour == 7


def test_nobody_is_asked_in_their_own_cause_or_after_they_left(letters, false_close, budi, kadis, rina, staff, at):
    Post.objects.create(user=budi, role="agency_admin", agency_id="dishub", since=at - timedelta(days=1))
    rina.posts.update(until=at)
    line = ledger_of(budi.pk, NOVEMBER).lines[0]
    object_to_points(NOVEMBER, line.key, "Keliru.", actor=staff(budi), at=at + timedelta(days=1))
    assert [to for _kind, to, *_rest in letters()] == ["kadis.dishub@contoh.id"]


@pytest.mark.parametrize("points", ["5", "-6"])
def test_an_answer_stays_within_what_the_act_can_be_worth(objection, points, rina, staff, at):
    with pytest.raises(Refused):
        answer_objection(objection.pk, "Benar.", points=Decimal(points), actor=staff(rina), at=at)


def test_an_answer_after_the_month_was_closed_is_a_correction(objection, rina, budi, staff, at):
    close_months(at=closes_at(NOVEMBER))
    assert PointLine.objects.filter(month__user=budi).count() == 3
    answer_objection(objection.pk, "Benar.", points=Decimal(0), actor=staff(rina), at=closes_at(NOVEMBER))
    assert ledger_of(budi.pk, NOVEMBER).points == 2
    assert acts(ledger_of(budi.pk, DECEMBER)) == [(Act.CORRECTION, 5)]


def test_an_old_month_is_past_objecting(false_close, budi, staff, at):
    with pytest.raises(MoveRefused):
        object_to_points(NOVEMBER, false_close.key, "Terlambat.", actor=staff(budi), at=at + timedelta(days=70))
    assert not Objection.objects.exists()


# --- speed --------------------------------------------------------------------------------------------


CASES, ENTRIES = 100, 30


@pytest.fixture
def _busy_year(confirmed, wulan, at):
    """A year in which others wrote three thousand entries, and statistics that know it."""
    rows = insert_copies(confirmed, [{"code": f"P{number}", "submission_key": None} for number in range(CASES)])
    common = {"actor_kind": "staff", "actor_label": "Wulan", "user": wulan, "kind": "note", "visibility": "internal"}
    Entry.objects.bulk_create(
        [
            Entry(case=case, number=number, at=at - timedelta(days=number), hash=f"{case.pk}.{number}", **common)
            for case in rows
            for number in range(ENTRIES)
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_entry")


@pytest.mark.usefixtures("_busy_year")
def test_a_month_is_found_by_indexes_of_the_entries(budi, at):
    plan = plan_of(moved_cases(budi.pk, since=at - timedelta(days=60), until=at))

    assert "entry_by_user" in plan, plan
    assert not reads_whole(plan, "cases_entry"), plan
