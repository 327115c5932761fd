# SPDX-License-Identifier: AGPL-3.0-or-later
"""A report as REST v1 sends it, and what the city takes in of it."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, Field

from laksa.cases.actions import Contact, Submission
from laksa.cases.rules import TEXT_LIMIT, Identity, Kind
from laksa.city.models import book
from laksa.kernel.errors import Refused
from laksa.openapi.rules.people import read_email, read_phone
from laksa.openapi.rules.questions import read_answers


def _storable(text: str) -> str:
    """Return the text without NUL, which no database of ours holds; raise ValueError for half a character."""
    # JSON may write one half of a pair (\\ud800), which no encoding can.
    text.encode()
    return text.replace("\x00", "")


Text = Annotated[str, AfterValidator(_storable)]
Answer = str | int | float | bool | None


class ContactIn(BaseModel):
    """How the reporter may be reached; kept sealed, never handed out, and not kept at all for anonymous reports."""

    name: Annotated[Text, Field(max_length=120)] = ""
    phone: Annotated[Text, Field(max_length=30, description="0812 3456 7890 or +6281234567890")] = ""
    email: Annotated[Text, Field(max_length=254)] = ""


class ReportIn(BaseModel):
    """One report. Only `text` is needed; fields that are not listed here are ignored."""

    text: Annotated[Text, Field(max_length=TEXT_LIMIT, description="What happened, in the reporter's own words")]
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False, description="WGS 84; with `lon`")] = None
    lon: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False)] = None
    village: Annotated[Text, Field(max_length=20, description="Code of a kelurahan, as in GET /areas")] = ""
    place: Annotated[Text, Field(max_length=200, description="Landmark or address in words")] = ""
    hashtags: Annotated[list[Annotated[Text, Field(max_length=40)]], Field(max_length=10)] = []
    category: Annotated[Text, Field(max_length=40, description="Slug, as in GET /categories: a strong vote, not an order")] = ""
    kind: Literal["complaint", "aspiration", "question", "appreciation"] | None = None
    identity: Annotated[
        Literal["named", "hidden", "anonymous"] | None,
        Field(description="Who sees the name: the agency, only the city desk, nobody. Default: hidden with a contact, else anonymous"),
    ] = None
    contact: ContactIn | None = None
    language: Literal["id", "en"] | None = None
    answers: Annotated[
        dict[Annotated[Text, Field(max_length=100)], Annotated[Answer, Field(union_mode="smart")]],
        Field(max_length=30, description="Answers to the extra questions of `category`, by their code"),
    ] = {}


class WordsIn(BaseModel):
    text: Annotated[Text, Field(max_length=4_000)]


class ConfirmationIn(BaseModel):
    """Whether the trouble is gone. `reason` counts when it is not."""

    fixed: Annotated[bool, Field(strict=True)]
    reason: Literal["still_broken", "came_back", "partly", "not_done", "other"] = "still_broken"
    text: Annotated[Text, Field(max_length=4_000)] = ""


class RatingIn(BaseModel):
    stars: Annotated[int, Field(ge=1, le=5)]
    text: Annotated[Text, Field(max_length=4_000)] = ""


class WithdrawalIn(BaseModel):
    reason: Annotated[Text, Field(max_length=4_000)] = ""


class SupporterIn(ContactIn):
    """Somebody who has the same trouble."""

    identity: Literal["named", "hidden", "anonymous"] | None = None
    text: Annotated[Text, Field(max_length=4_000)] = ""
    language: Literal["id", "en"] | None = None


def read_report(given: ReportIn, *, language: str) -> Submission:
    """Return the submission a report asks for. Raises Refused naming the field that can't be used."""
    known = book()
    contact = read_contact(given.contact or ContactIn())
    identity = read_identity(given.identity, contact)
    category = given.category.strip()
    # One that was switched off is left to the words; one that never was is a mistake of the program.
    if category and category not in known.categories and category not in known.categories.retired:  # type: ignore[attr-defined]
        raise Refused(_("Kategori ini tidak ada; daftarnya ada di /api/v1/categories."), field="category")
    village = given.village.strip()
    if village and (village not in known.areas or known.areas[village].kind != "village"):
        raise Refused(_("Kelurahan ini tidak ada di daftar; daftarnya ada di /api/v1/areas."), field="village")
    return Submission(
        text=given.text,
        kind=Kind(given.kind) if given.kind else None,
        category=category if category in known.categories else "",
        hashtags=tuple(tag for tag in given.hashtags if known.category_by_hashtag(tag)),
        lat=given.lat,
        lon=given.lon,
        village=village,
        place_text=given.place,
        place_source=_source(given),
        identity=identity,
        contact=contact if identity != Identity.ANONYMOUS else Contact(),
        language=language,
        answers=_answers(given, category),
        insists=True,
    )


def _source(given: ReportIn) -> str:
    if given.lat is not None:
        return "gps"
    return "list" if given.village else "text" if given.place else "none"


def _answers(given: ReportIn, category: str) -> dict[str, object]:
    """Return the answers to the questions of the chosen category; without one nobody has asked anything."""
    found = book().categories.get(category)
    if found is None:
        return {}
    said = {code: [_said(value)] for code, value in given.answers.items()}
    answers, faults = read_answers(found.extra_questions, said)
    if faults:
        raise Refused(faults[0][1], field="answers")
    return answers


def _said(value: Answer) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def read_contact(given: ContactIn) -> Contact:
    """Return how somebody may be reached. Raises Refused for what is no address or number."""
    email, phone = read_email(given.email), read_phone(given.phone)
    if email is None:
        raise Refused(_("Alamat ini belum lengkap, misalnya nama@contoh.id."), field="contact.email")
    if phone is None:
        raise Refused(_("Nomor ini tidak dikenal. Periksa angkanya, atau kosongkan."), field="contact.phone")
    return Contact(name=" ".join(given.name.split()), phone=phone, email=email)


def read_identity(wish: str | None, contact: Contact) -> Identity:
    """Return who may see the name; nothing said: hidden with a contact, nobody without."""
    if wish:
        return Identity(wish)
    return Identity.HIDDEN if any((contact.name, contact.phone, contact.email)) else Identity.ANONYMOUS
