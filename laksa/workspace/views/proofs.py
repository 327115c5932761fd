# SPDX-License-Identifier: AGPL-3.0-or-later
"""The proof of a repair in the story: before and after side by side, the checks, and what its lead may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from laksa.cases.models import Case, Photo
from laksa.cases.policies import may_resolve, may_sign_proof
from laksa.evidence.rules.words import ToldCheck, fair_way, told_checks
from laksa.identity.rules import ROLE_WORDS, Actor, Role
from laksa.ui.rules import exact
from laksa.ui.templatetags.ui import current_voice
from laksa.workspace.models import CaseFile
from laksa.workspace.rules import VERBS, Verb
from laksa.workspace.views.story import Told

# In the order of the buttons: the fair way out is the filled one, the signature stands apart.
LEADS_VERBS = ("send_back", "inspect", "sign")


@dataclass(frozen=True)
class Proof:
    """A proof as the case page draws it; `way` is what its officer can do, `acts` what its reader may."""

    is_held: bool
    is_open: bool
    checks: list[ToldCheck]
    before: Photo | None
    afters: list[Photo]
    signer: str
    way: str
    acts: list[Verb]
    may_retake: bool


def with_proofs(told: list[Told], file: CaseFile, *, actor: Actor, now: datetime) -> list[Told]:
    """Return the story with the checks beside each repair that was declared; `told` stands as `file.lines` does."""
    newest = next((line.entry.pk for line in file.lines if line.entry.kind == "proof_doubted"), None)
    found = []
    for one, line in zip(told, file.lines, strict=True):
        checks = line.entry.data.get("checks") if line.entry.kind in {"proof_doubted", "resolved"} else None
        if not checks:
            found.append(one)
            continue
        is_open = file.case.is_doubted and line.entry.pk == newest
        found.append(replace(one, proof=_proof(file, line.entry.data, line.photos, actor=actor, now=now, is_open=is_open), photos=[]))
    return found


def _proof(file: CaseFile, data: dict[str, object], photos: Sequence[Photo], *, actor: Actor, now: datetime, is_open: bool) -> Proof:
    case, voice = file.case, current_voice()
    checks: list[dict[str, object]] = data["checks"]  # type: ignore[assignment]
    signs = is_open and may_sign_proof(actor, case)
    before = next((one for one in file.before_photos if one.is_ready and not one.is_internal), None)
    return Proof(
        is_held=data.get("proof") == "held",
        is_open=is_open,
        checks=told_checks(checks, day=lambda at: exact(at, voice, now=now)),
        before=before,
        afters=list(photos),
        signer=signer_words(data),
        way=fair_way(checks),
        acts=[VERBS[name] for name in LEADS_VERBS] if signs else [],
        may_retake=is_open and not signs and may_resolve(actor, case),
    )


def signer_words(data: dict[str, object]) -> str:
    """Say who signs: name and office, or the control room where the office has nobody."""
    role = ROLE_WORDS.get(str(data.get("signer_role") or Role.COORDINATOR), "")
    return (
        f"{data.get('signer_name') or _('Koordinator ruang kendali')}, {role}"
        if data.get("signer_name")
        else _("Koordinator ruang kendali")
    )


def doubt_words(case: Case, file: CaseFile) -> str:
    """Say whose signature the case waits for; "" while it waits for none."""
    if not case.is_doubted:
        return ""
    data: dict[str, object] = next((line.entry.data for line in file.lines if line.entry.kind == "proof_doubted"), {})
    role = ROLE_WORDS.get(str(data.get("signer_role") or Role.COORDINATOR), "")
    return _("Menunggu tanda tangan %(role)s") % {"role": role}
