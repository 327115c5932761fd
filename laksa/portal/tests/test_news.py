"""The fourth page: how to be told, by which name, and sending."""

from __future__ import annotations

import pytest

from laksa.cases.models import Case, Participant
from laksa.cases.rules import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(resident):
    resident.reach_news(hashtags=["#PJU"])
    return resident


def test_only_ways_that_work_today_are_offered(ready):
    page = ready.at_step("kabar").content.decode()

    assert "E-mail" in page
    assert "Tidak usah, saya simpan tautannya" in page
    assert "WhatsApp" not in page
    assert "SMS" not in page
    assert 'autocomplete="email"' in page
    assert 'autocomplete="tel"' in page
    assert 'autocomplete="name"' in page


def test_sending_makes_a_case_and_leads_to_its_page(ready):
    answer = ready.send(notify="email", email="siti@contoh.id", identity="named", name="Siti Aminah", phone="0812 3456 7890")

    case = Case.objects.get()
    reporter = case.participants.get()
    assert answer.url == "/lapor/selesai/"
    assert case.state == State.ASSIGNED
    assert case.channel == "web"
    assert case.village_id == "99.01.01.1001"
    assert (reporter.name, reporter.email, reporter.phone) == ("Siti Aminah", "siti@contoh.id", "+6281234567890")
    assert reporter.identity == "named"


def test_the_letter_with_the_link_is_written_at_once(ready, outbox):
    ready.send(notify="email", email="siti@contoh.id", identity="hidden")

    assert outbox[0].to_sealed == "siti@contoh.id"


def test_without_a_name_nothing_is_kept(ready):
    ready.send(notify="none", identity="anonymous", name="Siti")

    reporter = Participant.objects.get()
    assert (reporter.name, reporter.email, reporter.phone) == ("", "", "")


def test_an_address_without_a_name_is_asked_about_and_not_dropped(ready):
    answer = ready.send(notify="email", email="siti@contoh.id", identity="anonymous")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tanpa nama, e-mail dan telepon tidak kami simpan." in page
    assert "siti@contoh.id" in page
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words", "anchor"),
    [
        ({"notify": "email", "identity": "hidden"}, "Tulis alamat e-mail Anda", "#id_email"),
        ({"notify": "email", "email": "siti@", "identity": "hidden"}, "belum lengkap", "#id_email"),
        ({"notify": "none", "identity": "named"}, "Tulis nama Anda", "#id_name"),
        ({"notify": "none", "identity": "hidden", "phone": "0812 34"}, "kurang panjang", "#id_phone"),
        ({"notify": "none", "identity": "hidden", "phone": "rumah"}, "dengan angka", "#id_phone"),
    ],
)
def test_what_is_wrong_is_named_with_a_link_to_it(ready, fields, words, anchor):
    answer = ready.send(**fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'href="{anchor}"' in page
    assert page.index("Ada yang perlu dibetulkan") < page.index("Cara dikabari")


def test_a_wrong_address_does_not_matter_when_none_is_wanted(ready):
    answer = ready.send(notify="none", email="siti@", identity="hidden")

    assert answer.url == "/lapor/selesai/"


def test_a_sent_draft_keeps_no_word(ready):
    ready.send(notify="email", email="siti@contoh.id", identity="hidden")

    draft = ready.draft
    assert draft.submitted_case == Case.objects.get()
    assert draft.content.text == ""
    assert draft.content.email == ""


@pytest.mark.parametrize("step", ["", "tempat/", "periksa/", "kabar/"])
def test_every_page_of_a_sent_draft_leads_to_the_end(ready, step):
    ready.send()

    assert ready.client.get(f"/lapor/{ready.key}/{step}").url == "/lapor/selesai/"


def test_sending_costs_a_constant_number_of_queries(ready, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        ready.send(notify="email", email="siti@contoh.id", identity="hidden")


def test_the_reporter_s_language_is_kept(ready):
    ready.client.get("/lapor/?bahasa=en")
    ready.send()

    assert Case.objects.get().language == "en"
