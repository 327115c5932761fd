from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "laksa.ui"
    label = "ui"
