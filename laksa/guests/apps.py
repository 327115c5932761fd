from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "laksa.guests"
    label = "guests"
