# SPDX-License-Identifier: AGPL-3.0-or-later
"""A service request as GeoReport v2 sends it: a form, read to what the city takes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from laksa.cases.actions import Contact, Submission
from laksa.cases.rules import Identity
from laksa.city.models import Found, book, find_places, locate, mentioned_places
from laksa.city.rules.facts import CategoryFacts
from laksa.openapi.rules.georeport import DESCRIPTION_LIMIT, Fault, Refusal, read_attributes, read_number
from laksa.openapi.rules.people import read_email, read_phone
from laksa.openapi.rules.questions import read_answers

# A name of the gazetteer that fits this well is the place that was meant, if no other fits as well.
CERTAIN = 97.0
PLACE_LIMIT = 200
LINK_LIMIT = 500


@dataclass(frozen=True)
class Place:
    """Where the trouble is, as far as it was told. `source` is one of the case's own words."""

    lat: float | None = None
    lon: float | None = None
    village: str = ""
    text: str = ""
    source: str = ""


@dataclass
class _Form:
    """A form being read; what is wrong is gathered, so that all of it is told at once."""

    data: QueryDict
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        return (self.data.get(name) or "").replace("\x00", "").strip()

    def refuse(self, description: str, code: int = 400) -> None:
        self.faults.append(Fault(code, description))


def read_request(data: QueryDict, *, language: str) -> Submission:
    """Return the submission a form asks for. Raises Refusal with everything that is wrong."""
    form = _Form(data)
    category = _category(form)
    description = _description(form)
    place = _place(form)
    answers = _answers(form, category)
    contact = _contact(form)
    if form.faults or category is None:
        raise Refusal(*form.faults)
    name = category.name_en if language == "en" else category.name_id
    return Submission(
        text=description or name,
        category=category.slug,
        hashtags=(category.hashtag,),
        lat=place.lat,
        lon=place.lon,
        village=place.village,
        place_text=place.text,
        place_source=place.source,
        identity=Identity.NAMED if any((contact.name, contact.phone, contact.email)) else Identity.ANONYMOUS,
        contact=contact,
        language=language,
        answers=answers,
        insists=True,
    )


def _category(form: _Form) -> CategoryFacts | None:
    code = form.text("service_code")
    if not code:
        form.refuse(_("service_code wajib diisi; daftarnya ada di services."))
        return None
    if code not in book().categories:
        form.refuse(_("service_code “%(code)s” tidak ada; daftarnya ada di services.") % {"code": code[:60]}, 404)
        return None
    found: CategoryFacts = book().categories[code]
    return found


def _description(form: _Form) -> str:
    description = form.text("description").replace("\r\n", "\n")
    if len(description) > DESCRIPTION_LIMIT:
        facts = {"length": len(description), "limit": DESCRIPTION_LIMIT}
        form.refuse(_("description %(length)d huruf. Singkatkan sampai paling banyak %(limit)d.") % facts)
    return description


def _answers(form: _Form, category: CategoryFacts | None) -> dict[str, Any]:
    """Return the extra answers, and the link of a picture: it is kept for people to open and never fetched."""
    answers: dict[str, Any] = {}
    if category is not None:
        answers, faults = read_answers(category.extra_questions, read_attributes(dict(form.data.lists())))
        for _code, sentence in faults:
            form.refuse(sentence)
    link = form.text("media_url")[:LINK_LIMIT]
    if link.lower().startswith(("http://", "https://")):
        answers["media_url"] = link
    return answers


def _contact(form: _Form) -> Contact:
    email = read_email(form.text("email"))
    if email is None:
        form.refuse(_("email “%(email)s” bukan alamat e-mail.") % {"email": form.text("email")[:100]})
    name = " ".join(part for part in (form.text("first_name"), form.text("last_name")) if part)[:120]
    # The standard sets no form for numbers; one that is no number here is kept as it was given, for a person to call.
    phone = form.text("phone")[:30]
    return Contact(name=name, phone=read_phone(phone) or phone, email=email or "")


# --- the place -------------------------------------------------------------------------------------


def _place(form: _Form) -> Place:
    lat, lon = form.text("lat"), form.text("long")
    address = " ".join(form.text("address_string").split())[:PLACE_LIMIT]
    if lat or lon:
        return _point(form, lat, lon, address)
    if address:
        return place_of(address)
    number = form.text("address_id")[:60]
    if number:
        is_village = number in book().areas and book().areas[number].kind == "village"
        # We give kelurahan out as address_id; a number of somebody else's list is kept for the desk to read.
        return Place(village=number, source="list") if is_village else Place(text=f"address_id {number}", source="text")
    form.refuse(_("Tempatnya belum ada: kirim lat dan long, address_string, atau address_id."))
    return Place()


def _point(form: _Form, lat: str, lon: str, address: str) -> Place:
    north, east = read_number(lat), read_number(lon)
    if not lat or not lon:
        form.refuse(_("lat dan long harus dikirim berdua."))
    elif north is None or east is None or abs(north) > 90 or abs(east) > 180:
        form.refuse(_("lat dan long harus derajat desimal WGS84, misalnya lat=-6.2 dan long=106.8."))
    else:
        located = locate(north, east)
        if located.inside:
            return Place(lat=north, lon=east, text=address, source="gps")
        form.refuse(_outside(located.neighbour))
    return Place()


def _outside(neighbour: str) -> str:
    city = book().city.name
    if neighbour:
        return _("Titik ini di luar %(city)s, di wilayah %(neighbour)s. Laporkan ke sana.") % {"city": city, "neighbour": neighbour}
    return _("Titik ini di luar %(city)s.") % {"city": city}


def place_of(address: str) -> Place:
    """Return the place of an address: its words always, a point or kelurahan only where the gazetteer is certain."""
    best = _certain(address)
    if best is None:
        return Place(text=address, source="text")
    if best.kind == "village":
        return Place(village=best.area_code, text=address, source="text")
    # The middle of a kecamatan or of a road is not where the trouble is.
    if best.kind == "place" and best.lat is not None and best.lon is not None and locate(best.lat, best.lon).inside:
        return Place(lat=best.lat, lon=best.lon, village=best.area_code, text=address, source="text")
    return Place(text=address, source="text")


def _certain(address: str) -> Found | None:
    found = find_places(address, limit=2)
    if found and found[0].score >= CERTAIN and (len(found) == 1 or found[1].score < found[0].score):
        return found[0]
    villages = {one.area_code: one for one in mentioned_places(address) if one.kind == "village"}
    return next(iter(villages.values())) if len(villages) == 1 else None
