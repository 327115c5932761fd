# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inbox: the rail of views, the list, and the chosen case beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laksa.cases.models import Case, CaseQuerySet
from laksa.cases.rules import Severity, State
from laksa.city.models import book
from laksa.city.models.names import category_name, office_name, village_name
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.rules import Actor
from laksa.kernel.ids import read_code
from laksa.shell.http import desk_page
from laksa.shell.rules import short_name
from laksa.threads.models import Thread
from laksa.ui.rules import DeskRow, number, short_state_word
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.forms.owners import SEVERITIES
from laksa.workspace.models import (
    CEILING,
    Page,
    SavedView,
    count_up_to_ceiling,
    find_case,
    last_undoable,
    listed,
    page_of,
    read_pane,
    read_whole,
    tallied,
    usual_view,
)
from laksa.workspace.models.forwarded import titles_of
from laksa.workspace.models.people import names_of, staff_names
from laksa.workspace.models.saved import team_of
from laksa.workspace.rules import CHANNELS, VIEWS, Filters, due_words, read_cursor, read_filters
from laksa.workspace.rules.bulk import BULK_VERBS
from laksa.workspace.views.bulk import undo_context
from laksa.workspace.views.case import case_context, case_url, look_at_words
from laksa.workspace.views.figured import figure_words
from laksa.workspace.views.story import promised_at

# The words of the address that say where in a list one is.
PLACE = ("setelah", "sebelum")
SELECTED = mark_safe(" selected")


@staff_only
@require_safe
def inbox(request: PersonRequest) -> HttpResponse:
    actor, at = request.actor, timezone.now()
    filters = read_filters(request.GET)
    if (meant := _meant_case(filters, actor)) is not None:
        return HttpResponseRedirect(case_url(meant))
    saved = list(SavedView.objects.seen_by(actor).select_related("user"))
    known = tallied(filters, actor=actor, at=at)
    counts = _counts(filters, saved, known, actor=actor, at=at)
    cases = listed(filters, actor=actor, at=at)
    total = _say_total(counts["list"], known, filters, cases)
    after, before = (read_cursor(request.GET.get(name, "")) for name in PLACE)
    page = page_of(cases, by_due=filters.is_by_due, total=counts["list"], after=after, before=before)
    asked = request.GET.get("kasus", "")
    chosen = _chosen(page, asked, actor=actor)
    colleagues = staff_names(actor.agency_id, at=at) if actor.agency_id else {}
    place = {name: request.GET[name] for name in PLACE if name in request.GET}
    context = {
        "menu": "inbox",
        "filters": filters,
        "searched": filters.cari,
        "list_query": filters.query(**place),
        "view": VIEWS[filters.lihat or usual_view(actor)],
        "rail": _rail(filters, saved, counts, actor=actor),
        "total": total,
        "figure_words": figure_words(filters),
        "rows": _rows(page, filters, chosen, place, colleagues, at=at),
        "is_asked": bool(asked and chosen),
        "bulk_verbs": BULK_VERBS.values(),
        "team": _team_words(actor),
        **undo_context(last_undoable(actor.user_id, at=at)),
        **_pager(page, filters, total),
        **_filter_choices(filters, colleagues, actor=actor),
    }
    if chosen is not None:
        way = "/meja/?" + filters.query(**place, kasus=chosen.code)
        file = read_pane(chosen)
        if asked:  # the pane that opens by itself was perhaps never looked at
            look_at_words(file, actor=actor, at=at)
        context |= case_context(request, file, at=at, way=way) | {"position": _position(page, chosen)}
    return desk_page(request, "workspace/inbox.html", context)


def _meant_case(filters: Filters, actor: Actor) -> Case | None:
    """Return the case whose code was typed into the search box, if it was one."""
    code = read_code(filters.cari, book().city.code_prefix) if filters.cari else None
    return find_case(code, actor=actor) if code else None


def _chosen(page: Page, code: str, *, actor: Actor) -> Case | None:
    """Return the case to show beside the list: the one asked for, else the first."""
    shown = {case.code: case for case in page.cases}
    if code and code not in shown and (found := find_case(code, actor=actor)) is not None:
        return found
    first = shown.get(code) or next(iter(page.cases), None)
    return read_whole(first) if first else None


def _counts(filters: Filters, saved: list[SavedView], known: int | None, *, actor: Actor, at: datetime) -> dict[str, int]:
    """Return how many each list of the rail holds, and the one shown; what is `known` of the latter is not counted again."""
    seen = Case.objects.visible_to(actor)
    wanted = {name: Filters(lihat=name) for name in VIEWS} | {f"saved-{one.pk}": _filters_of(one) for one in saved}
    here = next((name for name, one in wanted.items() if one == replace(filters, lihat=filters.lihat or usual_view(actor))), "list")
    lists = {name: listed(one, actor=actor, at=at, seen=seen) for name, one in (wanted | {here: filters}).items()}
    counted: dict[str, QuerySet[Any]] = {**lists, "threads": Thread.objects.waiting_for(actor)}
    if known is not None:
        del counted[here]
    counts = count_up_to_ceiling(counted)
    if known is not None:
        counts[here] = known
    return counts | {"list": counts[here]}


def _filters_of(saved: SavedView) -> Filters:
    return read_filters(QueryDict(saved.query))


def say_count(count: int) -> str:
    """Say a count that was not counted beyond the ceiling."""
    return f"{CEILING - 1}+" if count >= CEILING else number(count, current_voice())


def _say_total(count: int, known: int | None, filters: Filters, cases: CaseQuerySet) -> str:
    """Say how many the list holds: behind a figure exactly as many as were clicked, elsewhere up to the ceiling."""
    if known is None and count >= CEILING and filters.is_counted_whole and filters.is_by_due:
        known = cases.count()  # open cases are never too many to count
    return say_count(count) if known is None else number(known, current_voice())


def _rail(filters: Filters, saved: list[SavedView], counts: dict[str, int], *, actor: Actor) -> dict[str, Any]:
    here = filters.lihat or usual_view(actor)
    own_query = filters.query(lihat=here)
    views = [
        {
            "url": f"/meja/?lihat={view.name}",
            "label": view.label,
            "icon": view.icon,
            "count": say_count(counts[view.name]),
            "is_here": view.name == here,
        }
        | {"is_late": view.name == "lewat" and counts[view.name] > 0}
        for view in VIEWS.values()
    ]
    views.append({"url": "/meja/utas/", "label": _("Ditanya"), "icon": "note", "count": say_count(counts["threads"]), "is_here": False})
    own = [
        {
            "url": f"/meja/?{one.query}",
            "label": one.name,
            "pk": one.pk,
            "is_own": one.user_id == actor.user_id,
            "by": short_name(one.user.name),
            "is_shared": one.is_shared,
            "count": say_count(counts[f"saved-{one.pk}"]),
            "is_here": one.query == own_query,
        }
        for one in saved
    ]
    is_saved = any(one["is_here"] for one in own)
    if is_saved:
        views = [view | {"is_here": False} for view in views]
    return {"views": views, "saved": own, "query": own_query, "is_saved": is_saved}


def _team_words(actor: Actor) -> str:
    """Say with whom the actor would share a kept list; "" for somebody who serves no office."""
    team = team_of(actor)
    return office_name(team.agency_id, team.unit_id) if team else ""


def _rows(
    page: Page, filters: Filters, chosen: Case | None, place: dict[str, str], colleagues: dict[int, str], *, at: datetime
) -> list[DeskRow]:
    names = names_of((case.holder_id for case in page.cases), known=colleagues)
    titles = titles_of((case.forwarded_by_id for case in page.cases if case.is_priority and case.forwarded_by_id), at=at)
    address = "/meja/?" + filters.query(**place, kasus="")
    joint = "" if address.endswith("?") else "&"
    chosen_pk = chosen.pk if chosen else None
    urls = {case.pk: f"{address}{joint}kasus={case.code}" for case in page.cases}
    return [row_of(case, names, at=at, url=urls[case.pk], is_chosen=case.pk == chosen_pk, titles=titles) for case in page.cases]


def row_of(case: Case, names: dict[int, str], *, at: datetime, url: str, is_chosen: bool, titles: Mapping[int, str]) -> DeskRow:
    """Return a case as a row of the list, from its own row and the book alone; `titles` are those of who pushed it forward."""
    due, tone = due_words(case.due_at, state=case.state, promised=promised_at(case), now=at, voice=current_voice())
    return DeskRow(
        url=url,
        code=case.code,
        title=case.title,
        state=case.state,
        place=case.place_text if case.is_outside else village_name(case.village_id) or _("tempat belum pasti"),
        due=due,
        tone=tone,
        holder=_holder_words(case, names),
        supporters=_("%(count)d ikut") % {"count": case.supporters} if case.supporters else "",
        flags=tuple(_flags(case, titles))[:2],
        is_chosen=is_chosen,
        is_example=case.is_example,
    )


def _holder_words(case: Case, names: dict[int, str]) -> str:
    if case.state == State.AWAITING_REPORTER:
        return _("pelapor")
    if case.state in {State.AWAITING_DECISION, State.AWAITING_OUTSIDE}:
        return case.waits_for
    if case.state in {State.RECEIVED, State.TRIAGE}:
        return _("meja kota")
    return short_name(names.get(case.holder_id or 0, "")) or _("belum dipegang")


def priority_flag(title: str) -> str:
    """Say who pushed a case forward: Titipan camat."""
    return _("Titipan %(title)s") % {"title": title} if title else _("Titipan")


def _flags(case: Case, titles: Mapping[int, str]) -> Iterable[tuple[str, str]]:
    if case.needs_coordinator:
        yield "people", _("Koordinator")
    if case.is_priority:
        yield "forward", priority_flag(titles.get(case.forwarded_by_id or 0, ""))
    if case.is_emergency:
        yield "flame", _("Bahaya")
    elif case.severity == Severity.HEAVY:
        yield "warning", _("Berat")
    if case.reopenings:
        yield "undo", _("Dibuka lagi")
    if case.hops > 1:
        yield "swap", _("Oper %(count)d kali") % {"count": case.hops}


def _position(page: Page, chosen: Case) -> str:
    numbers = {case.pk: page.offset + index for index, case in enumerate(page.cases, start=1)}
    return str(numbers[chosen.pk]) if chosen.pk in numbers else ""


def _pager(page: Page, filters: Filters, total: str) -> dict[str, str]:
    words = ""
    if page.cases:
        numbers = {"first": page.offset + 1, "last": page.offset + len(page.cases), "total": total}
        words = _("%(first)d–%(last)d dari %(total)s") % numbers
    return {
        "pager_words": words,
        "previous_url": f"/meja/?{filters.query(sebelum=str(page.previous))}" if page.previous else "",
        "next_url": f"/meja/?{filters.query(setelah=str(page.next))}" if page.next else "",
    }


def _filter_choices(filters: Filters, colleagues: dict[int, str], *, actor: Actor) -> dict[str, Any]:
    city = book()
    known = (city.version, city.city.pack_digest, get_language() or "id")
    return {
        "village_options": _village_options(known, filters.kelurahan),
        "category_options": _category_options(known, actor.agency_id, filters.jenis),
        "holder_options": options(
            [("tidak", _("Belum dipegang")), *((str(number), name) for number, name in colleagues.items())], filters.pemegang
        ),
        "state_options": _state_options(known, filters.status),
        "severity_options": options(SEVERITIES, filters.berat),
        "channel_options": options(CHANNELS.items(), filters.kanal),
        "has_more_filters": any((filters.status, filters.berat, filters.kanal, filters.lewat, filters.tutup)),
    }


# The long lists are the same for everybody until the city or the language is another: `known` says which.
@lru_cache(maxsize=256)
def _village_options(known: tuple[object, ...], chosen: str) -> SafeString:
    villages = sorted((one.name, one.code) for one in book().areas.values() if one.kind == "village")
    return options(((code, name) for name, code in villages), chosen)


@lru_cache(maxsize=256)
def _category_options(known: tuple[object, ...], agency: str | None, chosen: str) -> SafeString:
    """The agency's own categories, or all of them where it has none."""
    categories = book().categories
    mine = {slug for slug, one in categories.items() if one.agency_id == agency} or set(categories)
    rows = sorted((category_name(slug), slug) for slug in mine | ({chosen} & set(categories)))
    return options(((slug, name) for name, slug in rows), chosen)


@lru_cache(maxsize=64)
def _state_options(known: tuple[object, ...], chosen: str) -> SafeString:
    return options(((state.value, short_state_word(state.value)) for state in State), chosen)


def options(rows: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    """Return the options of a select as markup; a list of a hundred is too long for a template's loop."""
    marked = ((value, SELECTED if value == chosen else "", label) for value, label in rows)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
