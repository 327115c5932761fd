from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "laksa.threads"
    label = "threads"
