"""The one door in."""

import pytest

from laksa.cases.actions import Contact, Submission, submit, verify_log
from laksa.cases.models import Case, Entry, Participant
from laksa.cases.rules import TEXT_LIMIT, Identity, State
from laksa.city.models import Category, book, forget_book
from laksa.kernel.errors import Conflict, Refused
from laksa.kernel.ids import read_code

pytestmark = pytest.mark.django_db


def test_a_report_becomes_a_case_with_story_owner_and_dates(lamp):
    assert read_code(lamp.code, book().city.code_prefix) == lamp.code
    assert (lamp.state, lamp.agency_id, lamp.category_id) == (State.ASSIGNED, "dishub", "pju")
    assert lamp.resolve_due_at > lamp.received_at
    assert lamp.due_at <= lamp.resolve_due_at
    assert [(entry.kind, entry.visibility) for entry in lamp.entries.all()] == [("received", "reporter"), ("routed", "public")]
    assert lamp.entries.first().body == "Lampu jalan mati sudah tiga hari, gelap sekali kalau malam"
    assert list(verify_log()) == []


def test_the_reporter_is_told_once_with_their_own_link(lamp, siti, outbox):
    letter = outbox[0]
    assert len(outbox) == 1
    assert lamp.code in letter.subject
    assert f"/l/{siti.token}/" in letter.text


def test_the_secret_itself_is_stored_nowhere(lamp, siti):
    row = Participant.objects.filter(pk=siti.pk).values().get()
    assert siti.token not in str(row)
    assert len(siti.token) == 22


def test_names_and_addresses_are_sealed_in_the_database(siti, django_db_blocker):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, phone FROM cases_participant WHERE id = %s", [siti.pk])
        stored = " ".join(cursor.fetchone())
    assert siti.email == "siti@contoh.id"
    assert "siti" not in stored.lower()
    assert "081200000001" not in stored


def test_the_same_key_gives_the_same_case(submit_report):
    first = submit_report(key="kunci")
    second = submit_report(key="kunci")
    assert (second.pk, second.is_repeat) == (first.pk, True)
    assert Case.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(submit_report):
    submit_report(key="kunci")
    with pytest.raises(Conflict) as refusal:
        submit_report(key="kunci", text="Sampah menumpuk di depan gang")
    assert refusal.value.code == "key_reused"
    assert Case.objects.count() == 1


def test_one_key_of_two_channels_makes_two_cases(submit_report):
    submit_report(key="kunci", channel="web")
    submit_report(key="kunci", channel="api")
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "   "}, "text"),
        ({"text": "x" * (TEXT_LIMIT + 1)}, "text"),
        ({"photo_ids": tuple(range(1, 8))}, "photos"),
        ({"village": "99.99.99.9999"}, "village"),
        ({"lat": -6.1}, "lat"),
    ],
)
def test_what_nobody_can_use_is_refused_by_its_field(submit_report, changes, field):
    with pytest.raises(Refused) as refusal:
        submit_report(**changes)
    assert refusal.value.field == field
    assert Case.objects.count() == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 91.0])
def test_a_point_that_is_no_point_is_refused(submit_report, value):
    with pytest.raises(Refused):
        submit_report(lat=value, lon=106.6)


def test_the_anonymous_leave_nothing(submit_report):
    case = submit_report(identity=Identity.ANONYMOUS, contact=Contact(name="Siti", email="siti@contoh.id"))
    person = case.participants.get()
    assert (person.name, person.email, person.email_index) == ("", "", "")


def test_a_category_switched_off_meanwhile_is_routed_by_the_words(city, at):
    Category.objects.filter(pk="pju").update(is_active=False)
    city.version += 1
    city.save()
    forget_book()
    case = submit(Submission(text="Lampu jalan mati", category="pju"), channel="web", at=at, idempotency_key="k")
    assert case.category_id != "pju"


def test_a_point_outside_the_city_goes_to_the_desk(submit_report):
    case = submit_report(lat=book().city.centre_lat + 2, lon=book().city.centre_lon)
    assert (case.state, case.is_outside, case.village_id) == (State.TRIAGE, True, None)


def test_numbers_that_name_a_person_never_reach_the_public_text(submit_report):
    case = submit_report(text="Lampu jalan mati, hubungi saya di 0812 3456 7890, NIK 3671051708450001")
    assert "7890" not in case.public_text + case.title
    assert "3671051708450001" not in case.public_text
    assert "7890" in case.entries.first().body


def test_a_report_that_fails_half_way_leaves_nothing(submit_report, monkeypatch):
    monkeypatch.setattr("laksa.cases.actions.intake.tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        submit_report()
    assert not Case.objects.exists()
    assert not Entry.objects.exists()


def test_a_report_costs_a_handful_of_statements(submit_report, django_assert_max_num_queries):
    submit_report()
    with django_assert_max_num_queries(9):
        submit_report(contact=Contact(email="siti@contoh.id"), identity=Identity.NAMED)


@pytest.mark.parametrize("choice", [{"category": "pungli", "hashtags": ()}, {"hashtags": ("#Pungli",)}])
def test_whoever_chose_a_secret_category_is_not_shown_although_the_words_sound_like_another(submit_report, choice):
    case = submit_report(text="Lampu jalan mati, petugasnya bilang lampu jalan tidak akan diganti", **choice)
    assert case.is_sealed
    assert not Case.objects.public().filter(pk=case.pk).exists()
