from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "laksa.city"
    label = "city"
