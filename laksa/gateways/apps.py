from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured


class GatewaysConfig(AppConfig):
    name = "laksa.gateways"
    label = "gateways"

    def ready(self) -> None:
        checks.register(check_mail)


def check_mail(**_: Any) -> list[checks.CheckMessage]:
    """Say at the start, and not at the first letter, that the mail setting can't be read."""
    from laksa.gateways import mail

    try:
        mail.choose()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="laksa.gateways.E001")]
    return []
