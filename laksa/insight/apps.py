from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "laksa.insight"
    label = "insight"
