# SPDX-License-Identifier: AGPL-3.0-or-later
"""How am I doing: an officer's month line by line, objections to a line, and the signed files for e-Kinerja."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laksa.city.models import book
from laksa.city.models.names import agency_name
from laksa.control.forms import AnswerForm, ObjectForm
from laksa.control.rules import read_month
from laksa.control.views.performance_rows import act_rows, folded_words, ledger_rows, side_of, signed, unit_words, weighed_words
from laksa.identity.http import PersonRequest, password_again, staff_only
from laksa.identity.models import Post, User
from laksa.identity.rules import AGENCY_WIDE, Actor, PostFact, Role
from laksa.insight.actions import Ledger, answer_objection, export_months, ledger_of, object_to_points, packed, public_key
from laksa.insight.models import Objection, PointMonth, closed_months, pending_objections
from laksa.insight.policies import is_chief_of, may_answer_objection, may_see_performance, may_take_month
from laksa.insight.rules.point_words import ACT_WORDS
from laksa.insight.rules.points import Act, previous_month
from laksa.kernel.errors import Refused
from laksa.shell.http import desk_page

MONTHS_SHOWN = 12
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8", "sig": "application/octet-stream", "pem": "application/x-pem-file"}


@dataclass(frozen=True)
class Seen:
    """Whose month is looked at, and which."""

    user: User
    posts: list[PostFact]
    month: date

    @property
    def agencies(self) -> list[str]:
        return [post.agency_id for post in self.posts if post.agency_id]


@dataclass(frozen=True)
class Offices:
    """The offices and closed months of which this person may have the file."""

    agencies: list[tuple[str, str]]
    months: list[tuple[str, str]]


@staff_only
@require_safe
def performance(request: PersonRequest, username: str = "") -> HttpResponse:
    """The page of a person; one's own without a name."""
    at = timezone.now()
    seen = _seen(request, username, request.GET.get("bulan", ""), at=at)
    return _page(request, seen, at=at)


def _seen(request: PersonRequest, username: str, month: str, *, at: datetime) -> Seen:
    """Return whom and what is asked for; who may not see it is told that it is not there."""
    user = User.objects.filter(username=username.replace("\x00", "")).first() if username else request.user
    if user is None:
        raise Http404
    rows = Post.objects.in_force(at).filter(user=user).values_list("role", "agency_id", "unit_id", "area_id")
    posts = [PostFact(Role(role), agency, unit, area) for role, agency, unit, area in rows]
    if not may_see_performance(request.actor, user.pk, posts):
        raise Http404
    first = read_month(month, today=timezone.localdate(at)).since
    assert first is not None
    return Seen(user, posts, first)


def _page(
    request: PersonRequest,
    seen: Seen,
    *,
    at: datetime,
    key: str = "",
    form: ObjectForm | None = None,
    answers: dict[int, AnswerForm] | None = None,
) -> HttpResponse:
    ledger = ledger_of(seen.user.pk, seen.month)
    is_mine = seen.user.pk == request.user.pk
    today = timezone.localdate(at).replace(day=1)
    opened = key or request.GET.get("keberatan", "")
    shown, folded = ledger_rows(ledger, may_object=is_mine and seen.month >= previous_month(today))
    context: dict[str, Any] = {
        "menu": "performance",
        "now": at,
        "person": seen.user,
        "is_mine": is_mine,
        "nip": _spaced(seen.user.nip),
        "units": unit_words(post.unit_id for post in seen.posts),
        "month": seen.month,
        "month_words": month_words(seen.month),
        "months": _months(seen.month, today),
        "rows": shown,
        "folded": folded,
        "folded_words": folded_words(folded),
        "is_unfolded": any(row.key == opened for row in folded),
        "opened": opened,
        "form": form or ObjectForm(),
        "side": side_of(ledger),
        **_sums(ledger),
        **_last_month(seen.user.pk),
        "team": _team(request.actor, at=at) if is_mine else [],
        "waiting": _waiting(request.actor, answers or {}) if is_mine else [],
        "offices": _offices(request.actor, today) if is_mine else None,
    }
    return desk_page(request, "control/performance.html", context, is_secret=True, status=422 if form or answers else 200)


def _sums(ledger: Ledger) -> dict[str, Any]:
    """Return the points and the acts they come from."""
    return {
        "ledger": ledger,
        "points": signed(ledger.points, plus=False),
        "filled": _filled(ledger),
        "is_capped": ledger.points < sum(line.points for line in ledger.lines),
        "acts": act_rows(ledger.lines, ledger.rules),
        "weighed": weighed_words(ledger.rules),
    }


def _last_month(user_id: int) -> dict[str, Any]:
    """Return the newest month that went to the personnel office."""
    last = PointMonth.objects.filter(user_id=user_id).order_by("-month").first()
    if last is None:
        return {"last": None, "last_words": "", "last_points": ""}
    return {"last": last, "last_words": month_words(last.month), "last_points": signed(last.points, plus=False)}


def _filled(ledger: Ledger) -> int:
    """Return how full the bar of the month is, in percent of the cap."""
    cap = ledger.rules.month_cap
    return max(0, min(100, int(100 * ledger.points / cap))) if cap else 0


def _spaced(nip: str) -> str:
    """Write a NIP as people read it: birth date, start, sex, number."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


def month_words(month: date) -> str:
    return date_format(month, "F Y")


def _months(chosen: date, today: date) -> list[tuple[str, str, bool]]:
    found, month = [], today
    for _step in range(MONTHS_SHOWN):
        found.append(month)
        month = previous_month(month)
    months = found if chosen in found else [*found, chosen]
    return [(one.isoformat()[:7], month_words(one), one == chosen) for one in months]


def _team(actor: Actor, *, at: datetime) -> list[User]:
    """Return whose pages this chief may open, by name; no figure beside them, and so no ranking."""
    agencies = {post.agency_id for post in actor.posts if post.agency_id}
    posts = Post.objects.in_force(at).filter(agency_id__in=agencies, user__is_active=True).exclude(user_id=actor.user_id or 0)
    found: dict[int, User] = {}
    for post in posts.select_related("user").order_by("user__name", "user__username"):
        fact = PostFact(Role(post.role), post.agency_id, post.unit_id, post.area_id)
        if any(is_chief_of(own, fact) for own in actor.posts):
            found[post.user_id] = post.user
    return list(found.values())


def _waiting(actor: Actor, answers: dict[int, AnswerForm]) -> list[tuple[Objection, str, str, AnswerForm]]:
    """Return the objections that this head or admin may answer, each with its form."""
    agencies = {post.agency_id for post in actor.posts if post.agency_id and post.role in AGENCY_WIDE}
    found = [one for agency in sorted(agencies) for one in pending_objections(agency) if may_answer_objection(actor, one)]
    return [
        (one, str(ACT_WORDS[Act(one.act)]), month_words(one.month), answers.get(one.pk) or AnswerForm(prefix=f"o{one.pk}")) for one in found
    ]


def _offices(actor: Actor, today: date) -> Offices | None:
    """Return what may be chosen for the file of a whole office; None for who may have none."""
    agencies = [(slug, agency_name(slug)) for slug in book().agencies if may_take_month(actor, slug)]
    if not agencies:
        return None
    # Months are kept by their first day: any day up to the 28th of a year ago stands for the same ones.
    first = date(today.year - 1, today.month, min(today.day, 28))
    months = closed_months([slug for slug, _name in agencies], since=first)
    return Offices(sorted(agencies, key=lambda one: one[1]), [(f"{one:%Y-%m}", month_words(one)) for one in months])


@staff_only
@require_POST
def object_to(request: PersonRequest) -> HttpResponse:
    """Say against one of one's own lines."""
    at = timezone.now()
    seen = _seen(request, "", request.POST.get("bulan", ""), at=at)
    key = request.POST.get("baris", "")
    parts = key.split("-")
    if len(parts) != 3 or not (parts[0].isdecimal() and parts[1].isdecimal()) or max(len(parts[0]), len(parts[1])) > 15:
        raise Http404
    form = ObjectForm(request.POST)
    form.full_clean()
    try:
        found = object_to_points(
            seen.month, (int(parts[0]), int(parts[1]), parts[2]), str(form.cleaned_data["words"]), actor=request.actor, at=at
        )
    except Refused as refusal:
        form.add_error("words", refusal.message)
        return _page(request, seen, at=at, key=key, form=form)
    messages.success(request, _("Keberatan dikirim. Sampai dijawab, baris ini tidak ikut dikirim ke kepegawaian."))
    return redirect(f"{reverse('control:performance')}?{urlencode({'bulan': f'{found.month:%Y-%m}'})}#baris-{key}")


@staff_only
@require_POST
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer an objection, as the head or an admin of the office."""
    at = timezone.now()
    found = Objection.objects.filter(pk=pk).first()
    if found is None or not may_answer_objection(request.actor, found):
        raise Http404
    form = AnswerForm(request.POST, prefix=f"o{pk}")
    if form.is_valid():
        try:
            answer_objection(pk, str(form.cleaned_data["words"]), points=form.new_points(), actor=request.actor, at=at)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.message)
        else:
            messages.success(request, _("Jawaban dikirim."))
            return redirect("control:performance")
    return _page(request, _seen(request, "", "", at=at), at=at, answers={pk: form})


@staff_only
@password_again
@require_safe
def performance_file(request: PersonRequest, username: str, year: int, number: int, kind: str) -> HttpResponse:
    """A closed month as a file: json, csv, their signatures (json.sig, csv.sig), or all of them as zip."""
    month = f"{year}-{number:02}"
    seen = _seen(request, username, month, at=timezone.now())
    closed = PointMonth.objects.filter(user=seen.user, month=seen.month).first()
    if closed is None or f"{closed.month:%Y-%m}" != month:
        raise Http404
    files = export_months([closed])
    if kind == "zip":
        return _file(packed(files), f"kinerja-{month}-{seen.user.username}.zip", "application/zip")
    name = f"kinerja-{month}.{kind}"
    if name not in files:
        raise Http404
    return _file(files[name], name, TYPES[kind.rpartition(".")[2]])


@require_safe
def performance_key(request: HttpRequest) -> HttpResponse:
    """The key by which everybody can check a signed month."""
    return _file(public_key(), "kinerja-kunci.pem", TYPES["pem"])


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
