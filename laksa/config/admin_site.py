"""Django's administration pages under our own sign-in and name."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.core import checks


class LaksaAdmin(AdminSite):
    site_header = "Laksa"
    site_title = "Laksa"
    index_title = "Administrasi"


class LaksaAdminConfig(SimpleAdminConfig):
    # Simple: urls.py looks for the admin pages, so that the worker never loads them.
    default_site = "laksa.config.admin_site.LaksaAdmin"

    def ready(self) -> None:
        super().ready()
        from laksa.config.checks import check_production

        checks.register(check_production, checks.Tags.security, deploy=True)
