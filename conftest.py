# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ground every test stands on: own folder, own database, no network, no limits. Read before any other."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest

DATA_DIR = Path(tempfile.mkdtemp(prefix="laksa-tests-"))
CITY = Path(__file__).parent / "tests" / "cities" / "contoh"


def _database_url() -> str:
    """Return where this run keeps its data: LAKSA_TEST_DATABASE=sqlite (a file) or postgres (a cluster of its own)."""
    wish = os.environ.get("LAKSA_TEST_DATABASE", "sqlite")
    if wish == "postgres":
        if "LAKSA_TEST_CLUSTER" not in os.environ:
            from tests.cluster import start_cluster

            cluster = start_cluster()
            atexit.register(cluster.end)
            # xdist's workers inherit the environment and share the one cluster, each with a database of its own.
            os.environ["LAKSA_TEST_CLUSTER"] = cluster.url
        return os.environ["LAKSA_TEST_CLUSTER"]
    if wish != "sqlite":
        raise SystemExit(f"LAKSA_TEST_DATABASE is '{wish}': write sqlite or postgres")
    return f"sqlite:///{DATA_DIR / 'laksa.sqlite3'}"


atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
(DATA_DIR / "static").mkdir()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "laksa.config.settings",
    "LAKSA_DATA_DIR": str(DATA_DIR),
    "LAKSA_DATABASE_URL": _database_url(),
    "LAKSA_CITY": str(CITY),
    "LAKSA_RATE_LIMITS": "off",
    "LAKSA_SECRET_KEY": "tests-only",
    "LAKSA_FIELD_KEYS": "tests-only",
    # Playwright runs an event loop in the test's thread, and Django would refuse the database beside it.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
for _name in ("LAKSA_BASE_URL", "LAKSA_SMTP_URL", "LAKSA_OUTLINES", "LAKSA_TRUSTED_PROXIES", "LAKSA_DEBUG", "LAKSA_DEVELOPMENT"):
    os.environ.pop(_name, None)

# How long an example takes says something of the machine's other work and nothing of the code. The examples are the same in every run,
# so that what was green stays green; LAKSA_TEST_EXAMPLES=new looks for others.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize=os.environ.get("LAKSA_TEST_EXAMPLES") != "new",
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

from django.conf import settings  # noqa: E402 - the environment comes first

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# A file instead of memory, so that two threads of a race test meet the locks of the real thing.
settings.DATABASES["default"]["TEST"] = {
    "NAME": str(DATA_DIR / "test.sqlite3") if "sqlite" in os.environ["LAKSA_DATABASE_URL"] else "test_laksa"
}
settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
django.setup()
# The processes of xdist inherit the environment. Named there, the settings would be read before this file, with our folder.
del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one for the whole process; each test opens windows of its own (`new_context`)."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        pytest.fail("Chromium is missing: apt-get install chromium (or leave journeys out: -m 'not browser')")
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # A camera that shows a turning circle, to whoever was given leave.
    camera = "--use-fake-device-for-media-stream"
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu", camera, *quiet])
        yield chromium
        chromium.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs the browser, so that it can be left out by one word; on PostgreSQL keep what asks a database.

    What takes long begins first, so that no process is left alone with it at the end.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if os.environ.get("LAKSA_TEST_DATABASE") == "postgres":
        # What never asks a database is the same on both, and has been tried on SQLite.
        rest = [item for item in items if not _asks_database(item)]
        config.hook.pytest_deselected(items=rest)
        items[:] = [item for item in items if _asks_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _asks_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or any(item.get_closest_marker(name) for name in ("django_db", "slow"))
