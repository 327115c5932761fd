"""Who may change what the city is made of."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from laksa.city.models import City
from laksa.kernel.events import Who


class Keeper(Who, Protocol):
    """Whoever acts, with the offices they hold."""

    @property
    def kind(self) -> str: ...
    @property
    def roles(self) -> Collection[str]: ...


def may_keep_city(actor: Keeper, city: City | None) -> bool:
    """The system itself at start-up and on the command line, and a sysadmin."""
    return actor.kind == "system" or "sysadmin" in actor.roles
