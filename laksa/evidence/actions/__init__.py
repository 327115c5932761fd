# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes are issued and used, photos remembered and looked for, proofs examined."""

from laksa.evidence.actions.codes import CodeUse, forget_old_codes, issue_code, issue_day_codes, use_code
from laksa.evidence.actions.examining import Look, examine, look_at
from laksa.evidence.actions.photos import Print, forget_photos, keep_print, remember_photo

__all__ = [
    "CodeUse",
    "Look",
    "Print",
    "examine",
    "forget_old_codes",
    "forget_photos",
    "issue_code",
    "issue_day_codes",
    "keep_print",
    "look_at",
    "remember_photo",
    "use_code",
]
