# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often programs may call, and what one call may weigh."""

from __future__ import annotations

from laksa.kernel.limits import Limit

# The names are those of the citizen's site: a person who uses both is counted once, so the numbers must agree.
REPORTS_A_CONTACT = Limit("report-contact", 10, 3_600)
REPORTS_A_CELL = Limit("report-cell", 60, 3_600)
REPORTS_A_NETWORK = Limit("report-network", 300, 3_600)
PHOTOS_A_NETWORK = Limit("photo-network", 1_800, 3_600)

# Proposals, to be tuned by the city.
CALLS_A_KEY = Limit("api-key", 600, 60)
WORDS_A_LINK = Limit("api-link", 60, 3_600)
JOINS_A_NETWORK = Limit("join-network", 300, 3_600)

MEGABYTE = 1024 * 1024
BODY_LIMIT = 2 * MEGABYTE
# Six photos of 10 MB, and the words around them.
UPLOAD_LIMIT = 61 * MEGABYTE

# An idempotency key shorter than this could be anybody's: see actions.
LONG_KEY = 16
KEY_LIMIT = 200
