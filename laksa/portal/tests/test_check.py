"""The third page: where it goes and why, until when, what is near, what strangers will read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from laksa.cases.actions import join_case
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case, Participant
from laksa.cases.rules import Identity
from laksa.city.models import Category, forget_book
from laksa.portal.tests.conftest import LAMP, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def checking(resident):
    resident.tell(hashtags=["#PJU"])
    resident.locate()
    return resident


def page_of(resident) -> str:
    return resident.at_step("periksa").content.decode()


def test_it_says_where_why_and_until_when(checking):
    page = page_of(checking)

    assert "Dinas Perhubungan Kota Contoh, Tim PJU" in page
    assert 1 <= page.count("<li>", page.index("reasons"), page.index("</ul>", page.index("reasons"))) <= 3
    assert "Target beres" in page
    assert "hari kerja" in page
    assert "Kelurahan Sukamaju" in page


def test_the_public_form_hides_numbers_before_anything_is_sent(resident):
    resident.tell("Lampu jalan mati di depan rumah saya. Hubungi saya di 0812 3456 7890 atau siti@contoh.id ya")
    resident.locate()

    page = page_of(resident)

    public = page[page.index("Yang akan terlihat publik") :]
    assert "0812 3456 7890" not in public
    assert "siti@contoh.id" not in public
    assert "Nama dan nomor tidak tampil." in public


def test_a_photo_is_shown_and_said_to_be_shown_as_it_is(resident):
    resident.tell(photos=[picture()])
    resident.locate()

    page = page_of(resident)

    assert f"/lapor/{resident.key}/foto/" in page
    assert "Foto tampil seperti yang Anda kirim." in page


def test_another_office_can_be_proposed(checking):
    answer = checking.check(act="category", category="drainase")

    page = page_of(checking)
    assert answer.url.endswith("/periksa/")
    assert checking.draft.content.category == "drainase"
    assert "Saluran mampet atau genangan" in page[page.index("Dikirim ke") : page.index("Bukan kantor ini?")]


def test_a_proposal_that_the_words_bear_out_is_followed(resident):
    resident.tell("Di depan rumah gelap dan airnya tidak mengalir di got, mampet")
    resident.locate()

    resident.check(act="category", category="drainase")

    assert "Dinas Pekerjaan Umum Kota Contoh" in page_of(resident)


@pytest.mark.parametrize("slug", ["tidak-ada", "", "pju' OR 1=1"])
def test_a_proposal_that_is_not_on_the_list_is_refused_in_words(checking, slug):
    checking.check(act="category", category=slug)

    assert "Pilihan itu tidak ada lagi di daftar" in page_of(checking)
    assert checking.draft.content.category == ""


def test_extra_questions_are_asked_and_kept(checking):
    answer = checking.check(q_jumlah="3", q_nomor_tiang="PJU-117", q_keadaan="padam")

    assert answer.url.endswith("/kabar/")
    assert checking.draft.content.answers == {"jumlah": 3, "nomor_tiang": "PJU-117", "keadaan": "padam"}


def test_a_wrong_answer_says_what_is_meant(checking):
    answer = checking.check(q_jumlah="tiga")

    assert answer.status_code == 422
    assert "Tulis angka saja, misalnya 3." in answer.content.decode()
    assert 'href="#id_q_jumlah"' in answer.content.decode()


def test_danger_shows_the_number_first_and_blocks_nothing(resident):
    resident.tell("Tolong rumah terbakar api besar di dekat sekolah")
    resident.locate()
    page = page_of(resident)

    answer = resident.check()

    assert page.index("Ada bahaya sekarang? Telepon dulu") < page.index("Dikirim ke")
    assert 'href="tel:112"' in page
    assert answer.url.endswith("/kabar/")


def test_a_lamp_is_no_emergency(checking):
    assert "Telepon dulu" not in page_of(checking)


def test_a_question_is_offered_its_answer(resident):
    resident.tell("Apa syarat mengurus KTP hilang dan di mana?")
    resident.locate(way="none")

    page = page_of(resident)

    assert "Jawabannya mungkin sudah ada." in page
    assert 'href="/info/ktp-hilang/"' in page


def test_what_is_secret_says_so(resident):
    resident.tell("Petugas minta uang pungli saat urus surat di kantor", hashtags=["#Pungli"])
    resident.locate()

    page = page_of(resident)

    assert "Laporan ini rahasia" in page
    assert "Yang akan terlihat publik" not in page


def test_doubt_goes_to_the_city_desk_and_says_so(resident):
    resident.tell("Ada yang aneh di sini tolong dicek")
    resident.locate(way="none")

    assert "Meja kota, yang memilihkan kantornya" in page_of(resident)


@pytest.fixture
def neighbour_lamp(submit_report):
    """The same trouble, reported by somebody else 60 m away."""
    return submit_report(text="Lampu padam dekat gapura RW 05", lat=-7.0100, lon=110.0150)


@pytest.fixture
def beside(resident, neighbour_lamp):
    resident.tell(hashtags=["#PJU"])
    resident.locate(way="gps", lat="-7.0102", lon="110.0152")
    return resident


def test_a_near_report_of_the_same_kind_is_offered(beside):
    page = page_of(beside)

    assert "Ada yang mirip, 31 m dari sini" in page
    assert "Lampu padam dekat gapura RW 05" in page
    assert "Ikut yang ini" in page


def test_this_is_another_hides_the_offer(beside):
    beside.check(act="other")

    assert "Ada yang mirip" not in page_of(beside)


def test_joining_leads_to_an_own_link_and_keeps_words_and_photo(beside, neighbour_lamp):
    beside.tell(LAMP, photos=[picture()])
    beside.locate(way="gps", lat="-7.0102", lon="110.0152")

    beside.check(act=f"join-{neighbour_lamp.code}")
    asked = beside.at_step("kabar").content.decode()
    beside.send(notify="email", email="dina@contoh.id", identity="hidden")

    neighbour_lamp.refresh_from_db()
    supporter = neighbour_lamp.participants.get(role=Participant.SUPPORTER)
    done = beside.client.get("/lapor/selesai/").content.decode()
    assert f"Anda ikut laporan {neighbour_lamp.code}" in asked
    assert neighbour_lamp.supporters == 1
    assert supporter.email == "dina@contoh.id"
    assert neighbour_lamp.entries.filter(participant=supporter, body=LAMP).exists()
    assert neighbour_lamp.photos.count() == 1
    assert Case.objects.count() == 1
    assert supporter.token in done
    assert "Anda sudah ikut laporan ini" in done


def test_joining_twice_joins_once(beside, neighbour_lamp):
    beside.check(act=f"join-{neighbour_lamp.code}")
    beside.send()
    beside.send()

    neighbour_lamp.refresh_from_db()
    assert neighbour_lamp.supporters == 1


def test_typing_the_reporters_address_shows_nobody_elses_link(beside, neighbour_lamp, outbox):
    known = join_case(
        neighbour_lamp.pk, Supporter(email="siti@contoh.id", identity=Identity.NAMED), at=neighbour_lamp.received_at - timedelta(hours=1)
    )
    beside.check(act=f"join-{neighbour_lamp.code}")

    beside.send(notify="email", email="siti@contoh.id", identity="hidden")

    done = beside.client.get("/lapor/selesai/").content.decode()
    stranger = neighbour_lamp.participants.latest("pk")
    assert known.token not in done
    assert stranger.token in done
    assert neighbour_lamp.entries.filter(participant=stranger, body=LAMP).exists()
    assert not neighbour_lamp.entries.filter(participant=known, body=LAMP).exists()
    assert known.token in outbox[-1].text


def test_joining_what_is_not_near_is_refused(checking, submit_report):
    far = submit_report(text="Sampah menumpuk di pasar", hashtags=("#Sampah",))

    answer = checking.check(act=f"join-{far.code}")

    assert answer.url.endswith("/periksa/")
    assert checking.draft.content.joins == ""


def test_a_report_that_ended_meanwhile_can_not_be_joined_and_words_are_kept(beside, neighbour_lamp, at):
    beside.check(act=f"join-{neighbour_lamp.code}")
    Case.objects.filter(pk=neighbour_lamp.pk).update(state="withdrawn", is_open=False, ended_at=at)

    answer = beside.send(notify="email", email="dina@contoh.id", identity="hidden")

    assert answer.status_code == 422
    assert "tidak terbuka lagi" in answer.content.decode()
    assert "dina@contoh.id" in answer.content.decode()
    assert beside.draft.content.text == LAMP


def test_a_switched_off_choice_is_told_on_the_page_itself(checking):
    checking.check(act="category", category="drainase")
    Category.objects.filter(slug="drainase").update(is_active=False)
    forget_book()

    page = page_of(checking)

    assert "baru saja tidak dipakai lagi" in page
    assert "Dinas Perhubungan" in page


def test_the_check_costs_a_constant_number_of_queries(checking, submit_report, django_assert_max_num_queries):
    page_of(checking)
    for number in range(12):
        submit_report(text=f"Lampu mati nomor {number}", village=checking.draft.content.village)

    with django_assert_max_num_queries(8):
        page_of(checking)
