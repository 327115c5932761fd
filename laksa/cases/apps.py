from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "laksa.cases"
    label = "cases"
