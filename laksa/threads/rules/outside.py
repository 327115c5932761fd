# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a party outside the city is asked, what it may answer, and how long its link opens. No database, no clock."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from laksa.cases.rules import tidy
from laksa.kernel.errors import Refused
from laksa.threads.rules.kinds import LINK_DAYS_AFTER_END, TITLE_LIMIT, WORDS_LIMIT, Status

PARTY_LIMIT = 120
LINE_LIMIT = 160  # who does it, whose it is, the number of a document, the proof asked for
# A promise further away is no promise. A proposal, to be tuned by the city.
PROMISE_DAYS = 180
# A mistake is found before it is sent; whether the address exists only the letter tells.
_ADDRESS = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")


class Answer(enum.StrEnum):
    """The three answers, of equal weight."""

    DONE = "done"  # sudah selesai, with a photo or a document
    PROMISE = "promise"  # kami kerjakan, ini tanggalnya: the case goes on waiting
    NOT_OURS = "not_ours"  # bukan urusan kami: whose then


# The status an answer leads to; a promise leaves the thread open.
STATUS_AFTER = {Answer.DONE: Status.ANSWERED, Answer.PROMISE: Status.OPEN, Answer.NOT_OURS: Status.REFUSED}


@dataclass(frozen=True)
class Request:
    """What is asked of an outside party. `email` empty: only paper is taken there."""

    party: str
    title: str
    words: str
    due_at: datetime
    email: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer as it was given: by the link, or written down by the desk from paper or telephone.

    `doer` is read by the city alone; `words`, `document` and `whose` by everybody.
    """

    answer: Answer
    until: datetime | None = None
    doer: str = ""
    document: str = ""
    whose: str = ""
    words: str = ""
    photos: int = 0


def check_request(request: Request, *, at: datetime) -> Request:
    """Return the request tidied; raise Refused naming the field that can't be used."""
    party, title, proof = _line(request.party), _line(request.title), _line(request.proof)
    words, email = tidy(request.words), request.email.strip()
    if not party:
        raise Refused(_("Tulis siapa yang diminta."), field="party")
    if not title:
        raise Refused(_("Tulis permintaannya dalam satu kalimat."), field="title")
    if not words:
        raise Refused(_("Tulis apa yang diminta, dan mengapa dari mereka."), field="words")
    for name, text, limit in (("party", party, PARTY_LIMIT), ("title", title, TITLE_LIMIT), ("proof", proof, LINE_LIMIT)):
        _fits(text, limit, name)
    _fits(words, WORDS_LIMIT, "words")
    if email:
        check_email(email)
    if request.due_at <= at:
        raise Refused(_("Pilih batas waktu yang masih akan datang."), field="due_at")
    return Request(party, title, words, request.due_at, email, proof)


def check_email(text: str) -> str:
    """Return an address without the space around it; raise Refused for what can be none."""
    if not _ADDRESS.fullmatch(text.strip()):
        raise Refused(_("Alamat e-mail ini belum lengkap. Contoh: posko@contoh.id. Kosongkan bila hanya menerima surat."), field="email")
    return text.strip()


def check_reply(reply: Reply, *, at: datetime, promised_at: datetime | None) -> Reply:
    """Return the answer tidied; `promised_at` is an earlier promise. Raise Refused naming the field."""
    words = tidy(reply.words)
    doer, document, whose = _line(reply.doer), _line(reply.document), _line(reply.whose)
    for name, text in (("doer", doer), ("document", document), ("whose", whose)):
        _fits(text, LINE_LIMIT, name)
    _fits(words, WORDS_LIMIT, "words")
    checks = {Answer.DONE: _check_done, Answer.PROMISE: _check_promise, Answer.NOT_OURS: _check_not_ours}
    given = Reply(reply.answer, reply.until, doer, document, whose, words, reply.photos)
    checks[reply.answer](given, at, promised_at)
    return given


def _check_done(reply: Reply, at: datetime, promised_at: datetime | None) -> None:
    if not reply.photos and not reply.document:
        raise Refused(_("Lampirkan satu foto, atau tulis nomor berita acaranya."), field="photos")


def _check_promise(reply: Reply, at: datetime, promised_at: datetime | None) -> None:
    if reply.until is None:
        raise Refused(_("Pilih tanggal dan jam selesai paling lambat."), field="until")
    if reply.until <= at:
        raise Refused(_("Tanggal ini sudah lewat. Pilih yang masih akan datang."), field="until")
    if reply.until > at + timedelta(days=PROMISE_DAYS):
        raise Refused(_("Pilih tanggal dalam %(days)d hari ke depan.") % {"days": PROMISE_DAYS}, field="until")
    if promised_at is not None and reply.until == promised_at:
        raise Refused(_("Tanggal ini sama dengan janji sebelumnya."), field="until")
    if promised_at is not None and not reply.words:
        raise Refused(_("Tulis mengapa tanggalnya berubah; pelapor membacanya."), field="words")


def _check_not_ours(reply: Reply, at: datetime, promised_at: datetime | None) -> None:
    if not reply.whose:
        raise Refused(_("Tulis milik siapa, atau “tidak tahu”."), field="whose")


def _line(text: str) -> str:
    return " ".join(tidy(text).split())


def _fits(text: str, limit: int, name: str) -> None:
    if len(text) > limit:
        message = _("Tulisan ini %(length)d huruf. Singkatkan sampai paling banyak %(limit)d.")
        raise Refused(message % {"length": len(text), "limit": limit}, field=name)


def opens_until(case_ended_at: datetime | None) -> datetime | None:
    """Return until when a link opens; None while its case goes on."""
    return None if case_ended_at is None else case_ended_at + timedelta(days=LINK_DAYS_AFTER_END)


def still_opens(case_ended_at: datetime | None, *, at: datetime) -> bool:
    """Whether a link still opens its request."""
    until = opens_until(case_ended_at)
    return until is None or at <= until
