"""Writes of the citizen's site that come before there is a case: drafts, and sending them."""

from laksa.portal.actions.drafts import add_photo, change_draft, create_draft, delete_old_drafts, remove_photo
from laksa.portal.actions.sending import preview_of, send_content, send_draft, spend_limits, submission_of

__all__ = [
    "add_photo",
    "change_draft",
    "create_draft",
    "delete_old_drafts",
    "preview_of",
    "remove_photo",
    "send_content",
    "send_draft",
    "spend_limits",
    "submission_of",
]
