# SPDX-License-Identifier: AGPL-3.0-or-later
"""News: what one was told because something is late, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.city.models.names import place_words
from laksa.city.rules.ladders import LADDERS
from laksa.escalation.actions import read_all_steps, read_steps
from laksa.escalation.models import Step, ladders, news_of
from laksa.escalation.rules import office_word, reason_of, rungs_in_force, share_label, version_of
from laksa.identity.http import PersonRequest, staff_only
from laksa.insight.models import case_times
from laksa.shell.http import desk_page
from laksa.ui.rules import dated, exact
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.models.ladder import LadderFile, read_ladder
from laksa.workspace.policies import permitted_verbs
from laksa.workspace.rules import VERBS, Verb
from laksa.workspace.views.ladder import ladder_context, limit_words

PAGE_SIZE = 40
ACTS_SHOWN = 3
# What may help a case that is late; the others are on its own page.
HELPFUL = (
    "choose",
    "decision",
    "accept",
    "question",
    "request_decision",
    "assign",
    "hand_over",
    "refer_outside",
    "plan",
    "resolve",
    "reply",
)


@dataclass(frozen=True)
class NewsRow:
    """One line of the list of news."""

    step: Step
    case: Case
    url: str
    words: str
    mark: str
    place: str
    at: str
    for_whom: str

    @property
    def is_unread(self) -> bool:
        return self.step.read_at is None


@staff_only
@require_safe
def news(request: PersonRequest) -> HttpResponse:
    """Show what one was told, newest first; what is sealed or out of one's sight keeps its title to itself."""
    at, voice = timezone.now(), current_voice()
    before = request.GET.get("sebelum", "")
    rows = news_of(request.user.pk)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    steps = list(rows[: PAGE_SIZE + 1])
    seen = set(Case.objects.readable_by(request.actor).filter(pk__in={step.case_id for step in steps}).values_list("pk", flat=True))
    shown = [
        NewsRow(
            step=step,
            case=step.case,
            url=reverse("workspace:why", args=[step.case.code]) + f"?tangga={step.subject}",
            words=_capital(str(reason_of(step.ladder, percent=step.percent, days=step.days))),
            mark=share_label(step.percent, step.days),
            place=place_words(step.case.village_id, step.case.place_text, is_outside=step.case.is_outside) if step.case_id in seen else "",
            at=dated(step.told_at or at, voice, now=at),
            for_whom=step.deputy_for.name if step.deputy_for else "",
        )
        for step in steps[:PAGE_SIZE]
    ]
    older = steps[PAGE_SIZE - 1].pk if len(steps) > PAGE_SIZE else None
    context = {"rows": shown, "seen": seen, "older": older, "menu": "news", "unread": sum(1 for row in shown if row.is_unread)}
    return desk_page(request, "workspace/news.html", context)


@staff_only
@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    count = read_all_steps(actor=request.actor, at=timezone.now())
    if count:
        messages.success(request, _("Semua kabar ditandai sudah dibaca."))
    return HttpResponseRedirect(reverse("workspace:news"))


@staff_only
@require_safe
def why(request: PersonRequest, code: str) -> HttpResponse:
    """Say why one was told of a case, who else was, and what one can do; to open it is to have read it."""
    case = Case.objects.readable_by(request.actor).select_related("holder", "forwarded_by").filter(code=code.replace("\x00", "")).first()
    if case is None:
        raise Http404
    at = timezone.now()
    if request.method == "GET":
        read_steps(case.pk, actor=request.actor, at=at)
    file = read_ladder(case, subject=request.GET.get("tangga", "")[:32], user_id=request.user.pk, at=at)
    context = {
        "case": case,
        **case_times(case, now=at),
        "state_detail": case.waits_for,
        "menu": "news",
        **_reason(file, request.user.pk),
        **ladder_context(file, user_id=request.user.pk, at=at),
        **_waiting(case, at=at),
        "acts": _acts(request, case, at=at),
        "courses": [(subject, _course_name(subject), subject == file.subject) for subject in file.subjects],
    }
    return desk_page(request, "workspace/why.html", context)


def _reason(file: LadderFile, user_id: int) -> dict[str, Any]:
    """Return the sentence that says why the reader was told, and the rule behind it."""
    mine = file.newest_of(user_id)
    step = mine or next((one for one in reversed(file.steps) if one.told_at), None)
    if step is None:
        return {"mine": None, "rule": limit_words(file)}
    named = _("%(limit)s Tangga versi %(version)d, baris %(number)d.")
    return {
        "mine": mine,
        "reason": reason_of(step.ladder, percent=step.percent, days=step.days),
        "told_as": office_word(step.whom),
        "rule": named % {"limit": limit_words(file), "version": step.version, "number": step.number},
        "is_vacant": bool(step.office),
        "for_whom": step.deputy_for.name if step.deputy_for else "",
    }


def _waiting(case: Case, *, at: datetime) -> dict[str, Any]:
    """Return for whom the case waits, since when and until when."""
    if not case.waits_for:
        return {"waiting": None}
    voice = current_voice()
    until = exact(case.asked_until, voice, now=at) if case.asked_until else ""
    return {"waiting": {"party": case.waits_for, "since": exact(case.state_since, voice, now=at), "until": until}}


def _acts(request: PersonRequest, case: Case, *, at: datetime) -> list[tuple[Any, str]]:
    """Return what the reader may do, the likeliest to help first, each with its words."""
    permitted = permitted_verbs(request.actor, case, at=at)
    found = [VERBS[name] for name in HELPFUL if name in permitted and name in VERBS][:ACTS_SHOWN]
    return [(verb, _act_words(verb, case, request.user.pk)) for verb in found]


def _act_words(verb: Verb, case: Case, user_id: int) -> str:
    if verb.name == "question" and case.holder is not None and case.holder_id != user_id:
        return _("Tanya %(name)s, dengan batas") % {"name": case.holder.name.partition(" ")[0]}
    return str(verb.label)


def _course_name(subject: str) -> str:
    kind = subject.partition(":")[0]
    names = {
        "case": _("Perbaikan"),
        "triage": _("Pemilahan"),
        "unassigned": _("Antrean kantor"),
        "thread": _("Utas"),
        "plan": _("Tanggal janji"),
    }
    return names.get(kind, subject)


@staff_only
@require_safe
def ladder_rules(request: PersonRequest) -> HttpResponse:
    """Show the city's ladders as they are now: who is told of what, and when."""
    at, city = timezone.now(), ladders()
    night = book().city.quiet
    shown = []
    for name in LADDERS:
        rungs = rungs_in_force(city.rungs, name, at)
        rows = [
            (share_label(rung.percent, rung.days), ", ".join(office_word(whom) for whom in rung.whom), rung.basis, rung.number)
            for rung in rungs
        ]
        shown.append((_ladder_name(name), version_of(city.rungs, name, at), rows))
    return desk_page(request, "workspace/ladder_rules.html", {"shown": shown, "night": night, "menu": "news"})


def _ladder_name(name: str) -> str:
    names = {
        "case": _("Perbaikan: dari laporan masuk sampai batas selesai"),
        "triage": _("Pemilahan: dari laporan masuk sampai batas verifikasi"),
        "unassigned": _("Antrean kantor: belum dipegang siapa pun, sampai batas jawaban pertama"),
        "thread": _("Pertanyaan di dalam"),
        "decision": _("Permohonan keputusan"),
        "outside": _("Pihak luar"),
        "plan": _("Tanggal yang dijanjikan"),
    }
    return names[name]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
