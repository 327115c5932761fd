# SPDX-License-Identifier: AGPL-3.0-or-later
"""My report, by its secret link: where it stands, the conversation, and the last word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laksa.aftercare.actions import say_not_fixed, say_still_fine
from laksa.aftercare.models import FollowUp
from laksa.aftercare.models.closings import question_of
from laksa.cases import actions
from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.cases.actions.joining import main_case
from laksa.cases.models import Case, Participant
from laksa.cases.policies import may_confirm, may_object, may_object_to_owner, may_withdraw
from laksa.cases.rules import CONFIRM_DAYS, PHOTO_LIMIT, State, verbs_from
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.errors import Conflict, Refused, TooMany
from laksa.kernel.ids import digest_token
from laksa.kernel.limits import Limit, spend
from laksa.portal.forms.mine import ObjectForm, OwnerForm, RateForm, ReopenForm, WithdrawForm, WordsForm
from laksa.portal.views.drawing import sketch_of
from laksa.portal.views.guard import FormRequest, form_page
from laksa.portal.views.public import facts_of
from laksa.portal.views.steps import stale
from laksa.portal.views.story import Reader, Story, items_of

# A conversation, not a flood: each link may send this often.
SENDS_A_LINK = Limit("mine-link", 60, 3_600)
# Only the origin goes with a request: no log of anybody learns the secret in the address. `no-referrer` would also make
# browsers send forms with an unknown origin, which the check against forged forms must refuse.
REFERRER_POLICY = "strict-origin"


@dataclass(frozen=True)
class Mine:
    """Who came by the link, the case it is about now (a merged one follows its main case), and as whom they act."""

    person: Participant
    case: Case
    token: str

    @property
    def actor(self) -> Actor:
        label = "Pelapor" if self.person.is_reporter else "Warga"
        return Actor(kind=ActorKind.REPORTER, label=label, participant_id=self.person.pk)

    @property
    def url(self) -> str:
        return reverse("mine", args=[self.token])

    @property
    def is_merged(self) -> bool:
        return self.person.case_id != self.case.pk


class View(Protocol):
    def __call__(self, request: FormRequest, mine: Mine) -> HttpResponse: ...


def by_link(view: View) -> Callable[..., HttpResponseBase]:
    """Find the report of a secret link; an unknown one gets a page that helps. Nothing of the page is kept or passed on."""

    @form_page
    @wraps(view)
    def found(request: FormRequest, token: str) -> HttpResponse:
        people = Participant.objects.filter(token_digest=digest_token(token))
        person = people.select_related("case__holder", "case__merged_into__holder").first()
        if person is None:
            response = render(request, "portal/mine/unknown.html", {"active": "track"}, status=404)
        else:
            response = view(request, Mine(person, main_case(person.case), token))
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = REFERRER_POLICY
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return found


@by_link
@require_safe
def page(request: FormRequest, mine: Mine) -> HttpResponse:
    return show(request, mine)


def show(request: HttpRequest, mine: Mine, *, status: int = 200, **forms_: forms.Form) -> HttpResponse:
    """Draw the page; a form that was refused stands in it with its words."""
    at = timezone.now()
    case = mine.case
    story = Story.of(case, Reader(mine.person.pk), at=at)
    ends = case.state_since + timedelta(days=CONFIRM_DAYS) if case.state == State.RESOLVED else None
    asked = question_of(mine.person.pk, case, at=at)
    context = {
        **facts_of(case, story, at=at),
        **_may(mine, asked, at=at),
        "asked": asked,
        "active": "track",
        "mine": mine,
        "items": items_of(story),
        "sketch": sketch_of(case, exact=not mine.is_merged and mine.person.is_reporter),
        "confirm_until": ends,
        "words_form": WordsForm(),
        "rate_form": RateForm(),
        "photo_limit": PHOTO_LIMIT,
        **forms_,
    }
    return render(request, "portal/mine/mine.html", context, status=status)


def _may(mine: Mine, asked: FollowUp | None, *, at: datetime) -> dict[str, bool]:
    """Return what may be done now, from the table of moves and the policies."""
    case, actor = mine.case, mine.actor
    verbs = set(verbs_from(State(case.state)))
    in_time = case.can_reopen_until is None or at <= case.can_reopen_until
    vouches = "confirm" in verbs and may_confirm(actor, case)
    return {
        # Who was asked anew is not asked the first question beside it.
        "may_confirm": vouches and asked is None,
        "may_reopen": "reopen" in verbs and (in_time or asked is not None),
        # A line at the end of the page, where no card asks it already.
        "may_reopen_later": "reopen" in verbs and not vouches and in_time and asked is None,
        "may_rate": case.state in {State.CONFIRMED, State.CLOSED, State.ANSWERED},
        # One box for words: where the office asked, it stands with the question.
        "asks": case.state == State.AWAITING_REPORTER,
        "may_only_add": case.is_open and case.state != State.AWAITING_REPORTER,
        "may_withdraw": "withdraw" in verbs and may_withdraw(actor, case),
        "may_object": "object" in verbs and may_object(actor, case),
        "may_object_to_owner": may_object_to_owner(actor, case),
        "is_public": not case.is_sealed and case.state not in {State.WITHDRAWN, State.REJECTED},
    }


# --- what one may send --------------------------------------------------------------------------------


@by_link
@require_POST
def confirm(request: FormRequest, mine: Mine) -> HttpResponse:
    return _do(
        request,
        mine,
        lambda: actions.confirm_case(mine.case.pk, actor=mine.actor, at=timezone.now()),
        _("Terima kasih. Tercatat: sudah beres."),
    )


@by_link
@require_POST
def still_fine(request: FormRequest, mine: Mine) -> HttpResponse:
    return _do(
        request,
        mine,
        lambda: say_still_fine(mine.case.pk, actor=mine.actor, at=timezone.now()),
        _("Terima kasih. Tercatat: masih beres."),
    )


@by_link
@require_POST
def add(request: FormRequest, mine: Mine) -> HttpResponse:
    form = WordsForm(request.POST, request.FILES)

    def act() -> None:
        photos = _checked(form)
        # With a photo that can't be used nothing is sent yet, so that nothing has to be sent twice.
        if not form.errors:
            actions.add_words(mine.case.pk, form.cleaned_data["words"], photos=photos, actor=mine.actor, at=timezone.now())

    return _send(request, mine, form, act, said=_("Terkirim. Petugas dapat membacanya sekarang."), name="words_form")


@by_link
@require_POST
def rate(request: FormRequest, mine: Mine) -> HttpResponse:
    form = RateForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        actions.rate_case(mine.case.pk, given["stars"], words=given["words"], actor=mine.actor, at=timezone.now())

    return _send(request, mine, form, act, said=_("Terima kasih atas penilaian Anda."), name="rate_form")


@by_link
@require_POST
def mute(request: FormRequest, mine: Mine) -> HttpResponse:
    off = request.POST.get("kabar") == "tidak"
    said = _("Surat tentang laporan ini dihentikan.") if off else _("Anda dikabari lagi lewat surat.")
    return _do(request, mine, lambda: actions.mute_participant(actor=mine.actor, at=timezone.now(), is_muted=off), said)


@dataclass(frozen=True)
class Step:
    """A page that asks once more before something is done: its words, its form, the button."""

    name: str
    form: type[forms.Form]
    title: str
    lead: str
    button: str
    is_danger: bool = False


def _step(
    request: FormRequest, mine: Mine, step: Step, act: Callable[[dict[str, Any], tuple[CheckedPhoto, ...]], object], said: str
) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, mine, step, step.form())
    form = step.form(request.POST, request.FILES)
    if request.is_stale:
        form.add_error(None, stale())
    if form.is_valid():
        photos = _checked(form) if "photos" in form.fields else ()
        if not form.errors and _try(request, mine, form, lambda: act(form.cleaned_data, photos)):
            messages.success(request, said)
            return redirect(mine.url)
    return _ask(request, mine, step, form, status=422)


def _ask(request: HttpRequest, mine: Mine, step: Step, form: forms.Form, *, status: int = 200) -> HttpResponse:
    context = {"mine": mine, "case": mine.case, "step_page": step, "form": form, "back_url": mine.url}
    return render(request, "portal/mine/step.html", context, status=status)


ASKING = require_http_methods(["GET", "HEAD", "POST"])


@by_link
@ASKING
def reopen(request: FormRequest, mine: Mine) -> HttpResponse:
    step = Step(
        "reopen",
        ReopenForm,
        _("Belum beres?"),
        _("Laporan ini kembali ke kantornya dengan kode dan riwayat yang sama. Jamnya tidak mulai dari nol."),
        _("Buka lagi laporan ini"),
    )

    def act(given: dict[str, Any], photos: tuple[CheckedPhoto, ...]) -> None:
        at = timezone.now()
        say_not_fixed(mine.case.pk, reason=given["reason"], words=given["words"], actor=mine.actor, at=at)
        if photos:
            actions.add_words(mine.case.pk, "", photos=photos, actor=mine.actor, at=at)

    return _step(request, mine, step, act, _("Laporan dibuka lagi. Kantornya sudah melihatnya."))


@by_link
@ASKING
def withdraw(request: FormRequest, mine: Mine) -> HttpResponse:
    lead = _("Laporan tidak dikerjakan lagi dan tidak tampil ke umum. Langkah ini tidak bisa dibatalkan.")
    step = Step("withdraw", WithdrawForm, _("Tarik laporan ini?"), lead, _("Ya, tarik laporan"), is_danger=True)

    def act(given: dict[str, Any], _photos: tuple[CheckedPhoto, ...]) -> None:
        actions.withdraw_case(mine.case.pk, reason=given["words"], actor=mine.actor, at=timezone.now())

    return _step(request, mine, step, act, _("Laporan Anda sudah ditarik."))


@by_link
@ASKING
def object_to_refusal(request: FormRequest, mine: Mine) -> HttpResponse:
    lead = _("Anda boleh keberatan satu kali. Koordinator, bukan kantor yang menolak, melihatnya lagi dari awal.")
    step = Step("object", ObjectForm, _("Keberatan atas penolakan"), lead, _("Kirim keberatan"))

    def act(given: dict[str, Any], _photos: tuple[CheckedPhoto, ...]) -> None:
        actions.object_to_refusal(mine.case.pk, given["words"], actor=mine.actor, at=timezone.now())

    return _step(request, mine, step, act, _("Keberatan Anda terkirim ke koordinator."))


@by_link
@ASKING
def object_to_owner(request: FormRequest, mine: Mine) -> HttpResponse:
    lead = _("Meja kota memeriksa lagi kantor mana yang berwenang. Jam Anda tetap berjalan.")
    step = Step("owner", OwnerForm, _("Bukan kantor ini?"), lead, _("Minta meja kota memeriksa"))

    def act(given: dict[str, Any], _photos: tuple[CheckedPhoto, ...]) -> None:
        actions.object_to_owner(mine.case.pk, given["words"], actor=mine.actor, at=timezone.now())

    return _step(
        request,
        mine,
        step,
        act,
        _("Meja kota akan memeriksa lagi kantornya. Tahu kantor yang tepat? Tulis di bawah, meja kota membacanya."),
    )


# --- doing it ----------------------------------------------------------------------------------------


def _send(request: FormRequest, mine: Mine, form: forms.Form, act: Callable[[], object], *, said: str, name: str) -> HttpResponse:
    """Do what a form of the page asks for; refused, the page comes back with every word."""
    if request.is_stale:
        form.add_error(None, stale())
    if form.is_valid() and _try(request, mine, form, act) and not form.errors:
        messages.success(request, said)
        return redirect(mine.url)
    return show(request, mine, status=422, **{name: form})


def _do(request: FormRequest, mine: Mine, act: Callable[[], object], said: str) -> HttpResponse:
    """Do what one button asks for."""
    form = forms.Form({})
    if request.is_stale:
        messages.warning(request, stale())
    elif _try(request, mine, form, act):
        messages.success(request, said)
    else:
        for message in form.non_field_errors():
            messages.error(request, str(message))
    return redirect(mine.url)


def _try(request: FormRequest, mine: Mine, form: forms.Form, act: Callable[[], object]) -> bool:
    """Tell whether it was done; if not, the form says why."""
    try:
        spend(SENDS_A_LINK, str(mine.person.pk), at=timezone.now())
        act()
    except (Conflict, TooMany) as error:
        form.add_error(None, error.message)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except PermissionDenied:
        form.add_error(None, _("Ini tidak bisa dilakukan lewat tautan ini. Muat ulang halaman untuk melihat keadaan terbaru."))
    else:
        return True
    return False


def _checked(form: forms.Form) -> tuple[CheckedPhoto, ...]:
    """Return the photos that can be kept; the form says what is wrong with the others."""
    files = form.cleaned_data["photos"]
    if len(files) > PHOTO_LIMIT:
        form.add_error("photos", _("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": PHOTO_LIMIT})
        return ()
    checked = []
    for file in files:
        try:
            checked.append(check_photo(file, file_name=file.name or "", at=timezone.now()))
        except Refused as error:
            form.add_error("photos", error.message)
    return tuple(checked)
