"""The verdict on paper: what must come out passed, failed or unknown."""

from datetime import timedelta

import pytest

from laksa.conftest import AT
from laksa.evidence.rules import Check, CheckName, CheckState, Likeness, Scene, Shot, Verdict, check_age, check_place
from laksa.evidence.rules.checks import check_own, check_unlike, distance_m, worst
from laksa.evidence.rules.words import fair_way, headline, told_checks

PASSED, FAILED, UNKNOWN = CheckState.PASSED, CheckState.FAILED, CheckState.UNKNOWN
HOUR = timedelta(hours=1)
HERE = (-6.2, 106.6)
SCENE = Scene("CTH-7K3M-9Q", AT - 48 * HOUR, *HERE)
OTHER = Likeness("b" * 32, "CTH-6T2K-4D", AT - 900 * HOUR, 0.96, is_mirrored=True)
OWN = Likeness("c" * 32, "CTH-7K3M-9Q", AT - 40 * HOUR, 0.8)


@pytest.mark.parametrize(
    ("point", "accuracy", "state"),
    [
        (HERE, 5, PASSED),
        ((-6.2013, 106.6), 5, PASSED),  # 145 m
        ((-6.2015, 106.6), 5, FAILED),  # 167 m
        (HERE, 201, UNKNOWN),
        (HERE, None, PASSED),
        (None, None, UNKNOWN),
    ],
)
def test_the_place_is_near_far_or_not_known(point, accuracy, state):
    assert check_place(SCENE, point=point, accuracy_m=accuracy).state == state


@pytest.mark.parametrize(("village", "state"), [("36.71", PASSED), ("36.72", FAILED), ("", FAILED)])
def test_a_report_without_a_point_is_held_against_its_kelurahan(village, state):
    scene = Scene("X", AT, village="36.71")

    assert check_place(scene, point=HERE, accuracy_m=5, village=village).state == state
    assert check_place(Scene("X", AT), point=HERE, accuracy_m=5, village=village).state == UNKNOWN


@pytest.mark.parametrize(
    ("times", "coded", "state"),
    [
        ([AT - HOUR], True, PASSED),
        ([AT - 25 * HOUR], True, FAILED),
        ([AT - 49 * HOUR], True, FAILED),
        ([AT + HOUR], True, FAILED),
        ([AT + timedelta(minutes=4)], True, PASSED),
        ([AT, AT - 30 * HOUR], True, FAILED),  # the camera knows better than the page
        ([None, None], True, PASSED),
        ([None], False, UNKNOWN),
    ],
)
def test_the_age_is_that_of_the_oldest_time_that_is_told(times, coded, state):
    assert check_age(SCENE, times, at=AT, is_coded=coded).state == state


@pytest.mark.parametrize(
    ("shot", "unlike", "own"),
    [
        (Shot("a", alike=()), PASSED, PASSED),
        (Shot("a"), UNKNOWN, UNKNOWN),
        (Shot("a", alike=(), is_plain=True), UNKNOWN, UNKNOWN),
        (Shot("a", alike=(), missing=3), UNKNOWN, PASSED),
        (Shot("a", alike=(OTHER,)), FAILED, PASSED),
        (Shot("a", alike=(OTHER,), missing=3), FAILED, PASSED),
        (Shot("a", alike=(OWN,)), PASSED, FAILED),
    ],
)
def test_what_was_not_compared_is_not_passed(shot, unlike, own):
    assert (check_unlike(SCENE, shot).state, check_own(SCENE, shot).state) == (unlike, own)


def test_one_unknown_check_is_no_proof_and_no_check_at_all_neither():
    good = Check(CheckName.CODE, PASSED)

    assert Verdict((good, good)).is_held
    assert not Verdict((good, Check(CheckName.PLACE, UNKNOWN))).is_held
    assert not Verdict(()).is_held


def test_of_several_photos_the_worst_decides():
    states = [Check(CheckName.AGE, state) for state in (PASSED, UNKNOWN, FAILED)]

    assert worst(states).state == FAILED
    assert worst(states[:2]).state == UNKNOWN


def test_distance_in_metres():
    assert distance_m(HERE, (-6.2, 106.601)) == pytest.approx(111, abs=1)


def test_the_words_name_the_other_case_and_never_call_unknown_good():
    checks = [check_unlike(SCENE, Shot("a", alike=(OTHER,))), check_place(SCENE, point=None, accuracy_m=None)]
    same, place = told_checks([one.plain() for one in checks], day=lambda at: "12 Okt")

    assert (same.title, same.case_code, same.detail) == ("96% sama dengan foto", "CTH-6T2K-4D", "12 Okt, dibalik kiri-kanan")
    assert (place.state, place.icon, place.title) == ("unknown", "hourglass", "Tempat foto tidak terbaca")
    assert headline([one.plain() for one in checks]) == "1 tidak cocok, 1 belum dapat diperiksa"
    assert "foto baru" in fair_way([one.plain() for one in checks])
    assert "lokasi" in fair_way([checks[1].plain()])


@pytest.mark.parametrize("why", ["absent", "clock", "used", "expired", "unknown"])
def test_every_reason_has_words(why):
    told = told_checks([{"name": "code", "state": "failed", "facts": {"why": why}}], day=str)[0]

    assert told.title
    assert told.title != "Kode foto cocok"
