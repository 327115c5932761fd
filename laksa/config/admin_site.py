"""Django's administration pages under our own sign-in and name."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core import checks


class LaksaAdmin(AdminSite):
    site_header = "Laksa"
    site_title = "Laksa"
    index_title = "Administrasi"


class LaksaAdminConfig(AdminConfig):
    default_site = "laksa.config.admin_site.LaksaAdmin"

    def ready(self) -> None:
        super().ready()
        from laksa.config.checks import check_production

        checks.register(check_production, checks.Tags.security, deploy=True)
