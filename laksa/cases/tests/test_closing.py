"""A case ends by evidence and the reporter's word, or stays honest about missing it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.cases import actions
from laksa.cases.actions.closing import AskedAnew
from laksa.cases.actions.joining import Supporter
from laksa.cases.actions.staff import leads_of
from laksa.cases.models import Case
from laksa.cases.rules import Identity, State
from laksa.conftest import taken_on_site
from laksa.kernel.errors import MoveRefused, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolved(held_lamp, budi, staff, at, after_photo):
    """The lamp burns, says Budi, with a photo."""
    return actions.resolve_case(
        held_lamp.pk,
        "Ketiga lampu menyala.",
        photos=(after_photo,),
        evidence=taken_on_site(held_lamp, budi, at=at),
        actor=staff(budi),
        at=at,
    )


def test_no_evidence_no_closing(held_lamp, budi, staff, at):
    from laksa.city.models import Category, City, forget_book

    Category.objects.filter(pk=held_lamp.category_id).update(evidence="photo")
    City.objects.update(version=99)
    forget_book()
    with pytest.raises(Refused) as refusal:
        actions.resolve_case(held_lamp.pk, "Sudah", actor=staff(budi), at=at)
    assert refusal.value.field == "photos"


def test_the_reporter_is_asked_and_says_that_it_is_fixed(resolved, siti, reporter, at, outbox):
    assert resolved.state == State.RESOLVED
    assert "Sudah beres?" in outbox[-1].subject
    actions.confirm_case(resolved.pk, actor=reporter(siti), at=at)
    case = Case.objects.get(pk=resolved.pk)
    assert (case.state, case.is_open, case.ended_at) == (State.CONFIRMED, False, at)


def test_confirming_twice_changes_nothing(resolved, siti, reporter, at):
    actions.confirm_case(resolved.pk, actor=reporter(siti), at=at)
    again = actions.confirm_case(resolved.pk, actor=reporter(siti), at=at + timedelta(minutes=1))
    assert again.entries.filter(kind="confirmed").count() == 1


@pytest.mark.parametrize("who", ["budi", "rina", "tono", "walikota"])
def test_no_office_can_say_it_for_them(resolved, who, staff, request, at):
    with pytest.raises(PermissionDenied):
        actions.confirm_case(resolved.pk, actor=staff(request.getfixturevalue(who)), at=at)


def test_silence_closes_and_never_confirms(resolved, at, outbox):
    assert actions.lapse_unconfirmed(at=at + timedelta(days=6, hours=23)) == 0
    assert actions.lapse_unconfirmed(at=at + timedelta(days=7, minutes=1)) == 1
    assert Case.objects.get(pk=resolved.pk).state == State.CLOSED
    assert "belum dikonfirmasi" in outbox[-1].subject


def test_a_late_word_still_counts(resolved, siti, reporter, at):
    later = at + timedelta(days=8)
    actions.lapse_unconfirmed(at=later)
    assert actions.confirm_case(resolved.pk, actor=reporter(siti), at=later).state == State.CONFIRMED


def test_not_fixed_goes_back_to_the_holder_with_history_and_clock(resolved, siti, reporter, budi, at):
    case = actions.reopen_case(resolved.pk, reason="still_broken", words="Tiang 3 masih mati", actor=reporter(siti), at=at)
    assert (case.state, case.holder_id, case.reopenings) == (State.IN_PROGRESS, budi.pk, 1)
    assert case.received_at == resolved.received_at


def test_reopening_ends_after_thirty_days(resolved, siti, reporter, at):
    actions.confirm_case(resolved.pk, actor=reporter(siti), at=at)
    with pytest.raises(MoveRefused):
        actions.reopen_case(resolved.pk, reason="came_back", actor=reporter(siti), at=at + timedelta(days=30, seconds=1))
    assert actions.reopen_case(resolved.pk, reason="came_back", actor=reporter(siti), at=at + timedelta(days=30)).reopenings == 1


def test_a_reopening_names_one_of_the_reasons(resolved, siti, reporter, at):
    with pytest.raises(Refused):
        actions.reopen_case(resolved.pk, reason="<b>", actor=reporter(siti), at=at)


def test_a_refusal_can_be_objected_to_once_and_only_a_coordinator_refuses_again(held_lamp, siti, budi, dewi, tono, reporter, staff, at):
    actions.reject_case(held_lamp.pk, reason="Bukan", where_to="RW", actor=staff(budi), at=at)
    case = actions.object_to_refusal(held_lamp.pk, "Itu lampu kota", actor=reporter(siti), at=at)
    assert (case.state, case.needs_coordinator) == (State.TRIAGE, True)
    with pytest.raises(PermissionDenied):
        actions.reject_case(case.pk, reason="Tetap", where_to="RW", actor=staff(dewi), at=at)
    actions.reject_case(case.pk, reason="Tetap bukan", where_to="RW", actor=staff(tono), at=at)
    with pytest.raises(PermissionDenied):
        actions.object_to_refusal(case.pk, "Lagi", actor=reporter(siti), at=at)


def test_a_rating_stays_in_the_story_when_it_changes(resolved, siti, reporter, at):
    actions.rate_case(resolved.pk, 2, actor=reporter(siti), at=at)
    case = actions.rate_case(resolved.pk, 5, words="Terima kasih", actor=reporter(siti), at=at)
    assert case.rating == 5
    assert [entry.data["stars"] for entry in case.entries.filter(kind="rated")] == [2, 5]


def test_a_report_can_be_taken_back_by_its_reporter_only(lamp, siti, budi, reporter, staff, at):
    with pytest.raises(PermissionDenied):
        actions.withdraw_case(lamp.pk, actor=staff(budi), at=at)
    case = actions.withdraw_case(lamp.pk, actor=reporter(siti), at=at)
    assert case.state == State.WITHDRAWN
    assert not Case.objects.public().filter(pk=case.pk).exists()


def test_the_words_of_a_stranger_s_link_move_nothing(resolved, submit_report, reporter, at):
    other = submit_report(text="Sampah menumpuk").participants.get()
    with pytest.raises(PermissionDenied):
        actions.confirm_case(resolved.pk, actor=reporter(other), at=at)


def test_every_supporter_is_asked_and_one_no_outweighs_a_yes(held_lamp, siti, budi, reporter, staff, at, after_photo, outbox):
    joined = actions.join_case(held_lamp.pk, Supporter(email="tetangga@contoh.id", identity=Identity.HIDDEN), at=at)
    resolved = actions.resolve_case(
        held_lamp.pk, "Menyala.", photos=(after_photo,), evidence=taken_on_site(held_lamp, budi, at=at), actor=staff(budi), at=at
    )
    asked = [message.to_sealed for message in outbox if message.kind == "case.resolved"]
    assert sorted(asked) == ["siti@contoh.id", "tetangga@contoh.id"]

    actions.confirm_case(resolved.pk, actor=reporter(siti), at=at)
    case = actions.reopen_case(resolved.pk, reason="partly", actor=reporter(joined), at=at + timedelta(days=29))

    assert (case.state, case.reopenings) == (State.IN_PROGRESS, 1)


def test_the_lead_and_the_holder_are_told_of_a_reopening(resolved, siti, budi, kabid, rina, wulan, reporter, at, outbox):
    for person in (budi, kabid, rina, wulan):
        person.email = f"{person.username}@dishub.contoh.id"
        person.save()

    actions.reopen_case(resolved.pk, reason="still_broken", words="Saya Siti, tiang 3 mati", actor=reporter(siti), at=at)

    letters = [message for message in outbox if message.kind == "staff.reopened"]
    assert sorted(letter.to_sealed for letter in letters) == ["kabid.pju@dishub.contoh.id", "pju.1@dishub.contoh.id"]
    assert "ke-1" in letters[0].text
    assert "/meja/kasus/" in letters[0].text
    assert "Siti" not in letters[0].text


def test_a_letter_about_a_sealed_report_carries_nothing_of_it(resolved, siti, budi, reporter, at, outbox):
    budi.email = "pju.1@dishub.contoh.id"
    budi.save()
    Case.objects.filter(pk=resolved.pk).update(is_sealed=True)
    actions.reopen_case(resolved.pk, reason="still_broken", words="Pungutannya masih ada", actor=reporter(siti), at=at)
    letter = next(message for message in outbox if message.kind == "staff.reopened")
    assert resolved.title not in letter.subject + letter.text
    assert "Pungutannya" not in letter.text


def test_without_anybody_above_the_team_the_office_s_admin_is_told(resolved, siti, rina, budi, reporter, at, outbox):
    assert leads_of(resolved, at=at) == [rina.pk]


def test_at_night_the_staff_is_told_in_the_morning(resolved, siti, budi, reporter, at, outbox):
    budi.email = "pju.1@dishub.contoh.id"
    budi.save()
    actions.reopen_case(resolved.pk, reason="still_broken", actor=reporter(siti), at=at.replace(hour=22))
    letter = next(message for message in outbox if message.kind == "staff.reopened")
    assert letter.not_before == at.replace(hour=7, minute=0) + timedelta(days=1)


def test_who_was_asked_anew_may_answer_after_thirty_days(resolved, siti, reporter, at):
    actions.confirm_case(resolved.pk, actor=reporter(siti), at=at)
    late = at + timedelta(days=40)
    case = actions.reopen_case(resolved.pk, reason="came_back", actor=reporter(siti), at=late, asked=AskedAnew(late, "four_weeks"))
    assert case.entries.get(kind="reopened").data["after"] == "four_weeks"
