# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be decided about a proof on paper: codes and their windows, the checks, the verdict.

`prints` and `likeness`, which reckon with pictures, are imported by name: they bring numpy with them.
"""

from laksa.evidence.rules.checks import Capture, Check, CheckName, CheckState, Likeness, Scene, Shot, Verdict, check_age, check_place
from laksa.evidence.rules.codes import CODE_LENGTH, CODE_MINUTES, CodeKind, CodeState, judge_code, make_code, read_code, write_code

__all__ = [
    "CODE_LENGTH",
    "CODE_MINUTES",
    "Capture",
    "Check",
    "CheckName",
    "CheckState",
    "CodeKind",
    "CodeState",
    "Likeness",
    "Scene",
    "Shot",
    "Verdict",
    "check_age",
    "check_place",
    "judge_code",
    "make_code",
    "read_code",
    "write_code",
]
