from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "laksa.shell"
    label = "shell"
