"""GeoReport v2: errors by the book, discovery, and whatever a stranger may send. Each test is one line of the standard."""

import json
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from laksa.cases.models import Case
from laksa.openapi.tests.conftest import INSIDE, B

pytestmark = pytest.mark.django_db

WRONG = [
    ("get", "services/nope", {}, 404),
    ("get", "requests/nope", {}, 404),
    ("get", "tokens/nope", {}, 404),
    ("get", "requests", {"status": "half"}, 400),
    ("get", "requests", {"start_date": "yesterday"}, 400),
    ("get", "requests", {"jurisdiction_id": "nowhere.gov"}, 404),
    ("post", "requests", {}, 403),
    ("post", "requests", {"api_key": "wrong"}, 403),
    ("post", "requests", {"api_key": "KEY"}, 400),
    ("post", "requests", {"api_key": "KEY", "service_code": "nope", **INSIDE}, 404),
    ("post", "requests", {"api_key": "KEY", "service_code": "pju"}, 400),
    ("post", "requests", {"api_key": "KEY", "service_code": "pju", "email": "x", **INSIDE}, 400),
    ("post", "services", {}, 405),
    ("get", "nothing", {}, 404),
]


@pytest.mark.parametrize(("method", "path", "data", "status"), WRONG)
def test_X1_X2_X4_every_refusal_is_an_errors_document_in_the_format_asked_for(program, key, method, path, data, status):
    data = data | ({"api_key": key} if data.get("api_key") == "KEY" else {})

    told, written = (getattr(program, method)(f"{B}/{path}.{form}", data) for form in ("json", "xml"))

    assert (told.status_code, written.status_code) == (status, status)
    assert (told["Content-Type"], written["Content-Type"]) == ("application/json; charset=utf-8", "text/xml; charset=utf-8")
    root = ElementTree.fromstring(written.content)
    assert root.tag == "errors"
    assert [(str(error["code"]), error["description"]) for error in told.json()] == [
        (error.findtext("code"), error.findtext("description")) for error in root.findall("error")
    ]
    assert told.json()[0]["description"]


def test_X3_all_that_is_wrong_is_told_at_once(post):
    told = " ".join(error["description"] for error in post(service_code=None, lat=None, long=None, email="x", expect=400))

    assert "service_code" in told
    assert "lat dan long" in told
    assert "email" in told


def test_X3_refusals_speak_english_when_asked(program, key):
    answer = program.post(f"{B}/requests.json?bahasa=en", {"api_key": key})

    assert "is required" in answer.json()[0]["description"]


STRANGE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            "x" * 10_000,
            "-1",
            "\x00",
            "\ud7ff",
            "%ff",
            "9" * 40,
            "a,b," * 300,
            "../..",
            "<x>",
            "2026-11-24T00:00:00+99:99",
            "1e308",
            "-0",
        ]
    ),
)
QUERY = st.dictionaries(
    st.sampled_from(
        [
            "service_request_id",
            "service_code",
            "start_date",
            "end_date",
            "status",
            "page",
            "page_size",
            "extensions",
            "jurisdiction_id",
            "bahasa",
        ]
    ),
    STRANGE,
    max_size=4,
)
FORM = st.dictionaries(
    st.sampled_from(
        ["jurisdiction_id", "service_code", "lat", "long", "address_string", "address_id", "description", "email", "phone", "first_name"]
    )
    | st.sampled_from(
        ["last_name", "device_id", "account_id", "media_url", "attribute[jumlah]", "attribute[keadaan][]", "attribute[]", "attribute[x"]
    ),
    STRANGE,
    max_size=5,
)
CALM = hypothesis_settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@CALM
@given(query=QUERY, form=st.sampled_from(["xml", "json"]))
def test_X5_no_query_breaks_the_server(program, city, query, form):
    answer = program.get(f"{B}/requests.{form}", query)

    assert answer.status_code in (200, 400, 404)
    readable(answer, form)


@CALM
@given(fields=FORM, form=st.sampled_from(["xml", "json"]), is_whole=st.booleans())
def test_X5_no_form_breaks_the_server(program, key, fields, form, is_whole):
    usual = {"service_code": "pju", "description": "Lampu mati", **INSIDE} if is_whole else {}
    answer = program.post(f"{B}/requests.{form}", usual | fields | {"api_key": key})

    assert answer.status_code in (200, 201, 400, 404)
    readable(answer, form)


@CALM
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/xml", "x"]),
)
def test_X5_no_body_breaks_the_server(program, key, body, kind):
    answer = program.generic("POST", f"{B}/requests.xml?api_key={key}", body, content_type=kind)

    assert answer.status_code in (400, 404)
    readable(answer, "xml")


@CALM
@given(path=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="?#"), max_size=40))
def test_X5_no_address_breaks_the_server(program, city, path):
    from urllib.parse import quote

    answer = program.get(f"{B}/{quote(path)}")

    assert answer.status_code < 500


def readable(answer, form):
    if form == "xml":
        ElementTree.fromstring(answer.content)
    else:
        json.loads(answer.content)


def test_X5_too_large_a_form_is_refused_unread(program, key):
    answer = program.post(f"{B}/requests.json", {"api_key": key, "description": "x" * 3_000_000})

    assert answer.status_code == 400
    assert Case.objects.count() == 0


# --- discovery ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/open311/v2/discovery", "/open311/discovery"])
def test_V1_discovery_is_given_in_both_formats(program, city, path):
    assert program.get(f"{path}.xml")["Content-Type"].startswith("text/xml")
    assert program.get(f"{path}.json")["Content-Type"].startswith("application/json")


def test_V2_V3_discovery_says_everything(get):
    found = get("discovery")
    [endpoint] = found["endpoints"]

    assert all(found[name] for name in ("changeset", "contact", "key_service"))
    assert datetime.fromisoformat(found["changeset"]) <= timezone.now()
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["type"] in ("production", "test")
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert endpoint["changeset"]


def test_V4_the_address_in_discovery_works(program, city, settings):
    def address(host):
        [endpoint] = program.get(f"{B}/discovery.json", headers={"Host": host}).json()["endpoints"]
        return endpoint["url"], endpoint["type"]

    settings.IS_DEVELOPMENT = True
    assert address("localhost:23400") == ("http://localhost:23400/open311/v2", "test")
    assert program.get("/open311/v2/services.xml").status_code == 200
    settings.IS_DEVELOPMENT, settings.BASE_URL = False, "https://lapor.contoh.id"
    assert address("stranger.example") == ("https://lapor.contoh.id/open311/v2", "production")
