# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every form on a case has in common: what its writer had seen, where they came from, what they were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from laksa.cases.models import Case
from laksa.cases.rules import REPLY_LIMIT
from laksa.city.models import book
from laksa.deadlines.actions import hours_of
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.workspace.rules import Hint, hollow_phrase, open_gaps, plain_hints
from laksa.workspace.rules.verbs import Words

CLOSES_AT = time(16, 0)  # for a day on which the office is closed all day


@dataclass(frozen=True)
class Doubt:
    """Something pointed out once before it is sent, and never in the way a second time."""

    code: str
    message: str


@dataclass(frozen=True)
class Desk:
    """At whose desk, on which case, at what time a form is filled in."""

    case: Case
    actor: Actor
    at: datetime


class CaseForm(forms.Form):
    """A form on one case; `act` does what it is for.

    `title` and `intro` stand above it, `send` on its button, `aside` names a template shown beside the fields.
    """

    # What the action calls a field that has another name here.
    field_of: ClassVar[dict[str, str]] = {}
    intro: Words = ""
    send: Words = ""
    # What is said once it is done, where that differs from the verb's own words.
    done: Words = ""
    aside: ClassVar[str] = ""
    # Whether the reporter reads its words: then they are looked at for plain language.
    is_for_reporter: ClassVar[bool] = False

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    kembali = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
    told = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(
        self, desk: Desk, data: Mapping[str, Any] | None = None, files: MultiValueDict[str, UploadedFile[Any]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.desk = desk
        self.fields["seen"].initial = desk.case.entry_count
        if self.is_for_reporter:
            self.fields["words"].widget.attrs["data-plain"] = ""
        self.prepare()

    @property
    def hints(self) -> list[Hint]:
        """What of the words could be said more plainly; told beside them, never in the way."""
        return plain_hints(self.said(), jargon()) if self.is_for_reporter and self.is_bound and hasattr(self, "cleaned_data") else []

    def prepare(self) -> None:
        """Set what depends on the case: choices, hints, first values."""

    def doubts(self) -> list[Doubt]:
        """Return what should be pointed out before this is sent."""
        return []

    def untold(self) -> list[Doubt]:
        """Return the doubts that the writer has not read yet."""
        told = set(self.cleaned_data.get("told", "").split(","))
        return [doubt for doubt in self.doubts() if doubt.code not in told]

    if TYPE_CHECKING:  # each form has its own

        def act(self) -> Case:
            """Do it; Refused and PermissionDenied are the caller's."""

    @property
    def now(self) -> datetime:
        return self.desk.at

    @property
    def by(self) -> dict[str, Any]:
        """Who acts when, and after how many entries: the arguments of most actions."""
        return {"actor": self.desk.actor, "at": self.desk.at, "seen": self.cleaned_data.get("seen")}

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about."""
        name = self.field_of.get(refusal.field, refusal.field)
        self.add_error(name if name in self.fields else None, refusal.message)

    def said(self, name: str = "words") -> str:
        return str(self.cleaned_data.get(name) or "")


class TellsRefusals(Protocol):
    """A form that can put a refusal beside its field."""

    field_of: ClassVar[dict[str, str]]

    @property
    def errors(self) -> ErrorDict: ...

    def refuse(self, refusal: Refused) -> None: ...


def tell_all(form: TellsRefusals, refusals: Iterable[Refused]) -> None:
    """Put each refusal beside its field; a field with an error of its own keeps that one alone."""
    told = set(form.errors)
    for refusal in refusals:
        if form.field_of.get(refusal.field, refusal.field) not in told:
            form.refuse(refusal)


def words_field(label: Words, *, hint: Words = "", rows: int = 4) -> forms.CharField:
    """Return a field for sentences; the action itself says when they are missing or too long."""
    attrs = {"rows": rows, "data-count": REPLY_LIMIT}
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=forms.Textarea(attrs=attrs))


def day_field(label: Words, *, hint: Words = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, help_text=hint, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def reply_doubts(words: str) -> list[Doubt]:
    """Return the doubts about a reply that says nothing yet, or that still has gaps of its template."""
    found = []
    phrase = hollow_phrase(words)
    if phrase:
        sentence = _("“%(phrase)s” belum ada isinya. Tulis siapa, apa, dan kapan, supaya pelapor tidak perlu bertanya lagi.")
        found.append(Doubt("hollow", sentence % {"phrase": phrase}))
    gaps = open_gaps(words)
    if gaps:
        found.append(Doubt("gaps", _("Masih ada yang perlu Anda isi: %(gaps)s.") % {"gaps": ", ".join(gaps)}))
    return found


def jargon() -> dict[str, str]:
    """Return what the city's offices write, and how to say it plainly."""
    return {one.text.lower(): one.target for one in book().phrases.get("jargon", ())}


def office_closes_at(day: date, agency: str) -> datetime:
    """Return when an agency closes on a day; on a day off, the usual hour."""
    hours = hours_of(agency)
    if hours.spans_on(day):
        return hours.closing(day)
    return timezone.make_aware(datetime.combine(day, CLOSES_AT))


def need_day(form: CaseForm, name: str) -> date:
    """Return a day that was filled in; raise Refused beside the field otherwise."""
    day = form.cleaned_data.get(name)
    if not isinstance(day, date):
        raise Refused(_("Pilih tanggalnya."), field=name)
    return day
