"""The OpenAPI document, its page, and the promise that whatever it describes holds for any input."""

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from laksa.openapi.api.docs import document

pytestmark = pytest.mark.django_db

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
OPERATIONS = {
    "create_case", "list_cases", "read_case", "add_entry", "add_photos", "confirm_case", "rate_case", "withdraw_case", "join_case",
    "list_categories", "list_agencies", "list_areas", "locate_point", "read_figures",
}  # fmt: skip


def test_the_document_names_every_call(rest):
    body = rest("get", "openapi.json").json()

    assert {one["operationId"] for path in body["paths"].values() for one in path.values()} == OPERATIONS
    assert body["openapi"].startswith("3.1")


def test_every_refusal_is_described_as_a_problem(rest):
    for path in rest("get", "openapi.json").json()["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                kinds = {"application/problem+json"} if int(status) >= 400 else {"application/json"}
                assert set(answer["content"]) == kinds


def test_the_page_shows_every_call_without_script_or_another_house(program, city):
    page = program.get("/api/docs").content.decode()

    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            assert f'id="{operation["operationId"]}"' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_the_page_speaks_english_when_asked(program, city):
    assert "API documentation" in program.get("/api/docs?bahasa=en").content.decode()


@pytest.fixture
def _one_connection():
    """Keep the test's own connection open between the calls, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("operation", sorted(OPERATIONS))
@pytest.mark.parametrize("is_known", [False, True], ids=["stranger", "reporter"])
def test_no_input_breaks_a_promise_of_the_document(lamp, token, operation, is_known):
    schema = schemathesis.openapi.from_dict(document(), config=SchemathesisConfig())
    schema.app = get_wsgi_application()
    found = next(one.ok() for one in schema.get_all_operations() if one.ok().definition.raw["operationId"] == operation)

    @hypothesis_settings(
        max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=found.as_strategy())
    def promise(case):
        headers = {"Authorization": f"Bearer {token}"} if is_known else {}
        if "code" in case.path_parameters:
            case.path_parameters["code"] = lamp.code
        case.call_and_validate(headers=headers, checks=CHECKS)

    promise()
