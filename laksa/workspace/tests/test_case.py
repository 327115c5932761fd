# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case page: the story, the facts, and exactly what may be done now."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.cases import actions
from laksa.cases.actions import Contact
from laksa.cases.models import Case
from laksa.cases.policies import MOVE_POLICIES
from laksa.cases.rules import Identity, State, verbs_from
from laksa.identity.models import actor_of
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db

ENDED = {State.CONFIRMED, State.CLOSED, State.ANSWERED, State.REJECTED, State.MERGED, State.WITHDRAWN}


def _put(case, state, other, at):
    """Put a case into a state as the database allows it."""
    extra = {"is_open": state not in ENDED, "ended_at": at if state in ENDED else None}
    extra |= {"promised_on": at.date()} if state == State.PLANNED else {}
    extra |= {"merged_into": other} if state == State.MERGED else {}
    Case.objects.filter(pk=case.pk).update(state=state, resume_state=State.IN_PROGRESS, **extra)
    case.refresh_from_db()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("who", ["budi", "wulan", "rina", "dewi", "walikota"])
def test_only_what_may_be_done_is_drawn(desk_of, held_lamp, submit_report, request, at, who, state):
    person = request.getfixturevalue(who)
    _put(held_lamp, state, submit_report(), at)

    page = desk_of(person).get(f"/meja/kasus/{held_lamp.code}/").text

    drawn = set(re.findall(rf'href="/meja/kasus/{held_lamp.code}/([a-z_]+)/\?', page)) & set(MOVE_POLICIES)
    drawn |= {"request_decision"} if f'href="/meja/kasus/{held_lamp.code}/keputusan/"' in page else set()
    actor = actor_of(person, at=at)
    assert drawn == {verb for verb in verbs_from(state) if verb in MOVE_POLICIES and MOVE_POLICIES[verb](actor, held_lamp)}


def test_a_hidden_name_inside_the_words_is_for_the_desk_alone(desk_of, budi, dewi, submit_report):
    hidden = submit_report(text="Lampu jalan mati. Nama saya Siti Aminah, hubungi 0812 3456 7890", identity=Identity.HIDDEN)
    Case.objects.filter(pk=hidden.pk).update(agency="dishub", unit="tim-pju", state=State.ASSIGNED)

    for_budi, for_dewi = (desk_of(who).get(f"/meja/kasus/{hidden.code}/").text for who in (budi, dewi))

    assert "Siti" not in for_budi
    assert "7890" not in for_budi
    assert "0812 3456 7890" in for_dewi


def test_the_story_is_told_newest_first(desk_of, budi, as_actor, held_lamp, at):
    by = {"actor": as_actor(budi), "at": at}
    actions.write_note(held_lamp.pk, "Kontaktor panel hangus.", **by)
    actions.reply_to_case(held_lamp.pk, "Regu 2 datang pukul 15.30.", **by)
    actions.start_case(held_lamp.pk, words="mobil tangga 2", **by)

    page = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").text

    order = [
        page.rindex(words) for words in ("Mulai dikerjakan", "Regu 2 datang", "Kontaktor panel hangus", "Lampu jalan mati sudah tiga hari")
    ]
    assert order == sorted(order)
    assert "Anda · terlihat semua orang" in page
    assert "said--internal" in page


def test_the_story_can_be_narrowed_without_a_script(desk_of, budi, as_actor, held_lamp, at):
    actions.write_note(held_lamp.pk, "Kontaktor panel hangus.", actor=as_actor(budi), at=at)
    client = desk_of(budi)

    public = client.get(f"/meja/kasus/{held_lamp.code}/?cerita=publik")
    internal = client.get(f"/meja/kasus/{held_lamp.code}/?cerita=petugas")

    assert not any(line.is_internal for line in public.context["story"])
    assert [line.body for line in internal.context["story"]] == ["Kontaktor panel hangus."]
    assert internal.context["story_counts"]["internal"] == 1


def test_a_pause_is_dashed_from_its_end_down_to_its_start(desk_of, budi, as_actor, held_lamp, at):
    by = {"actor": as_actor(budi), "at": at}
    actions.ask_reporter(held_lamp.pk, "Di titik mana?", **by)
    actions.write_note(held_lamp.pk, "Sudah ditelepon.", **by)
    actions.hear_reporter(held_lamp.pk, "Dekat jembatan.", **by)
    actions.start_case(held_lamp.pk, **by)

    story = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").context["story"]

    assert [line.dashed for line in story[:4]] == [False, True, True, False]


def test_the_clock_counts_what_is_left_for_the_reporter(desk_of, budi, held_lamp, at):
    page = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/")

    assert page.context["clock"].number
    assert page.context["clock"].tone == ""
    assert "Jawaban pertama" in page.text
    assert f"Utuh, {held_lamp.entry_count} catatan berantai" in page.text


def test_the_place_is_drawn_without_a_request(desk_of, budi, held_lamp):
    page = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/")

    assert 'class="small-map"' in page.text
    # A figure in SVG has a point, whatever the language.
    assert not re.search(r'c[xy]="[^"]*,', page.text)


def test_a_named_reporter_is_named_to_whoever_handles_it(desk_of, budi, rina, joko, held_lamp):
    assert "Siti Aminah" in desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").text
    assert "siti@contoh.id" not in desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").text


def test_a_colleague_who_does_not_handle_it_reads_no_name(desk_of, wulan, held_lamp):
    page = desk_of(wulan).get(f"/meja/kasus/{held_lamp.code}/").text

    assert "Siti Aminah" not in page
    assert "identity/" not in page


@pytest.fixture
def hidden_lamp(submit_report):
    """A lamp whose reporter hid their name from the office."""
    contact = Contact(name="Nurhayati", email="nur@contoh.id", phone="+6281200000009")
    case = submit_report(identity=Identity.HIDDEN, contact=contact)
    Case.objects.filter(pk=case.pk).update(agency="dishub", unit="tim-pju", state=State.ASSIGNED)
    return case


def test_a_hidden_name_is_shown_to_the_desk_only_on_asking_and_the_look_is_recorded(desk_of, dewi, hidden_lamp):
    client = desk_of(dewi)
    before = client.get(f"/meja/kasus/{hidden_lamp.code}/").text

    after = client.post(f"/meja/kasus/{hidden_lamp.code}/identity/")

    assert "Nurhayati" not in before
    assert "Nurhayati" in after.text
    assert after["Cache-Control"] == "private, no-store"
    event = Event.objects.get(verb="identity.seen")
    assert (event.subject, event.user_id) == (f"cases.case:{hidden_lamp.code}", dewi.pk)


def test_a_hidden_name_is_never_shown_to_the_office(desk_of, budi, hidden_lamp):
    client = desk_of(budi)

    answer = client.post(f"/meja/kasus/{hidden_lamp.code}/identity/")

    assert answer.status_code == 403
    assert "Nurhayati" not in client.get(f"/meja/kasus/{hidden_lamp.code}/").text
    assert not Event.objects.filter(verb="identity.seen").exists()


def test_a_broken_chain_is_told_on_the_page(desk_of, budi, held_lamp):
    Case.objects.filter(pk=held_lamp.pk).update(head="0" * 64)

    assert "Rantai putus di catatan 0" in desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").text


def test_similar_and_earlier_cases_stand_beside_it(desk_of, budi, held_lamp, submit_report, at):
    where = {"lat": held_lamp.lat, "lon": held_lamp.lon, "village": held_lamp.village_id}
    near, past = submit_report(text="Lampu jalan depan masjid mati", **where), submit_report(text="Lampu jalan pernah mati", **where)
    Case.objects.filter(pk=past.pk).update(state=State.CONFIRMED, is_open=False, ended_at=at)

    file = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").context["file"]

    assert [one.case.pk for one in file.similar] == [near.pk]
    assert [one.case.pk for one in file.earlier] == [past.pk]


def test_templates_fill_in_what_is_known(desk_of, budi, held_lamp):
    Case.objects.filter(pk=held_lamp.pk).update(category="pju")

    template = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").context["templates"][0]

    assert template["text"].startswith("Bapak/Ibu Siti Aminah, terima kasih")
    assert f"/laporan/{held_lamp.code}/" in template["text"]
    assert "[tanggal]" in template["text"]


def test_a_long_story_costs_no_more_queries(desk_of, budi, as_actor, held_lamp, at):
    client = desk_of(budi)
    client.get(f"/meja/kasus/{held_lamp.code}/")
    with CaptureQueriesContext(connection) as short:
        client.get(f"/meja/kasus/{held_lamp.code}/")
    for number in range(20):
        actions.write_note(held_lamp.pk, f"Catatan {number}", actor=as_actor(budi), at=at)

    with CaptureQueriesContext(connection) as long:
        client.get(f"/meja/kasus/{held_lamp.code}/")

    assert len(long) == len(short) <= 40


def test_the_page_speaks_english_when_asked(desk_of, budi, held_lamp):
    page = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/?bahasa=en").text

    assert "What can be done now" in page
    assert "Yang bisa dilakukan" not in page
