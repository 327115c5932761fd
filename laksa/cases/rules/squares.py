"""The grid that makes "near" a list of whole numbers."""

from __future__ import annotations


def cell_of(lat: float, lon: float) -> int:
    """Return the number of the grid square (0.005 degrees, about 550 m) a point lies in.

    lat, lon in WGS 84. Neighbours differ by 1 (east) and 100,000 (north), so that "near" is a
    short list of whole numbers in an ordinary index on any database.
    """
    return int((lat + 90) // CELL_DEGREES) * 100_000 + int((lon + 180) // CELL_DEGREES)


CELL_DEGREES = 0.005


def cells_around(lat: float, lon: float, rings: int = 1) -> list[int]:
    """Return the square of a point and `rings` rings of neighbours around it."""
    middle = cell_of(lat, lon)
    span = range(-rings, rings + 1)
    return [middle + north * 100_000 + east for north in span for east in span]
