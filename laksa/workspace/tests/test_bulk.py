# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many cases at once: the effect is shown for each before anything changes, and for ten minutes all can be taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.cases.actions import accept_case, verify_log
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.identity.models import actor_of
from laksa.kernel.models import Event
from laksa.outbox.models import Message
from laksa.routing.models import Correction
from laksa.workspace.models import Bulk

pytestmark = pytest.mark.django_db
ASSIGN, PLAN, REPLY, MERGE = (f"/meja/bersama/{verb}/" for verb in ("assign", "plan", "reply", "merge"))


@pytest.fixture
def waiting(submit_report):
    """Three cases of Dishub that nobody holds, and one that is being worked on."""
    cases = [submit_report() for _number in range(4)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(agency="dishub", unit="bidang-pju", state=State.ASSIGNED)
    Case.objects.filter(pk=cases[3].pk).update(state=State.WORKING)
    return cases


@pytest.fixture
def held(submit_report, budi, at):
    """Three lamps that Budi holds; their reporters can be written to."""
    from laksa.cases.actions import Contact
    from laksa.cases.rules import Identity

    cases = [submit_report(identity=Identity.NAMED, contact=Contact(name="Warga", email=f"warga{number}@contoh.id")) for number in range(3)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(agency="dishub", unit="tim-pju", state=State.ASSIGNED)
    for case in cases:
        accept_case(case.pk, actor=actor_of(budi, at=at), at=at)
    return cases


def codes(cases):
    return [case.code for case in cases]


def test_the_effect_is_shown_before_anything_changes(desk_of, rina, budi, waiting):
    asked = {"pilih": codes(waiting), "office": "dishub/tim-pju", "holder": budi.pk}

    page = desk_of(rina).get(ASSIGN, asked)

    shown = {one.case.pk: one for one in page.context["shown"]}
    assert shown[waiting[0].pk].now == "Dishub, Bidang Penerangan Jalan Umum, belum dipegang"
    assert shown[waiting[0].pk].then == "Dishub, Tim PJU, Budi Santoso"
    assert "Dikerjakan" in shown[waiting[3].pk].problem
    assert page.context["possible"] == 3
    assert not Case.objects.filter(holder=budi).exists()


def test_only_then_are_they_handed_over_and_the_rest_is_told(desk_of, rina, budi, waiting):
    data = {"pilih": codes(waiting), "office": "dishub/tim-pju", "holder": budi.pk, "kembali": "/meja/?lihat=bebas"}

    answer = desk_of(rina).post(ASSIGN, data)
    page = desk_of(rina).get(answer.url)

    assert answer.url == "/meja/?lihat=bebas"
    assert Case.objects.filter(holder=budi, unit="tim-pju", state=State.ASSIGNED).count() == 3
    assert "3 laporan diserahkan" in page.text
    assert Event.objects.get(verb="bulk.done").data == {"verb": "assign", "done": 3, "asked": 4}


def test_an_office_hands_out_only_its_own(desk_of, joko, budi, waiting):
    strange = desk_of(joko).post(ASSIGN, {"pilih": codes(waiting), "office": "dlh"})
    officer = desk_of(budi).post(ASSIGN, {"pilih": codes(waiting), "office": "dishub/tim-pju"}, follow=True)

    assert strange.status_code == 302
    assert officer.status_code == 200
    assert not Case.objects.filter(agency="dlh").exists()
    assert not Case.objects.filter(unit="tim-pju").exists()


def test_the_desk_sends_to_any_office(desk_of, dewi, submit_report):
    odd = submit_report(text="ada yang aneh di dekat pasar", hashtags=())

    desk_of(dewi).post(ASSIGN, {"pilih": [odd.code], "office": "dlh/bidang-kebersihan"})

    odd.refresh_from_db()
    assert (odd.agency_id, odd.unit_id, odd.state) == ("dlh", "bidang-kebersihan", State.ASSIGNED)


@pytest.mark.parametrize("address", [ASSIGN, PLAN, REPLY, MERGE])
def test_nothing_picked_says_what_to_do(desk_of, rina, address):
    assert "Pilih laporannya dulu" in desk_of(rina).get(address, follow=True).text


def test_an_act_that_there_is_not_is_not_found(desk_of, rina, waiting):
    assert desk_of(rina).get("/meja/bersama/reject/", {"pilih": codes(waiting)}).status_code == 404


def test_an_office_that_is_not_in_the_list_is_refused(desk_of, rina, waiting):
    answer = desk_of(rina).post(ASSIGN, {"pilih": [waiting[0].code], "office": "dlh"})

    assert answer.status_code == 200
    assert answer.context["form"].errors["office"]


# --- plan, reply, merge -------------------------------------------------------------------------------


def test_a_date_is_promised_to_all_and_their_letters_wait(desk_of, budi, held, at):
    data = {"pilih": codes(held), "promised_on": "2026-11-26", "words": "Regu PJU mengganti lampu."}
    look = desk_of(budi).post(PLAN, data | {"langkah": "lihat"})
    assert "Dijadwalkan Kamis 26 Nov" in look.text
    assert not Case.objects.filter(state=State.PLANNED).exists()

    desk_of(budi).post(PLAN, data)

    assert Case.objects.filter(state=State.PLANNED).count() == 3
    letters = Message.objects.filter(kind="case.planned")
    assert {letter.not_before for letter in letters} == {at + timedelta(minutes=10)}
    assert len(letters) == 3


def test_a_reply_goes_to_the_reporters_alone_unless_it_is_said(desk_of, budi, held):
    desk_of(budi).post(REPLY, {"pilih": codes(held), "words": "Regu datang besok pukul 9."})
    assert {case.entries.get(kind="reply").visibility for case in held} == {"reporter"}
    desk_of(budi).post(REPLY, {"pilih": codes(held[:1]), "words": "Regu datang besok pukul 9.", "is_public": "on"})
    assert held[0].entries.filter(kind="reply").last().visibility == "public"


def test_an_empty_phrase_is_pointed_out_before(desk_of, budi, held):
    look = desk_of(budi).post(REPLY, {"pilih": codes(held), "words": "Akan ditindaklanjuti.", "langkah": "lihat"})
    assert "belum ada isinya" in look.text
    empty = desk_of(budi).post(REPLY, {"pilih": codes(held), "words": " "})
    assert empty.context["form"].errors["words"]


def test_many_are_merged_into_one(desk_of, budi, held):
    data = {"pilih": codes(held), "main": held[1].code, "reason": "Satu tiang"}
    look = desk_of(budi).post(MERGE, data | {"langkah": "lihat"})
    assert "Ini laporan induknya." in look.text

    desk_of(budi).post(MERGE, data)

    main = Case.objects.get(pk=held[1].pk)
    assert (main.state, main.supporters) == (State.IN_PROGRESS, 2)
    assert Case.objects.filter(merged_into=main).count() == 2


def test_a_main_case_that_one_may_not_see_is_none(desk_of, budi, held, submit_report):
    other = submit_report(text="Sampah menumpuk", hashtags=("#Sampah",))
    answer = desk_of(budi).post(MERGE, {"pilih": codes(held), "code": other.code})
    assert answer.context["form"].errors["main"]


# --- taking it back -------------------------------------------------------------------------------------


def undo(desk_of, who):
    return desk_of(who).post(f"/meja/bersama/{Bulk.objects.latest('pk').pk}/batal/", follow=True)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        (PLAN, {"promised_on": "2026-11-26", "words": "Regu PJU."}),
        (REPLY, {"words": "Regu datang besok."}),
        (MERGE, {"reason": "Sama"}),
    ],
)
def test_all_is_as_before_and_nobody_was_told(desk_of, budi, held, address, data):
    before = {case.pk: (case.state, case.holder_id, case.promised_on) for case in Case.objects.all()}
    letters = set(Message.objects.values_list("pk", flat=True))
    if address == MERGE:
        data = data | {"main": held[0].code}
    desk_of(budi).post(address, {"pilih": codes(held)} | data)

    page = undo(desk_of, budi)

    assert "dikembalikan seperti semula" in page.text
    assert {case.pk: (case.state, case.holder_id, case.promised_on) for case in Case.objects.all()} == before
    assert set(Message.objects.values_list("pk", flat=True)) == letters
    assert Case.objects.get(pk=held[0].pk).supporters == 0
    assert list(verify_log()) == []


def test_a_hand_out_is_taken_back(desk_of, rina, budi, waiting):
    desk_of(rina).post(ASSIGN, {"pilih": codes(waiting), "office": "dishub/tim-pju", "holder": budi.pk})
    undo(desk_of, rina)
    assert Case.objects.filter(unit="bidang-pju", holder=None, state=State.ASSIGNED).count() == 3


def test_a_hand_out_that_was_taken_back_teaches_nothing(desk_of, dewi, submit_report):
    odd = [submit_report(text="ada yang aneh di dekat pasar", hashtags=()) for _number in range(2)]
    desk_of(dewi).post(ASSIGN, {"pilih": codes(odd), "office": "dlh/bidang-kebersihan"})
    assert Correction.objects.count() == 2
    undo(desk_of, dewi)
    assert not Correction.objects.exists()


def test_what_somebody_went_on_with_stays_and_is_told(desk_of, rina, budi, waiting, at):
    desk_of(rina).post(ASSIGN, {"pilih": codes(waiting), "office": "dishub/tim-pju", "holder": budi.pk})
    accept_case(waiting[0].pk, actor=actor_of(budi, at=at), at=at)
    page = undo(desk_of, rina)
    assert "Budi Santoso sudah melanjutkan" in page.text
    assert Case.objects.get(pk=waiting[0].pk).holder == budi
    assert Case.objects.filter(holder=None, state=State.ASSIGNED).count() == 2


def test_after_ten_minutes_it_stands(desk_of, rina, budi, waiting, at, monkeypatch):
    desk_of(rina).post(ASSIGN, {"pilih": codes(waiting), "office": "dishub/tim-pju", "holder": budi.pk})
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(minutes=10, seconds=1))
    assert "Batalkan" not in desk_of(rina).get("/meja/").text
    assert "Sudah lewat sepuluh menit" in undo(desk_of, rina).text
    assert Case.objects.filter(holder=budi).count() == 3


def test_nobody_else_takes_it_back_or_sees_it(desk_of, rina, budi, kabid, waiting):
    desk_of(rina).post(ASSIGN, {"pilih": codes(waiting), "office": "dishub/tim-pju", "holder": budi.pk})
    bulk = Bulk.objects.get()
    for who in (kabid, budi):
        assert desk_of(who).post(f"/meja/bersama/{bulk.pk}/batal/").status_code == 404
        assert desk_of(who).get(f"/meja/bersama/{bulk.pk}/").status_code == 404
    assert "Batalkan" in desk_of(rina).get(f"/meja/bersama/{bulk.pk}/").text


def test_a_reply_that_was_taken_back_is_shown_to_no_resident(client, desk_of, budi, held):
    desk_of(budi).post(REPLY, {"pilih": codes(held), "words": "Salah alamat, maaf.", "is_public": "on"})
    undo(desk_of, budi)
    token = held[0].participants.get().token
    for address in (f"/laporan/{held[0].code}/", f"/l/{token}/"):
        page = client.get(address).text
        assert "Salah alamat" not in page
        assert "Balasan tadi ditarik kembali" in page
    answer = client.get(f"/api/v1/cases/{held[0].code}", headers={"Authorization": f"Bearer {token}"})
    assert "Salah alamat" not in answer.text
    assert "Salah alamat" in desk_of(budi).get(f"/meja/kasus/{held[0].code}/").text
