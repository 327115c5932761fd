# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of this surface."""

from django.urls.resolvers import URLPattern

app_name = "guests"
urlpatterns: list[URLPattern] = []
