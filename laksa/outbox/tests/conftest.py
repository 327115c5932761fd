"""Letters to Siti, and a post office that can be told whom to refuse."""

from __future__ import annotations

from datetime import datetime

import pytest

from laksa.gateways import GatewayError
from laksa.gateways.mail import FakeMail
from laksa.outbox.actions import Draft, enqueue_messages
from laksa.outbox.models import Message


@pytest.fixture
def draft() -> Draft:
    return Draft(
        kind="case.received",
        to="siti@contoh.id",
        subject="[KCT-7K3M-9Q] Laporan Anda sudah kami terima",
        text="Terima kasih.\n\nTautan Anda: http://127.0.0.1:8000/l/rahasia/\n",
        topic="KCT-7K3M-9Q",
    )


@pytest.fixture
def message(db: None, draft: Draft, at: datetime) -> Message:
    """A letter to Siti that waits to be sent."""
    return enqueue_messages([draft], at=at)[0]


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


@pytest.fixture
def closed() -> FakeMail:
    """A post office that is closed today."""
    return FakeMail(faults={"siti@contoh.id": GatewayError("451 try later")})


@pytest.fixture
def unknown() -> FakeMail:
    """A post office that knows no Siti."""
    return FakeMail(faults={"siti@contoh.id": GatewayError("550 unknown", permanent=True)})
