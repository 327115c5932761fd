# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mohon keputusan as a form: a question in one sentence, options with what they cost, an advice, who decides until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases.actions.story import need_words
from laksa.cases.models import Case
from laksa.cases.rules import IN_HAND
from laksa.city.models import book
from laksa.deadlines.actions import add_working_days
from laksa.identity.rules import ROLE_WORDS
from laksa.kernel.errors import Refused, all_refusals
from laksa.kernel.ids import read_code
from laksa.threads import actions as threads
from laksa.threads.actions import DecisionRequest
from laksa.threads.actions.asking import check_title
from laksa.threads.actions.deciding import check_advised, find_decider
from laksa.threads.actions.story import need_few, need_future
from laksa.threads.models import Decider, Thread, deciders_for
from laksa.threads.policies import may_request_decision
from laksa.threads.rules import OPTIONS_LEAST, OPTIONS_MOST, WORDS_LIMIT
from laksa.threads.rules.options import ACT_LIMIT, EFFECT_LIMIT, Draft, Option, faults_of_options, largest_cost, read_options
from laksa.threads.rules.sums import SUM_LIMIT, say_short
from laksa.workspace.forms.base import Desk, tell_all, words_field
from laksa.workspace.forms.photos import TakesPhotos, photos_field
from laksa.workspace.forms.threads import line_field, moment_field
from laksa.workspace.rules.verbs import Words

ROWS_AT_FIRST = 3
OTHERS_SHOWN = 30
USUAL_DAYS = 3  # working days a leader has


def _plain(label: Words, limit: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs={"maxlength": str(limit), **attrs}))


class DecisionForm(TakesPhotos):
    """A request for a decision; its options are numbered fields (`act_1`, `cost_1`, …), so that it works without a script."""

    field_of: ClassVar[dict[str, str]] = {}

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    rows = forms.CharField(required=False, max_length=9, widget=forms.HiddenInput)
    question = line_field(
        gettext_lazy("Pertanyaannya, dalam satu kalimat"), hint=gettext_lazy("Bisa dijawab di ponsel tanpa membaca lampiran.")
    )
    nothing = forms.IntegerField(required=False)
    advised = forms.IntegerField(required=False)
    advice = words_field(gettext_lazy("Saran Anda dan alasannya"), hint=gettext_lazy("Hanya dibaca yang memutuskan dan petugas."), rows=3)
    decider = forms.ChoiceField(label=gettext_lazy("Siapa yang memutuskan"), required=False)
    due_at = moment_field(gettext_lazy("Paling lambat"))
    told = words_field(
        gettext_lazy("Yang dibaca pelapor sambil menunggu"),
        hint=gettext_lazy("Apa pilihannya dan apa yang tetap berjalan. Tanpa biaya: biaya tidak tampil ke publik."),
        rows=3,
    )
    is_public = forms.BooleanField(label=gettext_lazy("Keputusannya dibaca umum"), required=False, initial=True)
    also = forms.MultipleChoiceField(
        label=gettext_lazy("Laporan lain yang menunggu hal yang sama"), required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = forms.CharField(
        label=gettext_lazy("Kode laporan lain"), required=False, max_length=600, help_text=gettext_lazy("Pisahkan dengan koma atau spasi.")
    )

    photos = photos_field(
        gettext_lazy("Foto"), hint=gettext_lazy("Gambar, penawaran, atau surat yang difoto; paling banyak 6. Hanya terlihat petugas.")
    )

    def __init__(
        self, desk: Desk, data: Mapping[str, Any] | None = None, files: MultiValueDict[str, UploadedFile[Any]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.desk = desk
        self.fields["seen"].initial = desk.case.entry_count
        self.fields["advice"].widget.attrs["data-count"] = self.fields["told"].widget.attrs["data-count"] = WORDS_LIMIT
        self._add_rows()
        self._offer_deciders()
        self.others = other_cases(desk)
        self.fields["also"].choices = [(one.code, f"{one.code} · {one.title}") for one in self.others]  # type: ignore[attr-defined]
        due = add_working_days(desk.at, days=USUAL_DAYS, agency=desk.case.agency_id)
        self.fields["due_at"].initial = timezone.localtime(due).replace(second=0, microsecond=0)

    # --- options --------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """How many options are drawn: as many as were asked for, at most six."""
        wished = str(self.data.get("rows", "")) if self.is_bound else ""
        count = int(wished) if wished.isascii() and wished.isdigit() and len(wished) < 3 else ROWS_AT_FIRST
        return max(OPTIONS_LEAST, min(count, OPTIONS_MOST))

    def _add_rows(self) -> None:
        for number in range(1, OPTIONS_MOST + 1):
            self.fields[f"act_{number}"] = _plain(_("Yang dilakukan"), ACT_LIMIT)
            self.fields[f"effect_{number}"] = _plain(_("Akibatnya bagi warga"), EFFECT_LIMIT)
            self.fields[f"cost_{number}"] = _plain(_("Biaya (rupiah)"), SUM_LIMIT, inputmode="numeric", placeholder="0")
            self.fields[f"cost_sum_{number}"] = _plain(_("Hitungannya"), SUM_LIMIT, placeholder="120 × 850.000")
            self.fields[f"days_{number}"] = _plain(_("Hari kerja"), 20, placeholder="10")
        last = self.row_count
        self.fields["nothing"].initial = last
        if not self.is_bound:
            self.fields[f"act_{last}"].initial = _("Tidak berbuat apa-apa dulu")
            self.fields[f"cost_{last}"].initial = "0"

    @property
    def option_rows(self) -> list[dict[str, Any]]:
        """The fields of each option, for the template."""
        nothing, advised = self._number("nothing"), self._number("advised")
        return [
            {
                "number": number,
                "act": self[f"act_{number}"],
                "effect": self[f"effect_{number}"],
                "money": [self[f"cost_{number}"], self[f"cost_sum_{number}"], self[f"days_{number}"]],
                "is_nothing": nothing == number,
                "is_advised": advised == number,
            }
            for number in range(1, self.row_count + 1)
        ]

    def _number(self, name: str) -> int:
        value = str(self[name].value() or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0

    @property
    def now(self) -> datetime:
        return self.desk.at

    @property
    def drafts(self) -> list[Draft]:
        names = ("act", "effect", "cost", "cost_sum", "days")
        return [Draft(*(self.said(f"{name}_{number}") for name in names)) for number in range(1, self.row_count + 1)]

    def options(self) -> tuple[Option, ...]:
        """Return the options as they were typed in; Refused names the field that is missing."""
        return read_options(self.drafts, nothing=self.cleaned_data.get("nothing") or 0)

    # --- who, and for whom ------------------------------------------------------------------------

    def _offer_deciders(self) -> None:
        case = self.desk.case
        self.people = deciders_for(case.agency_id, cost_idr=0, at=self.desk.at, unit=case.unit_id)
        mine = [one for one in self.people if one.user_id != self.desk.actor.user_id]
        self.fields["decider"].choices = [("", _("Pilih")), *((str(one.user_id), _decider_words(one)) for one in mine)]  # type: ignore[attr-defined]
        limits = [f"{ROLE_WORDS[one.role]} {_('sampai')} {say_short(one.up_to_idr)}" for one in book().powers if one.up_to_idr is not None]
        self.fields["decider"].help_text = _("Dari daftar wewenang: %(limits)s; di atasnya %(last)s.") % {
            "limits": ", ".join(limits),
            "last": book().powers[-1].title if book().powers else _("pimpinan kota"),
        }

    @property
    def decider_now(self) -> Decider | None:
        """Who is chosen at the moment."""
        return next((one for one in self.people if str(one.user_id) == self.said("decider")), None)

    def also_ids(self) -> tuple[int, ...]:
        """Return the keys of the other cases, ticked or typed; Refused names a code that is not there."""
        codes = list(self.cleaned_data.get("also") or [])
        prefix = book().city.code_prefix
        for typed in self.said("codes").replace(",", " ").split():
            code = read_code(typed, prefix)
            if code is None:
                raise Refused(_("Kode “%(code)s” tidak terbaca.") % {"code": typed[:40]}, field="codes")
            codes.append(code)
        found = dict(Case.objects.visible_to(self.desk.actor).filter(code__in=codes).values_list("code", "pk"))
        missing = [code for code in codes if code not in found]
        if missing:
            raise Refused(_("Laporan %(code)s tidak ditemukan.") % {"code": missing[0]}, field="codes")
        return tuple(sorted({pk for pk in found.values() if pk != self.desk.case.pk}))

    def said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    def request(self) -> DecisionRequest:
        """Return what is asked; Refused names the field that is missing."""
        return DecisionRequest(
            question=self.said("question"),
            options=self.options(),
            decider_id=self._decider(),
            due_at=self._due(),
            advised=self.cleaned_data.get("advised"),
            advice=self.said("advice"),
            told=self.said("told"),
            is_public=bool(self.cleaned_data.get("is_public")),
            also=self.also_ids(),
            photos=self.taken_photos,
        )

    def tell_faults(self) -> None:
        """Put all that is missing or cannot be meant beside its field, at once."""
        readable = not (wrong := faults_of_options(self.drafts, nothing=self.cleaned_data.get("nothing") or 0))
        cost = largest_cost(self.options()) if readable else 0
        case, actor = self.desk.case, self.desk.actor
        count = sum(1 for draft in self.drafts if not draft.is_empty)
        found = all_refusals(
            lambda: check_title(self.said("question"), field="question"),
            lambda: check_advised(self.cleaned_data.get("advised"), of=count),
            lambda: need_words(self.said("advice"), field="advice", limit=WORDS_LIMIT),
            lambda: find_decider(self._decider(), case, cost_idr=cost, actor=actor, at=self.now),
            lambda: need_future(self._due(), at=self.now),
            lambda: need_words(self.said("told"), field="told", limit=WORDS_LIMIT),
            lambda: need_few(self.taken_photos),
            self.also_ids,
        )
        tell_all(self, [*wrong, *found])

    def _due(self) -> datetime:
        due = self.cleaned_data.get("due_at")
        if not isinstance(due, datetime):
            raise Refused(_("Pilih batas waktunya."), field="due_at")
        return due

    def _decider(self) -> int:
        person = self.said("decider")
        if not person.isdigit():
            raise Refused(_("Pilih siapa yang memutuskan."), field="decider")
        return int(person)

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    def act(self) -> Thread:
        return threads.request_decision(
            self.desk.case.pk, self.request(), actor=self.desk.actor, at=self.desk.at, seen=self.cleaned_data.get("seen")
        )

    @property
    def power_words(self) -> str:
        """Say who may decide what was typed in so far."""
        try:
            cost = largest_cost(self.options())
        except Refused:
            return ""
        people = deciders_for(self.desk.case.agency_id, cost_idr=cost, at=self.desk.at, unit=self.desk.case.unit_id)
        return _("Untuk %(cost)s: %(who)s.") % {"cost": say_short(cost), "who": people[0].title} if people else ""


def _decider_words(one: Decider) -> str:
    if one.is_here:
        return f"{one.title} ({one.name})"
    return _("%(title)s (%(name)s, sedang tidak ada)") % {"title": one.title, "name": one.name}


def other_cases(desk: Desk) -> list[Case]:
    """Return what the actor's colleagues hold of the same kind: those that may wait for the same."""
    case = desk.case
    rows = Case.objects.open().filter(agency_id=case.agency_id, category_id=case.category_id, state__in=sorted(IN_HAND)).exclude(pk=case.pk)
    found = rows.filter(received_at__gte=desk.at - timedelta(days=365)).order_by("due_at", "pk")[: OTHERS_SHOWN * 2]
    return [one for one in found if may_request_decision(desk.actor, one)][:OTHERS_SHOWN]


class WordsForm(forms.Form):
    """A few words on a request that was sent: more information, or why it is taken back."""

    words = words_field(gettext_lazy("Keterangan"), rows=3)

    def said(self) -> str:
        return str(self.cleaned_data.get("words") or "")
