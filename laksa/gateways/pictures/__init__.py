"""The door to picture files: what came in is looked at with care, and made anew without its hidden data."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from laksa.gateways.pictures.limits import BYTES_LIMIT, PIXEL_LIMIT

if TYPE_CHECKING:
    from laksa.gateways.pictures.comparing import Grey, grey, read_sketch, sketch
    from laksa.gateways.pictures.looking import Inspected, PictureRefused, Reason, inspect
    from laksa.gateways.pictures.making import LARGE_SIDE, SMALL_SIDE, Remade, remake

__all__ = [
    "BYTES_LIMIT",
    "LARGE_SIDE",
    "PIXEL_LIMIT",
    "SMALL_SIDE",
    "Grey",
    "Inspected",
    "PictureRefused",
    "Reason",
    "Remade",
    "grey",
    "inspect",
    "read_sketch",
    "remake",
    "sketch",
]

ROOMS = {
    **dict.fromkeys(("LARGE_SIDE", "SMALL_SIDE", "Remade", "remake"), "making"),
    **dict.fromkeys(("Grey", "grey", "read_sketch", "sketch"), "comparing"),
}


def __getattr__(name: str) -> Any:
    # Pillow and its HEIC reader are loaded with the first picture, so that an idle process stays small.
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"laksa.gateways.pictures.{ROOMS.get(name, 'looking')}"), name)
