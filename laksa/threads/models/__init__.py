# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of threads, and the questions asked of it."""

from laksa.threads.models.thread import Thread, ThreadQuerySet

__all__ = ["Thread", "ThreadQuerySet"]
