# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new photo is looked for among all others, and a proof is examined: five checks and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from laksa.city.models import locate
from laksa.evidence.actions.codes import use_code
from laksa.evidence.actions.photos import Print, print_of, shades
from laksa.evidence.models import PhotoPrint
from laksa.evidence.rules import Capture, Check, Likeness, Scene, Shot, Verdict, check_age, check_place
from laksa.evidence.rules.checks import check_code, check_own, check_unlike, worst
from laksa.evidence.rules.codes import CodeState, true_time
from laksa.gateways import pictures

if TYPE_CHECKING:
    from laksa.evidence.rules.prints import Floats, Wanted

# So many of the nearest prints are looked at as pictures; copies are among the very first.
LOOKED_AT = 40


@dataclass(frozen=True)
class Look:
    """What looking for a new photo has found: the earlier photos that are the same picture, the likest first."""

    alike: tuple[Likeness, ...] = ()
    is_plain: bool = False
    compared: int = 0
    taken: Print | None = None


def look_at(data: bytes, *, own: Sequence[str] = ()) -> Look:
    """Look for a new photo among all photos of the city; `own`: the codes of its case, whose photos are all looked at.

    Raises pictures.PictureRefused when it can't be read. Needs no lock and is best called outside of a transaction.
    """
    from laksa.evidence.models.memory import memory
    from laksa.evidence.rules.likeness import is_plain
    from laksa.evidence.rules.prints import STAMPED, wanted

    picture = pictures.grey(data)
    near = shades(picture)
    whole, upper = wanted(near), wanted(near, STAMPED)
    known = memory()
    taken = print_of(picture)
    small = shades(pictures.read_sketch(taken.sketch))
    if is_plain(small):
        return Look(is_plain=True, compared=known.known, taken=taken)
    keys = known.near(whole, upper, most=LOOKED_AT)
    rows = PhotoPrint.objects.filter(Q(pk__in=keys) | Q(case_code__in=own))
    found = [one for row in rows if (one := liken(row, small, whole, upper, is_own=row.case_code in own)) is not None]
    return Look(tuple(sorted(found, key=lambda one: -one.share)), compared=known.known, taken=taken)


def liken(row: PhotoPrint, small: Floats, whole: Wanted, upper: Wanted, *, is_own: bool) -> Likeness | None:
    """Return in how far a stored photo is the same picture; None when it is another one."""
    import numpy as np

    from laksa.evidence.rules.likeness import compare, is_plain
    from laksa.evidence.rules.prints import APART, APART_OWN, WINDOWS, starts

    begins = starts(whole, upper, np.frombuffer(bytes(row.signs), "<u8").astype(np.uint64))
    if begins[0].apart > (APART_OWN if is_own else APART):
        return None
    stored = shades(pictures.read_sketch(bytes(row.sketch)))
    if is_plain(stored):
        return None
    laid = [compare(stored, small, box=WINDOWS[one.window], is_mirrored=one.is_mirrored) for one in begins]
    best = max(laid, key=lambda one: one.share)
    if not best.is_copy:
        return None
    return Likeness(row.photo, row.case_code, row.added_at, best.share, best.is_mirrored, best.is_cut)


def examine(scene: Scene, shots: Sequence[Shot], *, capture: Capture, user_id: int, at: datetime) -> Verdict:
    """Return the five checks of a proof; uses its code up, so the caller's transaction must be the one that keeps the proof."""
    use = use_code(capture.code, user_id=user_id, case_code=scene.case_code, taken_at=capture.taken_at, phone_at=capture.phone_at, at=at)
    said = true_time(capture.taken_at, phone_at=capture.phone_at, at=at)
    is_coded = use.state is CodeState.GOOD
    checks = (
        check_code(use.state, code=use.code, age_seconds=use.seconds),
        _place(scene, shots, capture),
        worst([check_age(scene, (said, shot.taken_at), at=at, is_coded=is_coded) for shot in shots]),
        worst([check_own(scene, shot) for shot in shots]),
        worst([check_unlike(scene, shot) for shot in shots]),
    )
    return Verdict(checks)


def _place(scene: Scene, shots: Sequence[Shot], capture: Capture) -> Check:
    """Return the check of the place: where the page says it was taken, else where the camera wrote that it was."""
    if capture.lat is not None and capture.lon is not None:
        return _place_at(scene, (capture.lat, capture.lon), capture.accuracy_m)
    points = [(shot.lat, shot.lon) for shot in shots if shot.lat is not None and shot.lon is not None]
    if not points:
        return check_place(scene, point=None, accuracy_m=None)
    return worst([_place_at(scene, (lat, lon), None) for lat, lon in points])


def _place_at(scene: Scene, point: tuple[float, float], accuracy_m: float | None) -> Check:
    village = ""
    if scene.lat is None and scene.village:
        found = locate(*point)
        village = found.village.code if found.village is not None else ""
    return check_place(scene, point=point, accuracy_m=accuracy_m, village=village)


def shot_of(look: Look | None, shot: Shot, *, missing: int) -> Shot:
    """Return a photo together with what looking for it has found; None: it was not looked for."""
    if look is None:
        return shot
    return replace(shot, alike=look.alike, is_plain=look.is_plain, compared=look.compared, missing=missing)
