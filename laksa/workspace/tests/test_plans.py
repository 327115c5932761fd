# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the desk read indexes of open cases, never the whole table, on both databases."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.city.models import book
from laksa.conftest import insert_copies, plan_of, reads_whole, seek_indexes
from laksa.identity.models import actor_of
from laksa.workspace.models import listed
from laksa.workspace.models.triage import waiting
from laksa.workspace.rules import VIEWS, Filters

pytestmark = pytest.mark.django_db

PARTIAL = ("open_by_agency", "open_by_unit", "open_by_holder", "open_by_state", "open_by_due", "open_by_village", "doubted_by_signer")
ENDED, OPEN = 3_000, 90
OFFICES = [("dishub", "tim-pju"), ("dishub", "bidang-pju"), ("dlh", "bidang-kebersihan"), ("pupr", "tim-jalan"), ("kel-sukamaju", None)]
STATES = [State.TRIAGE, State.ASSIGNED, State.IN_PROGRESS, State.AWAITING_DECISION, State.RESOLVED]


@pytest.fixture
def old_city(lamp, budi, at):
    """A city with a past: for each open case thirty that have ended, and statistics that know it."""
    villages = [area.code for area in book().areas.values() if area.kind == "village"]
    rows = []
    for number in range(ENDED + OPEN):
        is_open = number >= ENDED
        agency, unit = OFFICES[number % len(OFFICES)]
        rows.append(
            {
                "code": f"P{number}",
                "submission_key": None,
                "agency_id": agency,
                "unit_id": unit,
                "is_open": is_open,
                "state": STATES[number // 5 % len(STATES)] if is_open else State.CONFIRMED,
                "ended_at": None if is_open else at,
                "due_at": at + timedelta(hours=number % 400 - 40) if is_open else None,
                "holder_id": budi.pk if number % 3 else None,
                "village_id": villages[number % len(villages)],
                "received_at": at - timedelta(hours=number),
            }
        )
    insert_copies(lamp, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")


def test_each_view_reads_an_index_of_open_cases(request, old_city, at):
    astray = {}
    for who in ("budi", "rina", "dewi", "tono", "walikota", "lurah"):
        actor = actor_of(request.getfixturevalue(who), at=at)
        for view in VIEWS:
            cases = listed(Filters(lihat=view), actor=actor, at=at)
            plans = {
                "page": plan_of(cases.filter(due_at__isnull=False).order_by("due_at", "pk")[:51]),
                "count": plan_of(cases.order_by().values("pk")[:1000]),
            }
            astray |= {
                (who, view, name): plan
                for name, plan in plans.items()
                if reads_whole(plan, "cases_case") or not any(index in plan for index in PARTIAL)
            }

    assert astray == {}


@pytest.mark.parametrize("who", ["kabid", "kadis", "tono", "walikota"])
def test_what_waits_for_ones_signature_is_found_by_the_signer(request, old_city, who, at):
    actor = actor_of(request.getfixturevalue(who), at=at)
    seek_indexes()
    plan = plan_of(listed(Filters(lihat="tanda-tangan"), actor=actor, at=at).order_by().values("pk")[:1000])

    assert not reads_whole(plan, "cases_case"), plan
    assert "doubted_by_signer" in plan, plan


def test_the_triage_queue_reads_an_index_of_open_cases(old_city, dewi, at):
    plan = plan_of(waiting(actor_of(dewi, at=at))[:1])

    assert not reads_whole(plan, "cases_case"), plan
    assert any(index in plan for index in PARTIAL), plan


def test_ended_cases_are_read_from_their_newest(old_city, rina, at):
    plan = plan_of(listed(Filters(lihat="semua", tutup="ya"), actor=actor_of(rina, at=at), at=at).order_by("-received_at", "-pk")[:51])

    assert not reads_whole(plan, "cases_case"), plan
    assert "case_by_agency" in plan or "case_by_received" in plan, plan


@pytest.mark.parametrize("asked", [{"akhir_dari": "2026-11-24", "akhir_sampai": "2026-11-24"}, {"terbuka": "2026-11-23"}])
@pytest.mark.parametrize("who", ["rina", "walikota"])
def test_what_ended_or_was_open_then_is_read_by_an_index(request, old_city, at, who, asked):
    cases = listed(Filters(lihat="semua", tutup="ya", **asked), actor=actor_of(request.getfixturevalue(who), at=at), at=at)

    plan = plan_of(cases.order_by("-received_at", "-pk")[:51])

    assert not reads_whole(plan, "cases_case"), plan


def test_a_case_is_found_by_its_code(old_city, budi, lamp, at):
    plan = plan_of(Case.objects.visible_to(actor_of(budi, at=at)).filter(code=lamp.code))

    assert not reads_whole(plan, "cases_case"), plan


def test_a_case_is_opened_without_listing_all_that_its_reader_may_read(old_city, budi, lurah, lamp, at):
    """As a list in a sub-query it was read whole, as long as the city's history, each time that a case was opened."""
    for who in (budi, lurah):
        plan = plan_of(Case.objects.readable_by(actor_of(who, at=at)).filter(code=lamp.code))

        assert not reads_whole(plan, "cases_case"), plan
        assert len(re.findall(r"(?:on|SEARCH|SCAN) cases_case\b", plan)) == 1, plan


def test_a_photo_is_opened_without_listing_all_that_its_reader_may_read(old_city, budi, at):
    plan = plan_of(Photo.objects.visible_to(actor_of(budi, at=at)).filter(name="a"))

    assert not reads_whole(plan, "cases_case"), plan
    assert not re.search(r"USING INDEX case_by_agency|on case_by_agency", plan), plan
