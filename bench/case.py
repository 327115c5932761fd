# SPDX-License-Identifier: AGPL-3.0-or-later
"""One of the four pages of `bench pages`, alone."""

from __future__ import annotations

from bench.pages import command

bench = command("case")
