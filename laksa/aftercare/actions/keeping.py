# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of residents who look at repairs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from laksa.aftercare.models import Checker
from laksa.aftercare.policies import may_keep_checkers
from laksa.identity.rules import Actor
from laksa.kernel.errors import Refused
from laksa.kernel.events import record
from laksa.kernel.permissions import require


@transaction.atomic
def save_checker(checker: Checker, *, changed: Collection[str], actor: Actor, at: datetime) -> Checker:
    """Save a resident who looks at repairs; the audit says which fields changed, never what stands in them.

    Raises Refused without any way to reach them.
    """
    require(may_keep_checkers, actor, checker)
    if not checker.email and not checker.phone:
        raise Refused(_("Isi e-mail atau nomor telepon, supaya tautannya bisa sampai."), field="email")
    is_new = checker.pk is None
    checker.save()
    verb = "checker.added" if is_new else "checker.changed"
    record(f"aftercare.checker:{checker.pk}", verb, by=actor, at=at, data={"fields": sorted(changed)})
    return checker
