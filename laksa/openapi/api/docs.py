# SPDX-License-Identifier: AGPL-3.0-or-later
"""The OpenAPI document, and a plain page of ours that shows it: no script, nothing from another house."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from laksa.openapi.api import api
from laksa.openapi.api.problems import MEDIA_TYPE, not_found

PREFIX = "/api/v1/"
# Where a secret opens more, but is not needed.
NEEDED: list[dict[str, list[str]]] = [{"bearer": []}]
OPTIONAL: list[dict[str, list[str]]] = [{}, *NEEDED]
SECURITY = {"create_case": OPTIONAL, "read_case": OPTIONAL, "join_case": OPTIONAL} | dict.fromkeys(
    ("add_entry", "add_photos", "confirm_case", "rate_case", "withdraw_case"), NEEDED
)


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the OpenAPI document of REST v1."""
    plain: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    plain["servers"] = [{"url": settings.BASE_URL}]
    plain["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A partner's key, or the token of a case."}
    }
    for path in plain["paths"].values():
        for operation in path.values():
            if operation["operationId"] in SECURITY:
                operation["security"] = SECURITY[operation["operationId"]]
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
    return plain


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(document(), ensure_ascii=False), content_type="application/json")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    info = document()["info"]
    context = {"title": info["title"], "about": coded(info["description"]), "groups": _groups(), "shapes": _shapes(), "active": ""}
    return render(request, "openapi/docs.html", context)


def nowhere(request: HttpRequest) -> HttpResponse:
    return not_found()


nowhere.csrf_exempt = True  # type: ignore[attr-defined]


def coded(text: str) -> SafeString:
    """Return the text with what stands between backticks as code."""
    parts = [format_html("<code>{}</code>", part) if number % 2 else part for number, part in enumerate(text.split("`"))]
    return format_html_join("", "{}", ((part,) for part in parts))


@dataclass(frozen=True)
class Field:
    """One line of a table: what a call takes or an answer holds."""

    name: str
    type: str
    is_required: bool
    remark: SafeString


@dataclass(frozen=True)
class Shape:
    """A named object that answers and requests are made of."""

    name: str
    about: SafeString
    fields: list[Field]


@dataclass(frozen=True)
class Operation:
    """One call, as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: SafeString
    needs: str  # "", optional or needed: whether a secret comes along
    parameters: list[Field]
    body: list[Field]
    body_kind: str
    answer: list[Field]
    statuses: list[tuple[str, str]]


def _groups() -> dict[str, list[Operation]]:
    groups: dict[str, list[Operation]] = {}
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    return groups


def _shapes() -> list[Shape]:
    found: dict[str, dict[str, Any]] = document()["components"]["schemas"]
    named = [(name, one) for name, one in found.items() if "properties" in one and not name.endswith("Query")]
    return [Shape(name, coded(" ".join(one.get("description", "").split())), _fields(one)) for name, one in named]


def _operation(path: str, method: str, raw: dict[str, Any]) -> Operation:
    bodies: dict[str, dict[str, Any]] = raw.get("requestBody", {}).get("content", {})
    kind = next(iter(bodies), "")
    good: dict[str, Any] = next((answer for status, answer in sorted(raw["responses"].items(), reverse=True) if int(status) < 300), {})
    shape = good.get("content", {}).get("application/json", {}).get("schema", {})
    security = raw.get("security")
    return Operation(
        id=raw["operationId"],
        method=method.upper(),
        path=path,
        summary=raw["summary"],
        description=coded(raw.get("description", "")),
        needs="" if security is None else "optional" if {} in security else "needed",
        parameters=[_field(one["name"], one["schema"], one["required"], one.get("description", "")) for one in raw["parameters"]],
        body=_fields(bodies[kind].get("schema", {})) if kind else [],
        body_kind=kind,
        answer=_fields(shape),
        statuses=[(status, answer["description"]) for status, answer in sorted(raw["responses"].items())],
    )


def _fields(schema: dict[str, Any]) -> list[Field]:
    whole = _resolved(schema)
    required = set(whole.get("required", ()))
    return [_field(name, one, name in required, one.get("description", "")) for name, one in whole.get("properties", {}).items()]


def _field(name: str, schema: dict[str, Any], is_required: bool, remark: str) -> Field:
    limits = [f"{words} {schema[key]}" for key, words in (("maxLength", "≤"), ("minimum", "≥"), ("maximum", "≤")) if key in schema]
    return Field(name, _type(schema), is_required, coded("; ".join(part for part in (remark, ", ".join(limits)) if part)))


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))}[]"
    return str(schema.get("type", "any"))


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the object a schema means: itself, what it points to, or the one of its choices that is no null."""
    if "$ref" in schema:
        found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return found
    if "anyOf" in schema:
        return next((_resolved(one) for one in schema["anyOf"] if one.get("type") != "null"), {})
    return schema
