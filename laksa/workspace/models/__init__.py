# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk's own tables, and its questions to the cases."""

from laksa.workspace.models.bulk import Bulk, BulkLine, last_undoable
from laksa.workspace.models.casefile import CaseFile, Line, Near, find_case, read_file, read_pane, read_whole
from laksa.workspace.models.exports import Export, ExportState
from laksa.workspace.models.figured import tallied
from laksa.workspace.models.inbox import CEILING, Page, count_up_to_ceiling, listed, page_of, units_below, usual_view
from laksa.workspace.models.saved import SavedView

__all__ = [
    "CEILING",
    "Bulk",
    "BulkLine",
    "CaseFile",
    "Export",
    "ExportState",
    "Line",
    "Near",
    "Page",
    "SavedView",
    "count_up_to_ceiling",
    "find_case",
    "last_undoable",
    "listed",
    "page_of",
    "read_file",
    "read_pane",
    "read_whole",
    "tallied",
    "units_below",
    "usual_view",
]
