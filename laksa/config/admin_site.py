"""Django's administration pages under our own sign-in and name."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.core import checks
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


class LaksaAdmin(AdminSite):
    site_header = "Laksa"
    site_title = "Laksa"
    index_title = "Administrasi"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the one sign-in of the house, with its limits; who is in but may not enter gets the desk."""
        if request.user.is_authenticated:
            return HttpResponseRedirect("/meja/")
        return HttpResponseRedirect(f"/masuk/?{urlencode({'next': request.get_full_path()})}")


class LaksaAdminConfig(SimpleAdminConfig):
    # Simple: urls.py looks for the admin pages, so that the worker never loads them.
    default_site = "laksa.config.admin_site.LaksaAdmin"

    def ready(self) -> None:
        super().ready()
        from laksa.config.checks import check_production

        checks.register(check_production, checks.Tags.security, deploy=True)
