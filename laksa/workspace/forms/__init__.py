# SPDX-License-Identifier: AGPL-3.0-or-later
"""One form class a verb; the table that the desk's one write view goes by."""

from __future__ import annotations

from laksa.workspace.forms.base import CaseForm, Desk, Doubt
from laksa.workspace.forms.outside import HearOutsideForm, ReferOutsideForm
from laksa.workspace.forms.owners import AssignForm, HandOverForm, PlaceForm, SeverityForm, all_offices, offices, people, split_office
from laksa.workspace.forms.proofs import InspectForm, SendBackForm, SignForm
from laksa.workspace.forms.threads import QuestionForm, TaskForm
from laksa.workspace.forms.words import (
    AcceptForm,
    AnswerForm,
    AskForm,
    DecideForm,
    HearReporterForm,
    MergeForm,
    NoteForm,
    RejectForm,
    ReplyForm,
    ReturnForm,
    SplitForm,
    StartForm,
)
from laksa.workspace.forms.work import HidePhotoForm, PhotosForm, PlanForm, ResolveForm

FORMS: dict[str, type[CaseForm]] = {
    "accept": AcceptForm,
    "answer": AnswerForm,
    "ask": AskForm,
    "assign": AssignForm,
    "decide": DecideForm,
    "hand_over": HandOverForm,
    "hear_outside": HearOutsideForm,
    "hear_reporter": HearReporterForm,
    "hide_photo": HidePhotoForm,
    "inspect": InspectForm,
    "merge": MergeForm,
    "note": NoteForm,
    "photos": PhotosForm,
    "place": PlaceForm,
    "plan": PlanForm,
    "question": QuestionForm,
    "refer_outside": ReferOutsideForm,
    "reject": RejectForm,
    "reply": ReplyForm,
    "resolve": ResolveForm,
    "return": ReturnForm,
    "send_back": SendBackForm,
    "severity": SeverityForm,
    "sign": SignForm,
    "split": SplitForm,
    "start": StartForm,
    "task": TaskForm,
}

__all__ = [
    "FORMS",
    "CaseForm",
    "Desk",
    "Doubt",
    "HidePhotoForm",
    "NoteForm",
    "ReplyForm",
    "all_offices",
    "offices",
    "people",
    "split_office",
]
