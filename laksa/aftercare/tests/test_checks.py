"""Chosen by lot, asked outside the team, answered by a link: and a no has its effect."""

from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.aftercare.actions import Seen, answer_check, draw_checks, sweep_checks, watch_closings
from laksa.aftercare.actions.drawing import shares_of_teams
from laksa.aftercare.models import Check, Checker, Closing, Draw
from laksa.aftercare.rules import Answer, Status
from laksa.cases.actions import confirm_case, reopen_case
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.models import Absence
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def all_drawn(shares):
    """Every closing falls to the lot."""
    shares(third_eye_percent=100, third_eye_most_percent=100)


@pytest.fixture
def check(closing, eye, all_drawn, at):
    """Ratih was drawn to look at the lamp."""
    draw_checks(at=at)
    return Check.objects.get()


def reachable(user):
    user.email = f"{user.username}@contoh.id"
    user.save()
    return user


def test_the_lots_of_a_day_are_drawn_once_and_kept(check, closing, at):
    draw = Draw.objects.get()
    assert (draw.pool, draw.drawn, draw.unplaced) == (1, 1, 0)
    assert Event.objects.get(verb="checks.drawn").data["seed"] == draw.seed
    assert draw_checks(at=at + timedelta(hours=3)) is None


def test_no_closing_has_two_lots(check, at):
    assert draw_checks(at=at + DAY).pool == 0


def test_a_city_that_draws_nothing_asks_nobody(closing, eye, shares, at):
    shares(third_eye_percent=0)
    assert draw_checks(at=at).drawn == 0
    assert not Check.objects.exists()


def test_whoever_looks_gets_a_link_and_the_team_learns_no_name(check, done_lamp, outbox):
    letter = outbox[-1]
    assert letter.to_sealed == "ratih@kim.contoh.id"
    assert f"/periksa/{check.token}/" in letter.text
    assert letter.topic == ""
    entry = done_lamp.entries.get(kind="check_asked")
    assert entry.visibility == "internal"
    assert "Ratih" not in f"{entry.body}{entry.data}"


def test_the_link_s_secret_is_not_stored(check):
    assert check.token not in str(Check.objects.filter(pk=check.pk).values().get())
    assert Check.objects.of_token(check.token).get() == check
    assert not Check.objects.of_token(check.token[:-1]).exists()


def test_it_is_due_on_the_fifth_working_day(check):
    # Tuesday 24 November: the next working days are 25, 26, 27, 30 November and 1 December.
    assert timezone.localtime(check.due_at).isoformat() == "2026-12-01T16:00:00+07:00"


def test_with_a_telephone_only_the_city_desk_passes_the_link_on(closing, eye, all_drawn, dewi, at, outbox):
    reachable(dewi)
    Checker.objects.filter(pk=eye.pk).update(email="")
    eye.refresh_from_db()
    eye.phone = "+6281200000009"
    eye.save()
    draw_checks(at=at)
    assert outbox[-1].to_sealed == "desk@contoh.id"
    assert "+6281200000009" in outbox[-1].text


def test_without_neighbours_another_office_looks_and_never_the_team(closing, all_drawn, budi, wulan, kabid, rina, joko, at):
    for person in (budi, wulan, kabid, rina, joko):
        reachable(person)
    draw_checks(at=at)
    assert Check.objects.get().user == joko


def test_where_nobody_can_look_it_is_said(closing, all_drawn, budi, wulan, at):
    reachable(wulan)
    assert draw_checks(at=at).unplaced == 1


def test_who_is_away_is_not_asked(closing, all_drawn, joko, at):
    Absence.objects.create(user=reachable(joko), since=at - DAY, until=at + DAY)
    assert draw_checks(at=at).unplaced == 1


def test_a_sealed_case_is_shown_to_nobody(closing, eye, all_drawn, at):
    Case.objects.filter(pk=closing.case_id).update(is_sealed=True)
    assert draw_checks(at=at).pool == 0


def test_a_team_with_many_reopenings_is_looked_at_twice_as_often(closing, city, at):
    for turn in range(2, 12):
        Closing.objects.create(
            case_id=closing.case_id, turn=turn, agency_id="dishub", unit_id="tim-pju", declared_at=at, reopened_at=at if turn < 5 else None
        )
    percents = shares_of_teams(at=at)
    assert (percents("dishub", "tim-pju"), percents("pupr", None)) == (10, 5)


# --- the answer ---------------------------------------------------------------------------------------


def test_fine_counts_as_checked_and_moves_nothing(check, done_lamp, at):
    answer_check(check.token, Seen(Answer.FINE, "Terang."), at=at + DAY)
    case = Case.objects.get(pk=done_lamp.pk)
    assert case.state == State.RESOLVED
    assert case.entries.get(kind="check_passed").visibility == "public"
    assert Closing.objects.get().verdict == "fine"


def test_not_fixed_goes_back_to_the_holder_and_the_lead_is_told(check, done_lamp, siti, reporter, budi, rina, at, outbox):
    reachable(rina)
    reachable(budi)
    confirm_case(done_lamp.pk, actor=reporter(siti), at=at + timedelta(hours=1))
    answer_check(check.token, Seen(Answer.BROKEN, "Masih gelap di tiang 3."), at=at + DAY)
    case = Case.objects.get(pk=done_lamp.pk)
    assert (case.state, case.holder_id, case.reopenings) == (State.IN_PROGRESS, budi.pk, 1)
    failed, reopened = case.entries.filter(kind__in=["check_failed", "reopened"])
    assert (failed.body, failed.actor_label, reopened.data["reason"]) == ("Masih gelap di tiang 3.", "Pemeriksa luar", "check")
    letters = [letter for letter in outbox if letter.kind == "staff.reopened"]
    assert sorted(letter.to_sealed for letter in letters) == ["admin.dishub@contoh.id", "pju.1@contoh.id"]
    assert "Pemeriksa dari luar regu" in letters[0].text


def test_what_can_t_be_judged_goes_to_somebody_else_once(check, joko, at):
    reachable(joko)
    answer_check(check.token, Seen(Answer.UNCLEAR, "Pagar terkunci."), at=at + DAY)
    second = Check.objects.get(round=2)
    assert second.user == joko
    answer_check(second.token, Seen(Answer.UNCLEAR), at=at + DAY)
    assert Check.objects.count() == 2


def test_who_does_not_look_in_time_is_followed_by_somebody_else(check, joko, done_lamp, at):
    reachable(joko)
    assert sweep_checks(at=check.due_at) == 0
    assert sweep_checks(at=check.due_at + timedelta(minutes=1)) == 1
    check.refresh_from_db()
    assert check.status == Status.LAPSED
    second = Check.objects.get(round=2)
    assert done_lamp.entries.filter(kind="check_lapsed").exists()
    assert sweep_checks(at=second.due_at + timedelta(minutes=1)) == 1
    assert Check.objects.count() == 2


def test_an_answer_counts_once(check, at):
    answer_check(check.token, Seen(Answer.FINE), at=at)
    with pytest.raises(MoveRefused):
        answer_check(check.token, Seen(Answer.BROKEN), at=at)


def test_what_was_reopened_meanwhile_needs_no_eye(check, siti, reporter, at):
    reopen_case(check.closing.case_id, reason="partly", actor=reporter(siti), at=at + DAY)
    with pytest.raises(MoveRefused):
        answer_check(check.token, Seen(Answer.FINE), at=at + DAY)
    watch_closings(at=at + DAY)
    assert sweep_checks(at=at + DAY) == 1
    check.refresh_from_db()
    assert check.status == Status.MOOT


def test_words_and_photos_have_a_limit(check, after_photo, at):
    with pytest.raises(Refused):
        answer_check(check.token, Seen(Answer.FINE, "a" * 1001), at=at)
    with pytest.raises(Refused):
        answer_check(check.token, Seen(Answer.FINE, photos=(after_photo,) * 4), at=at)


def test_a_photo_stands_with_the_answer(check, second_photo, done_lamp, at):
    answer_check(check.token, Seen(Answer.FINE, photos=(second_photo,)), at=at)
    photo = done_lamp.photos.get(role="check")
    assert photo.entry.kind == "check_passed"


def test_a_wrong_link_opens_nothing(check, at):
    with pytest.raises(Check.DoesNotExist):
        answer_check("a" * 22, Seen(Answer.FINE), at=at)
