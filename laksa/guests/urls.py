# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of this surface."""

from django.urls import path

from laksa.guests.views import check, outside

app_name = "guests"
urlpatterns = [
    path("pihak/<str:token>/", outside.request_page, name="outside"),
    path("periksa/<str:token>/", check.check_page, name="check"),
]
