from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    name = "laksa.openapi"
    label = "openapi"
