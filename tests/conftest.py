# SPDX-License-Identifier: AGPL-3.0-or-later
"""Journeys and house rules meet the same cast as the modules' own tests."""

from laksa.conftest import *  # noqa: F403 - fixtures are found by their names
from laksa.conftest import _fresh_book  # noqa: F401
