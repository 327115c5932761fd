"""REST v1: sending a report, as a program of a resident or a partner does."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laksa.cases.actions import verify_log
from laksa.cases.models import Case, Participant
from laksa.kernel.limits import Limit
from laksa.openapi.rules import limits

pytestmark = pytest.mark.django_db

REPORT = {"text": "Lampu jalan mati di depan Pasar Melati, gelap sekali", "lat": -7.01, "lon": 110.015}
PROMISED = {
    "code", "state", "stage", "category", "agency", "severity", "due_at", "url", "tracking_url", "token", "reasons", "similar",
}  # fmt: skip


def is_problem(answer, status):
    body = answer.json()
    return answer["Content-Type"] == "application/problem+json" and answer.status_code == body["status"] == status and bool(body["detail"])


def test_a_report_is_answered_with_everything_its_reporter_needs(rest):
    answer = rest("post", "cases", REPORT)
    body = answer.json()
    case = Case.objects.get()

    assert answer.status_code == 201
    assert set(body) >= PROMISED
    assert (body["code"], body["state"], body["category"], body["agency"]) == (case.code, "assigned", "pju", "dishub")
    assert body["tracking_url"].endswith(f"/l/{body['token']}/")
    assert body["reasons"][0]["text"]
    assert (case.channel, case.identity) == ("api", "anonymous")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_token_opens_the_reporters_view(rest):
    body = rest("post", "cases", REPORT).json()

    assert rest("get", f"cases/{body['code']}", token=body["token"]).json()["mine"]["role"] == "reporter"


@pytest.mark.parametrize(("language", "word"), [("id", "kata"), ("en", "text")])
def test_reasons_are_given_in_the_asked_language(rest, language, word):
    reasons = rest("post", "cases", REPORT | {"language": language}).json()["reasons"]

    assert word in reasons[0]["text"].lower()
    assert Case.objects.get().language == language


def test_similar_reports_nearby_are_named(rest):
    first = rest("post", "cases", REPORT).json()
    second = rest("post", "cases", REPORT).json()

    assert first["similar"] == []
    assert [one["code"] for one in second["similar"]] == [first["code"]]


def test_a_secret_report_names_no_others_and_is_in_no_list(rest):
    body = rest("post", "cases", {"text": "Petugas minta uang pelicin di kantor", "category": "pungli"}).json()

    assert body["similar"] == []
    assert rest("get", f"cases/{body['code']}").status_code == 404
    assert rest("get", "cases").json()["items"] == []
    assert rest("get", "figures").json()["total"] == 0


def test_the_same_key_gives_the_same_answer_once(rest, outbox):
    report = REPORT | {"contact": {"email": "siti@contoh.id"}}
    key = {"Idempotency-Key": "5f0c0f6e-1c1b-4a6c-a7b7-2f5d5b0a0001"}

    first, again = rest("post", "cases", report, headers=key), rest("post", "cases", report, headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (Case.objects.count(), len(outbox)) == (1, 1)


@pytest.mark.parametrize("change", [{"text": "Sampah menumpuk"}, {"lat": -7.011}, {"kind": "question"}, {"identity": "hidden"}])
def test_the_same_key_with_another_body_is_refused(rest, change):
    key = {"Idempotency-Key": "5f0c0f6e-1c1b-4a6c-a7b7-2f5d5b0a0001"}
    rest("post", "cases", REPORT, headers=key)
    answer = rest("post", "cases", REPORT | change, headers=key)

    assert is_problem(answer, 422)
    assert answer.json()["code"] == "key_reused"
    assert Case.objects.count() == 1


def test_a_short_key_of_another_network_is_another_key(program, city):
    """Somebody who guesses "1" and sends the same words must not get the first one's link."""
    body = json.dumps(REPORT)

    def send(key, address):
        answer = program.post("/api/v1/cases", body, "application/json", headers={"Idempotency-Key": key}, REMOTE_ADDR=address)
        return answer.json()["token"]

    assert send("1", "203.0.113.7") == send("1", "203.0.113.9")
    assert send("1", "203.0.113.7") != send("1", "198.51.100.7")


def test_reports_without_a_key_are_each_one_report(rest):
    rest("post", "cases", REPORT)
    rest("post", "cases", REPORT)

    assert Case.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_with_one_key_are_one_report(city):
    report = json.dumps(REPORT | {"contact": {"name": "Siti", "email": "siti@contoh.id"}})

    def send(_number):
        try:
            answer = Client().post("/api/v1/cases", report, "application/json", headers={"Idempotency-Key": "a" * 32})
            return answer.status_code, answer.json()["code"], answer.json()["token"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert sorted(status for status, _code, _token in answers) == [200] * 9 + [201]
    assert len({(code, token) for _status, code, token in answers}) == 1
    assert (Case.objects.count(), Participant.objects.count()) == (1, 1)
    assert list(verify_log()) == []


@pytest.mark.parametrize(
    ("report", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": 7}, "text"),
        ({"text": "x" * 20_000}, "text"),
        ({"text": "Lampu mati\ud800"}, "text"),
        ({"lat": 91, "lon": 110}, "lat"),
        ({"lat": "abc"}, "lat"),
        ({"lat": -7.0}, "lat"),
        ({"village": "99.99"}, "village"),
        ({"village": "99.01.01"}, "village"),
        ({"category": "naga"}, "category"),
        ({"kind": "threat"}, "kind"),
        ({"identity": "masked"}, "identity"),
        ({"hashtags": ["#PJU"] * 11}, "hashtags"),
        ({"place": "x" * 201}, "place"),
        ({"contact": {"email": "bukan alamat"}}, "contact.email"),
        ({"contact": {"phone": "08"}}, "contact.phone"),
        ({"contact": "siti"}, "contact"),
        ({"category": "pju", "answers": {"keadaan": "meledak"}}, "answers"),
        ({"language": "jv"}, "language"),
    ],
)
def test_what_can_not_be_used_is_named_by_its_field(rest, report, field):
    whole = report if "text" in report or not report else {"text": "Lampu jalan mati"} | report
    answer = rest("post", "cases", whole)

    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["errors"][0]["message"]
    assert Case.objects.count() == 0


@pytest.mark.parametrize("body", ['{"text": "Lampu", "lat": NaN, "lon": 110}', '{"text": "a"', "[" * 100_000, b"\xff\xfe", "<xml/>"])
def test_what_is_no_json_is_refused(program, city, body):
    answer = program.post("/api/v1/cases", body, content_type="application/json")

    assert is_problem(answer, 400)
    assert Case.objects.count() == 0


def test_a_number_beyond_all_numbers_is_no_place(program, city):
    body = '{"text": "Lampu mati", "lat": 1e400, "lon": 110}'

    assert is_problem(program.post("/api/v1/cases", body, content_type="application/json"), 422)


@pytest.mark.parametrize("body", ["[]", "7", "null", '"text"'])
def test_json_that_is_no_report_is_refused(program, city, body):
    assert is_problem(program.post("/api/v1/cases", body, content_type="application/json"), 422)


def test_forms_and_other_kinds_are_refused(program, city):
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "application/jsonp"):
        assert is_problem(program.post("/api/v1/cases", "text=Lampu", content_type=kind), 415)


def test_more_than_two_megabytes_are_refused_unread(program, city):
    answer = program.post("/api/v1/cases", json.dumps({"text": "x" * 2_200_000}), content_type="application/json")

    assert is_problem(answer, 413)


def test_unknown_fields_hashtags_and_signs_no_database_holds_cost_no_report(rest):
    report = REPORT | {"foo": {"bar": 1}, "hashtags": ["#TidakAda", "pju"], "place": "dekat\x00 pasar", "text": "Lampu\x00 jalan mati"}

    assert rest("post", "cases", report).status_code == 201
    assert Case.objects.get().place_text == "dekat pasar"


def test_an_anonymous_report_keeps_no_contact_although_one_was_sent(rest, outbox):
    rest("post", "cases", REPORT | {"identity": "anonymous", "contact": {"name": "Siti", "email": "siti@contoh.id"}})
    person = Participant.objects.get()

    assert (person.name, person.email, len(outbox)) == ("", "", 0)


def test_a_contact_without_a_wish_is_hidden_from_the_agency(rest):
    rest("post", "cases", REPORT | {"contact": {"name": "Siti  Aminah", "phone": "0812 3456 7890"}})
    person = Participant.objects.get()

    assert (person.identity, person.name, person.phone) == ("hidden", "Siti Aminah", "+6281234567890")


def test_a_place_outside_is_taken_in_and_told(rest):
    body = rest("post", "cases", REPORT | {"lat": -7.2}).json()

    assert (body["is_outside"], body["state"]) == (True, "triage")


def test_danger_is_answered_with_the_number_to_call(rest):
    body = rest("post", "cases", {"text": "Kebakaran rumah, api besar, ada orang terjebak"}).json()

    assert (body["is_emergency"], body["emergency_number"]) == (True, "112")


def test_answers_to_the_categorys_questions_are_kept(rest):
    rest("post", "cases", REPORT | {"category": "pju", "answers": {"jumlah": 3, "keadaan": "padam", "lain": True, "nomor_tiang": None}})

    assert Case.objects.get().answers == {"jumlah": 3, "keadaan": "padam"}


def test_a_category_that_was_switched_off_is_left_to_the_words(rest, change_category):
    change_category("ktp", is_active=False)

    assert rest("post", "cases", REPORT | {"category": "ktp"}).json()["category"] == "pju"


def test_a_partner_reports_by_its_key_and_a_wrong_one_is_refused(rest, key):
    assert rest("post", "cases", REPORT, token=key).status_code == 201
    assert Case.objects.get().entries.first().actor_label == "Aplikasi Warga"
    for secret in ("wrong", key + "x", "\u00e9"):
        answer = rest("post", "cases", REPORT, token=secret)
        assert is_problem(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"
    assert is_problem(rest("post", "cases", REPORT, headers={"Authorization": f"Basic {key}"}), 401)


@pytest.mark.parametrize("name", ["REPORTS_A_NETWORK", "REPORTS_A_CONTACT", "REPORTS_A_CELL"])
def test_too_many_reports_are_told_when_to_come_back(rest, settings, monkeypatch, name):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, name, Limit(getattr(limits, name).name, 2, 86_400))
    report = REPORT | {"contact": {"email": "Siti@contoh.id"}}
    rest("post", "cases", report)
    rest("post", "cases", report)

    answer = rest("post", "cases", report)

    assert is_problem(answer, 429)
    assert int(answer["Retry-After"]) > 0
    assert Case.objects.count() == 2


def test_partners_are_limited_by_their_key_alone(rest, key, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "REPORTS_A_NETWORK", Limit("report-network", 0, 86_400))
    monkeypatch.setattr(limits, "CALLS_A_KEY", Limit("api-key", 1, 86_400))

    assert rest("post", "cases", REPORT, token=key).status_code == 201
    assert is_problem(rest("post", "cases", REPORT, token=key), 429)


def test_a_person_is_counted_once_by_the_site_and_by_programs():
    from laksa.portal import rules

    for name in ("REPORTS_A_CONTACT", "REPORTS_A_CELL", "REPORTS_A_NETWORK", "PHOTOS_A_NETWORK"):
        assert getattr(limits, name) == getattr(rules, name)


def test_a_report_costs_few_statements(rest):
    rest("post", "cases", REPORT)
    report = REPORT | {"contact": {"name": "Siti", "email": "siti@contoh.id"}, "hashtags": ["#PJU"]}

    with CaptureQueriesContext(connection) as seen:
        rest("post", "cases", report, headers={"Idempotency-Key": "b" * 32})

    # A savepoint is how a transaction looks from inside the one of a test.
    assert len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]) <= 8


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused_by_the_book(program, city, method):
    answer = getattr(program, method)("/api/v1/cases")

    assert is_problem(answer, 405)
    assert set(answer["Allow"].replace(" ", "").split(",")) == {"GET", "POST"}


@pytest.mark.parametrize("path", ["", "nothing", "cases/", "cases/x/y/z", "../v2/x"])
def test_unknown_addresses_are_problems_too(program, city, path):
    assert is_problem(program.get(f"/api/v1/{path}"), 404)
    assert is_problem(program.post(f"/api/v1/{path}"), 404)
