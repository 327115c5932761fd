# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking inside the house, and giving a part of the work to another office."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.city.models.names import agency_name, office_name
from laksa.identity.rules import ROLE_WORDS
from laksa.threads import actions as threads
from laksa.threads.actions import Question
from laksa.threads.actions.asking import usual_due
from laksa.threads.models import Colleague, colleagues
from laksa.threads.rules import TITLE_LIMIT
from laksa.workspace.forms.base import CaseForm, Doubt, tell_all, words_field
from laksa.workspace.forms.photos import PHOTOS_HINT, TakesPhotos, photos_field
from laksa.workspace.rules.verbs import Words

Choices = list[tuple[Any, Any]]
MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Words, *, hint: Words = "") -> forms.DateTimeField:
    """Return a field for a day with its hour, as the city's clock shows it."""
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=hint, required=False, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], widget=widget)


def line_field(label: Words, *, hint: Words = "", limit: int = TITLE_LIMIT) -> forms.CharField:
    """Return a field for one line; the action itself says when it is missing or too long."""
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.TextInput(attrs={"data-count": limit}))


def whom_choices(*, at: datetime, but: int | None = None) -> Choices:
    """Return whom one may ask: the people of each office under its name, its queue first; "u:<person>", "a:<agency>" or "n:<unit>"."""
    people = [one for one in colleagues(at=at) if one.user_id != but]
    city = book()
    people.sort(key=lambda one: (one.agency or "", one.name))
    groups: Choices = [("", _("Pilih orang atau kantor"))]
    for agency, members in groupby(people, key=lambda one: one.agency or ""):
        rows = [(f"u:{one.user_id}", _said(one)) for one in members]
        if agency:
            units = {one.unit for one in people if one.agency == agency and one.unit}
            queues = [(f"a:{agency}", _("Antrean %(office)s") % {"office": agency_name(agency)})]
            queues += [(f"n:{unit}", _("Antrean %(office)s") % {"office": office_name(agency, unit)}) for unit in sorted(units)]
            rows = queues + rows
        groups.append((city.agencies[agency].name if agency else _("Tingkat kota"), rows))
    return groups


def _said(one: Colleague) -> str:
    if one.agency:
        return f"{one.name} ({office_name(one.agency, one.unit)})"
    # Whoever serves the whole city without a power to decide has no other title than the office's own word.
    return f"{one.name} ({one.title if one.title != one.name else ROLE_WORDS[one.role]})"


def asked_of(value: str) -> dict[str, Any]:
    """Return whom a choice means, as arguments of a Question; nobody for what is no choice."""
    kind, _colon, key = value.partition(":")
    if kind == "u" and key.isascii() and key.isdigit() and len(key) < 19:
        return {"to_user": int(key)}
    if kind == "a":
        return {"to_agency": key}
    unit = book().units.get(key) if kind == "n" else None
    return {"to_agency": unit.agency_id, "to_unit": unit.slug} if unit is not None else {}


class QuestionForm(TakesPhotos, CaseForm):
    send = gettext_lazy("Kirim pertanyaan")
    intro = gettext_lazy(
        "Hanya petugas yang membaca. Laporan tetap Anda pegang; yang ditanya boleh membuka laporan ini, tanpa nama pelapor."
    )
    field_of = {"to_user": "to"}
    title = line_field(gettext_lazy("Pertanyaan dalam satu kalimat"))
    to = forms.ChoiceField(
        label=gettext_lazy("Siapa yang ditanya"),
        required=False,
        help_text=gettext_lazy("Antrean kantor: siapa pun di sana boleh mengambilnya."),
    )
    words = words_field(gettext_lazy("Penjelasan"), hint=gettext_lazy("Boleh kosong."), rows=3)
    due_at = moment_field(gettext_lazy("Dijawab paling lambat"))
    photos = photos_field(gettext_lazy("Foto"), hint=PHOTOS_HINT)

    def clean(self) -> None:
        super().clean()
        tell_all(self, threads.faults_of_question(self.question(), actor=self.desk.actor, at=self.now))

    def prepare(self) -> None:
        self.fields["to"].choices = whom_choices(at=self.desk.at, but=self.desk.actor.user_id)  # type: ignore[attr-defined]
        due = usual_due(self.desk.case.agency_id, at=self.desk.at)
        self.fields["due_at"].initial = timezone.localtime(due).replace(second=0, microsecond=0)

    def doubts(self) -> list[Doubt]:
        if not self.desk.case.is_sealed:
            return []
        words = _("Laporan ini rahasia. Yang ditanya akan dapat membukanya; kirim lagi bila memang perlu.")
        return [Doubt("sealed", words)]

    def question(self) -> Question:
        return Question(
            self.said("title"),
            self.said(),
            due_at=self.cleaned_data.get("due_at"),
            photos=self.taken_photos,
            **asked_of(self.said("to")),
        )

    def act(self) -> Case:
        return threads.ask_inside(self.desk.case.pk, self.question(), **self.by).case


class TaskForm(QuestionForm):
    send = gettext_lazy("Beri tugas")
    intro = gettext_lazy(
        "Anda tetap memegang seluruh laporan. Warga membaca bahwa kantor ini ikut mengerjakan, tanpa isi percakapannya. "
        "Laporan baru bisa dinyatakan selesai sesudah semua bagiannya selesai."
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["title"].label = gettext_lazy("Bagian yang dikerjakan, dalam satu kalimat")
        self.fields["to"].label = gettext_lazy("Kantor atau orang yang mengerjakan")
        self.fields["due_at"].label = gettext_lazy("Selesai paling lambat")

    def act(self) -> Case:
        return threads.give_task(self.desk.case.pk, self.question(), **self.by).case
