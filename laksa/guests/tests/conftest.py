# SPDX-License-Identifier: AGPL-3.0-or-later
"""PLN has been asked about the lamp, and somebody there opens the link of its letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from laksa.cases.models import Case
from laksa.cases.models.participant import derive_token
from laksa.identity.models import User, actor_of
from laksa.threads.actions.outside import refer_outside
from laksa.threads.models import Thread
from laksa.threads.rules.outside import Request


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let every page of a test be asked for at the same moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def asked(held_lamp: Case, budi: User, at: datetime) -> Thread:
    """The request to PLN: two days for an answer, by letter."""
    words = "Kabel dari tiang 11 sampai 16 hilang. Kami tidak boleh menyambung ke jaringan PLN."
    request = Request("PLN", "Mohon sambung lagi kabel udara", words, at + timedelta(days=2), "posko@pln.contoh.id", "Foto tiang 11")
    return refer_outside(held_lamp.pk, request, actor=actor_of(budi, at=at), at=at - timedelta(hours=3))


@pytest.fixture
def link(asked: Thread) -> str:
    """The path that PLN's letter leads to."""
    return f"/pihak/{derive_token(asked.seed)}/"


@pytest.fixture
def picture() -> Any:
    """A small photo as a browser would send it."""
    data = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(data, "JPEG")
    return SimpleUploadedFile("sesudah.jpg", data.getvalue(), content_type="image/jpeg")
