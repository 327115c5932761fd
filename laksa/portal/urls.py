# SPDX-License-Identifier: AGPL-3.0-or-later
"""The citizen's addresses. The report's own words come before the secrets of drafts."""

from django.urls import path, re_path

from laksa.portal.views import basemap, report, review, sending, shell, writing

KEY = r"(?P<key>[A-Za-z0-9_-]{22})"

urlpatterns = [
    path("sw.js", shell.service_worker, name="service-worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("peta/dasar.json", basemap.basemap, name="basemap"),
    path("tempat/", basemap.place_name, name="place-name"),
    path("lapor/", report.start, name="report"),
    path("lapor/saran/", writing.suggestions, name="report-suggest"),
    path("lapor/foto/", writing.upload, name="report-upload"),
    path("lapor/kirim/", sending.send, name="report-send"),
    path("lapor/selesai/", sending.done, name="report-done"),
    re_path(rf"^lapor/{KEY}/$", report.words, name="report-words"),
    re_path(rf"^lapor/{KEY}/tempat/$", report.place, name="report-place"),
    re_path(rf"^lapor/{KEY}/periksa/$", review.check, name="report-check"),
    re_path(rf"^lapor/{KEY}/kabar/$", report.news, name="report-news"),
    re_path(rf"^lapor/{KEY}/foto/(?P<number>[0-9]+)/$", writing.photo, name="report-photo"),
]
