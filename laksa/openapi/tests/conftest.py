"""What the stories of programs share: a partner's key, and the two interfaces as a program calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.cases.models import Case, Participant
from laksa.city.models import Category, book, forget_book
from laksa.conftest import drawn
from laksa.identity.actions import issue_api_key
from laksa.identity.rules import SYSTEM

B = "/open311/v2"
# In the first kelurahan of the invented city.
INSIDE = {"lat": "-7.010000", "long": "110.015000"}


@pytest.fixture
def program() -> Client:
    """A program that keeps no cookies of ours and shows no exception of ours to anybody."""
    return Client(raise_request_exception=True)


@pytest.fixture
def key(city, at) -> str:
    """The key of a partner's app."""
    return issue_api_key("Aplikasi Warga", by=SYSTEM, at=at)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def picture() -> bytes:
    """A photo of a lamp that burns again, as a camera would write it."""
    return drawn("lamp", seed=1, after=True)


@pytest.fixture
def after_photo(picture, at) -> CheckedPhoto:
    """The same photo, come through the door."""
    return check_photo(picture, file_name="sesudah.jpg", at=at)


@pytest.fixture
def get(program, city) -> Callable[..., Any]:
    """Ask GeoReport for JSON: `get("requests", status="open")`."""

    def ask(path: str, *, expect: int = 200, **query: Any) -> Any:
        answer = program.get(f"{B}/{path}.json", query)
        assert answer.status_code == expect, answer.content
        return json.loads(answer.content)

    return ask


@pytest.fixture
def get_xml(program, city) -> Callable[..., ElementTree.Element]:
    """Ask GeoReport for XML: the root element."""

    def ask(path: str, *, expect: int = 200, **query: Any) -> ElementTree.Element:
        answer = program.get(f"{B}/{path}.xml", query)
        assert answer.status_code == expect, answer.content
        return ElementTree.fromstring(answer.content)

    return ask


@pytest.fixture
def post(program, key) -> Callable[..., Any]:
    """Send a request by the partner's key; a field that is None is left out."""
    count = 0

    def send(*, expect: int = 201, form: str = "json", headers: dict[str, str] | None = None, **fields: Any) -> Any:
        nonlocal count
        count += 1
        usual = {"api_key": key, "service_code": "pju", "description": f"Lampu jalan mati di tiang {count}", **INSIDE}
        data = {name: value for name, value in (usual | fields).items() if value is not None}
        answer = program.post(f"{B}/requests.{form}", data, headers=headers)
        assert answer.status_code == expect, answer.content
        return json.loads(answer.content) if form == "json" else ElementTree.fromstring(answer.content)

    return send


@pytest.fixture
def created(post) -> Callable[..., Case]:
    """Send a request and return the case it became."""
    return lambda **fields: Case.objects.get(code=post(**fields)[0]["service_request_id"])


@pytest.fixture
def change_category(city) -> Callable[..., None]:
    """Change a category as a sysadmin would: `change_category("pju", extra_questions=[…])`."""

    def change(slug: str, **values: Any) -> None:
        Category.objects.filter(pk=slug).update(**values)
        type(city).objects.update(version=book().version + 1)
        forget_book()

    return change


@pytest.fixture
def rest(program, city) -> Callable[..., Any]:
    """Call REST v1: `rest("post", "cases", {"text": "…"}, token=…)`; returns the answer of Django's client."""

    def call(method: str, path: str, body: Any = None, *, token: str = "", headers: dict[str, str] | None = None, **query: Any) -> Any:
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if method == "get":
            return program.get(f"/api/v1/{path}", query, headers=sent)
        return program.post(f"/api/v1/{path}", json.dumps(body if body is not None else {}), content_type="application/json", headers=sent)

    return call


@pytest.fixture
def token(siti: Participant) -> str:
    """The secret of Siti's link."""
    return siti.token
