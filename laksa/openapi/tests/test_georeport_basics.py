"""GeoReport v2: formats, jurisdiction, keys, services and their definitions. Each test is one line of the standard."""

import json
from xml.etree import ElementTree

import pytest

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.openapi.tests.conftest import INSIDE, B

pytestmark = pytest.mark.django_db

ISO = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"


def test_E1_xml_is_the_required_format(program, city):
    answer = program.get(f"{B}/services.xml")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')


def test_E2_json_is_offered_by_its_suffix(program, city):
    answer = program.get(f"{B}/services.json")

    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert isinstance(json.loads(answer.content), list)


def test_E3_text_is_utf8_both_ways(created, get, get_xml):
    said = "Lampu padam dekat café — tolong 🙏"
    case = created(description=said)

    assert get(f"requests/{case.code}")[0]["description"] == said
    assert get_xml(f"requests/{case.code}").findtext("request/description") == said


@pytest.mark.parametrize(
    ("path", "root"),
    [("services", "services"), ("services/pju", "service_definition"), ("requests", "service_requests"), ("services/nope", "errors")],
)
def test_E4_roots_have_no_namespace(program, city, path, root):
    answer = program.get(f"{B}/{path}.xml")

    assert ElementTree.fromstring(answer.content).tag == root
    assert b"xmlns" not in answer.content


@pytest.mark.parametrize("path", ["services", "services/pju", "requests", "discovery"])
def test_E5_both_formats_carry_the_same_data(created, get, get_xml, path):
    created(description="Lampu <mati> & gelap")

    assert flat(get(path)) == elements(get_xml(path))


def flat(tree):
    """Spark: arrays are containers of like elements, null is empty."""
    if isinstance(tree, dict):
        return {name: flat(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [flat(value) for value in tree]
    return {"None": "", "True": "true", "False": "false"}.get(str(tree), str(tree))


def elements(element):
    if element.tag in {"services", "attributes", "values", "service_requests", "endpoints", "formats"}:
        return [elements(child) for child in element]
    return {child.tag: elements(child) for child in element} if len(element) else element.text or ""


def test_E6_every_date_names_its_zone(created, get):
    import re

    request = get(f"requests/{created().code}")[0]

    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert re.match(ISO, request[name])


def test_E7_an_empty_argument_equals_an_absent_one(created, get):
    created()

    assert get("requests", status="", service_code="", start_date="", page="") == get("requests")


def test_E8_signs_of_markup_are_escaped(created, program, get_xml):
    case = created(description='a & <b>x</b>\nbaris dua "kutip"')

    answer = program.get(f"{B}/requests/{case.code}.xml").content

    assert b"<b>" not in answer
    assert get_xml(f"requests/{case.code}").findtext("request/description") == 'a & <b>x</b>\nbaris dua "kutip"'


def test_E8_signs_that_xml_cannot_hold_leave_it_readable(created, get_xml):
    case = created(description="lampu\x0b\x1f mati\ufffe")

    assert get_xml(f"requests/{case.code}").findtext("request/description") == "lampu mati"


@pytest.mark.parametrize("path", ["services.txt", "services", "requests.yaml", "", "requests/x/y.xml"])
def test_E9_an_unknown_suffix_is_refused_with_errors(program, city, path):
    answer = program.get(f"{B}/{path}")

    assert answer.status_code == 404
    assert ElementTree.fromstring(answer.content).find("error/description").text


# --- jurisdiction and keys ---------------------------------------------------------------------------


def test_J1_one_city_needs_no_jurisdiction(get):
    assert get("services")


@pytest.mark.parametrize("path", ["services", "requests", "services/pju"])
def test_J2_an_unknown_jurisdiction_does_not_exist(get, path):
    assert get(path, expect=404, jurisdiction_id="nowhere.gov")[0]["description"]


def test_J2_the_citys_own_jurisdiction_is_served(get, post):
    assert get("services", jurisdiction_id=book().city.contact["web"]) == get("services", jurisdiction_id=book().city.slug)
    post(jurisdiction_id="contoh")
    post(jurisdiction_id="nowhere.gov", expect=404)


@pytest.mark.parametrize("wrong", [None, "", "salah", "\x00"])
def test_K1_K2_a_missing_or_wrong_key_creates_nothing(post, wrong):
    assert post(api_key=wrong, expect=403)[0]["code"] == 403
    assert Case.objects.count() == 0


def test_K2_a_revoked_key_is_wrong(post, key, at):
    from laksa.identity.actions import revoke_api_key
    from laksa.identity.models import ApiKey
    from laksa.identity.rules import SYSTEM

    revoke_api_key(ApiKey.objects.get().pk, by=SYSTEM, at=at)

    post(expect=403)


def test_K1_the_key_may_stand_in_the_address(program, key):
    answer = program.post(f"{B}/requests.json?api_key={key}", {"service_code": "pju", "description": "Lampu mati", **INSIDE})

    assert answer.status_code == 201


@pytest.mark.parametrize("path", ["services", "services/pju", "requests", "discovery"])
def test_K3_reading_needs_no_key(get, path):
    get(path)


# --- services ----------------------------------------------------------------------------------------


def test_S1_services_have_their_seven_fields(get):
    services = get("services")

    assert services
    for service in services:
        assert set(service) == {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}


def test_S2_metadata_is_true_where_the_definition_asks_something(get):
    for service in get("services"):
        asked = get(f"services/{service['service_code']}")["attributes"]
        assert service["metadata"] is bool(asked)


def test_S3_every_service_is_realtime_and_answers_with_an_id(get, post):
    assert {service["type"] for service in get("services")} == {"realtime"}
    assert post()[0]["service_request_id"]


def test_S4_codes_are_unique_and_stable(get):
    codes = [service["service_code"] for service in get("services")]

    assert len(codes) == len(set(codes))
    assert codes == [service["service_code"] for service in get("services")]


def test_S5_keywords_are_one_string(get):
    assert all(isinstance(service["keywords"], str) for service in get("services"))


def test_services_speak_english_when_asked(get):
    names = {service["service_code"]: service["service_name"] for service in get("services", bahasa="en")}

    assert names["pju"] == "Street light out"


# --- definitions -------------------------------------------------------------------------------------


def test_D1_a_definition_has_its_code_and_attributes(get_xml):
    root = get_xml("services/pju")

    assert root.findtext("service_code") == "pju"
    assert root.findall("attributes/attribute")


def test_D2_D3_attributes_are_whole_and_typed(get):
    allowed = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}
    for code in book().categories:
        for attribute in get(f"services/{code}")["attributes"]:
            fields = {"variable", "code", "datatype", "required", "datatype_description", "order", "description", "values"}
            assert set(attribute) == fields
            assert attribute["datatype"] in allowed


def test_D4_lists_carry_their_values(get):
    for code in book().categories:
        for attribute in get(f"services/{code}")["attributes"]:
            if attribute["datatype"].endswith("list"):
                assert all(value["key"] and value["name"] for value in attribute["values"])
                assert attribute["values"]


def test_D5_the_order_counts_from_one(get):
    for code in book().categories:
        orders = [attribute["order"] for attribute in get(f"services/{code}")["attributes"]]
        assert orders == list(range(1, len(orders) + 1))


@pytest.mark.parametrize("code", ["nope", "%00", "pju%20", "a.b"])
def test_D6_an_unknown_service_does_not_exist(get_xml, code):
    assert get_xml(f"services/{code}", expect=404).findtext("error/code") == "404"
