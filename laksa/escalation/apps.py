from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "laksa.escalation"
    label = "escalation"
