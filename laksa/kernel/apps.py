from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "laksa.kernel"
    label = "kernel"
