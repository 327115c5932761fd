# SPDX-License-Identifier: AGPL-3.0-or-later
"""The round of every minute: each step once, to the right people, never at night, never reset."""

from datetime import timedelta

import pytest

from laksa.cases.actions import assign_case, change_severity, confirm_case, hand_over_case, plan_case, resolve_case, verify_log, write_note
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.cases.rules import Severity
from laksa.city.models import Agency, City, forget_book
from laksa.conftest import insert_copies, taken_on_site
from laksa.escalation.actions import forget_ended_watches, sweep
from laksa.escalation.actions.sweeping import due_watches
from laksa.escalation.models import Step, Watch, latest_told, news_of, steps_of, unread_count
from laksa.escalation.rules import LETTERS_AN_HOUR
from laksa.identity.models import Absence, actor_of
from laksa.identity.rules import Role

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def run(at, *, hours=0.0, minutes=0):
    return sweep(at=at + timedelta(hours=hours, minutes=minutes))


@pytest.fixture
def house(heavy_lamp, wulan, kabid, kadis, dewi, tono, walikota, appoint):
    """The lamp's whole line of offices: Wulan leads the team."""
    appoint(wulan, Role.TEAM_LEAD, agency_id="dishub", unit_id="tim-pju")
    return heavy_lamp


def test_a_case_climbs_the_ladder_minute_by_minute(house, at, told):
    for quarter in range(4 * 24 * 5):
        run(at, minutes=15 * quarter)

    assert told(ladder="case") == [
        ("case", 50, "Budi Santoso"),
        ("case", 80, "Wulan Sari"),
        ("case", 100, "Hendra Wijaya"),
        ("case", 125, "Maya Kusuma"),
        ("case", 150, "Surya Atmaja"),  # nobody is the secretariat here: the next one up
        ("case", 200, "Surya Atmaja"),
    ]
    assert list(verify_log()) == []


def test_each_step_is_one_entry_and_one_letter(house, at, outbox, give_address, budi, wulan):
    give_address(budi, wulan)
    before = house.entries.count()

    run(at, hours=24)
    run(at, hours=24.1)

    step = Step.objects.get(outcome="told")
    (letter,) = [one for one in outbox if one.kind == "staff.ladder"]
    entry = house.entries.last()
    assert (step.message_id, letter.to_sealed, letter.topic) == (letter.pk, "pju.1@contoh.id", house.code)
    assert "sudah memakai separuh waktunya dan belum beres" in letter.text
    assert f"/meja/kabar/{house.code}/" in letter.text
    assert (entry.kind, entry.visibility, house.entries.count()) == ("escalated", "internal", before + 1)
    assert entry.data["to"] == [{"name": "Budi Santoso", "office": "holder"}]


def test_what_falls_due_at_night_goes_out_in_the_morning_with_both_times(house, at, told):
    """80 % of 48 hours from Tuesday 14.05 is Thursday 04.29."""
    run(at, hours=24)

    run(at, hours=39)
    assert len(told()) == 1

    run(at, hours=40.95)
    step = Step.objects.get(percent=80)
    assert (step.fell_due_at, step.told_at) == (at + timedelta(hours=38.4), at + timedelta(hours=40.95))
    assert step.is_kept_back


def test_an_emergency_is_told_at_night_too(house, at, told):
    Case.objects.filter(pk=house.pk).update(is_emergency=True)
    run(at, hours=24)

    run(at, hours=38.5)

    assert told()[-1] == ("case", 80, "Wulan Sari")


def test_an_emergency_does_not_wait_behind_a_heap_of_late_cases(house, at, submit_report, monkeypatch, told):
    fire = submit_report(text="Anak jatuh ke saluran di depan sekolah", key="fire")
    sweep(at=at)
    Watch.objects.filter(case=house).update(next_at=at)
    Watch.objects.filter(case=fire).update(next_at=at + HOUR)
    Case.objects.filter(pk=fire.pk).update(is_emergency=True)
    monkeypatch.setattr("laksa.escalation.actions.sweeping.TOLD_AT_ONCE", 1)

    assert due_watches(at + 2 * HOUR) == [fire.pk]
    assert due_watches(at) == [house.pk]


def test_a_case_that_can_not_be_looked_after_silences_no_other(house, at, told, submit_report):
    broken = submit_report(text="Sampah belum diangkut", hashtags=["#Sampah"])
    Agency.objects.filter(pk=broken.agency_id).update(hours={"weekdays": "kapan saja"})
    forget_book()

    with pytest.raises(ExceptionGroup, match="could not be looked after") as raised:
        run(at)
    with pytest.raises(ExceptionGroup):
        run(at, hours=24)

    assert raised.value.exceptions[0].__notes__ == [f"case {broken.pk}"]
    assert told(case=house) == [("case", 50, "Budi Santoso")]


def test_a_city_without_a_night_is_told_at_once(house, at, told):
    City.objects.update(quiet={})
    forget_book()
    run(at, hours=24)

    run(at, hours=38.5)

    assert told()[-1] == ("case", 80, "Wulan Sari")


def test_touching_handing_over_and_planning_reset_nothing(house, at, told, budi, wulan):
    run(at, hours=24)
    later = at + timedelta(hours=25)
    write_note(house.pk, "Sudah dilihat", actor=actor_of(budi, at=at), at=later)
    hand_over_case(house.pk, Owner("dishub", "tim-pju", wulan.pk), reason="Giliran", actor=actor_of(budi, at=at), at=later)

    run(at, hours=26)
    run(at, hours=41)

    assert told(ladder="case") == [("case", 50, "Budi Santoso"), ("case", 80, "Wulan Sari")]


def test_a_worker_that_was_away_for_days_tells_each_person_once(house, at, told, appoint, kadis):
    """Hendra's office is held by Maya as well: she hears of the highest of her rungs, not of both."""
    appoint(kadis, Role.TEAM_LEAD, agency_id="dishub", unit_id="tim-pju")

    run(at, hours=24 * 3 + 2)

    assert told(ladder="case") == [
        ("case", 50, "Budi Santoso"),
        ("case", 80, "Wulan Sari"),
        ("case", 100, "Hendra Wijaya"),
        ("case", 125, "Maya Kusuma"),
        ("case", 150, "Surya Atmaja"),
    ]
    assert run(at, hours=24 * 3 + 3).told == 0


def test_a_rung_whose_people_hear_of_a_higher_one_is_kept_as_passed_over(house, at, walikota):
    run(at, hours=24 * 4 + 1)

    leader = Step.objects.filter(user=walikota)
    passed = Step.objects.get(ladder="case", percent=150)
    assert [step.percent for step in leader] == [200]
    assert (passed.outcome, passed.told_at, passed.is_wall) == ("passed", None, True)


def test_a_solved_case_is_quiet_and_goes_on_when_it_is_reopened(house, at, told, budi, siti, after_photo, reporter):
    resolve_case(
        house.pk,
        "Sudah menyala",
        photos=(after_photo,),
        evidence=taken_on_site(house, budi, at=at + HOUR),
        actor=actor_of(budi, at=at),
        at=at + HOUR,
    )
    run(at, hours=30)
    assert told() == []

    confirm_case(house.pk, actor=reporter(siti), at=at + 31 * HOUR)
    run(at, hours=60)
    run(at, hours=61)
    assert told() == []
    assert not Watch.objects.filter(case=house, next_at__isnull=False).exists()
    assert forget_ended_watches() == 1


def test_triage_and_the_queue_have_ladders_of_their_own(lamp, at, told, rina, dewi, tono, kabid, kadis):
    """Routed to Dishub, held by nobody: the first answer is due within a working day."""
    assert lamp.state == "assigned"

    for hours in range(72):
        run(at, hours=hours)

    assert told(ladder="unassigned") == [
        ("unassigned", 50, "Rina Marlina"),
        ("unassigned", 80, "Hendra Wijaya"),
        ("unassigned", 100, "Maya Kusuma"),
        ("unassigned", 200, "Tono Haryanto"),
    ]


def test_an_assigned_case_leaves_the_ladder_of_the_queue(lamp, at, told, rina, budi):
    owner = Owner("dishub", "tim-pju", budi.pk)
    assign_case(lamp.pk, owner, actor=actor_of(rina, at=at), at=at)

    run(at, hours=24 * 3)

    assert told(ladder="unassigned") == []


def test_a_promised_date_is_reminded_before_on_and_after_the_day(house, at, told, budi):
    day = at.date() + timedelta(days=3)
    plan_case(house.pk, promised_on=day, words="Menunggu suku cadang", actor=actor_of(budi, at=at), at=at)

    for hours in range(24 * 8):
        run(at, hours=hours)

    assert told(ladder="plan") == [
        ("plan", -1, "Budi Santoso"),
        ("plan", 0, "Budi Santoso"),
        ("plan", 1, "Budi Santoso"),
        ("plan", 1, "Wulan Sari"),
        ("plan", 3, "Hendra Wijaya"),
    ]


def test_a_new_date_is_a_new_course(house, at, budi, told):
    actor = actor_of(budi, at=at)
    plan_case(house.pk, promised_on=at.date() + timedelta(days=1), words="Besok", actor=actor, at=at)
    run(at, hours=1)
    plan_case(house.pk, promised_on=at.date() + timedelta(days=2), words="Lusa", actor=actor, at=at + 2 * HOUR)
    run(at, hours=17)
    run(at, hours=18)

    subjects = set(Step.objects.filter(ladder="plan").values_list("subject", flat=True))
    assert subjects == {"plan:2026-11-25", "plan:2026-11-26"}


# --- who is away -----------------------------------------------------------------------------------


def test_who_is_away_is_told_together_with_the_deputy(house, at, told, kabid, kadis, outbox, give_address):
    give_address(kadis)
    Absence.objects.create(user=kabid, deputy=kadis, since=at, until=at + timedelta(days=9))
    run(at, hours=24)
    run(at, hours=41)

    run(at, hours=48)

    steps = Step.objects.filter(percent=100)
    assert [(step.user.name, step.deputy_for and step.deputy_for.name) for step in steps] == [
        ("Hendra Wijaya", None),
        ("Maya Kusuma", "Hendra Wijaya"),
    ]
    assert "sebagai pengganti Hendra Wijaya" in outbox[-1].text


def test_where_nobody_stands_in_whoever_is_above_is_told_too(house, at, told, budi):
    Absence.objects.create(user=budi, since=at, until=at + timedelta(days=9))

    run(at, hours=24)

    assert [name for _ladder, percent, name in told() if percent == 50] == ["Budi Santoso", "Rina Marlina"]


def test_a_vacant_office_is_said_in_the_data(heavy_lamp, at, kabid, dewi):
    run(at, hours=24)
    run(at, hours=41)

    step = Step.objects.get(percent=80)
    assert (step.whom, step.office, step.user) == ("team_lead", "division_head", kabid)
    assert heavy_lamp.entries.last().data["to"] == [{"name": "Hendra Wijaya", "office": "division_head", "named": "team_lead"}]


def test_a_dissolved_agency_is_told_at_the_desk(house, at, told, dewi, budi):
    Agency.objects.filter(slug="dishub").update(is_active=False)
    forget_book()
    run(at, hours=24)
    run(at, hours=41)

    assert told() == [("case", 50, "Budi Santoso"), ("case", 80, "Dewi Anggraini")]


def test_a_city_where_nobody_holds_any_office_keeps_that_nobody_was_told(lamp, at):
    run(at, hours=24 * 9)

    assert not Step.objects.told().exists()
    assert set(Step.objects.values_list("outcome", flat=True)) == {"nobody"}


# --- what the others read ---------------------------------------------------------------------------


def test_news_and_the_wall_read_what_was_told(house, at, budi, wulan):
    run(at, hours=24)
    run(at, hours=41)

    assert unread_count(budi.pk) == unread_count(wulan.pk) == 1
    assert [step.percent for step in news_of(budi.pk)] == [50]
    assert [step.percent for step in latest_told(5, at=at + 50 * HOUR)] == [80, 50]
    assert latest_told(5, at=at) == []
    assert [step.percent for step in steps_of(house.pk)] == [50, 80]


def test_a_flood_of_letters_becomes_a_list(house, at, budi, give_address, outbox):
    give_address(budi)
    insert_copies(house, [{"code": f"X{number}", "submission_key": None, "head": "", "entry_count": 0} for number in range(30)])
    Case.objects.filter(code__startswith="X").update(resolve_due_at=house.resolve_due_at, holder=budi, severity="berat")

    run(at, hours=24)

    letters = [one for one in outbox if one.kind == "staff.ladder"]
    assert len(letters) == LETTERS_AN_HOUR
    assert unread_count(budi.pk) == 31


def test_a_changed_severity_moves_the_rungs_that_were_not_told_yet(held_lamp, at, budi, wulan, appoint, told):
    run(at)
    before = Watch.objects.get(pk=held_lamp.pk).next_at
    change_severity(held_lamp.pk, Severity.HEAVY, reason="Anak jatuh", actor=actor_of(budi, at=at), at=at + HOUR)

    run(at, hours=2)

    assert Watch.objects.get(pk=held_lamp.pk).next_at == at + timedelta(hours=24) < before


def test_a_moved_target_is_seen_without_an_entry(house, at):
    run(at)
    Case.objects.filter(pk=house.pk).update(resolve_due_at=at + timedelta(hours=10))

    run(at, minutes=1)

    assert Watch.objects.get(pk=house.pk).next_at == at + timedelta(hours=5)
