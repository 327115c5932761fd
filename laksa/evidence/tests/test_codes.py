"""A code is good for one person, one case, one photo, and not for long."""

from datetime import datetime, timedelta

import pytest

from laksa.evidence.actions import forget_old_codes, issue_code, issue_day_codes, use_code
from laksa.evidence.models import CaptureCode
from laksa.evidence.rules import CodeState, read_code, write_code
from laksa.evidence.rules.codes import true_time
from laksa.kernel.errors import TooMany

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LAMP, DRAIN = "CTH-7K3M-9Q", "CTH-6T2K-4D"


def use(code, who, case_code=LAMP, **facts):
    return use_code(code, user_id=who.pk, case_code=case_code, **facts).state


def test_a_code_is_read_as_people_write_it():
    assert read_code(" 4k 82-7m ") == "4K827M"
    assert read_code("4K827O") == "4K8270"
    assert (read_code("4K827"), read_code("4K827!"), read_code("")) == ("", "", "")
    assert write_code("4K827M") == "4K 82 7M"


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, CodeState.GOOD), (15, CodeState.GOOD), (17, CodeState.GOOD), (18, CodeState.EXPIRED), (-1, CodeState.EXPIRED)],
)
def test_it_lasts_fifteen_minutes_and_the_way_to_us(budi, at, minutes, state):
    code = issue_code(budi.pk, LAMP, at=at).code

    assert use(code, budi, at=at + minutes * MINUTE) == state


def test_after_its_use_it_is_dead(budi, at):
    code = issue_code(budi.pk, LAMP, at=at).code

    assert [use(code, budi, at=at + MINUTE), use(code, budi, at=at + MINUTE)] == [CodeState.GOOD, CodeState.USED]


def test_a_code_of_somebody_else_or_of_another_case_is_none(budi, wulan, at):
    code = issue_code(budi.pk, LAMP, at=at).code

    assert use(code, wulan, at=at) == CodeState.UNKNOWN
    assert use(code, budi, DRAIN, at=at) == CodeState.UNKNOWN
    assert use(code, budi, at=at) == CodeState.GOOD


def test_without_one_nothing_is_said_and_nothing_counted(budi, at):
    for _time in range(50):
        assert use("", budi, at=at) == CodeState.ABSENT


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"])
@pytest.mark.parametrize("shift", [HOUR, -HOUR])
def test_a_time_at_the_ends_of_the_calendar_is_none(at, said, shift):
    assert true_time(datetime.fromisoformat(said), phone_at=at + shift, at=at) is None


def test_who_guesses_is_stopped(budi, at, settings):
    settings.RATE_LIMITS = True
    for number in range(20):
        use(f"A{number:05d}", budi, at=at)

    with pytest.raises(TooMany):
        use("A00020", budi, at=at)


def test_opening_the_page_again_shows_the_same_code_while_it_lasts(budi, at):
    first, again, later = (issue_code(budi.pk, LAMP, at=at + minutes * MINUTE).code for minutes in (0, 5, 10))

    assert first == again != later
    assert CaptureCode.objects.count() == 1


def test_a_days_list_holds_until_the_work_ends_by_the_phones_clock_set_right(budi, at):
    until = at + 2 * HOUR
    codes = issue_day_codes(budi.pk, [LAMP, DRAIN], until=until, at=at)
    slow = timedelta(minutes=40)  # the phone's clock runs behind ours

    returned = at + 5 * HOUR
    state = use(codes[LAMP].code, budi, taken_at=at + HOUR - slow, phone_at=returned - slow, at=returned)
    late = use(codes[DRAIN].code, budi, DRAIN, taken_at=at + 3 * HOUR, phone_at=returned, at=returned)

    assert (state, late) == (CodeState.GOOD, CodeState.EXPIRED)


def test_a_days_code_without_a_usable_clock_is_not_known_to_be_good(budi, at):
    codes = issue_day_codes(budi.pk, [LAMP, DRAIN], until=at + 2 * HOUR, at=at)

    assert use(codes[LAMP].code, budi, at=at + HOUR) == CodeState.CLOCK
    assert use(codes[DRAIN].code, budi, DRAIN, taken_at=at, phone_at=at - 9 * HOUR, at=at + HOUR) == CodeState.CLOCK


def test_a_days_list_asked_for_again_is_the_same_but_for_what_was_used(budi, at):
    first = issue_day_codes(budi.pk, [LAMP, DRAIN], until=at + HOUR, at=at)
    use(first[LAMP].code, budi, taken_at=at, phone_at=at, at=at)

    again = issue_day_codes(budi.pk, [LAMP, DRAIN], until=at + HOUR, at=at)

    assert again[DRAIN].code == first[DRAIN].code
    assert again[LAMP].code != first[LAMP].code


def test_after_the_work_ended_no_list_is_given(budi, at):
    assert issue_day_codes(budi.pk, [LAMP], until=at - MINUTE, at=at) == {}


def test_codes_that_can_not_count_any_more_go(budi, at):
    issue_code(budi.pk, LAMP, at=at - timedelta(days=2))
    used = issue_code(budi.pk, DRAIN, at=at - timedelta(days=40))
    use(used.code, budi, DRAIN, at=at - timedelta(days=40))
    kept = issue_code(budi.pk, "CTH-0000-00", at=at)

    assert forget_old_codes(at=at) == 2
    assert list(CaptureCode.objects.all()) == [kept]
