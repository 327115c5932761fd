from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "laksa.identity"
    label = "identity"
