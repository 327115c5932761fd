# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the crew's page keeps (forms that came in) and reads (the day's cases)."""

from laksa.field.models.day import Day, find_stop, read_day, times_of
from laksa.field.models.guide import guides_of
from laksa.field.models.parcel import Parcel

__all__ = ["Day", "Parcel", "find_stop", "guides_of", "read_day", "times_of"]
