# SPDX-License-Identifier: AGPL-3.0-or-later
from django.urls import path

from laksa.ui import views

app_name = "ui"
urlpatterns = [
    path("design/", views.design, name="design"),
    path("design/desk/", views.design_desk, name="design_desk"),
]
