# SPDX-License-Identifier: AGPL-3.0-or-later
"""Indonesian is the source; English is complete, and what is compiled is what is written."""

from __future__ import annotations

import gettext
import re
import subprocess
from pathlib import Path
from typing import BinaryIO

import pytest

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = sorted(ROOT.glob("laksa/*/locale/en/LC_MESSAGES/django.po"))


def msgfmt(*arguments: object) -> str:
    return subprocess.run(
        ["msgfmt", *map(str, arguments)], capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    ).stderr


def sentences(compiled: BinaryIO) -> dict[object, str]:
    """Return what a compiled catalogue says, without its heading, which names dates and programs."""
    return {source: english for source, english in gettext.GNUTranslations(compiled)._catalog.items() if source}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_english_is_complete(catalogue: Path):
    statistics = msgfmt("--statistics", "--check-format", "-o", "/dev/null", catalogue)

    assert re.fullmatch(r"\d+ translated messages?\.\n?", statistics), statistics


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_what_is_compiled_is_what_is_written(catalogue: Path, tmp_path: Path):
    msgfmt("-o", tmp_path / "fresh.mo", catalogue)

    with (tmp_path / "fresh.mo").open("rb") as fresh, catalogue.with_suffix(".mo").open("rb") as kept:
        assert sentences(kept) == sentences(fresh)
