# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several offices, one story: the event with a parking racket (minutes 289-305), and the tree nobody takes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.cases.actions import accept_case, assign_case, check_photo, resolve_case
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case, Photo
from laksa.cases.rules import State, Visibility
from laksa.city.models import book
from laksa.conftest import drawn, taken_on_site
from laksa.identity.rules import Role
from laksa.kernel.errors import Refused
from laksa.threads import actions
from laksa.threads.actions import Question
from laksa.threads.models import Thread
from laksa.threads.rules import Status
from laksa.threads.tests.conftest import last, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def after_photo(at, settings, tmp_path):
    return check_photo(drawn("lamp", seed=1, after=True), file_name="papan.jpg", at=at)


@pytest.fixture
def parking(submit_report, dewi, budi, as_actor, at):
    """At a paid event motorcycles pay 5,000 and cars 10,000; the lawful tariff is 1,000 and 2,000. Budi leads it."""
    place = next(area for area in book().areas.values() if area.kind == "village")
    words = "Parkir di pameran dipungut 5.000 motor dan 10.000 mobil, padahal sudah bayar karcis masuk"
    case = submit_report(text=words, lat=place.lat, lon=place.lon, village=place.code)
    assign_case(case.pk, Owner("dishub", "tim-pju", budi.pk), actor=as_actor(dewi), at=at)
    return accept_case(case.pk, actor=as_actor(budi), at=at)


@pytest.fixture
def permit(newcomer):
    """Who gives permits for events, in Disbudpar."""
    return newcomer("izin.disbudpar", Role.AGENCY_ADMIN, agency_id="disbudpar")


@pytest.fixture
def board(parking, budi, permit, as_actor, at):
    """Disbudpar is to hang up the price board."""
    task = Question("Pasang papan tarif di pintu parkir", "Perwal 43/2017: 1.000 dan 2.000.", to_agency="disbudpar")
    return actions.give_task(parking.pk, task, actor=as_actor(budi), at=at)


def test_people_read_that_another_office_works_on_it_and_nothing_else(board, parking):
    public = last(parking, "task_given")

    assert (public.visibility, public.body, public.data["party"]["name"]) == (Visibility.PUBLIC, "", "Disbudpar")
    assert last(parking, "thread_asked").visibility == Visibility.INTERNAL
    parking.refresh_from_db()
    assert (parking.agency_id, parking.state) == ("dishub", State.IN_PROGRESS)


def test_the_whole_is_not_done_before_its_parts(board, parking, budi, permit, after_photo, as_actor, at):
    with pytest.raises(Refused, match="Bagian Disbudpar belum selesai") as refusal:
        resolve_case(
            parking.pk,
            "Sudah ditertibkan.",
            photos=(after_photo,),
            evidence=taken_on_site(parking, budi, at=at),
            actor=as_actor(budi),
            at=at,
        )
    assert refusal.value.code == "open_parts"

    actions.finish_task(board.pk, "Papan terpasang di dua pintu.", photos=(), actor=as_actor(permit), at=at)

    assert (
        resolve_case(
            parking.pk,
            "Sudah ditertibkan.",
            photos=(after_photo,),
            evidence=taken_on_site(parking, budi, at=at),
            actor=as_actor(budi),
            at=at,
        ).state
        == State.RESOLVED
    )


def test_a_part_done_is_one_line_for_people_and_words_with_a_photo_for_the_lead(board, parking, permit, after_photo, as_actor, outbox, at):
    thread = actions.finish_task(board.pk, "Papan terpasang.", photos=(after_photo,), actor=as_actor(permit), at=at)

    assert thread.status == Status.ANSWERED
    assert (last(parking, "task_done").body, last(parking, "task_done").data["party"]["name"]) == ("", "Disbudpar")
    assert last(parking, "thread_answered").body == "Papan terpasang."
    assert Photo.objects.get(case=parking).is_internal
    assert outbox[-1].kind == "staff.thread_answered"


def test_a_task_is_taken_on_by_somebody_and_done_by_an_answer(board, parking, permit, as_actor, at):
    taken = actions.take_thread(board.pk, actor=as_actor(permit), at=at)
    assert (taken.to_user_id, taken.taken_at) == (permit.pk, at)

    actions.answer_thread(board.pk, "Papan terpasang.", actor=as_actor(permit), at=at)

    assert story(parking)[-2:] == ["task_done", "thread_answered"]


def test_a_part_refused_or_taken_back_holds_nothing_up(board, parking, budi, permit, newcomer, after_photo, as_actor, at):
    actions.refuse_thread(board.pk, "Izin acara dari Bagian Pemerintahan.", actor=as_actor(permit), at=at)
    newcomer("pemerintahan", Role.AGENCY_ADMIN, agency_id="setda-pemerintahan")
    second = actions.give_task(parking.pk, Question("Cabut izin parkir", to_agency="setda-pemerintahan"), actor=as_actor(budi), at=at)
    with pytest.raises(Refused, match="Pemerintahan"):
        resolve_case(parking.pk, "Beres.", photos=(after_photo,), evidence=taken_on_site(parking, budi, at=at), actor=as_actor(budi), at=at)
    actions.withdraw_thread(second.pk, "Acaranya sudah selesai.", actor=as_actor(budi), at=at)

    assert story(parking)[-2:] == ["task_withdrawn", "thread_withdrawn"]
    assert (
        resolve_case(
            parking.pk, "Beres.", photos=(after_photo,), evidence=taken_on_site(parking, budi, at=at), actor=as_actor(budi), at=at
        ).state
        == State.RESOLVED
    )


def test_two_parts_of_two_offices_each_have_their_own_holder_and_day(board, parking, budi, newcomer, as_actor, at):
    newcomer("satpol", Role.OFFICER, agency_id="bpbd", unit_id="tim-damkar")
    tomorrow = at + timedelta(days=1)

    second = actions.give_task(
        parking.pk, Question("Jaga pintu parkir", to_agency="bpbd", to_unit="tim-damkar", due_at=tomorrow), actor=as_actor(budi), at=at
    )

    assert {(one.to_agency_id, one.due_at) for one in Thread.objects.filter(case=parking)} == {
        ("disbudpar", board.due_at),
        ("bpbd", tomorrow),
    }
    assert second.to_unit_id == "tim-damkar"


def test_only_the_lead_gives_parts_away(parking, joko, wulan, permit, as_actor, at):
    for stranger in (joko, wulan, permit):
        with pytest.raises(PermissionDenied):
            actions.give_task(parking.pk, Question("Pasang papan", to_agency="disbudpar"), actor=as_actor(stranger), at=at)


def test_a_stranger_finishes_nothing(board, joko, as_actor, at):
    with pytest.raises(PermissionDenied):
        actions.finish_task(board.pk, "Sudah.", actor=as_actor(joko), at=at)


def test_an_answer_is_too_long_to_be_kept_and_nothing_is_lost(board, permit, as_actor, at):
    with pytest.raises(Refused) as refusal:
        actions.finish_task(board.pk, "x" * 20_000, actor=as_actor(permit), at=at)
    assert (refusal.value.field, Thread.objects.get(pk=board.pk).is_open) == ("words", True)


def test_a_tree_that_two_offices_refuse_goes_to_the_coordinator(held_lamp, budi, newcomer, joko, tono, as_actor, at):
    """Minutes 255-271: three offices passed the tree before the mosque around; the coordinator decides who does it."""
    parks = newcomer("pohon.disbudpar", Role.OFFICER, agency_id="disbudpar")
    task = actions.give_task(held_lamp.pk, Question("Potong pohon di depan masjid", to_user=parks.pk), actor=as_actor(budi), at=at)
    other = newcomer("pohon.dua", Role.OFFICER, agency_id="disbudpar")
    for giver, taker in ((parks, joko), (joko, other), (other, joko)):
        actions.pass_thread(task.pk, taker.pk, reason="Bukan bagian kami.", actor=as_actor(giver), at=at)

    with pytest.raises(Refused, match="koordinator"):
        actions.pass_thread(task.pk, parks.pk, reason="Bukan bagian kami.", actor=as_actor(joko), at=at)
    actions.pass_thread(task.pk, tono.pk, reason="Mohon diputuskan.", actor=as_actor(joko), at=at)
    done = actions.finish_task(task.pk, "Diputuskan: Disbudpar memotong hari ini, sudah selesai.", actor=as_actor(tono), at=at)

    assert done.status == Status.ANSWERED
    assert Case.objects.get(pk=held_lamp.pk).state == State.IN_PROGRESS
