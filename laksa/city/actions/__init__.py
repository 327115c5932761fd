"""Every write that changes the city, and the check that comes before it."""

from laksa.city.actions.loading import PackRefused, compare_pack, load_pack
from laksa.city.actions.outlines import OutlinesRefused, check_outlines, load_outlines
from laksa.city.actions.reading import check_pack, read_pack
from laksa.city.actions.saving import save_reference

__all__ = [
    "OutlinesRefused",
    "PackRefused",
    "check_outlines",
    "check_pack",
    "compare_pack",
    "load_outlines",
    "load_pack",
    "read_pack",
    "save_reference",
]
