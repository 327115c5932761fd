# SPDX-License-Identifier: AGPL-3.0-or-later
from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "laksa.workspace"
    label = "workspace"
