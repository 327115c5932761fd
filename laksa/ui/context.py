# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every full page may ask for: the city's name, the moment, whether this is a development house."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject


class CityFacts(Protocol):
    """What the shells say about the city; city.models.City has it all."""

    @property
    def name(self) -> str: ...

    @property
    def code_prefix(self) -> str: ...

    @property
    def emergency_number(self) -> str: ...


@dataclass(frozen=True)
class NoCity:
    """Stands in until a city pack is loaded."""

    name: str = ""
    code_prefix: str = ""
    emergency_number: str = "112"


_getters: list[Callable[[], CityFacts | None]] = []


def register_city(getter: Callable[[], CityFacts | None]) -> None:
    """Tell the shells whom to ask for the city; called by the city module when it is ready, the last one counts."""
    _getters[:] = [getter]


def city_facts() -> CityFacts:
    """Return the loaded city's facts, or empty ones before there is a city."""
    found = _getters[0]() if _getters else None
    return found or NoCity()


def house(request: HttpRequest) -> dict[str, Any]:
    """Give pages `city`, `now`, `is_development` and `base_url`; the city is not read before a page uses it."""
    return {
        "city": SimpleLazyObject(city_facts),
        "now": timezone.now(),  # noqa: TID251 - the edge of a page, as a view is
        "is_development": settings.IS_DEVELOPMENT,
        "base_url": settings.BASE_URL,
    }
