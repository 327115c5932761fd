# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often links may be tried and answered here. No table, no clock."""

from laksa.kernel.limits import Limit

# Wrong links only: whoever has the right one is never kept out by a stranger in the same network. Proposals, to be tuned.
GUESSES_A_NETWORK = Limit("guest-guess", 30, 3_600)
ANSWERS_A_LINK = Limit("guest-answer", 30, 3_600)
