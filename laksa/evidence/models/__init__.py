# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of proofs: one-time codes, prints of photos, and the prints of all photos in memory."""

from laksa.evidence.models.codes import CaptureCode
from laksa.evidence.models.prints import PhotoPrint

__all__ = ["CaptureCode", "PhotoPrint"]
