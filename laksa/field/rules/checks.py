# SPDX-License-Identifier: AGPL-3.0-or-later
"""The checks of an after-photo as a crew reads them; what has not been looked at yet is said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# By check: its name when it was passed, when it failed, and while nobody knows.
_WORDS = {
    "code": (gettext_lazy("Kode foto cocok"), gettext_lazy("Kode foto tidak cocok"), gettext_lazy("Tanpa kode foto")),
    "place": (gettext_lazy("Tempat cocok"), gettext_lazy("Terlalu jauh dari tempatnya"), gettext_lazy("Tempat foto tidak diketahui")),
    "age": (gettext_lazy("Waktu cocok"), gettext_lazy("Waktu foto tidak cocok"), gettext_lazy("Waktu foto tidak diketahui")),
    "own": (
        gettext_lazy("Bukan foto sebelum"),
        gettext_lazy("Sama dengan foto sebelum"),
        gettext_lazy("Belum dibandingkan dengan foto sebelum"),
    ),
    "unlike": (gettext_lazy("Bukan foto lama"), gettext_lazy("Sama dengan foto lama"), gettext_lazy("Belum dibandingkan dengan foto kota")),
}
_PLACES = {"passed": 0, "failed": 1, "unknown": 2}


def told_checks(checks: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return each check with its outcome in words, for a page or a phone."""
    told = []
    for check in checks:
        words, state = _WORDS.get(str(check.get("name"))), str(check.get("state"))
        if words and state in _PLACES:
            told.append({"state": state, "words": str(words[_PLACES[state]])})
    return told


def checks_in_short(checks: list[dict[str, str]]) -> str:
    """Say the outcome of all checks in one line: never better than the worst of them."""
    passed = sum(1 for check in checks if check["state"] == "passed")
    failed = [check["words"] for check in checks if check["state"] == "failed"]
    said = ngettext("%(count)d pemeriksaan cocok", "%(count)d pemeriksaan cocok", passed) % {"count": passed}
    unknown = len(checks) - passed - len(failed)
    if failed:
        said += _(", tetapi: %(faults)s. Kepala regu yang menandatangani") % {"faults": ", ".join(failed)}
    if unknown:
        said += ngettext(", %(count)d belum diketahui", ", %(count)d belum diketahui", unknown) % {"count": unknown}
    return f"{said}." if checks else ""
