# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of words: emergencies, answers of the city, what this site keeps, and whom it asks to stay away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from laksa.cases.rules import CONFIRM_DAYS, REOPEN_DAYS
from laksa.city.models import book
from laksa.city.rules.facts import PageFacts
from laksa.portal.rules import DRAFT_DAYS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

ABOUT, PRIVACY = "tentang", "data-pribadi"


@dataclass(frozen=True)
class Advice:
    """What to do while help is on its way."""

    name: str | Promise
    icon: str
    steps: tuple[str | Promise, ...]


# General knowledge of first aid and fire brigades, kept to what cannot do harm.
WHILE_WAITING = (
    Advice(
        _("Kebakaran"),
        "flame",
        (
            _("Keluar dulu, ajak semua orang. Jangan kembali untuk barang."),
            _("Ada asap? Merunduk, tutup hidung dan mulut dengan kain."),
            _("Matikan listrik dan gas hanya bila masih aman dijangkau."),
            _("Minyak terbakar jangan disiram air. Tutup dengan penutup panci atau kain basah yang diperas."),
        ),
    ),
    Advice(
        _("Orang pingsan"),
        "cross-medical",
        (
            _("Panggil dan tepuk bahunya. Lihat apakah dadanya naik turun."),
            _("Tidak bernapas biasa? Katakan itu ke petugas 112 dan ikuti petunjuknya untuk menekan dada."),
            _("Bernapas tetapi tidak sadar? Miringkan badannya, kepala sedikit tengadah."),
            _("Jangan diberi minum atau makan."),
        ),
    ),
    Advice(
        _("Kecelakaan"),
        "car",
        (
            _("Amankan diri dulu: menepi, nyalakan lampu tanda bahaya."),
            _("Jangan memindahkan korban, kecuali ada api atau bahaya lain."),
            _("Darah mengucur? Tekan lukanya kuat-kuat dengan kain bersih, jangan dilepas."),
            _("Helm korban jangan dibuka bila ia bernapas."),
        ),
    ),
    Advice(
        _("Banjir"),
        "waves",
        (
            _("Naik ke tempat tinggi, bawa obat, surat penting, dan ponsel."),
            _("Matikan listrik dari sakelar utama sebelum air masuk."),
            _("Jangan menerobos arus, juga dengan kendaraan."),
            _("Jauhi tiang listrik, kabel, dan selokan yang tidak terlihat."),
        ),
    ),
    Advice(
        _("Ular, tawon"),
        "snake",
        (
            _("Menjauh pelan-pelan. Jangan memukul atau menangkapnya."),
            _("Digigit ular? Diamkan bagian yang digigit, lepaskan cincin atau gelang. Jangan diikat, disayat, atau diisap."),
            _("Disengat tawon? Segera menjauh. Sesak atau bengkak di wajah adalah tanda bahaya, sebutkan ke 112."),
        ),
    ),
    Advice(
        _("Kabel memercik"),
        "bolt",
        (
            _("Menjauh paling sedikit sepuluh langkah. Jangan menyentuh kabel, tiang, air, atau orang yang tersengat."),
            _("Ajak orang lain menjauh."),
            _("Ada yang tersengat di rumah? Putuskan listrik dari sakelar utama dulu."),
        ),
    ),
)
QUESTIONS = (
    (_("Apa yang terjadi?"), _("Api, tabrakan, orang pingsan")),
    (_("Di mana?"), _("Alamat dan patokan")),
    (_("Ada korban?"), _("Berapa, sadar atau tidak")),
    (_("Nama dan nomor Anda"), ""),
)


@gzip_page
@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """Works without network once seen, and without JavaScript at all."""
    services = [one for one in book().services.values() if one.kind == "emergency" and one.slug != "siaga-112"]
    # A city that answers emergencies in writing names the address in its pack: [contact] emergency_chat.
    context = {
        "number": book().city.emergency_number or "112",
        "chat": str(book().city.contact.get("emergency_chat", "")),
        "questions": QUESTIONS,
        "advice": WHILE_WAITING,
        "services": services,
    }
    return render(request, "portal/emergency.html", context)


@gzip_page
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/account.html", {"active": "account"})


# --- words of the city --------------------------------------------------------------------------------


@cache
def _markdown() -> MarkdownIt:
    # Loaded with the first page of words: nobody else waits for sixty modules.
    from markdown_it import MarkdownIt

    # Raw HTML of a pack stays text, and links that could run something are not made.
    return MarkdownIt("commonmark", {"html": False})


def as_html(page: PageFacts) -> SafeString:
    """Return the words of a page as markup in which only Markdown's own marks are marks."""
    body: str = _markdown().render(page.body)
    return mark_safe(body)  # noqa: S308 - rendered with raw HTML switched off


@gzip_page
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    pages = sorted(book().pages.values(), key=lambda page: page.title)
    context = {
        "active": "services",
        "knowledge": [page for page in pages if page.kind == "knowledge"],
        "pages": [page for page in pages if page.kind != "knowledge"],
    }
    return render(request, "portal/answers.html", context)


@gzip_page
@require_safe
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    page: PageFacts | None = book().pages.get(slug)
    if page is None:
        raise Http404
    category = book().categories.get(page.category_id) if page.category_id else None
    return render(request, "portal/answer.html", {"active": "services", "page": page, "body": as_html(page), "category": category})


@gzip_page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    page = book().pages.get(ABOUT)
    return render(request, "portal/about.html", {"page": page, "body": as_html(page) if page else ""})


@gzip_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    page = book().pages.get(PRIVACY)
    context = {
        "page": page,
        "body": as_html(page) if page else "",
        "draft_days": DRAFT_DAYS,
        "confirm_days": CONFIRM_DAYS,
        "reopen_days": REOPEN_DAYS,
    }
    return render(request, "portal/privacy.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask searchers to leave alone what belongs to one person, and what is the same pages in thousands of orders."""
    private = (
        "/l/",
        "/lapor/",
        "/lacak/",
        "/akun/",
        "/tempat/",
        "/peta/data.json",
        "/peta/?",
        "/meja/",
        "/masuk/",
        "/admin/",
        "/api/",
        "/design/",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={0 if settings.IS_DEVELOPMENT else 3600}"
    return response
