# SPDX-License-Identifier: AGPL-3.0-or-later
"""One case: its story, its facts, what may be done now."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laksa.cases.actions import has_unseen, note_sight
from laksa.cases.models import Case, Entry
from laksa.cases.policies import may_see_identity
from laksa.cases.rules import Identity, State
from laksa.city.models import book
from laksa.city.models.names import agency_name, category_name, office_name, place_words, village_name
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.rules import ROLE_WORDS, Actor
from laksa.insight.models import case_times
from laksa.shell.http import desk_page, way_back
from laksa.ui.rules import day, exact, short_day
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.actions import look_at_identity
from laksa.workspace.forms import Desk, NoteForm, ReplyForm
from laksa.workspace.forms.base import jargon
from laksa.workspace.forms.owners import SEVERITIES
from laksa.workspace.models import CaseFile, read_file
from laksa.workspace.models.forwarded import titles_of
from laksa.workspace.policies import permitted_verbs
from laksa.workspace.rules import (
    CHANNELS,
    HOLLOW,
    LONG_WORDS,
    NAME_WORDS,
    POLITE,
    PROMISED,
    SOMEBODY,
    VERBS,
    WHEN,
    Verb,
    fill_template,
    fitting_templates,
    in_order,
    is_first,
)
from laksa.workspace.views.finding import get_case
from laksa.workspace.views.held import times_context
from laksa.workspace.views.ladder import told_context
from laksa.workspace.views.outside import outside_context
from laksa.workspace.views.proofs import doubt_words, with_proofs
from laksa.workspace.views.story import promised_at, small_map, targets_of, tell
from laksa.workspace.views.thread_blocks import with_threads

# What a page leaves to its own corner: the composer, and the button beside each photo.
NOT_LISTED = ("send_back", "inspect", "sign", "note", "hide_photo", "photos", "severity", "place")
AT_HAND = ("assign", "hand_over", "plan", "return", "ask")
STORIES = {"publik": False, "petugas": True}


@staff_only
@require_safe
def show_case(request: PersonRequest, code: str) -> HttpResponse:
    case = get_case(request, code)
    back = way_back(request, request.GET.get("kembali", ""), otherwise="/meja/")
    at = timezone.now()
    file = read_file(case, actor=request.actor, at=at)
    look_at_words(file, actor=request.actor, at=at)
    context = case_context(request, file, at=at, way=case_url(case)) | beside(file, at=at)
    return desk_page(request, "workspace/case.html", context | {"back_url": back, "menu": "inbox"})


@staff_only
@require_POST
def see_identity(request: PersonRequest, code: str) -> HttpResponse:
    """Show names and addresses once; to see them again is to be recorded again."""
    case = get_case(request, code)
    at = timezone.now()
    seen = look_at_identity(case.pk, actor=request.actor, at=at)
    file = read_file(case, actor=request.actor, at=at)
    context = case_context(request, file, at=at, way=case_url(case)) | beside(file, at=at) | {"identities": seen}
    return desk_page(request, "workspace/case.html", context | {"back_url": "/meja/", "menu": "inbox"}, is_secret=True)


def look_at_words(file: CaseFile, *, actor: Actor, at: datetime) -> None:
    """Tell the reporter once that their office has opened what they wrote; asks nothing where nothing is new."""
    if has_unseen(file.case, [line.entry for line in file.lines], actor=actor):
        note_sight(file.case.pk, actor=actor, at=at)


def beside(file: CaseFile, *, at: datetime) -> dict[str, Any]:
    """Return what only the whole page shows: the map, who held the case and was told of it, what history says."""
    told = [line.entry for line in reversed(file.lines)]
    return {"map": small_map(file.case), **times_context(file.case, told, at=at), **told_context(file.case, at=at)}


def case_url(case: Case) -> str:
    return f"/meja/kasus/{case.code}/"


def case_context(request: PersonRequest, file: CaseFile, *, at: datetime, way: str) -> dict[str, Any]:
    """Return all that the case page or the inbox's right pane draws; `way` is where its forms come back to."""
    actor, case = request.actor, file.case
    permitted = permitted_verbs(actor, case, at=at)
    acts = in_order([name for name in permitted if name not in NOT_LISTED], State(case.state))
    desk, asked = Desk(case, actor, at), {"kembali": way}
    return {
        "case": case,
        "file": file,
        "acts": acts,
        "small_acts": [VERBS[name] for name in ("severity", "place", "photos") if name in permitted],
        **_pane_acts(acts, State(case.state)),
        "doubted_as": doubt_words(case, file),
        "is_public": case.is_public,
        "supporter_words": _("%(count)d ikut") % {"count": case.supporters},
        "way": way,
        "may_reply": "reply" in permitted,
        "may_note": "note" in permitted,
        "may_hide_photo": "hide_photo" in permitted,
        "reply_form": ReplyForm(desk, initial=asked, auto_id="jawab_%s") if "reply" in permitted else None,
        "note_form": NoteForm(desk, initial=asked, auto_id="catat_%s") if "note" in permitted else None,
        "hollow_rules": hollow_rules(),
        "plain_rules": plain_rules(),
        **outside_context(case, actor=actor),
        "forwarded_as": forwarded_as(case, at=at),
        "again": again_of(file, actor=actor),
        **_story_context(request, file, at=at),
        **facts_context(file, actor=actor, at=at),
    }


def again_of(file: CaseFile, *, actor: Actor) -> list[Case]:
    """Return the cases that this one repeats or that repeat it, as far as the reader may open them; asks only where the story tells of any."""
    told = [line.entry.data for line in file.lines if line.entry.kind == "recurred"]
    codes = [facts.get("by") or facts.get("after") for facts in told]
    return list(Case.objects.readable_by(actor).filter(code__in=codes).order_by("-received_at")) if codes else []


def forwarded_as(case: Case, *, at: datetime) -> str:
    """Return under which title an official gave the case priority; "" for any other case."""
    if not case.is_priority or case.forwarded_by_id is None:
        return ""
    return titles_of([case.forwarded_by_id], at=at).get(case.forwarded_by_id, "") or _("pejabat")


def _pane_acts(acts: list[Verb], state: State) -> dict[str, Any]:
    """Return the acts as the inbox's pane has them: the one that is waited for, two at hand, the others behind a word."""
    first = acts[0] if acts and is_first(acts[0].name, state) else None
    rest = [act for act in acts if act != first and act.name != "reply"]
    at_hand = [act for act in rest if act.name in AT_HAND][:2]
    return {
        "first_act": first,
        "leading_acts": [first] if first else [],
        "other_acts": at_hand,
        "more_acts": [act for act in rest if act not in at_hand],
    }


def hollow_rules() -> str:
    """Return the rules for an empty phrase as the page's script reads them."""
    return json.dumps({"hollow": HOLLOW, "polite": POLITE, "when": WHEN, "most": NAME_WORDS}, ensure_ascii=False)


def plain_rules() -> dict[str, object]:
    """Return the rules of plain language as the page's script reads them, with its words."""
    return {
        "jargon": jargon(),
        "long": LONG_WORDS,
        "promised": PROMISED,
        "somebody": SOMEBODY,
        "say": {
            "long": _("Kalimat ini {count} kata. Dibagi dua, lebih mudah dibaca."),
            "jargon": _("“{found}”: {advice}."),
            "passive": _("“{found}”: siapa yang melakukannya?"),
            "gap": _("{found} belum diisi."),
            "title": _("Bisa lebih jelas:"),
        },
    }


def _story_context(request: PersonRequest, file: CaseFile, *, at: datetime) -> dict[str, Any]:
    lines = tell(file.lines, case=file.case, actor=request.actor, now=at)
    told = with_threads(with_proofs(lines, file, actor=request.actor, now=at), file.case, actor=request.actor, now=at)
    wish = request.GET.get("cerita", "")
    internal = sum(1 for one in told if one.is_internal)
    return {
        "story": [one for one in told if wish not in STORIES or one.is_internal is STORIES[wish]],
        "story_wish": wish if wish in STORIES else "",
        "story_counts": {"all": len(told), "public": len(told) - internal, "internal": internal},
    }


def facts_context(file: CaseFile, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the facts beside the story."""
    case, reporter = file.case, file.reporter
    may_see = may_see_identity(actor, case)
    named = reporter.name if reporter and may_see and case.identity == Identity.NAMED else ""
    promised = promised_at(case)
    return {
        **case_times(case, now=at),
        "targets": targets_of(case, now=at),
        "place": place_words(case.village_id, case.place_text, is_outside=case.is_outside),
        "office": office_name(case.agency_id, case.unit_id),
        "category": category_name(case.category_id),
        "severity": dict(SEVERITIES)[case.severity],
        "hashtag": book().categories[case.category_id].hashtag,
        "channel": CHANNELS.get(case.channel, case.channel),
        "reporter_name": named,
        "may_see_identity": may_see,
        "watchers": [(post.user.name, ROLE_WORDS.get(post.role, post.role)) for post in file.watchers],
        "reasons": reasons_of(case),
        "state_detail": short_day(promised, current_voice(), now=at) if promised and case.state == State.PLANNED else case.waits_for,
        "templates": reply_templates(case, reporter=named, actor=actor, at=at),
    }


def reasons_of(case: Case) -> list[dict[str, str]]:
    """Return why the case went where it went, in the reader's language."""
    key = "en" if (get_language() or "id").startswith("en") else "id"
    return [{"sign": one.get("sign", "+"), "text": one.get(key) or one.get("id", "")} for one in case.decision.get("reasons", [])]


def reply_templates(case: Case, *, reporter: str, actor: Actor, at: datetime) -> list[dict[str, str]]:
    """Return the reply templates that fit the case, filled with what is known of it."""
    city = book()
    values = template_values(case, reporter=reporter, actor=actor, at=at)
    fitting = fitting_templates(city.templates.values(), group=city.categories[case.category_id].group, state=case.state)
    return [{"slug": one.slug, "title": one.title, "text": fill_template(one.body, values)} for one in fitting]


def template_values(case: Case, *, reporter: str, actor: Actor, at: datetime) -> dict[str, str]:
    """Return what the desk fills into the gaps of a template (`city.rules.replies.DESK_FILLS`)."""
    city = book()
    voice = current_voice()
    promised, due = promised_at(case), case.resolve_due_at
    # What is not known stays in brackets for the writer, but a greeting without a name is still a greeting.
    return {
        "nama": reporter or _("pelapor"),
        "kode": case.code,
        "petugas": actor.label,
        "instansi": city.agencies[case.agency_id].name,
        "kantor": agency_name(case.agency_id),
        "unit": str(city.units[case.unit_id].name) if case.unit_id else agency_name(case.agency_id),
        "tanggal": day(promised, voice, now=at) if promised else "",
        "tenggat": exact(due, voice, now=at) if due else "",
        "kelurahan": village_name(case.village_id),
        "tempat": case.place_text or village_name(case.village_id),
        "kategori": category_name(case.category_id),
        "nomor_darurat": city.city.emergency_number,
        "tautan": f"{settings.BASE_URL}/lacak/" if case.is_sealed else f"{settings.BASE_URL}/laporan/{case.code}/",
        "kota": city.city.name,
    }


def first_words(case: Case) -> Entry | None:
    """Return the entry that holds what the reporter said."""
    return case.entries.filter(number=1).first()
