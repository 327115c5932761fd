# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands behind "done", in the words of the reporter's page: checked, or signed although it could not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from laksa.cases.rules import Proof
from laksa.portal.views.story import Story
from laksa.ui.rules import exact
from laksa.ui.templatetags.ui import current_voice


@dataclass(frozen=True)
class Behind:
    """A sentence about the proof; `is_held` says whether every check was passed."""

    words: str
    is_held: bool


def proof_of(story: Story) -> Behind | None:
    """Return what is known of the newest after-photo; None where none was asked for, or the case was opened again since."""
    newest = next((entry for entry in reversed(story.entries) if entry.kind in {"resolved", "reopened"}), None)
    if newest is None or newest.kind == "reopened":
        return None
    facts = newest.data
    if facts.get("proof") == Proof.SIGNED:
        return Behind(signed_words(facts), is_held=False)
    if facts.get("proof") == Proof.HELD:
        return Behind(_held_words(facts, story.at), is_held=True)
    return None


def signed_words(facts: dict[str, Any]) -> str:
    """Say that a photo could not be verified, and who signed for it all the same."""
    words = {"who": facts.get("signer_name", ""), "reason": facts.get("reason", "")}
    return _("Foto tidak dapat diverifikasi. Ditandatangani %(who)s: %(reason)s") % words


def _held_words(facts: dict[str, Any], at: datetime) -> str:
    taken = next((check["facts"].get("taken_at") for check in facts.get("checks", []) if check.get("name") == "age"), None)
    if not taken:
        return _("Foto diperiksa: tempat cocok, belum pernah dipakai.")
    said = exact(datetime.fromisoformat(taken), current_voice(), now=at)
    return _("Foto diperiksa: tempat cocok, diambil %(time)s, belum pernah dipakai.") % {"time": said}
