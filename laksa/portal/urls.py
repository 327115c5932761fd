# SPDX-License-Identifier: AGPL-3.0-or-later
"""The citizen's addresses. The report's own words come before the secrets of drafts."""

from django.urls import path, re_path

from laksa.portal.views import (
    basemap,
    figures,
    home,
    map,
    mine,
    pages,
    place,
    public,
    report,
    review,
    sending,
    services,
    shell,
    track,
    writing,
)

KEY = r"(?P<key>[A-Za-z0-9_-]{22})"
LINK = r"(?P<token>[A-Za-z0-9_-]{10,64})"

urlpatterns = [
    path("sw.js", shell.service_worker, name="service-worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("peta/dasar.json", basemap.basemap, name="basemap"),
    path("tempat/", place.choose_place, name="choose-place"),
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
    path("", home.home, name="home"),
    path("lacak/", track.track, name="track"),
    path("laporan/<str:code>/", public.public_case, name="public-case"),
    path("laporan/<str:code>/ikut/", public.join, name="join-case"),
    re_path(rf"^l/{LINK}/$", mine.page, name="mine"),
    re_path(rf"^l/{LINK}/beres/$", mine.confirm, name="mine-confirm"),
    re_path(rf"^l/{LINK}/masih-beres/$", mine.still_fine, name="mine-still-fine"),
    re_path(rf"^l/{LINK}/belum/$", mine.reopen, name="mine-reopen"),
    re_path(rf"^l/{LINK}/tambah/$", mine.add, name="mine-add"),
    re_path(rf"^l/{LINK}/nilai/$", mine.rate, name="mine-rate"),
    re_path(rf"^l/{LINK}/kabar/$", mine.mute, name="mine-mute"),
    re_path(rf"^l/{LINK}/tarik/$", mine.withdraw, name="mine-withdraw"),
    re_path(rf"^l/{LINK}/keberatan/$", mine.object_to_refusal, name="mine-object"),
    re_path(rf"^l/{LINK}/kantor/$", mine.object_to_owner, name="mine-owner"),
    path("peta/", map.show_map, name="map"),
    path("peta/data.json", map.map_data, name="map-data"),
    path("layanan/", services.services, name="services"),
    path("layanan/<slug:slug>/", services.service, name="service"),
    path("info/", pages.answers, name="answers"),
    path("info/<slug:slug>/", pages.answer, name="answer"),
    path("darurat/", pages.emergency, name="emergency"),
    path("data/", figures.show_figures, name="figures"),
    path("data/angka.csv", figures.figures_csv, name="figures-csv"),
    path("akun/", pages.account, name="account"),
    path("tentang/", pages.about, name="about"),
    path("privasi/", pages.privacy, name="privacy"),
    path("robots.txt", pages.robots, name="robots"),
]
