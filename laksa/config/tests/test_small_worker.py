# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker carries only what its jobs need from the start on: the rest comes with the first job that asks for it."""

import json
import subprocess
import sys

HEAVY = ["numpy", "shapely", "xlsxwriter", "PIL", "cryptography.hazmat.primitives.asymmetric.ed25519"]
LOOK = """
import json, sys, django
django.setup()
from laksa.config import schedule
print(json.dumps([name for name in json.loads(sys.argv[1]) if name in sys.modules]))
"""


def test_a_worker_starts_without_what_few_jobs_need():
    command = [sys.executable, "-W", "ignore", "-c", LOOK, json.dumps(HEAVY)]
    seen = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(seen.stdout) == []
