# SPDX-License-Identifier: AGPL-3.0-or-later
"""Money as an officer writes it: "120 × 850.000", "34 jt + 60 jt", "Rp102 jt"; always whole rupiah."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from laksa.kernel.errors import Refused

# Far above any budget of a city; what is longer is a slip of the finger.
COST_MOST = 100_000_000_000_000
SUM_LIMIT = 80  # characters

_UNITS = {"": 1, "rb": 10**3, "ribu": 10**3, "jt": 10**6, "juta": 10**6, "m": 10**9, "miliar": 10**9}
_NUMBER = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d{1,3}))?\s*(ribu|rb|juta|jt|miliar|m)?", re.IGNORECASE | re.ASCII)


def read_sum(text: str, *, field: str = "") -> int | None:
    """Return what a sum comes to in whole rupiah, None for an empty one.

    Numbers with dots or none, "rb", "jt", "M", joined by × (or x, *) and +. Raises Refused where it cannot be read.
    """
    written = " ".join(text.split())
    if not written:
        return None
    if len(written) > SUM_LIMIT:
        raise Refused(_("Hitungan ini terlalu panjang. Tulis seperti 120 × 850.000."), field=field)
    total = Decimal(0)
    for term in written.split("+"):
        product = Decimal(1)
        for factor in re.split(r"[×xX*]", term):
            product *= _number(factor, field)
        total += product
    if total != total.to_integral_value() or total > COST_MOST:
        raise Refused(_("“%(sum)s” bukan rupiah bulat yang masuk akal. Periksa angkanya.") % {"sum": written}, field=field)
    return int(total)


def _number(text: str, field: str) -> Decimal:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise Refused(
            _("“%(part)s” tidak terbaca sebagai angka. Tulis seperti 120 × 850.000, atau 34 jt + 60 jt.") % {"part": text.strip()},
            field=field,
        )
    whole, part, unit = found.groups()
    number = Decimal(whole.replace(".", "")) + (Decimal(f"0.{part}") if part else 0)
    return number * _UNITS[(unit or "").lower()]


def checked_cost(cost: int | None, written: str, *, field: str) -> int:
    """Return the cost of an option; a cost and its sum must say the same. Raises Refused where they differ or both are missing."""
    summed = read_sum(written, field=field)
    if cost is None and summed is None:
        raise Refused(_("Tulis biayanya. Bila tidak ada biaya, tulis 0."), field=field)
    if cost is not None and summed is not None and cost != summed:
        words = _("Hitungannya menghasilkan %(summed)s, bukan %(cost)s. Perbaiki salah satu.")
        raise Refused(words % {"summed": say_rupiah(summed), "cost": say_rupiah(cost)}, field=field)
    return summed if cost is None else cost  # type: ignore[return-value]  # one of them is there


def say_rupiah(amount: int) -> str:
    """Say an amount in full: "Rp102.000.000"."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def say_short(amount: int) -> str:
    """Say an amount as a phone shows it: "Rp102 jt", "Rp850 rb", "Rp1,5 M"; what would be rounded is said in full."""
    for size, word in ((10**9, "M"), (10**6, "jt"), (10**3, "rb")):
        if amount >= size and (amount * 10) % size == 0:
            number = f"{amount / size:.1f}".removesuffix(".0").replace(".", ",")
            return f"Rp{number} {word}"
    return say_rupiah(amount)
