# SPDX-License-Identifier: AGPL-3.0-or-later
"""Triage: one case at a time, oldest first, with three suggestions and their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laksa.cases.actions import similar_cases
from laksa.cases.actions.joining import Similar
from laksa.cases.models import Case, Photo
from laksa.cases.policies import may_reject
from laksa.cases.rules import Severity
from laksa.city.models import book
from laksa.city.models.names import agency_name, category_name, office_name, place_words
from laksa.deadlines.actions import targets_for
from laksa.identity.http import PersonRequest, staff_only
from laksa.insight.models import case_times
from laksa.shell.http import desk_page
from laksa.ui.rules import ago, dated, exact
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.forms.owners import SEVERITIES, categories
from laksa.workspace.models.people import owner_for
from laksa.workspace.models.triage import next_to_sort, place_of, queue_facts
from laksa.workspace.policies import may_sort
from laksa.workspace.rules import CHANNELS, marked_pieces, read_cursor
from laksa.workspace.views.inbox import say_count
from laksa.workspace.views.story import small_map

SUGGESTIONS = 3
Reading = dict[str, str]


@dataclass(frozen=True)
class Suggestion:
    """One place a case could go to; `readings` are what its reporter would read, by severity."""

    number: int
    category: str
    name: str
    hashtag: str
    office: str
    agency: str
    percent: int
    reasons: list[Reading]
    readings: list[tuple[str, str]]


@staff_only
@require_safe
def triage(request: PersonRequest) -> HttpResponse:
    if not may_sort(request.actor):
        raise Http404
    at = timezone.now()
    after = read_cursor(request.GET.get("setelah", ""))
    case = next_to_sort(request.actor, after=after)
    count, oldest = queue_facts(request.actor)
    context: dict[str, Any] = {
        "menu": "triage",
        "case": case,
        "is_end": case is None and after is not None and count > 0,
        "count": say_count(count),
        "oldest": ago(oldest, current_voice(), now=at).removesuffix(" lalu").removesuffix(" ago") if oldest else "",
    }
    if case is not None:
        context |= _case_facts(request, case, at=at)
    return desk_page(request, "workspace/triage.html", context)


def _case_facts(request: PersonRequest, case: Case, *, at: datetime) -> dict[str, Any]:
    words = case.entries.filter(kind="received").values_list("body", flat=True).first() or ""
    suggestions = _suggestions(case, at=at)
    return {
        "pieces": marked_pieces(words, case.decision.get("marked", [])),
        "suggestions": suggestions,
        "chosen": suggestions[0].category if suggestions else "",
        "other_categories": [one for one in categories() if one[0] not in {two.category for two in suggestions}],
        "severities": SEVERITIES,
        "similar": _near(case, at=at),
        "photos": list(case.photos.filter(state=Photo.READY).order_by("added_at")[:4]),
        "waiting_photos": case.photos.filter(state=Photo.WAITING).count(),
        "map": small_map(case),
        "place": place_words(case.village_id, case.place_text, is_outside=case.is_outside),
        "channel": CHANNELS.get(case.channel, case.channel),
        **case_times(case, now=at),
        "came": dated(case.received_at, current_voice(), now=at),
        "trouble": _trouble(case),
        "may_reject": may_reject(request.actor, case),
        "skip_url": f"/meja/pilah/?setelah={place_of(case, request.actor)}",
    }


def _trouble(case: Case) -> dict[str, str] | None:
    """Return why a case is here again: who said no to which office, and their words."""
    rows = list(case.entries.filter(kind__in=["objected", "owner_objected", "returned", "note"]).order_by("-number")[:20])
    said = next((row for row in rows if row.kind != "note"), None)
    if said is None:
        return None
    if said.kind == "objected":
        return {"title": _("Pelapor berkeberatan atas penolakan."), "words": said.body}
    if said.kind == "owner_objected":
        title = _("Pelapor berkata: bukan %(office)s.") % {"office": agency_name(said.data.get("from") or case.agency_id)}
        return {"title": title, "words": said.body or _("Tanpa alasan.")}
    # The office's reason is a note of its own, right after it.
    reason = next((row.body for row in reversed(rows) if row.kind == "note" and row.number > said.number), "")
    office = agency_name((said.data.get("from") or {}).get("agency") or case.agency_id)
    return {"title": _("Dikembalikan %(office)s.") % {"office": office}, "words": reason}


def _suggestions(case: Case, *, at: datetime) -> list[Suggestion]:
    found = [one for one in case.decision.get("candidates", []) if one.get("category") in book().categories][:SUGGESTIONS]
    if not found:
        found = [{"category": case.category_id, "score": case.decision.get("confidence", 0), "reasons": []}]
    return [_suggestion(case, one, number, at=at) for number, one in enumerate(found, start=1)]


def _suggestion(case: Case, candidate: dict[str, Any], number: int, *, at: datetime) -> Suggestion:
    slug = candidate["category"]
    category = book().categories[slug]
    agency, unit = owner_for(case, slug, at=at)
    key = "en" if (get_language() or "id").startswith("en") else "id"
    reasons = [{"sign": one.get("sign", "+"), "text": one.get(key) or one.get("id", "")} for one in candidate.get("reasons", [])]
    score = float(candidate.get("score", 0))
    if number == 1 and score < category.threshold:
        told = _("ambang jenis ini %(percent)d%%, jadi Anda yang memutuskan") % {"percent": round(category.threshold * 100)}
        reasons.append({"sign": "-", "text": told})
    office = office_name(agency, unit)
    readings = [(severity.value, _reading(case, slug, agency, office, severity)) for severity in Severity]
    return Suggestion(number, slug, category_name(slug), category.hashtag, office, agency, round(score * 100), reasons, readings)


def _reading(case: Case, category: str, agency: str, office: str, severity: Severity) -> str:
    """Return what the reporter will read once the case is sent there."""
    group = book().categories[category].group
    targets = targets_for(group=group, severity=severity, agency=agency, received_at=case.received_at)
    voice = current_voice()
    said = [_("Laporan Anda, kode %(code)s, kami teruskan ke %(office)s.") % {"code": case.code, "office": office}]
    if targets.respond_due_at:
        said.append(_("Dijawab paling lambat %(time)s.") % {"time": exact(targets.respond_due_at, voice)})
    if targets.resolve_due_at:
        said.append(_("Ditargetkan selesai %(time)s.") % {"time": exact(targets.resolve_due_at, voice)})
    return " ".join(said)


def _near(case: Case, *, at: datetime) -> list[Similar]:
    point = None if case.lat is None or case.lon is None else (case.lat, case.lon)
    return similar_cases(case.category_id, point=point, village=case.village_id, at=at, but=case.pk)
