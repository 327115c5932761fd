"""After four weeks everybody is asked once more; their no counts as long as they were asked to give it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.aftercare.actions import ask_after_four_weeks, say_not_fixed, say_still_fine, watch_closings
from laksa.aftercare.models import FollowUp
from laksa.cases.actions import confirm_case, join_case, lapse_unconfirmed, mute_participant, resolve_case
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case
from laksa.cases.rules import Identity, State
from laksa.conftest import taken_on_site
from laksa.kernel.errors import MoveRefused

pytestmark = pytest.mark.django_db
WEEKS = timedelta(days=28)
DAY = timedelta(days=1)


@pytest.fixture
def confirmed(done_lamp, siti, reporter, at):
    """Siti said that it is fixed, at the very minute."""
    case = confirm_case(done_lamp.pk, actor=reporter(siti), at=at)
    watch_closings(at=at)
    return case


@pytest.fixture
def asked(confirmed, at):
    """Four weeks have passed and she is asked."""
    ask_after_four_weeks(at=at + WEEKS)
    return Case.objects.get(pk=confirmed.pk)


def test_nobody_is_asked_before(confirmed, at):
    assert ask_after_four_weeks(at=at + WEEKS - DAY) == 0


def test_who_reported_it_is_asked_once(asked, siti, at, outbox):
    assert [letter.to_sealed for letter in outbox if letter.kind == "case.still_fine"] == ["siti@contoh.id"]
    assert "Masih beres?" in outbox[-1].subject
    assert ask_after_four_weeks(at=at + WEEKS + DAY) == 0
    entry = asked.entries.get(kind="followed_up")
    assert (entry.visibility, entry.data["asked"]) == ("reporter", 1)


def test_supporters_are_asked_and_the_muted_are_not(held_lamp, budi, siti, reporter, staff, after_photo, at, outbox):
    loud = join_case(held_lamp.pk, Supporter(email="satu@contoh.id", identity=Identity.HIDDEN), at=at)
    mute = join_case(held_lamp.pk, Supporter(email="dua@contoh.id", identity=Identity.HIDDEN), at=at)
    nameless = join_case(held_lamp.pk, Supporter(), at=at)
    mute_participant(actor=reporter(mute), at=at, is_muted=True)
    resolve_case(held_lamp.pk, "Beres.", photos=(after_photo,), evidence=taken_on_site(held_lamp, budi, at=at), actor=staff(budi), at=at)
    lapse_unconfirmed(at=at + timedelta(days=7, minutes=1))
    watch_closings(at=at + 8 * DAY)

    assert ask_after_four_weeks(at=at + 8 * DAY + WEEKS) == 1

    # Without an address the question waits behind the link.
    assert set(FollowUp.objects.values_list("participant_id", flat=True)) == {siti.pk, loud.pk, nameless.pk}
    letters = sorted(letter.to_sealed for letter in outbox if letter.kind == "case.still_fine")
    assert letters == ["satu@contoh.id", "siti@contoh.id"]


def test_what_was_reopened_is_not_asked_about(confirmed, siti, reporter, at):
    say_not_fixed(confirmed.pk, reason="partly", actor=reporter(siti), at=at + DAY)
    assert ask_after_four_weeks(at=at + WEEKS) == 0


@pytest.mark.parametrize("state", [State.MERGED, State.WITHDRAWN, State.REJECTED])
def test_what_ended_otherwise_is_never_asked_about(lamp, submit_report, state, at):
    Case.objects.filter(pk=lamp.pk).update(
        state=state, is_open=False, ended_at=at, merged_into=submit_report() if state == State.MERGED else None
    )
    watch_closings(at=at)
    assert ask_after_four_weeks(at=at + WEEKS) == 0


def test_who_says_yes_says_it_once(asked, siti, reporter, at):
    say_still_fine(asked.pk, actor=reporter(siti), at=at + WEEKS)
    assert FollowUp.objects.get().is_fine
    assert asked.entries.filter(kind="followed_up", data__answer="fine").count() == 1
    with pytest.raises(MoveRefused):
        say_still_fine(asked.pk, actor=reporter(siti), at=at + WEEKS)


def test_a_yes_to_the_late_question_confirms_what_silence_closed(done_lamp, siti, reporter, at):
    end = at + timedelta(days=7, minutes=1)
    lapse_unconfirmed(at=end)
    watch_closings(at=end)
    ask_after_four_weeks(at=end + WEEKS)
    case = say_still_fine(done_lamp.pk, actor=reporter(siti), at=end + WEEKS)
    assert Case.objects.get(pk=case.pk).state == State.CONFIRMED


def test_no_reopens_within_two_weeks_of_being_asked(asked, siti, reporter, at):
    case = say_not_fixed(asked.pk, reason="came_back", actor=reporter(siti), at=at + WEEKS + 14 * DAY)
    assert (case.state, case.entries.get(kind="reopened").data["after"]) == (State.IN_PROGRESS, "four_weeks")
    assert FollowUp.objects.get().is_fine is False


def test_afterwards_it_is_too_late(asked, siti, reporter, at):
    with pytest.raises(MoveRefused):
        say_not_fixed(asked.pk, reason="came_back", actor=reporter(siti), at=at + WEEKS + timedelta(days=14, seconds=1))


def test_who_was_not_asked_keeps_the_thirty_days(confirmed, siti, reporter, at):
    with pytest.raises(MoveRefused):
        say_not_fixed(confirmed.pk, reason="came_back", actor=reporter(siti), at=at + 31 * DAY)
    assert say_not_fixed(confirmed.pk, reason="came_back", actor=reporter(siti), at=at + 30 * DAY).reopenings == 1


def test_a_stranger_s_link_says_nothing(asked, submit_report, reporter, at):
    other = submit_report(text="Sampah menumpuk").participants.get()
    for say in (say_still_fine, lambda *args, **kwargs: say_not_fixed(*args, reason="other", **kwargs)):
        with pytest.raises(PermissionDenied):
            say(asked.pk, actor=reporter(other), at=at + WEEKS)
