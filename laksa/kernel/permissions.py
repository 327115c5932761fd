"""The one way an action asks whether it may go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied

A = TypeVar("A")
T = TypeVar("T")


def require(policy: Callable[[A, T], bool], actor: A, thing: T) -> None:
    """Raise PermissionDenied, naming the policy, unless `policy(actor, thing)` holds."""
    if not policy(actor, thing):
        raise PermissionDenied(policy.__name__)
