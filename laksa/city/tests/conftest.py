"""A pack that a test may spoil, and people who may or may not change the city."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from laksa.city.admin import Editor
from laksa.city.policies import Keeper

CONTOH = Path(settings.ROOT) / "tests" / "cities" / "contoh"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack of Kota Contoh that the test may change."""
    return Path(shutil.copytree(CONTOH, tmp_path / "contoh"))


@pytest.fixture
def edit(pack: Path) -> Callable[..., None]:
    """Change a file of the pack: `edit("sop.csv", "old", "new")`; the old text must be there."""

    def change(file: str, old: str, new: str) -> None:
        text = (pack / file).read_text()
        assert old in text, f"{file} has no {old!r}"
        (pack / file).write_text(text.replace(old, new, 1))

    return change


@pytest.fixture
def keeper() -> Keeper:
    """A sysadmin, as the administration pages know them."""
    return Editor(label="Sari Utami", user_id=None, roles={"sysadmin"})


@pytest.fixture
def stranger() -> Keeper:
    """An officer without any say over the city's data."""
    return Editor(label="Joko Prasetyo", user_id=None, roles={"officer"})
