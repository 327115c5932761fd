"""Every question against the whole cast; a policy that is missing here fails the last test."""

import inspect

import pytest

from laksa.cases import policies
from laksa.cases.models import Case
from laksa.cases.rules import Kind, State
from laksa.identity.rules import PUBLIC, Actor, ActorKind, PostFact, Role

pytestmark = pytest.mark.django_db

CAST = ["siti", "budi", "wulan", "rina", "kabid", "joko", "dewi", "tono", "walikota", "sari", "operator"]
HANDLERS = {"budi", "rina", "kabid"}

# Policy: who may, for the lamp that Budi holds.
HELD = {
    "may_triage": {"dewi", "tono"},
    "may_manage": {"rina", "kabid"},
    "may_handle": HANDLERS,
    "may_assign": {"rina", "kabid", "dewi", "tono"},
    "may_accept": HANDLERS,
    "may_return": HANDLERS,
    "may_hand_over": HANDLERS,
    "may_plan": HANDLERS,
    "may_start": HANDLERS,
    "may_ask": HANDLERS,
    "may_request_decision": HANDLERS,
    "may_decide": {"kabid", "tono", "walikota"},
    "may_refer_outside": HANDLERS,
    "may_hear_outside": HANDLERS,
    "may_resolve": HANDLERS,
    "may_sign_proof": set(),  # test_proving: only while a proof is doubted
    "may_send_back_proof": set(),
    "may_answer": set(),
    "may_reject": HANDLERS,
    "may_merge": HANDLERS | {"dewi", "tono"},
    "may_split": HANDLERS | {"dewi", "tono"},
    "may_reply": HANDLERS | {"dewi", "tono"},
    "may_note": {"budi", "wulan", "rina", "kabid", "dewi", "tono", "walikota"},
    "may_note_sight": HANDLERS | {"wulan"},
    "may_change_severity": HANDLERS | {"dewi", "tono"},
    "may_correct_place": HANDLERS | {"dewi", "tono"},
    "may_hide_photo": HANDLERS | {"dewi", "tono"},
    "may_see_identity": HANDLERS | {"dewi", "tono"},
    "may_read_names": {"siti", "budi", "wulan", "rina", "kabid", "dewi", "tono", "walikota"},
    "may_follow": {"siti"},
    "may_write": {"siti"},
    "may_confirm": {"siti"},
    "may_reopen": {"siti"},
    "may_rate": set(),
    "may_withdraw": {"siti"},
    "may_object": {"siti"},
    "may_object_to_owner": {"siti"},
    "may_forward": set(CAST) - {"siti"},
    "may_set_cap": {"walikota"},
}


@pytest.fixture
def cast(request, staff, reporter):
    """Everybody as an actor, by name."""

    def actor(name):
        person = request.getfixturevalue(name)
        return reporter(person) if name == "siti" else staff(person)

    return {name: actor(name) for name in CAST}


@pytest.mark.parametrize("name", HELD)
def test_the_cast_may_what_the_table_says(name, held_lamp, cast):
    policy = getattr(policies, name)
    assert {who for who, actor in cast.items() if policy(actor, held_lamp)} == HELD[name]
    assert not policy(PUBLIC, held_lamp)


def test_in_triage_the_city_desk_decides(held_lamp, cast):
    held_lamp.state, held_lamp.holder_id = State.TRIAGE, None
    for policy in (policies.may_assign, policies.may_ask, policies.may_reject):
        assert {who for who, actor in cast.items() if policy(actor, held_lamp)} == {"dewi", "tono"}


def test_while_nobody_holds_it_anybody_of_the_office_may_take_it(lamp, cast):
    assert {who for who, actor in cast.items() if policies.may_accept(actor, lamp)} == {"budi", "wulan", "rina", "kabid"}


def test_a_question_is_answered_and_not_repaired(held_lamp, cast):
    held_lamp.kind = Kind.QUESTION
    assert {who for who, actor in cast.items() if policies.may_answer(actor, held_lamp)} == HANDLERS
    assert not any(policies.may_resolve(actor, held_lamp) for actor in cast.values())


def test_the_desk_speaks_for_offices_outside_the_city(held_lamp, cast):
    from laksa.city.models import book

    held_lamp.agency_id = next(slug for slug, agency in book().agencies.items() if agency.kind == "outside")
    held_lamp.holder_id = None
    assert {who for who, actor in cast.items() if policies.may_handle(actor, held_lamp)} == {"dewi", "tono"}


def test_a_hidden_name_is_for_the_city_desk_only(held_lamp, cast):
    held_lamp.identity = "hidden"
    for policy in (policies.may_see_identity, policies.may_read_names):
        assert {who for who, actor in cast.items() if policy(actor, held_lamp)} == {"dewi", "tono"}
    held_lamp.identity = "anonymous"
    assert not any(policies.may_see_identity(actor, held_lamp) for actor in cast.values())


def test_who_sees_the_lamp(held_lamp, cast):
    seen = {who for who, actor in cast.items() if Case.objects.visible_to(actor).filter(pk=held_lamp.pk).exists()}
    assert seen == {"budi", "wulan", "rina", "kabid", "dewi", "tono", "walikota"}


def test_a_row_tells_as_the_query_does_who_sees_it(held_lamp, cast):
    head = PostFact(Role.VILLAGE_HEAD, area_id=held_lamp.village_id)
    cast = cast | {"lurah": Actor(kind=ActorKind.STAFF, label="Lurah", user_id=999, posts=(head,))}
    for changed in ({}, {"is_emergency": True}, {"agency_id": "dlh"}, {"is_sealed": True}, {"is_sealed": False, "village_id": None}):
        Case.objects.filter(pk=held_lamp.pk).update(**changed)
        case = Case.objects.get(pk=held_lamp.pk)
        found = {who for who, actor in cast.items() if Case.objects.visible_to(actor).filter(pk=case.pk).exists()}
        assert {who for who, actor in cast.items() if case.is_seen_by(actor)} == found


def test_no_policy_is_left_out():
    names = {name for name, _ in inspect.getmembers(policies, inspect.isfunction) if name.startswith("may_")}
    assert names - {"may_read_entry"} == set(HELD)
    assert set(policies.MOVE_POLICIES.values()) <= {getattr(policies, name) for name in HELD}
