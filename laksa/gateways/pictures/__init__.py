"""The door to picture files: what came in is looked at with care, and made anew without its hidden data."""

from __future__ import annotations

from laksa.gateways.pictures.looking import BYTES_LIMIT, PIXEL_LIMIT, Inspected, PictureRefused, Reason, inspect
from laksa.gateways.pictures.making import LARGE_SIDE, SMALL_SIDE, Remade, remake

__all__ = ["BYTES_LIMIT", "LARGE_SIDE", "PIXEL_LIMIT", "SMALL_SIDE", "Inspected", "PictureRefused", "Reason", "Remade", "inspect", "remake"]
