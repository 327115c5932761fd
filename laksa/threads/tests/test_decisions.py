# SPDX-License-Identifier: AGPL-3.0-or-later
"""Buy a hundred and twenty covers now, or wait for the tender: the secretary decides on a phone, for all who wait."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied

from laksa.cases.actions import add_photos, check_photo, decide_case, merge_cases, process_photo, verify_log
from laksa.cases.models import Case, Photo
from laksa.cases.rules import State, Visibility
from laksa.city.models import Power, forget_book
from laksa.gateways.pictures.drawing import draw
from laksa.identity.rules import Role
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.threads import actions
from laksa.threads.models import Thread, deciders_for, open_decision, open_for, photos_of, waiting_cases
from laksa.threads.rules import Kind, Status
from laksa.threads.tests.conftest import OPTIONS, last, story

pytestmark = pytest.mark.django_db


def test_the_case_waits_and_people_read_for_whom_and_between_what(matter, held_lamp, sekda, siti, outbox):
    held_lamp.refresh_from_db()
    entry = last(held_lamp, "decision_requested")
    letters = {letter.kind: letter for letter in outbox}

    assert (held_lamp.state, held_lamp.waits_for) == (State.AWAITING_DECISION, "Sekretaris Daerah")
    assert (entry.visibility, entry.data["party"]) == (
        Visibility.PUBLIC,
        {"kind": "user", "id": str(sekda.pk), "name": "Sekretaris Daerah"},
    )
    assert "Lubangnya tetap diamankan" in entry.body
    assert "Sekretaris Daerah" in letters["case.decision"].subject
    assert "Lubangnya tetap diamankan" in letters["case.decision"].text


def test_what_it_costs_is_read_by_the_house_only(matter, held_lamp, outbox):
    public = [entry for entry in held_lamp.entries.all() if entry.visibility != Visibility.INTERNAL]
    details = last(held_lamp, "thread_asked")

    assert not any("Rp" in entry.body or "cost" in str(entry.data) for entry in public)
    assert details.data["options"][0]["cost_idr"] == 102_000_000
    assert not any("102" in letter.text for letter in outbox if letter.kind.startswith("case."))


def test_the_leader_gets_a_letter_with_all_of_it_and_a_link(matter, outbox):
    letter = next(letter for letter in outbox if letter.kind == "staff.decision_asked")

    assert f"/pimpinan/keputusan/{matter.pk}/" in letter.text
    assert "1. Beli darurat 120 lembar (Rp102 jt)" in letter.text
    assert "Saran: pilihan 1" in letter.text


def test_the_choice_is_part_of_the_case_and_the_work_goes_on(matter, held_lamp, sekda, as_actor, outbox, at):
    later = at + timedelta(hours=3)

    thread = actions.take_decision(matter.pk, 1, words="Pasang dulu di sekolah.", actor=as_actor(sekda), at=later)
    held_lamp.refresh_from_db()

    assert (thread.chosen, thread.status, thread.ended_at, thread.answered_by_id) == (1, Status.ANSWERED, later, sekda.pk)
    assert (held_lamp.state, held_lamp.waits_for) == (State.IN_PROGRESS, "")
    assert last(held_lamp, "decided").body == "Beli darurat 120 lembar. Pasang dulu di sekolah."
    assert {"case.decided", "staff.decision_taken"} <= {letter.kind for letter in outbox}
    assert not list(verify_log(codes=[held_lamp.code]))


def test_a_decision_that_is_not_public_still_ends_the_wait_for_everybody(held_lamp, budi, sekda, wish, as_actor, at):
    thread = actions.request_decision(held_lamp.pk, replace(wish, is_public=False), actor=as_actor(budi), at=at)
    actions.take_decision(thread.pk, 3, words="Anggaran habis.", actor=as_actor(sekda), at=at)

    public, inside = last(held_lamp, "decided"), last(held_lamp, "thread_answered")

    assert (public.visibility, public.body, "act" in public.data) == (Visibility.PUBLIC, "", False)
    assert (inside.visibility, "Anggaran habis." in inside.body, inside.data["chosen"]) == (Visibility.INTERNAL, True, 3)


def test_all_who_wait_for_the_same_are_decided_at_once(held_lamp, other_lamp, budi, sekda, wish, as_actor, at):
    thread = actions.request_decision(held_lamp.pk, replace(wish, also=(other_lamp.pk,)), actor=as_actor(budi), at=at)
    assert [case.pk for case in waiting_cases(thread)] == [held_lamp.pk, other_lamp.pk]
    assert open_decision(Case.objects.get(pk=other_lamp.pk)) == thread

    actions.take_decision(thread.pk, 2, actor=as_actor(sekda), at=at)

    for case in Case.objects.filter(pk__in=[held_lamp.pk, other_lamp.pk]):
        assert case.state == State.IN_PROGRESS
        assert last(case, "decided").body == "Beli 40, sisanya lelang."


def test_a_case_of_somebody_else_is_not_made_to_wait(held_lamp, submit_report, budi, wish, as_actor, at):
    foreign = submit_report(text="Sampah menumpuk seminggu", hashtags=("#Sampah",))

    with pytest.raises(PermissionDenied):
        actions.request_decision(held_lamp.pk, replace(wish, also=(foreign.pk,)), actor=as_actor(budi), at=at)
    held_lamp.refresh_from_db()
    assert (held_lamp.state, Thread.objects.count()) == (State.IN_PROGRESS, 0)


def test_one_that_was_merged_meanwhile_only_keeps_the_words(held_lamp, other_lamp, budi, dewi, sekda, wish, as_actor, at):
    thread = actions.request_decision(held_lamp.pk, replace(wish, also=(other_lamp.pk,)), actor=as_actor(budi), at=at)
    merge_cases(held_lamp.pk, other_lamp.pk, actor=as_actor(dewi), at=at)

    actions.take_decision(thread.pk, 1, actor=as_actor(sekda), at=at)

    assert Case.objects.get(pk=held_lamp.pk).state == State.IN_PROGRESS
    assert Case.objects.get(pk=other_lamp.pk).state == State.MERGED
    assert story(other_lamp)[-1] == "thread_answered"


def test_of_two_decisions_the_second_is_told(matter, sekda, as_actor, at):
    actions.take_decision(matter.pk, 1, actor=as_actor(sekda), at=at)
    with pytest.raises(Conflict, match="lebih dulu"):
        actions.take_decision(matter.pk, 2, actor=as_actor(sekda), at=at)


@pytest.mark.parametrize("number", [0, 4, -1, 99])
def test_only_what_was_offered_is_chosen(matter, sekda, as_actor, at, number):
    with pytest.raises(Refused) as refusal:
        actions.take_decision(matter.pk, number, actor=as_actor(sekda), at=at)
    assert refusal.value.field == "chosen"


def test_the_old_way_to_decide_leads_to_the_options(matter, held_lamp, kadis, as_actor, at):
    with pytest.raises(Refused, match="dengan pilihan"):
        decide_case(held_lamp.pk, "Beli", actor=as_actor(kadis), at=at)


def test_a_case_that_waits_already_is_not_asked_about_twice(matter, held_lamp, budi, wish, as_actor, at):
    with pytest.raises(MoveRefused):
        actions.request_decision(held_lamp.pk, wish, actor=as_actor(budi), at=at)


# --- who decides --------------------------------------------------------------------------------------


def test_the_list_of_powers_says_who_decides_at_which_cost(kabid, kadis, sekda, walikota, at):
    def titles(cost):
        return [one.title for one in deciders_for("dishub", cost_idr=cost, at=at, unit="tim-pju")]

    assert titles(0) == ["Kepala Bidang Penerangan Jalan Umum", "Kepala Dishub", "Sekretaris Daerah", "Wali Kota"]
    assert titles(10_000_001) == ["Kepala Dishub", "Sekretaris Daerah", "Wali Kota"]
    assert titles(200_000_000) == ["Sekretaris Daerah", "Wali Kota"]
    assert titles(200_000_001) == ["Wali Kota"]
    assert [one.title for one in deciders_for("pupr", cost_idr=0, at=at)] == ["Sekretaris Daerah", "Wali Kota"]


def test_who_has_not_the_power_is_not_asked(held_lamp, budi, kadis, sekda, wish, as_actor, at):
    with pytest.raises(Refused, match=r"Pilih Sekretaris Daerah \(Ratih Puspita\)") as refusal:
        actions.request_decision(held_lamp.pk, replace(wish, decider_id=kadis.pk), actor=as_actor(budi), at=at)
    assert refusal.value.field == "decider"


def test_who_is_away_is_not_asked_and_the_deputy_is_named(held_lamp, budi, sekda, asisten, walikota, wish, away, as_actor, at):
    away(sekda, deputy=asisten)
    with pytest.raises(Refused, match="Bayu Saputra"):
        actions.request_decision(held_lamp.pk, wish, actor=as_actor(budi), at=at)


def test_who_left_is_not_asked(held_lamp, budi, sekda, walikota, wish, as_actor, at):
    sekda.posts.update(until=at - timedelta(days=1))
    with pytest.raises(Refused, match="Pilih Wali Kota"):
        actions.request_decision(held_lamp.pk, wish, actor=as_actor(budi), at=at)


def test_the_deputy_decides_in_the_name_of_who_is_away_and_both_are_written_down(
    matter, held_lamp, sekda, asisten, away, as_actor, outbox, at
):
    away(sekda, deputy=asisten)
    assert [one.pk for one in open_for(asisten, at=at)] == [matter.pk]

    thread = actions.take_decision(matter.pk, 1, actor=as_actor(asisten), at=at)
    public, inside = last(held_lamp, "decided"), last(held_lamp, "thread_answered")

    assert thread.answered_by_id == asisten.pk
    assert (public.user_id, public.data["behalf"], "behalf_of" in public.data) == (asisten.pk, "Sekretaris Daerah", False)
    assert inside.data["behalf_of"] == {"id": sekda.pk, "name": "Ratih Puspita"}
    letter = next(letter for letter in outbox if letter.kind == "staff.decision_taken")
    assert "Bayu Saputra, atas nama Sekretaris Daerah, memilih 1" in letter.text
    assert not list(verify_log(codes=[held_lamp.code]))


def test_a_deputy_without_any_power_of_their_own_decides_and_hands_on(matter, held_lamp, sekda, kabid, walikota, away, as_actor, at):
    with pytest.raises(PermissionDenied):
        actions.take_decision(matter.pk, 1, actor=as_actor(kabid), at=at)
    away(sekda, deputy=kabid)

    actions.delegate_decision(matter.pk, walikota.pk, reason="Beliau cuti.", actor=as_actor(kabid), at=at)
    assert last(held_lamp, "thread_said").data["behalf_of"]["name"] == "Ratih Puspita"
    with pytest.raises(PermissionDenied):
        actions.take_decision(matter.pk, 1, actor=as_actor(kabid), at=at)


def test_whoever_decides_by_their_own_office_does_so_in_nobodys_name(matter, held_lamp, sekda, as_actor, at):
    actions.take_decision(matter.pk, 1, actor=as_actor(sekda), at=at)

    assert "behalf" not in last(held_lamp, "decided").data


def test_once_the_one_asked_has_left_the_next_in_line_decides(matter, sekda, kadis, walikota, as_actor, at):
    with pytest.raises(PermissionDenied):
        actions.take_decision(matter.pk, 1, actor=as_actor(walikota), at=at)
    sekda.posts.update(until=at)

    with pytest.raises(PermissionDenied):
        actions.take_decision(matter.pk, 1, actor=as_actor(kadis), at=at)
    assert actions.take_decision(matter.pk, 1, actor=as_actor(walikota), at=at).chosen == 1


def test_who_asks_does_not_decide(held_lamp, kadis, wish, as_actor, at):
    Case.objects.filter(pk=held_lamp.pk).update(holder=kadis)
    own = replace(wish, options=tuple(replace(option, cost_idr=0) for option in OPTIONS), decider_id=kadis.pk)
    with pytest.raises(Refused, match="permohonan Anda sendiri"):
        actions.request_decision(held_lamp.pk, own, actor=as_actor(kadis), at=at)


# --- delegating, asking back, taking back ---------------------------------------------------------------


def test_a_decision_is_handed_to_somebody_with_the_power(matter, held_lamp, sekda, walikota, as_actor, outbox, at):
    thread = actions.delegate_decision(matter.pk, walikota.pk, reason="Di luar pagu saya.", actor=as_actor(sekda), at=at)
    held_lamp.refresh_from_db()
    entry = last(held_lamp, "delegated")

    assert (thread.to_user_id, thread.hops, held_lamp.waits_for) == (walikota.pk, 1, "Wali Kota")
    assert (entry.data["party"]["name"], entry.data["to"], entry.data["from"]) == ("Wali Kota", "Wali Kota", "Sekretaris Daerah")
    assert held_lamp.asked_until == matter.due_at
    assert "staff.decision_passed" in [letter.kind for letter in outbox]


def test_nobody_without_the_power_is_handed_it(matter, sekda, kadis, budi, as_actor, at):
    for person in (kadis, budi, sekda):
        with pytest.raises(Refused) as refusal:
            actions.delegate_decision(matter.pk, person.pk, reason="Tolong.", actor=as_actor(sekda), at=at)
        assert refusal.value.field == "to"


def test_a_circle_of_delegations_ends_at_the_highest_office(matter, sekda, asisten, walikota, as_actor, at):
    holders = [sekda, asisten, sekda, asisten]
    for giver, taker in pairwise(holders):
        actions.delegate_decision(matter.pk, taker.pk, reason="Bukan saya.", actor=as_actor(giver), at=at)

    with pytest.raises(Refused, match="serahkan kepada Wali Kota"):
        actions.delegate_decision(matter.pk, sekda.pk, reason="Bukan saya.", actor=as_actor(asisten), at=at)
    assert actions.delegate_decision(matter.pk, walikota.pk, reason="Mohon.", actor=as_actor(asisten), at=at).hops == 4


def test_the_leader_asks_back_in_a_question_of_its_own(matter, held_lamp, sekda, budi, as_actor, at):
    back = actions.ask_back(matter.pk, "Sisa anggaran berapa?", actor=as_actor(sekda), at=at)

    assert (back.kind, back.to_user_id, back.due_at) == (Kind.QUESTION, budi.pk, matter.due_at)
    assert last(held_lamp, "thread_asked").data["about"] == matter.pk
    actions.answer_thread(back.pk, "Rp188 jt.", actor=as_actor(budi), at=at)
    assert Thread.objects.get(pk=matter.pk).is_open


def test_the_asker_adds_what_was_forgotten(matter, held_lamp, budi, sekda, as_actor, outbox, at):
    actions.say_in_thread(matter.pk, "BPKD: pengadaan darurat boleh.", actor=as_actor(budi), at=at)
    letter = outbox[-1]
    assert (letter.kind, letter.to_sealed) == ("staff.thread_said", sekda.email)


def test_taken_back_with_a_reason_everything_goes_on(held_lamp, other_lamp, budi, wish, as_actor, outbox, at):
    thread = actions.request_decision(held_lamp.pk, replace(wish, also=(other_lamp.pk,)), actor=as_actor(budi), at=at)
    actions.withdraw_decision(thread.pk, "Stok ditemukan.", actor=as_actor(budi), at=at)

    assert set(Case.objects.filter(pk__in=[held_lamp.pk, other_lamp.pk]).values_list("state", flat=True)) == {State.IN_PROGRESS}
    assert last(held_lamp, "decision_withdrawn").body == ""
    assert last(held_lamp, "thread_withdrawn").body == "Stok ditemukan."
    assert {"case.decision_withdrawn", "staff.thread_withdrawn"} <= {letter.kind for letter in outbox}


def test_a_case_handed_to_another_meanwhile_asks_the_one_who_holds_it_now(matter, held_lamp, wulan, sekda, as_actor, at):
    Case.objects.filter(pk=held_lamp.pk).update(holder=wulan)
    assert actions.ask_back(matter.pk, "Sisa anggaran?", actor=as_actor(sekda), at=at).to_user_id == wulan.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": "x" * 20_000}, "question"),
        ({"advice": " "}, "advice"),
        ({"advice": "x" * 20_000}, "advice"),
        ({"told": ""}, "told"),
        ({"advised": None}, "advised"),
        ({"advised": 7}, "advised"),
        ({"decider_id": 999_999}, "decider"),
    ],
)
def test_what_is_missing_in_a_request_is_named(held_lamp, budi, walikota, wish, as_actor, at, changes, field):
    with pytest.raises(Refused) as refusal:
        actions.request_decision(held_lamp.pk, replace(wish, **changes), actor=as_actor(budi), at=at)
    assert refusal.value.field == field
    assert not Thread.objects.exists()


def test_a_time_in_the_past_is_refused(held_lamp, budi, wish, as_actor, at):
    with pytest.raises(Refused) as refusal:
        actions.request_decision(held_lamp.pk, replace(wish, due_at=at - timedelta(minutes=1)), actor=as_actor(budi), at=at)
    assert refusal.value.field == "due_at"


def test_nobody_with_the_power_is_said(held_lamp, budi, wish, sekda, as_actor, at):
    sekda.posts.update(until=at - timedelta(days=1))
    with pytest.raises(Refused, match="Belum ada yang berwenang"):
        actions.request_decision(held_lamp.pk, wish, actor=as_actor(budi), at=at)


def test_a_city_without_a_list_lets_its_leader_decide(kadis, walikota, at):
    Power.objects.all().delete()
    forget_book()
    assert [one.role for one in deciders_for("dishub", cost_idr=0, at=at)] == [Role.LEADER]


# --- pictures -------------------------------------------------------------------------------------------


@pytest.fixture
def drawing(at):
    """A drawing of the covers."""
    return check_photo(draw("lamp", seed=3, after=False), file_name="gambar.jpg", at=at)


def test_a_drawing_comes_with_the_request_and_stays_in_the_house(held_lamp, other_lamp, budi, wish, drawing, as_actor, at):
    asked = replace(wish, photos=(drawing,), also=(other_lamp.pk,))
    thread = actions.request_decision(held_lamp.pk, asked, actor=as_actor(budi), at=at)
    photo = photos_of([thread])[thread.pk][0]

    assert (photo.case_id, photo.is_internal, photo.entry) == (held_lamp.pk, True, last(held_lamp, "thread_asked"))
    assert photo.entry.data["sha256"] == [drawing.sha256]
    assert "photos" not in last(other_lamp, "thread_asked").data
    process_photo(photo.pk, at=at)
    assert not Photo.objects.public().exists()
    assert not list(verify_log(codes=[held_lamp.code, other_lamp.code]))


def test_seven_pictures_are_too_many_and_ask_nothing(held_lamp, budi, wish, drawing, as_actor, at):
    with pytest.raises(Refused) as refusal:
        actions.request_decision(held_lamp.pk, replace(wish, photos=(drawing,) * 7), actor=as_actor(budi), at=at)
    assert refusal.value.field == "photos"
    assert not Thread.objects.exists()


def test_whoever_was_asked_and_their_deputy_see_the_pictures(held_lamp, budi, ratna, irwan, joko, drawing, question, away, as_actor, at):
    thread = actions.ask_inside(held_lamp.pk, replace(question, photos=(drawing,)), actor=as_actor(budi), at=at)
    answer = actions.answer_thread(thread.pk, "Ada.", photos=(replace(drawing, name="a" * 32),), actor=as_actor(ratna), at=at)
    Photo.objects.update(state=Photo.READY)

    assert len(photos_of([answer])[answer.pk]) == 2
    assert {name: Photo.objects.visible_to(as_actor(user)).count() for name, user in (("ratna", ratna), ("joko", joko))} == {
        "ratna": 2,
        "joko": 0,
    }
    away(ratna, deputy=joko)
    assert Photo.objects.visible_to(as_actor(joko)).count() == 2


def test_a_note_in_pictures_is_not_opened_by_a_question(held_lamp, asked, budi, ratna, drawing, as_actor, at):
    add_photos(held_lamp.pk, (drawing,), actor=as_actor(budi), at=at, internal=True)
    Photo.objects.update(state=Photo.READY)

    assert not Photo.objects.visible_to(as_actor(ratna)).exists()
