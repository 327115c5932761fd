"""GeoReport v2: sending a request, and its token. Each test is one line of the standard."""

import pytest
from django.db import connections

from laksa.cases.models import Case, Participant
from laksa.city.models import book
from laksa.kernel.ids import read_code
from laksa.openapi.tests.conftest import INSIDE, B

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["xml", "json"])
def test_P1_a_form_is_accepted_in_both_formats(program, key, form):
    body = f"api_key={key}&service_code=pju&description=Lampu+mati&lat=-7.01&long=110.015"

    answer = program.post(f"{B}/requests.{form}", body, content_type="application/x-www-form-urlencoded; charset=utf-8")

    assert answer.status_code == 201
    assert Case.objects.get().channel == "open311"


def test_P2_the_answer_has_an_id_and_no_token(post):
    [request] = post()
    element = post(form="xml").find("request")

    assert read_code(request["service_request_id"], "CTH")
    assert not request.get("token")
    assert element.findtext("service_request_id")
    assert not element.findtext("token")


def test_P3_a_service_code_is_needed_and_must_exist(post):
    assert post(service_code=None, expect=400)[0]["code"] == 400
    assert post(service_code="nope", expect=404)[0]["code"] == 404
    assert Case.objects.count() == 0


def test_P3_the_request_keeps_the_service_it_was_sent_for(created):
    for code in book().categories:
        assert created(service_code=code, description="Mohon segera ditangani").category_id == code


def test_words_that_speak_for_another_service_go_to_the_city_desk(created):
    case = created(service_code="ktp", description="Lampu jalan mati di depan gang")

    assert (case.category_id, case.state) == ("pju", "triage")


def test_P4_a_place_is_needed(post):
    post(lat=None, long=None, expect=400)
    post(long=None, expect=400)
    post(lat=None, expect=400)

    assert Case.objects.count() == 0


def test_P4_each_way_to_tell_a_place_is_enough(created):
    assert created().village_id == "99.01.01.1001"
    assert created(lat=None, long=None, address_string="Jalan Entah Nomor 3").place_text == "Jalan Entah Nomor 3"
    assert created(lat=None, long=None, address_id="99.01.02.1002").village_id == "99.01.02.1002"
    assert created(lat=None, long=None, address_id="4711").place_text == "address_id 4711"


def test_P4_a_certain_place_name_becomes_a_point(created):
    market = created(lat=None, long=None, address_string="Pasar Melati")
    village = created(lat=None, long=None, address_string="depan warung, Kelurahan Karangsari")

    assert (market.lat, market.village_id) == (-7.008, "99.01.01.1001")
    assert (village.lat, village.village_id) == (None, "99.01.02.1001")


@pytest.mark.parametrize(
    ("lat", "long"), [("abc", "110"), ("95", "110"), ("-7", "181"), ("NaN", "NaN"), ("1e3", "1"), ("inf", "1"), ("٣", "110")]
)
def test_P5_what_is_no_point_is_refused(post, lat, long):
    post(lat=lat, long=long, expect=400)


def test_P5_a_point_outside_is_refused_with_the_neighbours_name(post):
    [error] = post(lat="-7.2", long="110.03", expect=400)

    assert "Kabupaten Tetangga" in error["description"]
    assert Case.objects.count() == 0


def test_P6_both_spellings_of_an_answer_are_stored(created):
    one = created(**{"attribute[jumlah]": "3", "attribute[nomor_tiang]": "P-12"})
    many = created(**{"attribute[nomor_tiang][]": ["P-1", "P-2"]})

    assert one.answers == {"jumlah": 3, "nomor_tiang": "P-12"}
    assert many.answers == {"nomor_tiang": "P-1, P-2"}


def test_P7_a_missing_answer_is_named(post, created, change_category):
    change_category("pju", extra_questions=[{"code": "HOWMANYD", "label_id": "Berapa?", "type": "integer", "required": True}])

    assert "HOWMANYD" in post(expect=400)[0]["description"]
    assert created(**{"attribute[HOWMANYD]": "2"}).answers == {"HOWMANYD": 2}


@pytest.mark.parametrize(
    ("code", "value"),
    [("keadaan", "meledak"), ("jumlah", "tiga"), ("jumlah", "99999999999"), ("nomor_tiang", "x" * 501)],
)
def test_P8_an_answer_that_is_none_is_refused_by_name(post, code, value):
    assert code in post(**{f"attribute[{code}]": value}, expect=400)[0]["description"]


def test_P8_an_answer_from_the_list_is_taken(created):
    assert created(**{"attribute[keadaan]": "padam"}).answers == {"keadaan": "padam"}


def test_P9_a_description_of_4000_signs_comes_back_whole(created, get, post):
    said = ("Lampu jalan mati.\n" * 400)[:3999] + "!"
    case = created(description=said)

    assert get(f"requests/{case.code}")[0]["description"] == said
    post(description="x" * 4001, expect=400)
    post(description="x" * 1_900_000, expect=400)


PERSON = {
    "email": "siti@contoh.id",
    "device_id": "alat-77",
    "account_id": "akun-9",
    "first_name": "Zubaedah",
    "last_name": "Kusumawati",
    "phone": "111 111 111",
    "media_url": "http://gambar.contoh/1.jpg",
}


def test_P10_all_optional_fields_are_accepted(created):
    case = created(**PERSON)
    person = case.participants.get()

    assert (person.name, person.email, person.phone) == ("Zubaedah Kusumawati", "siti@contoh.id", "111 111 111")
    assert (case.identity, person.identity) == ("named", "named")
    assert created(phone="0812 3456 7890").participants.get().phone == "+6281234567890"


def test_P11_nothing_personal_is_handed_out(created, program):
    case = created(**PERSON)

    for path in (f"requests/{case.code}", "requests"):
        for form in ("xml", "json"):
            answer = program.get(f"{B}/{path}.{form}", {"extensions": "true"}).content.decode()
            assert case.code in answer
            assert not [value for value in PERSON.values() if value in answer]


@pytest.mark.parametrize("link", ["file:///etc/passwd", "http://127.0.0.1:8000/admin/", "http://169.254.169.254/"])
def test_P12_a_link_is_kept_as_words_and_never_fetched(created, get, link):
    # Sockets are shut in tests, so a fetch would fail loudly.
    case = created(media_url=link)

    assert case.answers == ({} if link.startswith("file") else {"media_url": link})
    assert get(f"requests/{case.code}")[0]["media_url"] is None


def test_P13_unknown_fields_are_ignored(created):
    assert created(foo="bar", **{"attribute[unasked]": "x", "attribute[": "x", "lat[]": "1"}).answers == {}


def test_P14_the_notice_is_for_the_reader(post):
    assert "Dinas Perhubungan" in post()[0]["service_notice"]
    assert "112" in post(service_code="kebakaran", description="rumah terbakar, api besar")[0]["service_notice"]
    assert "rahasia" in post(service_code="pungli", description="dimintai uang pelicin")[0]["service_notice"]


def test_a_request_without_words_says_what_its_service_says(created):
    assert created(description=None).public_text == "Lampu jalan padam"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", '{"service_code": "pju"}'),
        ("text/xml", "<request><service_code>pju</request>"),
        ("text/xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><request>&e;</request>'),
        ("application/x-www-form-urlencoded; charset=iso-8859-1", "service_code=pju"),
        ("multipart/form-data; boundary=x", "no boundary at all"),
        ("multipart/form-data", "--x"),
        ("", "x"),
    ],
)
def test_a_body_that_is_no_form_is_refused_by_the_book(program, key, content_type, body):
    answer = program.generic("POST", f"{B}/requests.json?api_key={key}", body, content_type=content_type)

    assert answer.status_code == 400
    assert answer.json()[0]["description"]


def test_the_same_form_at_once_is_one_request_and_so_is_the_same_key(post):
    first = post(description="Lampu mati", headers={"Idempotency-Key": "kunci-1"})
    again = post(description="Lampu mati", headers={"Idempotency-Key": "kunci-1"}, expect=200)
    post(description="Lampu lain yang mati", headers={"Idempotency-Key": "kunci-1"}, expect=400)

    assert first[0]["service_request_id"] == again[0]["service_request_id"]
    assert Case.objects.count() == 1


def test_two_partners_may_use_the_same_key(post, at):
    from laksa.identity.actions import issue_api_key
    from laksa.identity.rules import SYSTEM

    other = issue_api_key("Aplikasi lain", by=SYSTEM, at=at)
    post(description="Lampu mati", headers={"Idempotency-Key": "1"})
    post(description="Lampu mati", headers={"Idempotency-Key": "1"}, api_key=other)

    assert Case.objects.count() == 2


def test_a_key_that_calls_too_often_is_told_when_to_come_back(program, post, key, settings, monkeypatch):
    from laksa.kernel.limits import Limit
    from laksa.openapi.rules import limits

    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "CALLS_A_KEY", Limit("api-key", 2, 86_400))
    post()
    post()
    answer = program.post(f"{B}/requests.xml", {"api_key": key, "service_code": "pju", "description": "Lampu", **INSIDE})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert b"<errors><error><code>429</code>" in answer.content


# --- tokens ------------------------------------------------------------------------------------------


def test_T1_the_token_of_a_link_gives_its_request(get, lamp, siti):
    assert get(f"tokens/{siti.token}") == [{"service_request_id": lamp.code, "token": siti.token}]


@pytest.mark.parametrize("token", ["nope", "%00", "x" * 5000])
def test_T2_T3_an_unknown_token_does_not_exist(get_xml, token):
    assert get_xml(f"tokens/{token}", expect=404).findtext("error/code") == "404"


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_with_one_key_are_one_request(program, key, city):
    from concurrent.futures import ThreadPoolExecutor

    from django.test import Client

    data = {"api_key": key, "service_code": "pju", "description": "Lampu mati", **INSIDE}

    def send(_number: int) -> str:
        try:
            answer = Client().post(f"{B}/requests.json", data, headers={"Idempotency-Key": "sepuluh"})
            assert answer.status_code in (200, 201), answer.content
            return answer.json()[0]["service_request_id"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        ids = set(pool.map(send, range(10)))

    assert len(ids) == 1
    assert (Case.objects.count(), Participant.objects.count()) == (1, 1)
