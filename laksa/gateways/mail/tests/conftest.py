"""A real mail server on a free loopback port, and the ways to look at what arrived."""

from __future__ import annotations

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from laksa.gateways.mail import FakeMail, FolderMail, Letter, MailGateway, SmtpMail
from laksa.gateways.mail.letter import compose


@dataclass
class Postbox:
    """The far server: keeps what it takes; `answers` says how it treats an address."""

    answers: dict[str, str] = field(default_factory=dict)
    envelopes: list[Envelope] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if answer := self.answers.get("DATA"):
            return answer
        self.envelopes.append(envelope)
        return "250 OK"

    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(bytes(one.content), policy=policy.default) for one in self.envelopes]  # type: ignore[arg-type]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def knock(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    """Let nobody in."""
    return AuthResult(success=False, handled=False)


@pytest.fixture
def postbox(socket_enabled: None) -> Iterator[Postbox]:
    box = Postbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port, authenticator=knock, auth_require_tls=False)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def letter() -> Letter:
    return Letter(
        to="budi@contoh.id",
        subject="Laporan Anda TNG-7K3M-9Q diterima – terima kasih",
        text="Lampu jalan di depan sekolah padam.\n\n.\nhttp://127.0.0.1:8000/l/abc/",
        html="<p>Lampu jalan padam.</p>",
        message_id="20261124.17",
        reply_to="balas@contoh.id",
        headers={"Auto-Submitted": "auto-generated"},
    )


@dataclass
class Twin:
    """One implementation, and what has arrived through it."""

    gateway: MailGateway
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["fake", "folder", "smtp"])
def twin(request, tmp_path) -> Twin:
    if request.param == "smtp":
        postbox = request.getfixturevalue("postbox")
        return Twin(SmtpMail(host="127.0.0.1", port=postbox.port, sender="laksa@contoh.id"), postbox.letters)
    if request.param == "folder":
        folder = FolderMail(tmp_path / "outbox")
        return Twin(folder, folder.letters)
    fake = FakeMail()
    return Twin(fake, lambda: [as_read(letter) for letter in fake.sent])


def as_read(letter: Letter) -> EmailMessage:
    content = compose(letter, sender="laksa@contoh.id").message().as_bytes()
    return email.message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]
