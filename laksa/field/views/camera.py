# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages that may open the phone's camera in the browser; everywhere else it stays shut."""

from __future__ import annotations

from django.conf import settings
from django_permissions_policy.decorators import permissions_policy_override

with_camera = permissions_policy_override({**settings.PERMISSIONS_POLICY, "camera": "self"})
