# SPDX-License-Identifier: AGPL-3.0-or-later
"""Periksa dulu: where a report would go and why, until when, what is near, and what strangers will read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from laksa.cases.actions import Preview
from laksa.cases.models import Case, Photo
from laksa.city.models import book
from laksa.city.rules.facts import CategoryFacts
from laksa.deadlines.actions import hours_of
from laksa.deadlines.rules import Unit, countdown
from laksa.portal.actions import change_draft, preview_of
from laksa.portal.actions.drafts import existing_photos
from laksa.portal.actions.sending import without_dead_choice
from laksa.portal.forms.report import CheckForm, questions_of
from laksa.portal.models import Draft
from laksa.portal.rules import Content, KeptPhoto
from laksa.portal.views.done import office_name
from laksa.portal.views.guard import FormRequest
from laksa.portal.views.steps import show_step, stale, step_url, with_draft
from laksa.ui.rules import ago, exact
from laksa.ui.templatetags.ui import current_voice

REASONS = 3
OTHERS = 2
JOIN = "join-"


@with_draft("check")
def check(request: FormRequest, draft: Draft, key: str) -> HttpResponse:
    at = timezone.now()
    content = existing_photos(without_dead_choice(draft.content))
    if content.category != draft.content.category:
        change_draft(draft.pk, without_dead_choice, at=at)
        messages.warning(
            request, _("Pilihan Anda tadi baru saja tidak dipakai lagi. Kami pilihkan yang paling cocok; periksa sekali lagi.")
        )
    plan = preview_of(content, language=request.LANGUAGE_CODE or "id", at=at)
    category = book().categories[plan.decision.category]
    given = {f"q_{code}": answer for code, answer in content.answers.items()}
    if request.method != "POST":
        return _show(request, CheckForm(initial=given, questions=questions_of(category)), Looked(content, plan, key, at))
    form = CheckForm(request.POST, questions=questions_of(category))
    if request.is_stale:
        form.add_error(None, stale())
    if not form.is_valid():
        return _show(request, form, Looked(content, plan, key, at), status=422)
    return _act(request, draft, form, plan, key)


def _act(request: FormRequest, draft: Draft, form: CheckForm, plan: Preview, key: str) -> HttpResponse:
    """Do what the pressed button says: choose another office, join another report, or go on."""
    at, act = timezone.now(), request.POST.get("act", "")
    answers = form.answers()
    if act == "category":
        return _choose(request, draft, key, request.POST.get("category", ""))
    if act == "other":
        change_draft(draft.pk, lambda now: replace(now, is_other=True, joins="", answers=answers), at=at)
        return redirect(step_url("check", key))
    joins = act.removeprefix(JOIN) if act.startswith(JOIN) else ""
    if joins and joins not in {one.case.code for one in plan.similar}:
        messages.warning(request, _("Laporan itu tidak terbuka lagi. Pilih yang lain, atau kirim sebagai laporan baru."))
        return redirect(step_url("check", key))
    change_draft(draft.pk, lambda now: replace(now, is_checked=True, joins=joins, answers=answers, insists=plan.is_outside), at=at)
    return redirect(step_url("news", key))


def _choose(request: FormRequest, draft: Draft, key: str, slug: str) -> HttpResponse:
    if slug in book().categories:
        # The newer choice counts: an earlier hashtag would only speak against it.
        change_draft(
            draft.pk, lambda now: replace(now, category=slug, hashtags=(), answers={}, is_other=False, joins=""), at=timezone.now()
        )
    else:
        messages.warning(request, _("Pilihan itu tidak ada lagi di daftar. Pilih yang lain."))
    return redirect(step_url("check", key))


# --- what is shown -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Looked:
    """One look at a draft: what it holds, what would become of it at that moment, and its secret."""

    content: Content
    plan: Preview
    key: str
    at: datetime


@dataclass(frozen=True)
class Target:
    """Until when, in words: "Selasa 24 Nov 16.00", "3 hari kerja"."""

    label: str
    time: str
    length: str


@dataclass(frozen=True)
class Near:
    """A similar report nearby, as a row."""

    code: str
    title: str
    meta: str
    photo_url: str


def _show(request: FormRequest, form: CheckForm, looked: Looked, *, status: int = 200) -> HttpResponse:
    content, plan, key, at = looked.content, looked.plan, looked.key, looked.at
    decision = plan.decision
    category = book().categories[decision.category]
    near = [] if content.is_other else _near(plan, at)
    context = {
        "form": form,
        "decision": decision,
        "category": name_of(category),
        "proposed": name_of(book().categories[content.category]) if content.category not in {"", category.slug} else "",
        "office": office_name(decision.agency, decision.unit),
        "to_desk": decision.desk or plan.is_outside,
        "reasons": _reasons(plan),
        "target": _target(plan, at),
        "outside": plan.located if plan.is_outside else None,
        "place": place_words(content, plan),
        "is_estimate": plan.located is not None and plan.located.inside and plan.located.is_estimate,
        "near": near,
        "near_distance": plan.similar[0].distance_m if near else None,
        "others": _others(plan, category),
        "groups": _groups(),
        "answer": _answer(category) if decision.kind == "question" or category.info_deflect else None,
        "photos": [_photo_url(key, photo) for photo in content.photos],
        "plan": plan,
        "action": step_url("check", key),
    }
    return show_step(request, "check", key, context, status=status)


def name_of(category: CategoryFacts) -> str:
    """Return the name of a category in the language of the page."""
    return category.name_en if get_language() == "en" else category.name_id


def _reasons(plan: Preview) -> list[str]:
    """Return up to three plain reasons; those that spoke for it come first."""
    is_english = get_language() == "en"
    ordered = sorted(plan.decision.reasons, key=lambda reason: reason.sign != "+")
    return [reason.text_en if is_english else reason.text_id for reason in ordered[:REASONS]]


def _target(plan: Preview, at: datetime) -> Target | None:
    targets, is_answer = plan.targets, plan.decision.kind != "complaint"
    due, clock = (targets.respond_due_at, targets.clock) if is_answer else (plan.due_at, targets.promise_clock)
    if due is None:
        return None
    left = countdown(due, now=at, clock=clock, hours_of_agency=hours_of(plan.decision.agency))
    count, words = left.days, ""
    if count and left.unit == Unit.WORKING:
        words = ngettext("%(count)d hari kerja", "%(count)d hari kerja", count) % {"count": count}
    elif count:
        words = ngettext("%(count)d hari", "%(count)d hari", count) % {"count": count}
    elif left.hours:
        words = ngettext("%(count)d jam", "%(count)d jam", left.hours) % {"count": left.hours}
    return Target(_("Target dijawab") if is_answer else _("Target beres"), exact(due, current_voice(), now=at), words)


def place_words(content: Content, plan: Preview) -> str:
    """Return where it is, as the reporter told it and the city understood it."""
    village = book().areas[plan.village_id].name if plan.village_id else ""
    parts = [content.landmark or content.place_text, _("Kelurahan %(name)s") % {"name": village} if village else ""]
    return ", ".join(part for part in parts if part)


def _near(plan: Preview, at: datetime) -> list[Near]:
    photos: dict[int, str] = {}
    shown = Photo.objects.filter(case__in=[one.case.pk for one in plan.similar], state=Photo.READY, is_internal=False, role=Photo.REPORT)
    for case_id, name in shown.order_by("pk").values_list("case_id", "name"):
        photos.setdefault(case_id or 0, f"/foto/{name}-s.webp")
    return [
        Near(one.case.code, one.case.title, _near_meta(one.case, one.distance_m, at), photos.get(one.case.pk, "")) for one in plan.similar
    ]


def _near_meta(case: Case, distance: int | None, at: datetime) -> str:
    parts = [_("%(distance)d m") % {"distance": distance}] if distance is not None else []
    parts.append(ago(case.received_at, current_voice(), now=at))
    if case.supporters:
        parts.append(ngettext("%(count)d warga ikut", "%(count)d warga ikut", case.supporters) % {"count": case.supporters})
    return " · ".join(parts)


def _others(plan: Preview, chosen: CategoryFacts) -> list[tuple[str, str]]:
    """Return the next best categories, to choose from in one tap."""
    found = [book().categories[one.category] for one in plan.decision.candidates if one.category != chosen.slug]
    return [(one.slug, name_of(one)) for one in found[:OTHERS]]


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    ordered = sorted(book().categories.values(), key=lambda one: (one.group, name_of(one)))
    return [
        (group.replace("-", " ").capitalize(), [(one.slug, name_of(one)) for one in found])
        for group, found in groupby(ordered, key=lambda one: one.group)
    ]


@dataclass(frozen=True)
class Answer:
    """A ready answer that is offered before a question is sent."""

    title: str
    url: str


def _answer(category: CategoryFacts) -> Answer | None:
    page = next((one for one in book().pages.values() if one.category_id == category.slug), None)
    return Answer(page.title, reverse("answer", args=[page.slug])) if page else None


def _photo_url(key: str, photo: KeptPhoto) -> str:
    return reverse("report-photo", args=[key, photo.id])
