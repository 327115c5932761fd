"""Drawn stand-ins for photos of the example city."""

from __future__ import annotations

import io

from PIL import Image


def draw(scene: str, seed: int, *, after: bool) -> bytes:
    """Return a drawn JPEG of 960 × 720 pixels."""
    out = io.BytesIO()
    Image.new("RGB", (960, 720), "#7d8a91").save(out, "JPEG")
    return out.getvalue()
