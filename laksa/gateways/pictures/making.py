"""Making a picture anew: decoded once, turned upright, made smaller, and written without any hidden data."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from laksa.gateways.pictures.looking import UNREADABLE, PictureRefused, Reason, open_picture

LARGE_SIDE = 1600
SMALL_SIDE = 320
# Longer pictures are cut for the small form, or a panorama would become a line.
LONGEST_SMALL = 16 / 9
QUALITY_LARGE, QUALITY_SMALL = 80, 74
COLOURED = frozenset({"RGB", "L", "CMYK"})


@dataclass(frozen=True, kw_only=True)
class Remade:
    """A picture in two sizes as WebP; width and height (pixels) are those of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def remake(data: bytes) -> Remade:
    """Return a picture anew: at most 1600 px and 320 px at its longer side, upright, in sRGB, no metadata.

    Of an animation the first frame. Raises PictureRefused when it can't be read to its end.
    """
    image = open_picture(data)
    try:
        large = plain(shrunk(image, LARGE_SIDE))
    except UNREADABLE as error:
        raise PictureRefused(Reason.BROKEN) from error
    return Remade(large=_webp(large, QUALITY_LARGE), small=_webp(small(large), QUALITY_SMALL), width=large.width, height=large.height)


def shrunk(image: Image.Image, side: int) -> Image.Image:
    """Return the picture upright and at most `side` px long; a JPEG is decoded at a fraction of its size."""
    if image.format in {"JPEG", "MPO"}:
        ratio = side / max(image.size)
        image.draft(None, (max(1, round(image.width * ratio)), max(1, round(image.height * ratio))))
    image.load()
    # Palettes and single bits can't be averaged, 16-bit greys only after they are brought to 8.
    if image.mode in {"P", "PA", "1"}:
        image = _carry(image, image.convert("RGBA" if image.has_transparency_data else "RGB"))
    elif image.mode not in {*COLOURED, "RGBA", "LA"}:
        image = _carry(image, _eight_bits(image))
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    ImageOps.exif_transpose(image, in_place=True)
    return image


def _carry(old: Image.Image, new: Image.Image) -> Image.Image:
    """Return the new picture with what still has to be known of the old: its turn and its colours."""
    new.info.update({key: old.info[key] for key in ("exif", "icc_profile") if key in old.info})
    return new


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # A 16-bit grey picture: Pillow clips it instead of scaling it.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def plain(image: Image.Image) -> Image.Image:
    """Return the pixels in sRGB on white, in a new image that carries nothing else."""
    alpha = image.getchannel("A") if image.mode in {"RGBA", "LA"} else None
    if image.mode in {"RGBA", "LA"}:
        image = _carry(image, image.convert("RGB" if image.mode == "RGBA" else "L"))
    coloured = _in_srgb(image)
    paper = Image.new("RGB", image.size, "white")
    paper.paste(coloured, mask=alpha)
    return paper


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture with its own colour profile applied; without a usable one as it is."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in COLOURED:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *UNREADABLE):
            return image.convert("RGB")
        if converted is not None:
            return converted
    return image.convert("RGB")


def small(large: Image.Image) -> Image.Image:
    """Return a picture at most 320 px long, the ends of a long one cut off."""
    width, height = large.size
    longest = round(min(width, height) * LONGEST_SMALL)
    cut_x, cut_y = max(0, width - longest) // 2, max(0, height - longest) // 2
    cut = large.crop((cut_x, cut_y, width - cut_x, height - cut_y))
    cut.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return cut


def _webp(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()
