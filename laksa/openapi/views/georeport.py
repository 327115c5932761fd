# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of GeoReport v2, in XML and JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from laksa.cases.models import Case, Participant
from laksa.city.models import book
from laksa.identity.models import partner_of
from laksa.kernel.errors import Conflict, Refused, TooMany
from laksa.kernel.ids import digest_token
from laksa.openapi.actions import Caller, digest_of, submit_report
from laksa.openapi.forms.georeport import read_request
from laksa.openapi.models.requests import notes_by_case, photos_by_case, request_wanted, requests_wanted
from laksa.openapi.rules import limits
from laksa.openapi.rules.georeport import SPECIFICATION, Fault, Refusal, is_extended, read_wanted
from laksa.openapi.rules.instants import write_instant
from laksa.openapi.rules.markup import CONTENT_TYPES, XML, Tree, write
from laksa.openapi.views.shapes import definition_tree, extended_tree, notes_tree, notice_of, request_tree, service_tree

CHANNEL = "open311"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

View = Callable[..., HttpResponse]


def by_the_book(*methods: str) -> Callable[[View], View]:
    """Let a view raise Refusal; every "no" is an `errors` document in the format that was asked for."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: str, form: str = XML, **kwargs: str) -> HttpResponse:
            if request.method not in (*methods, "HEAD"):
                response = _errors(form, 405, [Fault(405, _("Cara ini tidak tersedia di alamat ini."))])
                response.headers["Allow"] = ", ".join((*methods, "HEAD"))
                return response
            try:
                _check_size(request)
                _check_jurisdiction(request)
                return view(request, *args, form=form, **kwargs)
            except Refusal as error:
                return _errors(form, error.status, error.faults)
            except TooMany as error:
                response = _errors(form, 429, [Fault(429, error.message)])
                response.headers["Retry-After"] = str(error.retry_seconds)
                return response
            except Refused as error:
                return _errors(form, 400, [Fault(400, error.message)])
            except (BadRequest, SuspiciousOperation, MultiPartParserError):
                return _errors(form, 400, [Fault(400, _("Isi permintaan tidak bisa dibaca. Kirim formulir dalam UTF-8."))])

        return guarded

    return wrap


def _errors(form: str, status: int, faults: tuple[Fault, ...] | list[Fault]) -> HttpResponse:
    told: list[Tree] = [{"code": fault.code, "description": fault.description} for fault in faults]
    return _answer("errors", told, form=form, status=status)


def _answer(root: str, tree: Tree, *, form: str, status: int = 200) -> HttpResponse:
    return HttpResponse(write(root, tree, form=form), content_type=CONTENT_TYPES[form], status=status)


def _check_size(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > limits.BODY_LIMIT:
        raise Refusal(Fault(400, _("Permintaan paling besar 2 MB. Kirim gambar sebagai media_url.")))


def _check_jurisdiction(request: HttpRequest) -> None:
    """Refuse a jurisdiction that is not this city; one city needs none."""
    asked = (request.GET.get("jurisdiction_id") or "").strip().lower()
    if not asked and request.method == "POST" and request.content_type in FORMS:
        asked = (request.POST.get("jurisdiction_id") or "").strip().lower()
    city = book().city
    if asked and asked not in {city.slug.lower(), city.code.lower(), str(city.contact.get("web", "")).lower()}:
        raise Refusal(Fault(404, _("jurisdiction_id ini tidak dilayani di sini; untuk %(city)s boleh dikosongkan.") % {"city": city.name}))


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE or "id"


# --- what can be reported ----------------------------------------------------------------------------


@by_the_book("GET")
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    language = _language(request)
    return _answer("services", [service_tree(one, language=language) for one in book().categories.values()], form=form)


@by_the_book("GET")
def definition(request: HttpRequest, *, code: str, form: str) -> HttpResponse:
    if code not in book().categories:
        raise Refusal(Fault(404, _("service_code ini tidak ada; daftarnya ada di services.")))
    return _answer("service_definition", definition_tree(book().categories[code], language=_language(request)), form=form)


@by_the_book("GET")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    city = book().city
    at = timezone.now()
    changed = min(city.loaded_at or at, at)
    contact = "; ".join(str(value) for value in city.contact.values()) or city.name
    endpoint: Tree = {
        "specification": SPECIFICATION,
        # While nobody has named a public address, the one it was asked at is the one that works.
        "url": request.build_absolute_uri("/open311/v2") if settings.IS_DEVELOPMENT else f"{settings.BASE_URL}/open311/v2",
        "changeset": write_instant(changed, ZoneInfo(city.time_zone)),
        "type": "test" if settings.IS_DEVELOPMENT else "production",
        "formats": ["text/xml", "application/json"],
    }
    tree: Tree = {
        "changeset": write_instant(changed, ZoneInfo(city.time_zone)),
        "contact": contact,
        "key_service": _("Minta kunci API kepada pengelola ruang kendali kota: %(contact)s") % {"contact": contact},
        "endpoints": [endpoint],
    }
    return _answer("discovery", tree, form=form)


# --- requests ----------------------------------------------------------------------------------------


@by_the_book("GET", "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    if request.method == "POST":
        return _create(request, form=form)
    wanted = read_wanted(request.GET, at=timezone.now())
    return _answer("service_requests", _trees(request, requests_wanted(wanted)), form=form)


@by_the_book("GET")
def one_request(request: HttpRequest, *, number: str, form: str) -> HttpResponse:
    case = request_wanted(number)
    if case is None:
        raise Refusal(Fault(404, _("service_request_id ini tidak ada, atau laporannya tidak terbuka untuk umum.")))
    return _answer("service_requests", _trees(request, [case]), form=form)


def _trees(request: HttpRequest, cases: list[Case]) -> Tree:
    photos = photos_by_case(cases)
    language = _language(request)
    notes = notes_by_case(cases) if is_extended(request.GET) else None
    trees: list[Tree] = []
    for case in cases:
        seen = photos.get(case.pk, ())
        tree = request_tree(case, seen, language=language)
        if notes is not None:
            tree["extended_attributes"] = extended_tree(case, seen)
            tree["notes"] = notes_tree(notes.get(case.pk, ()))
        trees.append(tree)
    return trees


@by_the_book("GET")
def token(request: HttpRequest, *, secret: str, form: str) -> HttpResponse:
    person = Participant.objects.select_related("case").filter(token_digest=digest_token(secret)).first()
    if person is None:
        raise Refusal(Fault(404, _("token ini tidak dikenal.")))
    response = _answer("service_requests", [{"service_request_id": person.case.code, "token": secret}], form=form)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@by_the_book("GET")
def nowhere(request: HttpRequest, *, form: str) -> HttpResponse:
    raise Refusal(Fault(404, _("Alamat ini tidak ada. Pakai akhiran .xml atau .json, misalnya services.xml.")))


def _create(request: HttpRequest, *, form: str) -> HttpResponse:
    at = timezone.now()
    caller = _partner(request)
    if request.content_type not in FORMS:
        raise Refusal(Fault(400, _("Kirim sebagai formulir: application/x-www-form-urlencoded; charset=utf-8.")))
    submission = read_request(request.POST, language=_language(request))
    try:
        person = submit_report(submission, caller=caller, channel=CHANNEL, key=_key(request, at=at), at=at)
    except Conflict as error:
        raise Refusal(Fault(400, error.message)) from error
    case = person.case
    created: Tree = [{"service_request_id": case.code, "service_notice": notice_of(case), "account_id": None}]
    return _answer("service_requests", created, form=form, status=200 if case.is_repeat else 201)


def _partner(request: HttpRequest) -> Caller:
    key = request.GET.get("api_key") or (request.POST.get("api_key") if request.content_type in FORMS else "") or ""
    actor = partner_of(key.strip())
    if actor is None:
        raise Refusal(Fault(403, _("api_key tidak ada atau keliru. Cara memintanya ada di discovery.")))
    return Caller(actor=actor, key_digest=digest_token(key.strip()))


def _key(request: HttpRequest, *, at: datetime) -> str:
    """Return the caller's key; without one, the same form within the same minute is the same request."""
    given = request.headers.get("Idempotency-Key", "").strip()[: limits.KEY_LIMIT]
    if given:
        return given
    fields = [f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values]
    return digest_of([f"{at:%Y%m%d%H%M}", *fields])
