# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of this surface."""

from django.urls import path

from laksa.control.views import decisions, leader, office, performance, sop, wall

app_name = "control"
urlpatterns = [
    path("kendali/", wall.wall, name="wall"),
    path("kendali/kini/", wall.wall_piece, name="wall-piece"),
    path("meja/kantor/", office.office, name="office"),
    path("pimpinan/", leader.leader, name="leader"),
    path("pimpinan/keputusan/", decisions.decisions, name="decisions"),
    path("pimpinan/keputusan/<int:pk>/", decisions.decision, name="decision"),
    path("pimpinan/keputusan/<int:pk>/putuskan/", decisions.decide, name="decide"),
    path("pimpinan/keputusan/<int:pk>/serahkan/", decisions.delegate, name="delegate"),
    path("pimpinan/keputusan/<int:pk>/tanya/", decisions.ask, name="ask_back"),
    path("data/kinerja-kunci.pem", performance.performance_key, name="performance-key"),
    path("meja/kinerja/", performance.performance, name="performance"),
    path("meja/kinerja/keberatan/", performance.object_to, name="performance-object"),
    path("meja/kinerja/keberatan/<int:pk>/", performance.answer, name="performance-answer"),
    path("meja/kinerja/<str:username>/", performance.performance, name="performance-of"),
    path("meja/kinerja/<str:username>/<int:year>-<int:number>.<str:kind>", performance.performance_file, name="performance-file"),
    path("meja/sop/", sop.sop, name="sop"),
    path("pimpinan/tabel/<slug:name>/", leader.table, name="table"),
]
