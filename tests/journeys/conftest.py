# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real browser at a real server: Debian's Chromium, with a fresh profile for every journey."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from laksa.cases.models import Case
from laksa.gateways.pictures.drawing import draw
from laksa.identity.models import User

# On a machine with other work a page may be long in coming; what never comes fails all the same.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def site(settings: Any, tmp_path: Path, socket_enabled: None, live_server: Any, city: Any) -> Iterator[str]:
    """The address of the running city; a journey ends when the city has answered all that was asked of it."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    yield str(live_server.url)
    # The windows are closed. A request that was still on its way would write into the database while it is emptied, or after.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE_MS / 1000)
            assert not thread.is_alive(), "the city still answers a window that is closed"


class Complaints(list[str]):
    """What the browser's console complained of; a journey ends with none but those of which it says that they belong to it."""

    foreseen = ""

    def foresee(self, words: str) -> None:
        """Take complaints with these words for no fault, also one that comes as late as the page's end."""
        self.foreseen = words


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    said = Complaints()
    yield said
    assert [words for words in said if not said.foreseen or said.foreseen not in words] == []


@pytest.fixture
def open_page(browser: Browser, site: str, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Open a phone's window: `open_page("/lapor/", java_script_enabled=False)`."""
    contexts = []

    def opened(path: str, **wishes: Any) -> Page:
        facts = {"viewport": {"width": 360, "height": 800}, "locale": "id-ID", "timezone_id": "Asia/Jakarta", "service_workers": "block"}
        context = browser.new_context(base_url=site, **(facts | wishes))
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _counts(message) else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def session_of(site: str) -> Callable[[User], Any]:
    """Return the cookie of a browser in which this person has signed in."""

    def cookie(user: User) -> Any:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return {"name": "sesi", "value": client.cookies["sesi"].value, "url": site}

    return cookie


@pytest.fixture
def as_person(open_page: Callable[..., Page], session_of: Callable[[User], Any]) -> Callable[..., Page]:
    """Open a window in which this person has signed in: `as_person(budi, "/meja/")`."""

    def opened(user: User, path: str, **wishes: Any) -> Page:
        return open_page(path, **wishes, storage_state={"cookies": [session_of(user)], "origins": []})

    return opened


@pytest.fixture
def todays_lamp(held_lamp: Case, at: datetime) -> Case:
    """The lamp, promised for today and of a kind that asks for a photo at the end."""
    Case.objects.filter(pk=held_lamp.pk).update(state="planned", promised_on=at.date())
    held_lamp.refresh_from_db()
    return held_lamp


@pytest.fixture
def on_phone(as_person: Callable[..., Page], at: datetime) -> Callable[..., Page]:
    """Open a crew's phone on which this person has signed in, and whose clock is right."""

    def opened(user: User, path: str, **wishes: Any) -> Page:
        page = as_person(user, "about:blank", **wishes)
        page.clock.set_fixed_time(at)
        page.goto(path)
        return page

    return opened


@pytest.fixture
def after_photo(tmp_path: Path) -> Path:
    path = tmp_path / "sesudah.jpg"
    path.write_bytes(draw("lamp", seed=1, after=True))
    return path


def _counts(message: Any) -> bool:
    """Tell whether a message of the console is a fault: an answer that refuses a form, or no signal, is none."""
    expected = ("status of 422", "ERR_INTERNET_DISCONNECTED")
    return message.type == "error" and not any(words in message.text for words in expected)


@pytest.fixture
def find_barriers() -> Callable[[Page], list[str]]:
    """Return what axe finds wrong with a page, by rule and place."""

    def found(page: Page) -> list[str]:
        violations = Axe().run(page).response["violations"]
        return [f"{one['id']}: {', '.join(' '.join(node['target']) for node in one['nodes'])}" for one in violations]

    return found
