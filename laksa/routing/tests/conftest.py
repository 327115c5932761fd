"""The pack that is shipped, compiled once; the invented city where its own rules are tried."""

import csv
import hashlib
from pathlib import Path

import pytest

from laksa.routing.rules import Rulebook
from laksa.routing.tests.pack import read

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The folder of the city pack that ships with Laksa."""
    return next(iter(sorted(ROOT.glob("cities/*/routing")))).parent


@pytest.fixture(scope="session")
def rulebook(shipped: Path) -> Rulebook:
    """The rules of the shipped pack."""
    return Rulebook(read(shipped))


@pytest.fixture(scope="session")
def small() -> Rulebook:
    """The rules of the invented Kota Contoh."""
    return Rulebook(read(ROOT / "tests" / "cities" / "contoh"))


@pytest.fixture(scope="session")
def dangers() -> list[dict[str, str]]:
    """Texts with words of danger: emergency yes or no."""
    return labelled("darurat.csv")


def labelled(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def sentences() -> list[dict[str, str]]:
    """Labelled sentences: text, category, kind, emergency; `held_out` for the half kept apart when weights were chosen."""
    rows = labelled("kalimat.csv")
    return [row | {"held_out": hashlib.sha256(row["text"].encode()).digest()[-1] % 2 == 1} for row in rows]
