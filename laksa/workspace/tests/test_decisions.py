# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mohon keputusan on the desk: the form, what its readers will see, and what became of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laksa.cases.actions import accept_case, assign_case, process_photo
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.conftest import _staff
from laksa.gateways.pictures.drawing import draw
from laksa.identity.rules import PostFact, Role
from laksa.threads import actions
from laksa.threads.models import Thread
from laksa.threads.rules import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def sekda(city):
    """The secretary of the city."""
    return _staff("sekda", "Ratih Puspita", PostFact(Role.SECRETARIAT))


@pytest.fixture
def typed(sekda):
    """What Budi types in."""
    return {
        "rows": "3",
        "question": "Beli darurat 120 tutup saluran, atau tunggu lelang?",
        "act_1": "Beli darurat 120 lembar",
        "effect_1": "Semua titik tertutup sebelum hujan Januari",
        "cost_sum_1": "120 × 850.000",
        "days_1": "10",
        "act_2": "Beli 40, sisanya lelang",
        "effect_2": "Orang jatuh, sekolah, pasar lebih dulu",
        "cost_2": "94.000.000",
        "cost_sum_2": "34 jt + 60 jt",
        "days_2": "5 dan 30",
        "act_3": "Tidak berbuat apa-apa dulu",
        "effect_3": "Papan dan pita dicek tiap tiga hari",
        "cost_3": "0",
        "nothing": "3",
        "advised": "1",
        "advice": "Lebih mahal Rp6 jt, tetapi 33 hari lebih cepat.",
        "decider": str(sekda.pk),
        "due_at": "2026-11-27T12:00",
        "told": "Pilihannya membeli sekarang atau lewat lelang. Lubangnya tetap diamankan.",
        "is_public": "on",
    }


def url(case):
    return f"/meja/kasus/{case.code}/keputusan/"


@pytest.fixture
def other_lamp(submit_report, budi, rina, as_actor, at):
    case = submit_report(text="Tiang lampu jalan miring dekat sekolah")
    assign_case(case.pk, Owner("dishub", "tim-pju", budi.pk), actor=as_actor(rina), at=at)
    return accept_case(case.pk, actor=as_actor(budi), at=at)


def test_the_form_stands_ready_with_doing_nothing(desk_of, budi, held_lamp, kabid, sekda):
    page = desk_of(budi).get(url(held_lamp)).text

    assert "Tidak berbuat apa-apa dulu" in page
    assert "kabid sampai Rp10 jt" in page
    assert "Sekretaris Daerah (Ratih Puspita)" in page
    assert "2026-11-27T16:30" in page


def test_the_preview_is_the_letter_word_by_word_and_sends_nothing(desk_of, budi, held_lamp, typed, outbox):
    before = len(outbox)
    page = desk_of(budi).post(url(held_lamp), typed | {"do": "preview"})

    assert page.status_code == 200
    assert "menunggu keputusan Sekretaris Daerah, dijawab paling lambat Jumat 27 Nov 12.00 WIB" in page.text
    assert "Lubangnya tetap diamankan." in page.text
    assert "Rp102 jt" in page.text
    assert "11 Des" in page.text
    assert (len(outbox), Thread.objects.count()) == (before, 0)
    desk_of(budi).post(url(held_lamp), typed | {"do": "send"})
    letter = next(one for one in outbox if one.kind == "case.decision")
    assert "menunggu keputusan Sekretaris Daerah, dijawab paling lambat Jumat 27 Nov 12.00 WIB" in letter.text


def test_it_is_sent_for_all_that_wait(desk_of, budi, held_lamp, other_lamp, typed):
    answer = desk_of(budi).post(url(held_lamp), typed | {"also": [other_lamp.code], "do": "send"}, follow=True)
    thread = Thread.objects.get()

    assert [one.pk for one in thread.also.all()] == [other_lamp.pk]
    assert set(Case.objects.values_list("state", flat=True)) == {State.AWAITING_DECISION}
    assert "2 laporan menunggu ini" in answer.text
    assert "Belum dibaca" in answer.text


def test_other_cases_may_be_typed_by_their_code(desk_of, budi, held_lamp, other_lamp, typed):
    wrong = desk_of(budi).post(url(held_lamp), typed | {"codes": "CTH-0000-00"})
    assert "codes" in wrong.context["form"].errors
    desk_of(budi).post(url(held_lamp), typed | {"codes": f" {other_lamp.code.lower()} "})
    assert Thread.objects.get().also.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": "x" * 300}, "question"),
        ({"effect_2": ""}, "effect_2"),
        ({"cost_2": "90.000.000"}, "cost_sum_2"),
        ({"cost_sum_1": "seratus dua juta"}, "cost_sum_1"),
        ({"days_1": "segera"}, "days_1"),
        ({"nothing": ""}, "nothing"),
        ({"advised": ""}, "advised"),
        ({"advised": "9"}, "advised"),
        ({"advice": ""}, "advice"),
        ({"advice": "x" * 20_000}, "advice"),
        ({"told": ""}, "told"),
        ({"decider": ""}, "decider"),
        ({"decider": "999999"}, "decider"),
        ({"due_at": ""}, "due_at"),
        ({"due_at": "2026-11-24T14:00"}, "due_at"),
        ({"rows": "99", "act_4": ""}, None),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(desk_of, budi, held_lamp, typed, changes, field):
    answer = desk_of(budi).post(url(held_lamp), typed | changes)

    if field is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Beli darurat 120 lembar" in answer.text
    assert not Thread.objects.exists()


def test_all_that_is_wrong_is_told_at_once(desk_of, budi, kadis, held_lamp, typed):
    wrong = {"question": "", "act_1": "", "cost_2": "murah", "days_2": "nanti", "nothing": "", "advised": "", "advice": " ", "due_at": ""}
    answer = desk_of(budi).post(url(held_lamp), typed | wrong | {"told": "", "decider": str(kadis.pk), "codes": "XX"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {*wrong, "told", "codes"}
    assert "Semua titik tertutup sebelum hujan Januari" in answer.text
    assert not Thread.objects.exists()


def test_one_option_more_is_asked_for_without_a_script(desk_of, budi, held_lamp, typed):
    page = desk_of(budi).post(url(held_lamp), typed | {"do": "add"}).text

    assert 'name="act_4"' in page
    assert "Beli darurat 120 lembar" in page
    assert not Thread.objects.exists()


def test_who_has_not_the_power_is_told_who_has(desk_of, budi, kadis, held_lamp, typed):
    answer = desk_of(budi).post(url(held_lamp), typed | {"decider": str(kadis.pk)})

    assert "Pilih Sekretaris Daerah (Ratih Puspita)" in answer.context["form"].errors["decider"][0]


def test_somebody_moved_the_case_meanwhile_and_the_request_is_kept(desk_of, budi, rina, held_lamp, typed, act_url):
    seen = held_lamp.entry_count
    desk_of(rina).post(act_url(held_lamp, "start"), {"seen": seen, "words": "regu 1"})

    answer = desk_of(budi).post(url(held_lamp), typed | {"seen": seen})

    assert answer.status_code == 409
    assert "Rina Marlina lebih dulu mengubah laporan ini" in answer.text
    assert "Beli darurat 120 lembar" in answer.text


@pytest.fixture
def picture():
    """Return a photographed offer, to be sent as often as one likes."""
    return lambda: SimpleUploadedFile("penawaran.jpg", draw("lamp", seed=3, after=False), "image/jpeg")


def test_a_photographed_offer_goes_along_and_is_shown_large_to_those_who_decide(desk_of, budi, sekda, lurah, held_lamp, typed, picture, at):
    desk_of(budi).post(url(held_lamp), typed | {"photos": [picture(), picture()]})
    photos = Photo.objects.filter(is_internal=True)
    for one in photos:
        process_photo(one.pk, at=at)
    thread = Thread.objects.get()
    large = [f'<img src="/foto/{one.name}-l.webp"' for one in photos]

    assert len(large) == 2
    for person, page in (
        (budi, url(held_lamp)),
        (budi, f"/meja/kasus/{held_lamp.code}/"),
        (sekda, f"/pimpinan/keputusan/{thread.pk}/"),
        (sekda, "/pimpinan/keputusan/"),
    ):
        text = desk_of(person).get(page).text
        assert all(one in text for one in large), page
    # A drawing is no photo of the fault, and nobody outside sees it.
    assert "Foto pelapor" not in desk_of(budi).get("/meja/").text
    assert not any(one.name in desk_of(budi).get(f"/laporan/{held_lamp.code}/").text for one in photos)


def test_a_picture_is_kept_while_something_else_is_wrong(desk_of, budi, held_lamp, typed, picture):
    first = desk_of(budi).post(url(held_lamp), typed | {"told": "", "photos": [picture()]})
    again = desk_of(budi).post(url(held_lamp), typed | {"kept": first.context["form"].kept_words})

    assert "1 foto sudah kami terima" in first.text
    assert again.status_code == 302
    assert Photo.objects.filter(is_internal=True).count() == 1


@pytest.mark.parametrize(("count", "words"), [(7, "paling banyak 6 foto"), (1, "bukan foto yang bisa kami buka")])
def test_what_is_no_picture_or_too_many_is_said_beside_the_field(desk_of, budi, held_lamp, typed, picture, count, words):
    files = [picture() for _one in range(7)] if count == 7 else [SimpleUploadedFile("surat.pdf", b"%PDF-1.4 surat", "application/pdf")]
    answer = desk_of(budi).post(url(held_lamp), typed | {"photos": files})

    assert answer.status_code == 422
    assert words in answer.context["form"].errors["photos"][0]
    assert not Thread.objects.exists()


@pytest.mark.parametrize("who", ["wulan", "joko", "dewi", "operator", "sari"])
def test_whoever_may_not_ask_is_refused_whatever_they_type(desk_of, request, held_lamp, who):
    answer = desk_of(request.getfixturevalue(who)).post(url(held_lamp), {"question": ""})

    assert answer.status_code == (403 if who in {"wulan", "dewi"} else 404)


def test_the_case_page_says_what_comes_if_nobody_answers(desk_of, budi, held_lamp, sent):
    for page in (f"/meja/kasus/{held_lamp.code}/", url(held_lamp)):
        assert "Kalau belum dijawab: Ratih Puspita diingatkan Kamis 26 Nov 07.00." in desk_of(budi).get(page).text


@pytest.fixture
def sent(desk_of, budi, held_lamp, typed):
    desk_of(budi).post(url(held_lamp), typed)
    return Thread.objects.get()


def test_the_page_afterwards_says_where_it_stands(desk_of, budi, held_lamp, sent, sekda, as_actor, at):
    actions.mark_read(sent.pk, actor=as_actor(sekda), at=at)
    page = desk_of(budi).get(url(held_lamp)).text

    assert "Dibaca yang memutuskan" in page
    assert "disarankan" in page
    assert "Rp102 jt" in page
    assert "11 Des" in page
    assert "4 Des, " in page


def test_information_is_added_and_the_request_taken_back(desk_of, budi, held_lamp, sent):
    desk = desk_of(budi)
    assert "Keterangan ditambahkan" in desk.post(f"{url(held_lamp)}tambah/", {"words": "BPKD setuju."}, follow=True).text
    assert desk.post(f"{url(held_lamp)}tarik/", {"words": " "}).status_code == 422
    desk.post(f"{url(held_lamp)}tarik/", {"words": "Stok ditemukan."})

    sent.refresh_from_db()
    held_lamp.refresh_from_db()
    assert (sent.status, held_lamp.state) == (Status.WITHDRAWN, State.IN_PROGRESS)


def test_taking_back_what_was_decided_meanwhile_is_told_and_keeps_the_words(desk_of, budi, held_lamp, sent, sekda, as_actor, at):
    actions.take_decision(sent.pk, 1, actor=as_actor(sekda), at=at)

    answer = desk_of(budi).post(f"{url(held_lamp)}tarik/", {"words": "Stok ditemukan."})

    assert answer.status_code == 409
    assert "lebih dulu" in answer.text
    again = desk_of(budi).get(f"{url(held_lamp)}?lihat").text
    assert "diputuskan" in again


def test_the_case_page_shows_the_request_and_the_one_asked_may_choose(desk_of, budi, sekda, held_lamp, sent, at):
    page = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").text
    leader = desk_of(sekda).get(f"/meja/kasus/{held_lamp.code}/").text

    assert "Lihat permohonan keputusan" in page
    assert "Mohon keputusan: Beli darurat" in page
    assert "Putuskan" in leader
    assert sent.due_at - at > timedelta(days=2)
