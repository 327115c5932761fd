from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "laksa.outbox"
    label = "outbox"
