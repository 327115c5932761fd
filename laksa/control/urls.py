# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of this surface."""

from django.urls import path

from laksa.control.views import leader, wall

app_name = "control"
urlpatterns = [
    path("kendali/", wall.wall, name="wall"),
    path("kendali/kini/", wall.wall_piece, name="wall-piece"),
    path("pimpinan/", leader.leader, name="leader"),
    path("pimpinan/tabel/<slug:name>/", leader.table, name="table"),
]
