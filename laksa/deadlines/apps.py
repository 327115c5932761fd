from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "laksa.deadlines"
    label = "deadlines"
