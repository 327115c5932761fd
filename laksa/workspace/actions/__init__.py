# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk writes by itself: kept views, looks at identities, acts on many cases, files of a list."""

from laksa.workspace.actions.bulk import Order, carry_out, preview, undo_bulk
from laksa.workspace.actions.exports import ask_for_export, ask_for_points, delete_old_exports, make_export, open_export
from laksa.workspace.actions.keeping import delete_view, look_at_identity, save_view

__all__ = [
    "Order",
    "ask_for_export",
    "ask_for_points",
    "carry_out",
    "delete_old_exports",
    "delete_view",
    "look_at_identity",
    "make_export",
    "open_export",
    "preview",
    "save_view",
    "undo_bulk",
]
