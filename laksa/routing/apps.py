from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "laksa.routing"
    label = "routing"
