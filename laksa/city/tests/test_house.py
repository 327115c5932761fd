"""Nothing about one city stands in code, and the shells learn their city's name from here."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from laksa.city.policies import may_keep_city
from laksa.identity.models import actor_of
from laksa.identity.rules import SYSTEM
from laksa.ui.context import city_facts

HOUSE = Path(settings.ROOT) / "laksa"
# The one place that names which pack a fresh clone runs with.
DEFAULT_PACK = "laksa/config/settings.py"


def test_no_city_is_named_in_code():
    named = []
    for path in HOUSE.rglob("*"):
        if path.suffix in {".py", ".html", ".js", ".css", ".txt"} and "tests" not in path.parts:
            text = path.read_text(encoding="utf-8").casefold()
            if "tangerang" in text.replace('root / "cities" / "tangerang"', ""):
                named.append(path.relative_to(HOUSE.parent).as_posix())

    assert named == []
    assert "tangerang" in (HOUSE.parent / DEFAULT_PACK).read_text().casefold()


@pytest.mark.django_db
def test_the_shells_know_the_citys_name(city):
    assert (city_facts().name, city_facts().code_prefix) == ("Kota Contoh", "CTH")


@pytest.mark.django_db
def test_only_the_system_and_the_sysadmin_keep_the_city(city, at, request):
    cast = ["budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "camat", "walikota", "operator", "sari"]

    kept = [name for name in cast if may_keep_city(actor_of(request.getfixturevalue(name), at=at), city)]

    assert kept == ["sari"]
    assert may_keep_city(SYSTEM, city)
