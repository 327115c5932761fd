from django.apps import AppConfig


class ControlConfig(AppConfig):
    name = "laksa.control"
    label = "control"
