"""Everything at once: the phone's queue, programs, and the limits on how often."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laksa.cases.models import Case, Participant, Photo
from laksa.cases.rules import cell_of
from laksa.city.models import Category, forget_book
from laksa.kernel.limits import spend
from laksa.portal import rules
from laksa.portal.tests.conftest import LAMP, picture

pytestmark = pytest.mark.django_db

KEY = "ponsel-siti-0123456789"
JSON = {"Accept": "application/json"}


@pytest.fixture
def post(client, city):
    """Send everything at once, as a program: `post(text="…")`."""

    def send(headers=JSON, **fields):
        return client.post("/lapor/kirim/", {"text": LAMP, "key": KEY, **fields}, headers=headers)

    return send


def test_a_program_gets_code_and_link(post):
    answer = post(lat="-7.01", lon="110.015", place_text="Depan musala", photos=[picture()])

    case, reporter = Case.objects.get(), Participant.objects.get()
    facts = answer.json()
    assert answer.status_code == 201
    assert facts["code"] == case.code
    assert facts["tracking_url"].endswith(f"/l/{reporter.token}/")
    assert case.village_id == "99.01.01.1001"
    assert case.place_text == "Depan musala"
    assert case.photos.count() == 1


def test_a_browser_is_led_to_the_page_that_says_so(post, client):
    answer = post(headers={})

    assert answer.url == "/lapor/selesai/"
    assert Case.objects.get().code in client.get(answer.url).content.decode()


def test_the_same_key_gives_the_same_report(post):
    first, second = post(), post()

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["token"] == second.json()["token"]
    assert Case.objects.count() == 1


def test_the_same_key_with_other_words_is_a_conflict(post):
    post()

    answer = post(text="Sampah menumpuk di pasar")

    assert answer.status_code == 409
    assert answer.json()["code"] == "key_reused"


def test_a_short_key_could_be_anybody_s_and_opens_nobody_s_report(post):
    first, second = post(key="1"), post(key="1")

    assert first.json()["token"] != second.json()["token"]
    assert Case.objects.count() == 2


def test_who_leaves_an_address_is_hidden_and_who_leaves_none_is_nobody(post):
    post(email="siti@contoh.id")
    post(key=KEY + "2", text="Sampah menumpuk di pasar")

    assert list(Participant.objects.order_by("pk").values_list("identity", flat=True)) == ["hidden", "anonymous"]


def test_bad_photos_cost_no_report(post):
    photos = [picture(), SimpleUploadedFile("x.jpg", b"MZ" + bytes(99)), *[picture(f"{number}.jpg") for number in range(6)]]

    answer = post(photos=photos)

    assert answer.status_code == 201
    assert Photo.objects.count() == 5
    assert len(answer.json()["left_out"]) == 2


def test_nothing_but_a_bad_photo_is_refused(post):
    answer = post(text="", photos=[SimpleUploadedFile("x.jpg", b"MZ" + bytes(99))])

    assert answer.status_code == 422
    assert answer.json()["field"] == "photos"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 20_000}, "text"),
        ({"lat": "NaN", "lon": "NaN"}, "lat"),
        ({"lat": "-7.01"}, "lat"),
        ({"village": "00.00"}, ""),
        ({"email": "siti@"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"answers": "[1]"}, "answers"),
        ({"identity": "ghost"}, "identity"),
    ],
)
def test_what_can_not_be_used_is_named(post, fields, field):
    answer = post(**fields)

    if field:
        assert answer.status_code == 422
        assert answer.json()["field"] == field
        assert not Case.objects.exists()
    else:
        assert answer.status_code == 201


def test_a_refusal_in_the_browser_shows_the_words_again(post):
    answer = post(headers={}, lat="NaN", lon="NaN")

    assert answer.status_code == 422
    assert LAMP in answer.content.decode()


def test_a_dead_category_costs_no_report(post):
    Category.objects.filter(slug="drainase").update(is_active=False)
    forget_book()

    answer = post(category="drainase", hashtags="#Drainase")

    assert answer.status_code == 201
    assert Case.objects.get().category_id == "pju"


def test_answers_come_as_json(post):
    post(answers=json.dumps({"jumlah": 3}), category="pju")

    assert Case.objects.get().answers == {"jumlah": 3}


def test_a_draft_on_the_server_is_sent_with_what_the_phone_adds(resident):
    resident.tell(photos=[picture()])

    answer = resident.client.post(
        "/lapor/kirim/", {"draft": resident.key, "lat": "-7.01", "lon": "110.015", "way": "gps", "email": "siti@contoh.id"}, headers=JSON
    )
    again = resident.client.post("/lapor/kirim/", {"draft": resident.key}, headers=JSON)

    case = Case.objects.get()
    assert answer.json()["code"] == again.json()["code"] == case.code
    assert case.entries.first().body == LAMP
    assert case.place_source == "gps"
    assert case.photos.count() == 1


def test_another_site_can_not_send_in_somebody_s_name(post):
    answer = post(headers={**JSON, "Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert not Case.objects.exists()


def test_only_posting_sends(client, city):
    assert client.get("/lapor/kirim/").status_code == 405


# --- how often ---------------------------------------------------------------------------------------


@pytest.fixture
def limited(settings):
    settings.RATE_LIMITS = True


def test_the_eleventh_report_of_an_hour_waits_and_keeps_its_words(limited, resident):
    for number in range(10):
        resident.key = ""
        resident.report(text=f"Lampu jalan mati nomor {number}")
    resident.key = ""
    resident.reach_news(text="Lampu jalan mati nomor sebelas")

    answer = resident.send(notify="none", identity="hidden", phone="0812 3456 7890")

    page = answer.content.decode()
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Terlalu banyak dalam waktu singkat. Coba lagi dalam" in page
    assert "0812 3456 7890" in page
    assert Case.objects.count() == 10
    assert resident.draft.content.phone == "+6281234567890"


def test_a_contact_is_one_person_on_many_phones(limited, city):
    for number in range(10):
        Client().post("/lapor/kirim/", {"text": f"Lampu mati {number}", "email": "Siti@contoh.id"}, headers=JSON)

    answer = Client().post("/lapor/kirim/", {"text": "Lampu mati lagi", "email": "siti@contoh.id"}, headers=JSON)

    assert answer.status_code == 429
    assert answer.json()["code"] == "too_many"


def use_up(limit, key, at):
    for _ in range(limit.times):
        spend(limit, key, at=at)


def test_one_street_may_report_sixty_times_an_hour(limited, city, at):
    use_up(rules.REPORTS_A_CELL, str(cell_of(-7.01, 110.015)), at)

    here = Client().post("/lapor/kirim/", {"text": "Banjir juga", "lat": "-7.01", "lon": "110.015"}, headers=JSON)
    there = Client().post("/lapor/kirim/", {"text": "Banjir di sana", "lat": "-7.02", "lon": "110.045"}, headers=JSON)

    assert rules.REPORTS_A_CELL.times == 60
    assert (here.status_code, there.status_code) == (429, 201)


def test_an_invented_address_of_origin_helps_nobody(limited, city, at, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    use_up(rules.REPORTS_A_NETWORK, "203.0.113.0/24", at)

    forged = Client(REMOTE_ADDR="203.0.113.9").post("/lapor/kirim/", {"text": LAMP}, headers={**JSON, "X-Forwarded-For": "198.51.100.1"})
    carried = Client(REMOTE_ADDR="10.0.0.1").post("/lapor/kirim/", {"text": LAMP}, headers={**JSON, "X-Forwarded-For": "203.0.113.77"})
    other = Client(REMOTE_ADDR="10.0.0.1").post("/lapor/kirim/", {"text": LAMP}, headers={**JSON, "X-Forwarded-For": "198.51.100.1"})

    assert [answer.status_code for answer in (forged, carried, other)] == [429, 429, 201]
