# SPDX-License-Identifier: AGPL-3.0-or-later
"""One form an act on many cases; the cases themselves stand in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.cases.policies import CHIEFS
from laksa.cases.rules import REPLY_LIMIT, tidy
from laksa.city.models import book
from laksa.identity.rules import Actor
from laksa.kernel.ids import read_code
from laksa.workspace.actions import Order
from laksa.workspace.forms.base import day_field, reply_doubts, words_field
from laksa.workspace.forms.owners import all_offices, offices, people, split_office
from laksa.workspace.models.people import workers_of
from laksa.workspace.policies import may_sort

REASON_LIMIT = 400


@dataclass(frozen=True)
class Many:
    """Who does it, when, and to which cases."""

    actor: Actor
    at: datetime
    cases: Sequence[Case]


class BulkForm(forms.Form):
    """`order` is what the action takes; `hints` are told beside the preview and never in the way."""

    def __init__(self, many: Many, data: Any = None) -> None:
        super().__init__(data)
        self.many = many
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on who asks and on the cases."""

    def order(self) -> Order:
        """Return what is to be done; each form of many says it."""
        raise TypeError(f"{type(self).__name__} says nothing to do")

    @property
    def hints(self) -> list[str]:
        return []

    def _words(self) -> str:
        return tidy(str(self.cleaned_data.get("words") or ""))

    def _need_words(self) -> None:
        words = self._words()
        if not words:
            self.add_error("words", _("Bagian ini belum diisi. Tulis satu kalimat saja sudah cukup."))
        elif len(words) > REPLY_LIMIT:
            self.add_error("words", _("Singkatkan sampai paling banyak %(limit)d huruf.") % {"limit": REPLY_LIMIT})


class AssignManyForm(BulkForm):
    office = forms.ChoiceField(label=gettext_lazy("Kepada"))
    holder = forms.ChoiceField(label=gettext_lazy("Orangnya"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Keterangan"),
        required=False,
        max_length=REASON_LIMIT,
        help_text=gettext_lazy("Boleh kosong. Tampil untuk umum."),
    )

    def prepare(self) -> None:
        actor = self.many.actor
        own = sorted({post.agency_id for post in actor.posts if post.agency_id and post.role in CHIEFS})
        workers = workers_of(own[0], at=self.many.at) if len(own) == 1 else []
        self.fields["office"].choices = all_offices() if may_sort(actor) else offices(own)  # type: ignore[attr-defined]
        self.fields["holder"].choices = people(workers)  # type: ignore[attr-defined]
        if not workers:
            del self.fields["holder"]

    def order(self) -> Order:
        agency, unit = split_office(self.cleaned_data["office"])
        holder = self.cleaned_data.get("holder")
        return Order("assign", owner=Owner(agency, unit, int(holder) if holder else None), words=self.cleaned_data["reason"])


class PlanManyForm(BulkForm):
    promised_on = day_field(gettext_lazy("Tanggal yang dijanjikan"))
    words = words_field(
        gettext_lazy("Apa yang dikerjakan hari itu"), hint=gettext_lazy("Tampil untuk umum dan dikirim ke tiap pelapor."), rows=3
    )

    def clean(self) -> None:
        day = self.cleaned_data.get("promised_on")
        if day is None and "promised_on" not in self.errors:
            self.add_error("promised_on", _("Pilih tanggalnya."))
        elif day is not None and day < timezone.localdate(self.many.at):
            self.add_error("promised_on", _("Pilih tanggal mulai hari ini."))
        self._need_words()

    def order(self) -> Order:
        return Order("plan", promised_on=self.cleaned_data["promised_on"], words=self._words())


class ReplyManyForm(BulkForm):
    words = words_field(gettext_lazy("Balasan"), hint=gettext_lazy("Siapa berbuat apa, kapan selesai."), rows=5)
    is_public = forms.BooleanField(label=gettext_lazy("Tampilkan juga untuk umum"), required=False)

    def clean(self) -> None:
        self._need_words()

    @property
    def hints(self) -> list[str]:
        return [doubt.message for doubt in reply_doubts(self._words())] if self.is_bound and self.is_valid() else []

    def order(self) -> Order:
        return Order("reply", words=self._words(), is_public=self.cleaned_data["is_public"])


class MergeManyForm(BulkForm):
    main = forms.ChoiceField(label=gettext_lazy("Laporan induk"), required=False, widget=forms.RadioSelect)
    code = forms.CharField(
        label=gettext_lazy("Atau kode laporan lain"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=gettext_lazy("Mengapa sama"), required=False, max_length=REASON_LIMIT)

    def prepare(self) -> None:
        field = self.fields["main"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(case.code, f"{case.code} · {case.title}") for case in self.many.cases if case.is_open]

    def clean(self) -> None:
        typed = self.cleaned_data.get("code") or self.cleaned_data.get("main") or ""
        code = read_code(typed, book().city.code_prefix)
        found = code and Case.objects.visible_to(self.many.actor).open().filter(code=code).first()
        if not found:
            self.add_error("main", _("Pilih laporan induk yang masih terbuka, atau tulis kodenya."))
            return
        self.cleaned_data["found"] = found

    @property
    def main_case(self) -> Case | None:
        return self.cleaned_data.get("found")

    def order(self) -> Order:
        return Order("merge", main=self.cleaned_data["found"].pk, words=self.cleaned_data["reason"])


BULK_FORMS: dict[str, type[BulkForm]] = {"assign": AssignManyForm, "plan": PlanManyForm, "reply": ReplyManyForm, "merge": MergeManyForm}
