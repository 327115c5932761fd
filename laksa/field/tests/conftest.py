# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crew in the tests: signed in on a phone, with photos to send and a clock that stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from laksa.cases.models import Case
from laksa.conftest import drawn


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let every page of a test be asked for at the same moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    """Return a small photo as a phone would send it."""

    def make(colour: str = "teal") -> SimpleUploadedFile:
        data = BytesIO()
        Image.new("RGB", (64, 48), colour).save(data, "JPEG")
        return SimpleUploadedFile("foto.jpg", data.getvalue(), content_type="image/jpeg")

    return make


@pytest.fixture
def true_photo() -> SimpleUploadedFile:
    """A photo of the lamp, burning again, that is like no other."""
    return SimpleUploadedFile("sesudah.jpg", drawn("lamp", seed=1, after=True), content_type="image/jpeg")


@pytest.fixture
def send() -> Callable[..., Any]:
    """Send a form about a case: `send(phone, case, "start", key="a", is_phone=True, …)`."""

    def sent(phone: Client, case: Case, verb: str, *, is_phone: bool = True, **fields: Any) -> Any:
        told = {"verb": verb, "key": f"key-{verb}", "seen": case.entry_count} | fields
        headers = {"accept": "application/json"} if is_phone else {}
        return phone.post(f"/lapangan/tempat/{case.code}/kirim/", told, headers=headers)

    return sent
