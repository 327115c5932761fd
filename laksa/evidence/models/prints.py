# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is remembered of every photo, so that a new one can be told from it."""

from __future__ import annotations

from django.db import models


class PhotoPrint(models.Model):
    """The signs of a photo's windows and a small grey sketch of it; goes when the photo goes."""

    photo = models.CharField(max_length=32, unique=True)
    case_code = models.CharField(max_length=16, db_index=True)
    added_at = models.DateTimeField()
    signs = models.BinaryField()  # rules.prints.PRINT_WORDS words of 64 signs, the least byte first
    sketch = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.case_code} {self.photo}"
