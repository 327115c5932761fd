from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "laksa.city"
    label = "city"
    verbose_name = "Kota"

    def ready(self) -> None:
        from laksa.city.models import loaded_city
        from laksa.ui.context import register_city

        register_city(loaded_city)
