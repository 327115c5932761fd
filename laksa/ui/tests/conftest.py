"""The shells stand alone: a city that is only a name, and files without a collected list."""

import pytest

from laksa.ui import context


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Pages of a test name files without a collected list."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def contoh(monkeypatch):
    """The city is called Kota Contoh; no table is asked."""
    monkeypatch.setattr(context, "_getters", [lambda: context.NoCity(name="Kota Contoh", code_prefix="KTC")])
