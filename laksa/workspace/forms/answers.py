# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be done inside a thread: one small form a verb, the table that its page goes by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.threads import actions as threads
from laksa.threads.actions.asking import usual_due
from laksa.threads.models import Seat, Thread
from laksa.threads.policies import (
    may_answer_thread,
    may_finish_task,
    may_pass_thread,
    may_refuse_thread,
    may_say_in_thread,
    may_take_thread,
    may_withdraw_thread,
)
from laksa.threads.rules import WORDS_LIMIT, Kind
from laksa.workspace.forms.base import words_field
from laksa.workspace.forms.photos import PHOTOS_HINT, TakesPhotos, photos_field
from laksa.workspace.forms.threads import asked_of, moment_field, whom_choices
from laksa.workspace.rules.verbs import Words


@dataclass(frozen=True)
class Place:
    """Who fills in a form about which thread, and when."""

    seat: Seat
    actor: Actor
    at: datetime

    @property
    def thread(self) -> Thread:
        return self.seat.thread


class ThreadForm(forms.Form):
    """A form on one thread; `act` does what it is for."""

    label: ClassVar[Words] = ""
    icon: ClassVar[str] = "note"
    done: ClassVar[Words] = ""
    field_of: ClassVar[dict[str, str]] = {"reason": "words", "due_at": "due_at"}

    def __init__(
        self, place: Place, data: Mapping[str, Any] | None = None, files: MultiValueDict[str, UploadedFile[Any]] | None = None, *, verb: str
    ) -> None:
        super().__init__(data, files, auto_id=f"{verb}_%s")
        self.place, self.verb = place, verb
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on the thread."""

    if TYPE_CHECKING:  # each form has its own

        def act(self) -> Thread:
            """Do it; Refused and PermissionDenied are the caller's."""

    @property
    def now(self) -> datetime:
        return self.place.at

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": self.place.actor, "at": self.place.at}

    def said(self, name: str = "words") -> str:
        return str(self.cleaned_data.get(name) or "")

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about."""
        name = self.field_of.get(refusal.field, refusal.field)
        self.add_error(name if name in self.fields else None, refusal.message)


def thread_words(label: Words, *, hint: Words = "", rows: int = 3) -> forms.CharField:
    """Return a field for what is said in a thread."""
    field = words_field(label, hint=hint, rows=rows)
    field.widget.attrs["data-count"] = WORDS_LIMIT
    return field


class AnswerThread(TakesPhotos, ThreadForm):
    label, icon = gettext_lazy("Jawab"), "message-check"
    done = gettext_lazy("Jawaban terkirim. Yang bertanya dikabari.")
    words = thread_words(gettext_lazy("Jawaban"), hint=gettext_lazy("Hanya petugas yang membaca."), rows=4)
    photos = photos_field(gettext_lazy("Foto"), hint=PHOTOS_HINT)

    def act(self) -> Thread:
        return threads.answer_thread(self.place.thread.pk, self.said(), photos=self.taken_photos, **self.by)


class FinishTask(TakesPhotos, ThreadForm):
    label, icon = gettext_lazy("Nyatakan bagian ini selesai"), "check-circle"
    done = gettext_lazy("Bagian ini selesai. Pemegang laporan dikabari.")
    words = thread_words(
        gettext_lazy("Apa yang dikerjakan"), hint=gettext_lazy("Dibaca pemegang laporan. Warga hanya membaca bahwa bagian ini selesai.")
    )
    photos = photos_field(gettext_lazy("Foto"), hint=PHOTOS_HINT)

    def act(self) -> Thread:
        return threads.finish_task(self.place.thread.pk, self.said(), photos=self.taken_photos, **self.by)


class TakeThread(ThreadForm):
    label, icon = gettext_lazy("Ambil, saya yang menjawab"), "check"
    done = gettext_lazy("Anda yang memegang ini.")

    def prepare(self) -> None:
        if self.place.thread.kind == Kind.TASK:
            self.label = gettext_lazy("Sanggup, kami kerjakan")  # type: ignore[misc]

    def act(self) -> Thread:
        return threads.take_thread(self.place.thread.pk, **self.by)


class SayMore(ThreadForm):
    label, icon = gettext_lazy("Tulis susulan atau tanya balik"), "message"
    done = gettext_lazy("Tersimpan, pihak satunya dikabari.")
    words = thread_words(gettext_lazy("Susulan"))

    def act(self) -> Thread:
        return threads.say_in_thread(self.place.thread.pk, self.said(), **self.by)


class PassOn(ThreadForm):
    label, icon = gettext_lazy("Oper ke orang lain"), "swap"
    done = gettext_lazy("Dioper. Batas waktunya tetap.")
    to = forms.ChoiceField(label=gettext_lazy("Kepada"), required=False)
    words = thread_words(gettext_lazy("Alasan"), rows=2)

    def prepare(self) -> None:
        choices = whom_choices(at=self.place.at, but=self.place.actor.user_id)
        people = [
            (label, [row for row in rows if str(row[0]).startswith("u:")]) if isinstance(rows, list) else (label, rows)
            for label, rows in choices
        ]
        self.fields["to"].choices = people  # type: ignore[attr-defined]

    def act(self) -> Thread:
        person = asked_of(self.said("to")).get("to_user", 0)
        return threads.pass_thread(self.place.thread.pk, person, reason=self.said(), **self.by)


class RefuseThread(ThreadForm):
    label, icon = gettext_lazy("Bukan urusan kami"), "cross"
    done = gettext_lazy("Tercatat. Yang bertanya dikabari.")
    words = thread_words(gettext_lazy("Alasan, dan siapa menurut Anda"), rows=2)

    def act(self) -> Thread:
        return threads.refuse_thread(self.place.thread.pk, self.said(), **self.by)


class CloseThread(ThreadForm):
    label, icon = gettext_lazy("Sudah dijawab lewat jalan lain"), "check"
    done = gettext_lazy("Tercatat sebagai terjawab.")
    words = thread_words(gettext_lazy("Apa jawabnya, dari siapa"), rows=2)

    def act(self) -> Thread:
        return threads.close_thread(self.place.thread.pk, self.said(), **self.by)


class WithdrawThread(ThreadForm):
    label, icon = gettext_lazy("Tarik dengan alasan"), "undo"
    done = gettext_lazy("Ditarik. Yang ditanya dikabari.")
    words = thread_words(gettext_lazy("Alasan"), rows=2)

    def act(self) -> Thread:
        return threads.withdraw_thread(self.place.thread.pk, self.said(), **self.by)


class AskAgain(ThreadForm):
    label, icon = gettext_lazy("Tanya lagi"), "question"
    done = gettext_lazy("Pertanyaan dibuka lagi.")
    words = thread_words(gettext_lazy("Apa yang masih kurang"))
    due_at = moment_field(gettext_lazy("Dijawab paling lambat"))

    def prepare(self) -> None:
        due = usual_due(self.place.thread.to_agency_id, at=self.place.at)
        self.fields["due_at"].initial = timezone.localtime(due).replace(second=0, microsecond=0)

    def act(self) -> Thread:
        due = self.cleaned_data.get("due_at") or usual_due(self.place.thread.to_agency_id, at=self.place.at)
        return threads.ask_again(self.place.thread.pk, self.said(), due_at=due, **self.by)


Question = Callable[[Actor, Seat], bool]


def _answers(actor: Actor, seat: Seat) -> bool:
    return seat.thread.kind == Kind.QUESTION and may_answer_thread(actor, seat)


def _asked(actor: Actor, seat: Seat) -> bool:
    return seat.thread.kind in {Kind.QUESTION, Kind.TASK} and may_withdraw_thread(actor, seat.thread)


def _closes(actor: Actor, seat: Seat) -> bool:
    return seat.thread.kind == Kind.QUESTION and may_withdraw_thread(actor, seat.thread)


# In the order in which they are offered; the first that may be done stands open.
FORMS: dict[str, tuple[type[ThreadForm], Question]] = {
    "jawab": (AnswerThread, _answers),
    "ambil": (TakeThread, may_take_thread),
    "selesai": (FinishTask, may_finish_task),
    "tulis": (SayMore, may_say_in_thread),
    "oper": (PassOn, may_pass_thread),
    "tolak": (RefuseThread, may_refuse_thread),
    "tutup": (CloseThread, _closes),
    "tarik": (WithdrawThread, _asked),
}
ENDED: dict[str, tuple[type[ThreadForm], Question]] = {"tanya-lagi": (AskAgain, _closes)}


def offered(place: Place) -> list[str]:
    """Return the verbs that the actor may do now."""
    table = FORMS if place.thread.is_open else ENDED
    return [verb for verb, (_form, may) in table.items() if may(place.actor, place.seat)]
