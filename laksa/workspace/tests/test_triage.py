# SPDX-License-Identifier: AGPL-3.0-or-later
"""Triage: one case at a time, suggestions with reasons, everything without a script."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.cases import actions
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.rules import Actor, ActorKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(submit_report, at):
    """Three reports that no rule can send, the oldest first."""
    texts = ["ada yang aneh di dekat pasar", "tolong diperiksa dong", "got mampet dan lampu jalan mati, entah yang mana"]
    return [submit_report(text=text, hashtags=(), at=at - timedelta(minutes=30 - number)) for number, text in enumerate(texts)]


def test_the_oldest_comes_first_and_can_be_skipped(desk_of, dewi, queue):
    client = desk_of(dewi)

    first = client.get("/meja/pilah/")
    second = client.get(first.context["skip_url"])

    assert (first.context["case"].pk, second.context["case"].pk) == (queue[0].pk, queue[1].pk)
    assert "3 menunggu" in first.text
    assert "paling lama 30 menit" in first.text


def test_after_the_last_one_it_begins_again(desk_of, dewi, queue):
    client = desk_of(dewi)
    page = client.get("/meja/pilah/")
    for _case in queue:
        page = client.get(page.context["skip_url"])

    assert page.context["is_end"]
    assert "Mulai lagi dari yang tertua" in page.text


def test_an_empty_queue_says_so(desk_of, dewi):
    assert "Tidak ada yang perlu dipilah" in desk_of(dewi).get("/meja/pilah/").text


def test_suggestions_come_with_reasons_for_and_against(desk_of, dewi, queue):
    case = queue[2]
    Case.objects.exclude(pk=case.pk).update(state=State.ASSIGNED)

    page = desk_of(dewi).get("/meja/pilah/")
    suggestions = page.context["suggestions"]

    assert 1 <= len(suggestions) <= 3
    assert [one.number for one in suggestions] == list(range(1, len(suggestions) + 1))
    assert all(one.office for one in suggestions)
    assert "".join(piece.text for piece in page.context["pieces"]) == "got mampet dan lampu jalan mati, entah yang mana"
    assert any(piece.is_marked for piece in page.context["pieces"])
    # For each weight stands ready what the reporter will read.
    assert all(len(one.readings) == 3 and case.code in one.readings[0][1] for one in suggestions)


def test_each_suggestion_names_the_office_of_its_own_category(desk_of, dewi, queue):
    decision = {"category": "pju", "agency": "dishub", "unit": "tim-pju", "confidence": 0.5}
    decision["candidates"] = [{"category": "pju", "score": 0.5, "reasons": []}, {"category": "tps-liar", "score": 0.4, "reasons": []}]
    Case.objects.filter(pk=queue[0].pk).update(decision=decision, category="pju")

    suggestions = desk_of(dewi).get("/meja/pilah/").context["suggestions"]

    assert [one.agency for one in suggestions] == ["dishub", "dlh"]
    assert suggestions[0].reasons == [{"sign": "-", "text": "ambang jenis ini 70%, jadi Anda yang memutuskan"}]


def test_the_choice_is_sent_and_the_next_one_waits(desk_of, dewi, queue, act_url):
    data = {"seen": queue[0].entry_count, "category": "pju", "severity": "berat", "kembali": "/meja/pilah/"}

    answer = desk_of(dewi).post(act_url(queue[0], "assign"), data, follow=True)

    queue[0].refresh_from_db()
    assert (queue[0].state, queue[0].agency_id, queue[0].severity) == (State.ASSIGNED, "dishub", "berat")
    assert answer.context["case"].pk == queue[1].pk


def test_another_category_can_be_chosen_from_the_list(desk_of, dewi, queue, act_url):
    desk_of(dewi).post(act_url(queue[0], "assign"), {"category": "", "other": "ktp", "severity": "ringan"})

    queue[0].refresh_from_db()
    assert (queue[0].category_id, queue[0].agency_id) == ("ktp", "disdukcapil")


def test_a_near_one_is_merged_with_one_button(desk_of, dewi, queue, submit_report, act_url):
    case = queue[0]
    main = submit_report(text="Tempat sampah liar dekat pasar", hashtags=("#TPSLiar",), lat=-7.01, lon=110.015)
    Case.objects.filter(pk=case.pk).update(category="tps-liar", lat=-7.01, lon=110.0152, cell=main.cell)

    page = desk_of(dewi).get("/meja/pilah/")
    desk_of(dewi).post(act_url(case, "merge"), {"seen": case.entry_count, "main": main.code, "kembali": "/meja/pilah/"})

    assert [one.case.pk for one in page.context["similar"]] == [main.pk]
    case.refresh_from_db()
    assert case.merged_into == main


def test_an_objection_is_flagged_and_only_a_coordinator_refuses_it(desk_of, dewi, tono, as_actor, siti, lamp, at, queue):
    Case.objects.filter(pk=lamp.pk).update(state=State.TRIAGE)
    actions.reject_case(lamp.pk, reason="Bukan lampu kota", where_to="PLN 123", actor=as_actor(dewi), at=at)
    reporter = Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk)
    actions.object_to_refusal(lamp.pk, "Tiangnya bertanda kota", actor=reporter, at=at)

    coordinator = desk_of(tono).get("/meja/pilah/")
    last = f"/meja/pilah/?setelah={int(queue[2].received_at.timestamp())}000000_{queue[2].pk}_0"
    desk = desk_of(dewi).get(last)

    assert coordinator.context["case"].pk == lamp.pk
    assert "Tiangnya bertanda kota" in coordinator.text
    assert coordinator.context["may_reject"]
    assert desk.context["case"].pk == lamp.pk
    assert "Hanya koordinator yang dapat menolak" in desk.text


def test_a_coordinator_can_skip_what_only_they_decide(desk_of, tono, queue):
    Case.objects.filter(pk=queue[2].pk).update(needs_coordinator=True)
    client = desk_of(tono)

    first = client.get("/meja/pilah/")

    assert first.context["case"].pk == queue[2].pk
    assert client.get(first.context["skip_url"]).context["case"].pk == queue[0].pk


def test_a_longer_queue_costs_no_more_queries(desk_of, dewi, queue, submit_report):
    client = desk_of(dewi)
    client.get("/meja/pilah/")
    with CaptureQueriesContext(connection) as short:
        client.get("/meja/pilah/")
    for _number in range(15):
        submit_report(text="ada yang aneh di dekat pasar", hashtags=())

    with CaptureQueriesContext(connection) as long:
        client.get("/meja/pilah/")

    assert len(long) == len(short) <= 30
