# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of the desk."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from laksa.workspace.views import (
    absence,
    account,
    bulk,
    case,
    decision,
    duty,
    exports,
    forward,
    forward_figures,
    inbox,
    news,
    outside,
    printing,
    saved,
    threads,
    triage,
    verbs,
)


class VerbConverter(StringConverter):
    regex = "[a-z_]{2,24}"


register_converter(VerbConverter, "verb")

app_name = "workspace"
urlpatterns = [
    path("masuk/", account.SignIn.as_view(), name="sign_in"),
    path("keluar/", account.SignOut.as_view(), name="sign_out"),
    path("akun/sandi/", account.ChangePassword.as_view(), name="password"),
    path("meja/", inbox.inbox, name="inbox"),
    path("meja/bersama/<verb:verb>/", bulk.act_on_many, name="bulk"),
    path("meja/bersama/<int:pk>/", bulk.done, name="bulk_done"),
    path("meja/bersama/<int:pk>/batal/", bulk.undo, name="undo"),
    path("meja/unduhan/", exports.exports, name="exports"),
    path("meja/unduhan/kinerja/", exports.points, name="export_points"),
    path("meja/unduhan/<int:pk>/", exports.export, name="export"),
    path("meja/unduhan/<int:pk>/maju/", exports.progress, name="export_progress"),
    path("meja/unduhan/<int:pk>/berkas/", exports.fetch, name="export_file"),
    path("meja/kabar/", news.news, name="news"),
    path("meja/kabar/dibaca/", news.read_all, name="read_all"),
    path("meja/kabar/aturan/", news.ladder_rules, name="ladder_rules"),
    path("meja/kabar/<str:code>/", news.why, name="why"),
    path("meja/cuti/", absence.roster, name="absence"),
    path("meja/cuti/<int:pk>/selesai/", absence.end, name="end_absence"),
    path("meja/cuti/<int:pk>/serahkan/", absence.hand_over, name="hand_over_all"),
    path("meja/piket/", duty.roster, name="duty"),
    path("meja/piket/<int:pk>/hapus/", duty.strike, name="strike_duty"),
    path("meja/pilah/", triage.triage, name="triage"),
    path("teruskan/", forward.forward, name="forward"),
    path("teruskan/selesai/", forward.done, name="forward_done"),
    path("teruskan/batas/", forward.caps, name="forward_caps"),
    path("meja/teruskan/angka/", forward_figures.show_figures, name="forward_figures"),
    path("meja/teruskan/angka/daftar/", forward_figures.show_list, name="forward_list"),
    path("meja/pilihan/", saved.keep, name="keep_view"),
    path("meja/pilihan/<int:pk>/hapus/", saved.forget, name="forget_view"),
    path("meja/kasus/<str:code>/", case.show_case, name="case"),
    path("meja/kasus/<str:code>/cetak/", printing.print_case, name="print"),
    path("meja/kasus/<str:code>/identity/", case.see_identity, name="identity"),
    path("meja/kasus/<str:code>/surat/<int:thread>/", outside.show_letter, name="outside_letter"),
    path("meja/kasus/<str:code>/pihak/<int:thread>/tautan/", outside.renew_link, name="outside_link"),
    path("meja/kasus/<str:code>/keputusan/", decision.show_request, name="decision"),
    path("meja/kasus/<str:code>/keputusan/<verb:verb>/", decision.act_on_request, name="decision_act"),
    path("meja/utas/", threads.asked_of_me, name="threads"),
    path("meja/utas/<int:pk>/", threads.show_thread, name="thread"),
    path("meja/utas/<int:pk>/<slug:verb>/", threads.act_in_thread, name="thread_act"),
    path("meja/kasus/<str:code>/<verb:verb>/", verbs.act, name="act"),
]
