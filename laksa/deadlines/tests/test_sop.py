"""Setting service levels: who may, what can't be, and that a running case keeps its version."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.city.models import Category, Sop, book, forget_book
from laksa.deadlines.actions import set_sop, sop_in_force, targets_for
from laksa.deadlines.policies import may_lengthen_sop, may_see_sop, may_set_sop
from laksa.deadlines.rules import Clock
from laksa.deadlines.rules.sop import Draft, Gap, fault_of, gaps_of, is_shorter, read_draft, write_draft
from laksa.deadlines.tests.conftest import wib
from laksa.kernel.errors import Refused
from laksa.kernel.models import Event

NOW = Draft("penerangan", "ringan", 12, 24, 72, Clock.WORKING)
TOMORROW = wib("2026-11-25 00:00")
CAST = ("budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"verify": None, "respond": None}, None),
        ({"resolve": None}, ("resolve", "missing")),
        ({"resolve": 0}, ("resolve", "range")),
        ({"resolve": float("nan")}, ("resolve", "range")),
        ({"verify": -1}, ("verify", "range")),
        ({"resolve": 9_000}, ("resolve", "range")),
        ({"respond": 96}, ("resolve", "order")),
        ({"verify": 48}, ("respond", "order")),
    ],
)
def test_a_draft_that_cannot_be_is_named(changes, fault):
    assert fault_of(Draft(**NOW.__dict__ | changes)) == fault


@pytest.mark.parametrize(
    ("changes", "shorter"),
    [({}, True), ({"resolve": 48}, True), ({"resolve": 96}, False), ({"verify": None}, False), ({"clock": Clock.CALENDAR}, False)],
)
def test_a_promise_of_at_least_as_much_is_known(changes, shorter):
    row = Sop(group="penerangan", severity="ringan", verify_hours=12, respond_hours=24, resolve_hours=72, clock="working_days")

    assert is_shorter(Draft(**NOW.__dict__ | changes), row) is shorter


@pytest.mark.parametrize("draft", [NOW, Draft("a", "berat", None, 0.25, 48, Clock.CALENDAR)])
def test_an_address_keeps_a_draft(draft):
    assert read_draft(write_draft(draft)) == draft


@pytest.mark.parametrize("text", ["", "a/b/c", "a/b/x/1/2/working_days", "a/b/1/1/2/moon_days", "a/b/1/2/3/4/working_days"])
def test_what_is_no_draft_is_none(text):
    assert read_draft(text) is None


def row(since: str, until: str | None, severity: str = "*", resolve: float | None = 72) -> Sop:
    return Sop(
        group="air", severity=severity, resolve_hours=resolve, clock="working_days", since=wib(since), until=wib(until) if until else None
    )


@pytest.mark.parametrize(
    ("rows", "gaps"),
    [
        ([row("2024-01-01", None)], []),
        ([], [(None, None)]),
        ([row("2024-01-01", None, resolve=None)], [(None, None)]),
        ([row("2024-01-01", "2027-01-01")], [("2027-01-01", None)]),
        ([row("2024-01-01", "2027-01-01"), row("2027-02-01", None)], [("2027-01-01", "2027-02-01")]),
        ([row("2027-01-01", None)], [(None, "2027-01-01")]),
        ([row("2024-01-01", "2026-12-01"), row("2026-12-01", None, severity="berat")], [("2026-12-01", None)]),
    ],
)
def test_a_gap_is_named_with_its_days(rows, gaps):
    found = [one for one in gaps_of(rows, groups=["air"], at=wib("2026-11-24")) if one.severity == "sedang"]

    assert found == [Gap("air", "sedang", wib(since) if since else None, wib(until) if until else None) for since, until in gaps]


# --- with the city ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("who", CAST)
def test_who_may_see_and_set(who, request, as_actor):
    actor = as_actor(request.getfixturevalue(who))

    assert may_see_sop(actor) is (who in {"rina", "kabid", "kadis", "dewi", "tono", "camat", "walikota", "sari"})
    assert may_set_sop(actor, "penerangan") is (who in {"kadis", "tono", "sari"})
    assert may_lengthen_sop(actor, "penerangan") is (who in {"tono", "sari"})


@pytest.mark.django_db
def test_the_head_of_one_of_two_owners_sets_nothing(kadis, as_actor):
    Category.objects.filter(slug="listrik-padam").update(agency="dlh")
    forget_book()

    assert not may_set_sop(as_actor(kadis), "penerangan")


@pytest.mark.django_db
def test_a_new_version_holds_from_its_day_and_names_who_and_why(tono, as_actor, at):
    draft = Draft(**NOW.__dict__ | {"resolve": 48})

    (new,) = set_sop([draft], since=TOMORROW, reason=" Satu jalan gelap\n seminggu ", actor=as_actor(tono), at=at)

    assert (new.basis, new.source, new.since) == ("Satu jalan gelap seminggu", "Tono Haryanto", TOMORROW)
    old = Sop.objects.get(group="penerangan", severity="ringan", until=TOMORROW)
    assert old.resolve_hours == 72
    told = Event.objects.get(verb="city.sop_changed", subject=f"city.sop:{new.pk}")
    assert (told.actor, told.data["resolve_hours"], told.data["reason"]) == ("Tono Haryanto", [72, 48], "Satu jalan gelap seminggu")

    def due(received):
        return targets_for(group="penerangan", severity="ringan", agency="dishub", received_at=received).resolve_due_at

    assert due(at) == wib("2026-11-27 16:30")  # came today: three days
    assert due(wib("2026-11-25 09:00")) == wib("2026-11-27 16:30")  # came tomorrow: two


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("drafts", "changes", "field"),
    [
        ([], {}, "drafts"),
        ([Draft("tak-ada", "ringan", 12, 24, 72, Clock.WORKING)], {}, "drafts"),
        ([Draft("penerangan", "gawat", 12, 24, 72, Clock.WORKING)], {}, "drafts"),
        ([Draft("penerangan", "ringan", 12, 24, None, Clock.WORKING)], {}, "resolve"),
        ([NOW], {"reason": "  "}, "reason"),
        ([NOW], {"reason": "x" * 501}, "reason"),
        ([NOW], {"since": wib("2026-11-24 00:00")}, "since"),
    ],
)
def test_what_would_leave_a_gap_or_no_promise_is_refused(tono, as_actor, at, drafts, changes, field):
    rows = Sop.objects.count()

    with pytest.raises(Refused) as refusal:
        set_sop(drafts, **{"since": TOMORROW, "reason": "Usul", "actor": as_actor(tono), "at": at} | changes)

    assert refusal.value.field == field
    assert Sop.objects.count() == rows


@pytest.mark.django_db
def test_a_version_behind_one_that_waits_is_refused(tono, as_actor, at):
    set_sop([Draft(**NOW.__dict__ | {"resolve": 48})], since=TOMORROW + timedelta(days=7), reason="Dulu", actor=as_actor(tono), at=at)

    with pytest.raises(Refused) as refusal:
        set_sop([NOW], since=TOMORROW, reason="Lalu", actor=as_actor(tono), at=at)

    assert refusal.value.field == "since"
    assert not gaps_of(book().sops, groups=["penerangan"], at=at)


@pytest.mark.django_db
def test_a_head_may_promise_more_and_not_less(kadis, as_actor, at):
    set_sop([Draft(**NOW.__dict__ | {"resolve": 48})], since=TOMORROW, reason="Regu bertambah", actor=as_actor(kadis), at=at)

    with pytest.raises(Refused, match="lebih cepat"):
        set_sop([Draft(**NOW.__dict__ | {"resolve": 96})], since=TOMORROW + timedelta(days=1), reason="Berat", actor=as_actor(kadis), at=at)
    with pytest.raises(PermissionDenied):
        set_sop([Draft("air-minum", "ringan", 12, 24, 24, Clock.WORKING)], since=TOMORROW, reason="x", actor=as_actor(kadis), at=at)


@pytest.mark.django_db
def test_where_a_group_has_no_row_of_its_own_the_general_one_is_told_as_such(city, at):
    assert sop_in_force("penerangan", "ringan", at=at) == (NOW, True)

    draft, is_own = sop_in_force("tak-dikenal", "ringan", at=at)

    assert (draft.resolve, draft.clock, is_own) == (168, Clock.CALENDAR, False)
