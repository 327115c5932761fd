# SPDX-License-Identifier: AGPL-3.0-or-later
"""The duty roster: who is on duty in an office this week, who takes what comes now, and whoever leads it changes that."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laksa.city.models.names import office_name
from laksa.identity.actions import set_duty, strike_duty
from laksa.identity.http import PersonRequest, staff_only
from laksa.identity.models import Duty
from laksa.identity.policies import may_set_duty
from laksa.identity.rules import Office, Shift
from laksa.kernel.errors import Refused
from laksa.shell.http import desk_page
from laksa.ui.rules import DAYS, Voice, clock_time, exact, short_date
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.forms.duty import DutyForm
from laksa.workspace.forms.owners import joined_office, offices
from laksa.workspace.models.duty import DutyRoster, Turn, first_office, offices_seen, roster_at

UNUSABLE = 422
EVERY_DAY, WORKING_DAYS = frozenset(range(7)), frozenset(range(5))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: PersonRequest) -> HttpResponse:
    at = timezone.now()
    seen = offices_seen(request.actor)
    found = roster_at(_chosen(request, seen), at=at)
    may_set = may_set_duty(request.actor, found.office)
    form = DutyForm(found, at, request.POST if request.method == "POST" else None) if may_set else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("may_set_duty")
        if form.is_valid() and _is_set(request, form, at):
            return HttpResponseRedirect(_address(found.office))
    context = {
        **_words_of(found, at),
        "form": form,
        "groups": offices(sorted({one.agency_id for one in seen})),
        "chosen": joined_office(found.office.agency_id, found.office.unit_id),
        "menu": "duty",
    }
    return desk_page(request, "workspace/duty.html", context, status=UNUSABLE if form is not None and form.is_bound else 200)


def _chosen(request: PersonRequest, seen: list[Office]) -> Office:
    """Return the office that was asked for; a 404 for one that the reader does not see, as for one that is none."""
    if not seen:
        raise Http404
    wanted = request.GET.get("kantor", "")
    if not wanted:
        return first_office(request.actor, seen)
    found = next((one for one in seen if joined_office(one.agency_id, one.unit_id) == wanted), None)
    if found is None:
        raise Http404
    return found


def _is_set(request: PersonRequest, form: DutyForm, at: datetime) -> bool:
    try:
        row = set_duty(form.shift(), actor=request.actor, at=at)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(request, _("Tercatat di jadwal: %(name)s.") % {"name": row.user.name})
    return True


@staff_only
@require_POST
def strike(request: PersonRequest, pk: int) -> HttpResponse:
    row = Duty.objects.select_related("user").filter(pk=pk).first()
    if row is None or not may_set_duty(request.actor, Office(row.agency_id, row.unit_id)):
        raise Http404
    office, name = Office(row.agency_id, row.unit_id), row.user.name
    strike_duty(row.pk, actor=request.actor, at=timezone.now())
    messages.success(request, _("Dihapus dari jadwal: %(name)s.") % {"name": name})
    return HttpResponseRedirect(_address(office))


def _address(office: Office) -> str:
    return f"{reverse('workspace:duty')}?{urlencode({'kantor': joined_office(office.agency_id, office.unit_id)}, safe='/')}"


def _words_of(found: DutyRoster, at: datetime) -> dict[str, Any]:
    voice, names = current_voice(), dict(found.people)
    today = timezone.localdate(at)
    return {
        "office": office_name(found.office.agency_id, found.office.unit_id),
        "people": [name for _pk, name in found.people],
        "week": [
            (_day_words(day, voice), day == today, [[_turn_words(turn, voice) for turn in cell] for cell in cells])
            for day, cells in found.week
        ],
        "taking": [_taker_words(one.name, one.absent) for one in found.taking],
        "changes_at": exact(found.changes_at, voice, now=at) if found.changes_at else "",
        "then": ", ".join(found.then),
        "lines": [_line_words(shift, names[shift.user_id], found, voice) for shift in found.shifts],
    }


def _taker_words(name: str, absent: str) -> str:
    return _("%(name)s, menggantikan %(absent)s") % {"name": name, "absent": absent} if absent else name


def _line_words(shift: Shift, name: str, found: DutyRoster, voice: Voice) -> dict[str, Any]:
    since, until = (datetime.combine(shift.first, one) for one in (shift.starts, shift.ends))
    hours = _hours_words(timezone.make_aware(since), timezone.make_aware(until), is_next_day=until <= since, voice=voice)
    last = _("sampai %(day)s") % {"day": _date_words(shift.last, voice)} if shift.last else ""
    first = _("mulai %(day)s") % {"day": _date_words(shift.first, voice)}
    return {
        "pk": shift.pk,
        "name": name,
        "days": _days_words(shift.weekdays, voice),
        "hours": hours,
        "dates": [first, last],
        "serves": found.serves(shift),
    }


def _days_words(days: frozenset[int], voice: Voice) -> str:
    names = DAYS[voice.key]
    if days == EVERY_DAY:
        return _("setiap hari")
    if days == WORKING_DAYS:
        return _("%(first)s sampai %(last)s") % {"first": names[0], "last": names[4]}
    return ", ".join(names[day] for day in sorted(days))


def _turn_words(turn: Turn, voice: Voice) -> tuple[str, str]:
    """Return the hours of a turn, and who has it instead of whoever is away."""
    is_next_day = timezone.localdate(turn.until) > timezone.localdate(turn.since)
    hours = _hours_words(turn.since, turn.until, is_next_day=is_next_day, voice=voice)
    if turn.away is None:
        return hours, ""
    deputy = turn.away.deputy
    return hours, _("cuti, digantikan %(deputy)s") % {"deputy": deputy.name} if deputy else _("cuti, tanpa pengganti")


def _hours_words(since: datetime, until: datetime, *, is_next_day: bool, voice: Voice) -> str:
    words = {"since": clock_time(since, voice), "until": clock_time(until, voice)}
    if not is_next_day:
        return f"{words['since']}–{words['until']}"
    if timezone.localtime(since).time() == timezone.localtime(until).time() == time(0):
        return _("sehari penuh")
    return _("%(since)s–%(until)s esok") % words


def _day_words(day: date, voice: Voice) -> str:
    return f"{DAYS[voice.key][day.weekday()]} {_date_words(day, voice)}"


def _date_words(day: date, voice: Voice) -> str:
    return short_date(timezone.make_aware(datetime.combine(day, time(12))), voice)
