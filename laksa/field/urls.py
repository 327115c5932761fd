# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of the crew's page."""

from django.urls import path

from laksa.field.views import capture, day, sending, shell, stop

app_name = "field"
urlpatterns = [
    path("lapangan/", day.show_day, name="day"),
    path("lapangan/sw.js", shell.service_worker, name="service_worker"),
    path("lapangan/kunci/", sending.who_sends, name="who"),
    path("lapangan/tempat/<str:code>/", stop.show_stop, name="stop"),
    path("lapangan/tempat/<str:code>/kirim/", sending.take_form, name="send"),
    path("lapangan/foto/<str:code>/", capture.take_photo, name="capture"),
    path("lapangan/foto/<str:code>/hasil/", capture.show_result, name="result"),
]
