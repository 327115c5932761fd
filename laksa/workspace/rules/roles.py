# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the offices are called among people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laksa.identity.rules import Role

ROLE_WORDS: dict[str, str | Promise] = {
    Role.COORDINATOR: _("koordinator"),
    Role.DESK: _("meja kota"),
    Role.AGENCY_ADMIN: _("admin"),
    Role.OFFICER: _("petugas"),
    Role.TEAM_LEAD: _("kepala regu"),
    Role.DIVISION_HEAD: _("kabid"),
    Role.AGENCY_HEAD: _("kepala kantor"),
    Role.VILLAGE_HEAD: _("lurah"),
    Role.LEADER: _("pimpinan kota"),
    Role.OPERATOR_112: _("operator 112"),
    Role.VERIFIER: _("verifikator"),
    Role.SYSADMIN: _("pengelola sistem"),
}
