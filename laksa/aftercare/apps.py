from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "laksa.aftercare"
    label = "aftercare"
