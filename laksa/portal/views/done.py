# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the page after sending says: the ticket, and only dates that stand in the SOP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from laksa.cases.models import Case, Participant
from laksa.cases.rules import Kind, State
from laksa.city.models import book
from laksa.deadlines.actions import hours_of
from laksa.deadlines.rules import next_opening
from laksa.ui.rules import exact, exact_zone
from laksa.ui.templatetags.ui import current_voice

SHOWN_LINK = 14


@dataclass(frozen=True)
class Done:
    """The ticket: code, link, QR, and where else the link went."""

    code: str
    title: str
    path: str
    link: str
    link_words: str
    qr: SafeString
    told: str
    is_joined: bool
    is_anonymous: bool

    @classmethod
    def of(cls, person: Participant, *, at: datetime) -> Done:
        # 8 MB that no other page needs.
        import segno

        path = f"/l/{person.token}/"
        link = settings.BASE_URL + path
        qr = segno.make(link, error="m", micro=False).svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
        return cls(
            code=person.case.code,
            title=person.case.title,
            path=path,
            link=link,
            link_words=f"{link.split('//')[1][: -len(person.token) - 1]}{person.token[:SHOWN_LINK]}…",
            qr=mark_safe(qr),  # noqa: S308 - drawn here from our own address
            told=masked_email(person.email),
            is_joined=not person.is_reporter,
            is_anonymous=person.identity == "anonymous",
        )


def masked_email(email: str) -> str:
    """Return an address that its owner knows again and a stranger can't use: s•••@contoh.id."""
    name, sign, host = email.partition("@")
    return f"{name[:1]}•••{sign}{host}" if sign else ""


@dataclass(frozen=True)
class Next:
    """One stop of "what happens now"."""

    meta: str
    title: str
    words: str = ""
    tone: str = "ahead"


def steps_of(case: Case, *, at: datetime) -> list[Next]:
    """Return what happens now, in order; a date that is not in the SOP is not promised."""
    voice = current_voice()
    received = exact_zone(case.received_at, voice, now=at)
    steps = [Next(received, _received(case), tone="done")]
    first_due = case.verify_due_at if case.state == State.TRIAGE else case.respond_due_at
    if case.state == State.TRIAGE:
        steps.append(Next(_by(first_due, at), _("Meja kota memilih kantor yang tepat"), _passed(case, at), tone="due"))
    if case.state != State.TRIAGE or case.respond_due_at:
        tone = "ahead" if case.state == State.TRIAGE else "due"
        words = "" if case.state == State.TRIAGE else _passed(case, at)
        steps.append(Next(_by(case.respond_due_at, at), _("Petugas membaca dan menjawab Anda"), words, tone=tone))
    if case.kind == Kind.COMPLAINT and case.resolve_due_at:
        target = _("Target %(time)s") % {"time": exact(case.resolve_due_at, voice, now=at)}
        steps.append(
            Next(
                target,
                _("Masalahnya ditangani, dengan bukti"),
                _("Bila target terlewat, laporan ini tercatat terlambat dan semua orang dapat melihatnya."),
            )
        )
        steps.append(Next(_("Sesudah itu"), _("Anda yang menentukan: sudah beres atau belum")))
    return steps


def _received(case: Case) -> str:
    if case.state == State.TRIAGE:
        return _("Diterima oleh meja kota")
    return _("Diterima dan diteruskan ke %(office)s") % {"office": office_name(case.agency_id, case.unit_id)}


def office_name(agency_id: str, unit_id: str | None) -> str:
    """Return office and team as people say them: "Dinas Perhubungan, Tim PJU"."""
    agency = book().agencies[agency_id]
    return f"{agency.name}, {book().units[unit_id].name}" if unit_id else agency.name


def _by(due: datetime | None, at: datetime) -> str:
    return _("Paling lambat %(time)s") % {"time": exact(due, current_voice(), now=at)} if due else _("Berikutnya")


def _passed(case: Case, at: datetime) -> str:
    """Say when the office opens if it is closed now, and what happens when the date passes."""
    opens = next_opening(at, hours=hours_of(case.agency_id))
    says = _("Kalau lewat, laporan ini tercatat terlambat.")
    if opens > at:
        return _("Kantor buka lagi %(time)s.") % {"time": exact(opens, current_voice(), now=at)} + " " + says
    return says
