# SPDX-License-Identifier: AGPL-3.0-or-later
"""A desk in the tests: signed-in officers, and a clock that stands at the cast's moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from laksa.cases.models import Case


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let every page of a test be asked for at the same moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    """Return a small photo as a browser would send it."""

    def make(name: str = "sesudah.jpg", colour: str = "teal") -> SimpleUploadedFile:
        data = BytesIO()
        Image.new("RGB", (64, 48), colour).save(data, "JPEG")
        return SimpleUploadedFile(name, data.getvalue(), content_type="image/jpeg")

    return make


@pytest.fixture
def act_url() -> Callable[[Case, str], str]:
    """Return the address of a verb on a case."""
    return lambda case, verb: f"/meja/kasus/{case.code}/{verb}/"
