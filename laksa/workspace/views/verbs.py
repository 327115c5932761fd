# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one way a case is changed from the desk: a form for a verb, its action, and back to where one was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laksa.cases.actions import preview_letter
from laksa.cases.models import Entry
from laksa.cases.policies import MOVE_POLICIES
from laksa.city.models.names import office_name
from laksa.identity.http import PersonRequest, kept_words, staff_only
from laksa.kernel.errors import Conflict, MoveRefused, Refused
from laksa.shell.http import desk_page, way_back
from laksa.workspace.forms import FORMS, CaseForm, Desk, ReplyForm
from laksa.workspace.models import CaseFile, find_case, read_pane
from laksa.workspace.models.casefile import Line
from laksa.workspace.policies import permitted_verbs
from laksa.workspace.rules import VERBS
from laksa.workspace.views.case import case_url, facts_context, hollow_rules, plain_rules
from laksa.workspace.views.story import tell

CONFLICT, UNUSABLE = 409, 422
# A script that puts the form into the page it came from asks for the form alone.
PART_HEADER = "X-Laksa-Part"


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: PersonRequest, code: str, verb: str) -> HttpResponse:
    form_class = FORMS.get(verb)
    case = find_case(code, actor=request.actor)
    if form_class is None:
        raise Http404
    if case is None:
        return _gone(request)
    desk = Desk(case, request.actor, timezone.now())
    return _write(request, verb, form_class, desk) if request.method == "POST" else _open(request, verb, form_class, desk)


def _open(request: PersonRequest, verb: str, form_class: type[CaseForm], desk: Desk) -> HttpResponse:
    if verb not in permitted_verbs(desk.actor, desk.case, at=desk.at):
        if verb in MOVE_POLICIES and MOVE_POLICIES[verb](desk.actor, desk.case):
            messages.warning(request, _("Ini tidak bisa dilakukan pada laporan dengan keadaan sekarang."))
            return HttpResponseRedirect(case_url(desk.case))
        raise PermissionDenied(verb)
    asked = {name: request.GET[name] for name in ("kembali", "photo", "main") if name in request.GET}
    kept = kept_words(request)
    if kept:
        messages.info(request, _("Sesi Anda tadi berakhir. Tulisan Anda masih ada di bawah; foto perlu dipilih lagi. Periksa, lalu kirim."))
    # What had been seen is the page as it is now, not the one from before.
    asked |= {name: text for name, text in kept.items() if name not in {"seen", "told", "kept"}}
    return _form_page(request, verb, form_class(desk, initial=asked))


def _write(request: PersonRequest, verb: str, form_class: type[CaseForm], desk: Desk) -> HttpResponse:
    form = form_class(desk, request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, verb, form, status=UNUSABLE)
    wish = request.POST.get("do", "")
    if wish in {"template", "preview"} and isinstance(form, ReplyForm):
        return _prepare_reply(request, form, wish)
    doubts = form.untold()
    if doubts:
        told = ",".join([form.said("told"), *(doubt.code for doubt in doubts)]).strip(",")
        return _form_page(request, verb, _again(form, desk, told=told), doubts=doubts)
    try:
        form.act()
    except (Conflict, MoveRefused) as refusal:
        return _overtaken(request, verb, form, refusal)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(request, verb, form, status=UNUSABLE)
    messages.success(request, form.done or VERBS[verb].done)
    # A case that went to another office is no longer seen by this one.
    is_still_seen = find_case(desk.case.code, actor=desk.actor) is not None
    otherwise = case_url(desk.case) if is_still_seen else "/meja/"
    back = way_back(request, form.said("kembali"), otherwise=otherwise)
    return HttpResponseRedirect(otherwise if back.startswith("/meja/kasus/") and not is_still_seen else back)


def _again(form: CaseForm, desk: Desk, **changes: str) -> CaseForm:
    """Return the same form filled in once more with `changes`; photos that were taken in need not be sent again."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in changes.items():
        data[name] = value
    data.setlist("kept", getattr(form, "kept_words", []))
    again = type(form)(desk, data)
    again.is_valid()
    return again


def _overtaken(request: PersonRequest, verb: str, form: CaseForm, refusal: Refused) -> HttpResponse:
    """Tell what somebody else did meanwhile, and keep every word that was typed."""
    desk = form.desk
    case = find_case(desk.case.code, actor=desk.actor)
    if case is None:
        return _gone(request, refusal=refusal)
    seen = form.cleaned_data.get("seen") or case.entry_count
    newer = [Line(entry, []) for entry in case.entries.filter(number__gt=seen).order_by("-number")[:10]]
    again = _again(form, Desk(case, desk.actor, desk.at), seen=str(case.entry_count))
    facts = {"overtaken": refusal.message, "newer": tell(newer, case=case, actor=desk.actor, now=desk.at)}
    return _form_page(request, verb, again, status=CONFLICT, **facts)


def _form_page(request: PersonRequest, verb: str, form: CaseForm, *, status: int = 200, **facts: Any) -> HttpResponse:
    """Show the form alone to a script, else as a page of its own with the case beside it."""
    desk = form.desk
    context = {
        "case": desk.case,
        "form": form,
        "verb": VERBS[verb],
        "is_possible": verb in permitted_verbs(desk.actor, desk.case, at=desk.at),
        "hollow_rules": hollow_rules(),
        "plain_rules": plain_rules(),
        "way": case_url(desk.case),
        **facts,
    }
    if request.headers.get(PART_HEADER) == "form":
        return desk_page(request, "workspace/parts/form.html", context, status=status)
    file = read_pane(desk.case)
    beside = facts_context(file, actor=desk.actor, at=desk.at)
    return desk_page(request, "workspace/verb.html", context | beside | {"file": file}, status=status)


def _prepare_reply(request: PersonRequest, form: ReplyForm, wish: str) -> HttpResponse:
    """Put a template into the reply, or show the reply as its reader will see it; nothing is sent."""
    desk = form.desk
    file = read_pane(desk.case)
    facts = facts_context(file, actor=desk.actor, at=desk.at)
    if wish == "preview":
        return _form_page(request, "reply", form, preview=_preview(form, file))
    text = next((one["text"] for one in facts["templates"] if one["slug"] == form.cleaned_data["template"]), "")
    words = "\n\n".join(part for part in (form.said().strip(), text) if part)
    return _form_page(request, "reply", _again(form, desk, words=words))


def _preview(form: ReplyForm, file: CaseFile) -> dict[str, Any]:
    """Return the reply as its readers get it: the entry on their page, and the letter word by word."""
    desk, words = form.desk, form.said().strip()
    told = Entry(kind="reply", at=desk.at, actor_kind=desk.actor.kind, actor_label=desk.actor.label, body=words)
    language = file.reporter.language if file.reporter else desk.case.language
    return {
        "entry": told,
        "office": office_name(desk.case.agency_id, desk.case.unit_id),
        "letter": preview_letter(desk.case, "reply", facts={"words": words}, language=language),
        "reachable": file.reachable,
        "people": len(file.people),
    }


def _gone(request: PersonRequest, *, refusal: Refused | None = None) -> HttpResponse:
    """Answer for a case that is not there for this person; whoever typed something gets their words back."""
    words = [value for name in ("words", "where_to") if (value := str(request.POST.get(name, "")).strip())]
    if not words:
        raise Http404
    return desk_page(request, "workspace/gone.html", {"words": words, "refusal": refusal}, status=404)
