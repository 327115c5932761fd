# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps of a report: what, where, and how to be told. The third, the check, is in `review`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa.cases.actions import check_photo
from laksa.cases.actions.intake import check_submission
from laksa.cases.models import Case
from laksa.cases.rules import PHOTO_LIMIT, TEXT_LIMIT, Identity
from laksa.city.models import book, find_places
from laksa.city.rules.facts import CategoryFacts
from laksa.kernel.errors import Refused, TooMany
from laksa.kernel.limits import spend
from laksa.portal.actions import add_photo, change_draft, create_draft, remove_photo, send_draft, spend_limits, submission_of
from laksa.portal.actions.drafts import existing_photos
from laksa.portal.actions.sending import without_dead_choice
from laksa.portal.forms.report import WAYS, NewsForm, PlaceForm, WordsForm, valid_hashtags
from laksa.portal.models import Draft
from laksa.portal.rules import DRAFTS_A_NETWORK, NEWS_FIELDS, PLACE_FIELDS, Content
from laksa.portal.views.basemap import basemap_kb
from laksa.portal.views.guard import FormRequest, device_of, draft_cookie, form_page, mark_device, network, remember_draft
from laksa.portal.views.sending import to_done
from laksa.portal.views.steps import REPORTING, find_draft, show_step, stale, step_url, with_draft

COMMON = 8
# No photo has a number as long as this, and Python refuses to read far longer ones.
LONGEST_NUMBER = 19
# Leaflet's script and sheet as they travel, packed.
MAP_CODE_KB = 40


# --- 1: what happened --------------------------------------------------------------------------------


@form_page
@REPORTING
def start(request: FormRequest) -> HttpResponse:
    if request.method == "POST":
        return _keep_words(request, None, "")
    wished = valid_hashtags(request.GET.getlist("tagar"))
    response = _show_words(request, WordsForm(initial={"text": request.GET.get("teks", "")[:TEXT_LIMIT], "hashtags": wished}), None, "")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@with_draft("words")
def words(request: FormRequest, draft: Draft, key: str) -> HttpResponse:
    if request.method == "POST":
        return _keep_words(request, draft, key)
    content = draft.content
    return _show_words(request, WordsForm(initial={"text": content.text, "hashtags": content.hashtags}), draft, key)


def _keep_words(request: FormRequest, draft: Draft | None, key: str) -> HttpResponse:
    """Keep words and photos, whatever is wrong with some of them; go on when nothing is."""
    form = WordsForm(_known_hashtags(request), request.FILES)
    if request.is_stale:
        form.add_error(None, stale())
    elif form.is_valid():
        if draft is None and (form.cleaned_data["text"] or form.cleaned_data["photos"]):
            try:
                draft, key = _begin(request)
            except TooMany as error:
                form.add_error(None, error.message)
                return _show_words(request, form, None, "", status=429)
        draft = _fill(form, draft, request.POST.get("remove", ""))
    if not form.errors and draft is not None:
        removed = "remove" in request.POST
        response: HttpResponse = redirect(f"{step_url('words', key)}#foto" if removed else step_url("place", key))
    else:
        response = _show_words(request, form, draft, key, status=422)
    mark_device(request, response)
    if key:
        remember_draft(response, key)
    return response


def _known_hashtags(request: FormRequest) -> QueryDict:
    data = request.POST.copy()
    data.setlist("hashtags", valid_hashtags(data.getlist("hashtags")))
    return data


def _begin(request: FormRequest) -> tuple[Draft, str]:
    at = timezone.now()
    spend(DRAFTS_A_NETWORK, network(request), at=at)
    return create_draft(Content(), at=at)


def _fill(form: WordsForm, draft: Draft | None, removed: str) -> Draft | None:
    """Keep everything of the form that can be kept, and note on the form what can't."""
    at = timezone.now()
    told = Content(text=form.cleaned_data["text"], hashtags=form.cleaned_data["hashtags"])
    if draft is not None:
        draft = change_draft(draft.pk, lambda content: replace(content, text=told.text, hashtags=told.hashtags, is_checked=False), at=at)
        if removed.isdecimal() and len(removed) < LONGEST_NUMBER:
            return remove_photo(draft.pk, int(removed), at=at)
        for message in keep_photos(draft.pk, form.cleaned_data["photos"], kept=len(draft.content.photos)):
            form.add_error("photos", message)
        draft.refresh_from_db()
        told = draft.content
    try:
        if told.is_told or not form.errors:
            check_submission(submission_of(told, language="id"))
    except Refused as error:
        form.add_error(error.field, error.message)
    return draft


def keep_photos(draft_id: int, files: Iterable[UploadedFile[bytes]], *, kept: int) -> list[str]:
    """Keep the photos that can be; return what is to be said of the others."""
    files = list(files)
    said = []
    if kept + len(files) > PHOTO_LIMIT:
        said.append(
            _("Ada %(count)d foto. Pilih paling banyak %(limit)d; yang lain bisa disusulkan.")
            % {"count": kept + len(files), "limit": PHOTO_LIMIT}
        )
    at = timezone.now()
    for file in files[: max(0, PHOTO_LIMIT - kept)]:
        try:
            add_photo(draft_id, check_photo(file, file_name=file.name or "", at=at), at=at)
        except Refused as error:
            said.append(error.message)
    return said


def _show_words(request: FormRequest, form: WordsForm, draft: Draft | None, key: str, *, status: int = 200) -> HttpResponse:
    content = existing_photos(draft.content) if draft else Content()
    chosen = set(form["hashtags"].value() or ())
    context = {
        "form": form,
        "photos": content.photos,
        "room": PHOTO_LIMIT - len(content.photos),
        "lost_photos": len(draft.content.photos) - len(content.photos) if draft else 0,
        "chips": [(one, one.hashtag in chosen) for one in _chips(chosen)],
        "earlier": None if key or request.method == "POST" else _earlier_draft(request),
        "action": step_url("words", key) if key else reverse("report"),
    }
    return show_step(request, "words", key, context, status=status)


def _chips(chosen: set[str]) -> list[CategoryFacts]:
    """Return the chosen categories, then the open troubles that people have the most words for: those they report most."""
    usual = [one for one in book().categories.values() if one.kind == "complaint" and one.evidence == "photo" and not one.emergency]
    common = sorted(usual, key=lambda one: (-len(one.keywords), one.slug))[:COMMON]
    picked = [one for one in book().categories.values() if one.hashtag in chosen]
    return picked + [one for one in common if one not in picked and not one.is_sealed]


def _earlier_draft(request: FormRequest) -> dict[str, str] | None:
    """Return the report that this browser began and did not send."""
    key = draft_cookie(request)
    draft = find_draft(key) if key else None
    if draft is None or draft.participant_id is not None:
        return None
    return {"text": draft.content.text[:80], "url": step_url("words", key)}


# --- 2: where ----------------------------------------------------------------------------------------


@with_draft("place")
def place(request: FormRequest, draft: Draft, key: str) -> HttpResponse:
    content = draft.content
    if request.method != "POST":
        kept = {name: getattr(content, name) for name in ("way", "village", "query", "found", "landmark", "lat", "lon")}
        return _show_place(request, PlaceForm(initial=kept, content=content), content, key)
    form = PlaceForm(request.POST, content=content)
    if request.is_stale:
        form.add_error(None, stale())
    if not form.is_valid():
        return _show_place(request, form, replace(content, query=request.POST.get("query", "")), key, status=422)
    told: Content = form.cleaned_data["content"]
    changes = {name: getattr(told, name) for name in PLACE_FIELDS}
    change_draft(draft.pk, lambda now: replace(now, **changes, is_checked=False, is_other=False, joins=""), at=timezone.now())
    if form.is_searching:
        return redirect(f"{step_url('place', key)}#hasil")
    return redirect(step_url("check", key))


def _show_place(request: FormRequest, form: PlaceForm, content: Content, key: str, *, status: int = 200) -> HttpResponse:
    districts = [(one, book().villages_by_district.get(one.code, ())) for one in book().districts]
    context = {
        "form": form,
        **{f"is_{way}": form["way"].value() == way for way in WAYS},
        "results": form.results or (find_places(content.query) if content.query else []),
        "query": content.query,
        "found": form["found"].value() or "",
        "photo_place": content.offered_place,
        "districts": districts,
        "village": form["village"].value() or "",
        "tiles": settings.TILES_URL,
        "map_weight": _("Memuat sekitar %(size)d KB") % {"size": MAP_CODE_KB + basemap_kb()},
        "centre": f"{book().city.centre_lat},{book().city.centre_lon}",
        "action": step_url("place", key),
    }
    return show_step(request, "place", key, context, status=status)


# --- 4: how to be told -------------------------------------------------------------------------------


@with_draft("news")
def news(request: FormRequest, draft: Draft, key: str) -> HttpResponse:
    content = draft.content
    if request.method != "POST":
        kept = {name: getattr(content, name) for name in NEWS_FIELDS}
        return _show_news(request, NewsForm(initial=kept | {"identity": content.identity or "hidden"}), content, key)
    form = NewsForm(request.POST)
    if request.is_stale:
        form.add_error(None, stale())
    if not form.is_valid():
        return _show_news(request, form, content, key, status=422)
    content = replace(content, **{name: form.cleaned_data[name] for name in NEWS_FIELDS})
    if without_dead_choice(content) is not content:
        return _choice_died(request, draft, content, key)
    return _send(request, draft, content, form, key)


def _send(request: FormRequest, draft: Draft, content: Content, form: NewsForm, key: str) -> HttpResponse:
    at = timezone.now()
    try:
        spend_limits(content, device=device_of(request), network=network(request), at=at)
        person = send_draft(draft.pk, content, language=request.LANGUAGE_CODE, at=at)
    except (Refused, Case.DoesNotExist) as error:
        # The contact is kept too: somebody who is told to wait must not have to type it again.
        change_draft(draft.pk, lambda now: replace(now, **{name: getattr(content, name) for name in NEWS_FIELDS}), at=at)
        gone = _("Laporan yang ingin Anda ikuti tidak terbuka lagi. Kembali satu langkah, lalu kirim sebagai laporan baru.")
        form.add_error(None, error.message if isinstance(error, Refused) else gone)
        response = _show_news(request, form, content, key, status=429 if isinstance(error, TooMany) else 422)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.retry_seconds)
        return response
    return to_done(request, person)


def _choice_died(request: FormRequest, draft: Draft, content: Content, key: str) -> HttpResponse:
    kept = {name: getattr(content, name) for name in NEWS_FIELDS}
    change_draft(draft.pk, lambda now: replace(without_dead_choice(now), **kept, is_checked=False), at=timezone.now())
    messages.warning(request, _("Pilihan Anda tadi baru saja tidak dipakai lagi. Kami pilihkan yang paling cocok; periksa sekali lagi."))
    return redirect(step_url("check", key))


def _show_news(request: FormRequest, form: NewsForm, content: Content, key: str, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "is_email": form["notify"].value() == "email",
        "is_link": form["notify"].value() == "none",
        **{f"is_{one}": form["identity"].value() == one for one in Identity},
        "joins": content.joins,
        "action": step_url("news", key),
    }
    return show_step(request, "news", key, context, status=status)
