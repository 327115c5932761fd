"""A resident at the report form: walks its steps as a browser without JavaScript would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from laksa.cases.models import Case
from laksa.city.models import book
from laksa.conftest import AT
from laksa.portal.models import Draft

LAMP = "Lampu jalan mati tiga tiang di depan musala, sudah seminggu, gelap sekali"


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    """It is Tuesday 24 November 2026, 14:05, at every page."""
    with time_machine.travel(AT, tick=False):
        yield


def picture(
    name: str = "lampu.jpg", kind: str = "JPEG", colour: str = "navy", place: tuple[float, float] | None = None
) -> SimpleUploadedFile:
    """Return a small photo, with the place its camera wrote down."""
    image, out = Image.new("RGB", (64, 48), colour), BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x8825] = {1: "S", 2: _dms(-place[0]), 3: "E", 4: _dms(place[1])}
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{kind.lower()}")


def _dms(degrees: float) -> tuple[float, float, float]:
    whole, minutes = int(degrees), degrees % 1 * 60
    return float(whole), float(int(minutes)), minutes % 1 * 60


@dataclass
class Resident:
    """Somebody with a browser and a trouble."""

    client: Client
    key: str = ""

    def tell(self, text: str = LAMP, **more: Any) -> Any:
        answer = self.client.post(f"/lapor/{self.key}/" if self.key else "/lapor/", {"text": text, **more})
        if answer.status_code == 302 and not self.key:
            self.key = answer.url.split("/")[2]
        return answer

    def at_step(self, step: str) -> Any:
        return self.client.get(f"/lapor/{self.key}/{step}/")

    def locate(self, **fields: Any) -> Any:
        village = next(one.code for one in book().areas.values() if one.kind == "village")
        return self.client.post(f"/lapor/{self.key}/tempat/", fields or {"way": "list", "village": village})

    def check(self, **fields: Any) -> Any:
        return self.client.post(f"/lapor/{self.key}/periksa/", fields)

    def send(self, **fields: Any) -> Any:
        return self.client.post(f"/lapor/{self.key}/kabar/", fields or {"notify": "none", "identity": "hidden"})

    def reach_news(self, **told: Any) -> None:
        self.tell(**told)
        self.locate()
        self.check()

    def report(self, **told: Any) -> Case:
        self.reach_news(**told)
        self.send()
        return Case.objects.latest("pk")

    @property
    def draft(self) -> Draft:
        return Draft.objects.by_key(self.key).get()


@pytest.fixture
def resident(client: Client, city: Any) -> Resident:
    return Resident(client)
