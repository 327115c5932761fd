# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services by what somebody is going through, and each on a page: who may, what to bring, the way, the fee."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from rapidfuzz import fuzz

from laksa.city.models import book
from laksa.city.rules.facts import AgencyFacts, ServiceFacts

# Life events a pack may name, in the order people meet them most: words and icon.
EVENTS: dict[str, tuple[str | Promise, str]] = {
    "surat-kependudukan": (_("KTP, KK, dan surat"), "document"),
    "pindah-rumah": (_("Saya pindah rumah"), "house-move"),
    "menikah": (_("Mau menikah"), "rings"),
    "anak-lahir": (_("Anak lahir"), "baby"),
    "sekolah": (_("Sekolah anak"), "book"),
    "mencari-kerja": (_("Cari kerja"), "briefcase"),
    "sakit": (_("Berobat"), "cross-medical"),
    "rumah-tagihan": (_("PBB, air, dan rumah"), "receipt"),
    "membuka-usaha": (_("Buka usaha"), "building"),
    "lingkungan": (_("Sampah, pohon, lingkungan"), "tree"),
    "keluarga": (_("Keluarga"), "heart"),
    "meninggal": (_("Keluarga meninggal"), "flower"),
    "bepergian": (_("Naik angkutan kota"), "bus"),
    "keadaan-darurat": (_("Keadaan darurat"), "siren"),
    "olahraga-budaya": (_("Olahraga, wisata, budaya"), "calendar"),
    "komunitas": (_("Kegiatan warga"), "people"),
}
# One wrong letter in four still gives this much; "kelahiran" and "kelurahan" do not.
CLOSE_ENOUGH = 80
# Shorter words are parts of too many others: "air" of "pencairan".
WHOLE_PART = 4
DETAIL = 0.8
IDLE_WORDS = frozenset({"saya", "mau", "yang", "untuk", "cara", "bikin", "buat", "urus", "mengurus", "dan", "dari", "the", "for", "how"})
LONGEST_QUERY = 80


@dataclass(frozen=True)
class LifeEvent:
    """What somebody is going through, and the services that belong to it."""

    slug: str
    name: str
    icon: str
    services: tuple[Entry, ...]


@dataclass(frozen=True)
class Entry:
    """A service in a list: its name and a line of facts."""

    slug: str
    name: str
    meta: str


def life_events() -> list[LifeEvent]:
    """Return the life events that have services, the usual ones first; other words of a pack follow by name."""
    groups: dict[str, list[ServiceFacts]] = defaultdict(list)
    for service in book().services.values():
        groups[service.life_event].append(service)
    order = {slug: number for number, slug in enumerate(EVENTS)}
    slugs = sorted((slug for slug in groups if slug), key=lambda slug: (order.get(slug, len(order)), slug))
    found = []
    for slug in slugs:
        name, icon = EVENTS.get(slug, (slug.replace("-", " ").capitalize(), "grid"))
        found.append(LifeEvent(slug, str(name), icon, tuple(entry_of(one) for one in groups[slug])))
    return found


def entry_of(service: ServiceFacts) -> Entry:
    """Return a service as a row: "Disdukcapil · gratis"."""
    agency: AgencyFacts = book().agencies[service.agency_id]
    return Entry(service.slug, name_of(service), " · ".join(part for part in (agency.short_name, short_fee(service.fee)) if part))


def name_of(service: ServiceFacts) -> str:
    """Return the name of a service in the language of the page."""
    return service.name_en if get_language() == "en" else service.name_id


def short_fee(fee: str) -> str:
    """Return the fee when it is short enough for a row."""
    return fee if len(fee) <= 24 else ""


def find_services(query: str) -> list[Entry]:
    """Return the services that fit the words somebody typed, best first; typing mistakes are forgiven."""
    words = [word for word in re.findall(r"\w+", query.lower()[:LONGEST_QUERY]) if len(word) > 2 and word not in IDLE_WORDS]
    if not words:
        return []
    scored = [(_score(words, one), one) for one in book().services.values()]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].slug))
    return [entry_of(service) for _points, service in best]


def _score(words: list[str], service: ServiceFacts) -> float:
    """Return how well a service fits, 0 when its words mean nothing to it (of several, one may)."""
    event = str(EVENTS.get(service.life_event, (service.life_event, ""))[0])
    titles = re.findall(r"\w+", f"{service.name_id} {service.name_en} {event} {service.slug}".lower())
    details = re.findall(r"\w+", " ".join([*service.needs, *service.steps]).lower())
    points = [max(_likeness(word, titles), DETAIL * _likeness(word, details)) for word in words]
    missing = sum(not point for point in points)
    return 0.0 if missing > (len(words) > 1) else sum(points) / len(words)


def _likeness(word: str, others: list[str]) -> float:
    """Return 0 to 100: the same word, a part of a longer one, or a slip of the finger."""
    if any(word == other or (len(word) >= WHOLE_PART and word in other) for other in others):
        return 100.0
    best = max((fuzz.ratio(word, other) for other in others), default=0.0)
    return best if best >= CLOSE_ENOUGH else 0.0


@gzip_page
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    every = sorted((entry_of(one) for one in book().services.values()), key=lambda one: one.name.lower())
    context = {
        "active": "services",
        "query": query,
        "found": find_services(query),
        "events": life_events(),
        "opened": request.GET.get("keperluan", ""),
        "is_whole": "semua" in request.GET,
        "every": every,
    }
    return render(request, "portal/services.html", context)


@gzip_page
@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    found: ServiceFacts | None = book().services.get(slug)
    if found is None:
        raise Http404
    agency = book().agencies[found.agency_id]
    event, _icon = EVENTS.get(found.life_event, (found.life_event.replace("-", " ").capitalize(), ""))
    context = {"active": "services", "service": found, "name": name_of(found), "agency": agency, "event": event}
    return render(request, "portal/service.html", context)
