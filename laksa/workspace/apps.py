from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "laksa.workspace"
    label = "workspace"
