from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "laksa.evidence"
    label = "evidence"
