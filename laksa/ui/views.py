# SPDX-License-Identifier: AGPL-3.0-or-later
"""The design sheet: every component in every state, so that a change is seen before a citizen sees it."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from laksa.ui import rules
from laksa.ui.icons import ICONS

# Enough of a QR code to be drawn; it leads nowhere.
SAMPLE_QR = '<svg viewBox="0 0 21 21" aria-hidden="true"><path fill="#000" d="M0 0h7v7H0zM14 0h7v7h-7zM0 14h7v7H0z"/><path fill="#fff" d="M1 1h5v5H1zM15 1h5v5h-5zM1 15h5v5H1z"/><path fill="#000" d="M2 2h3v3H2zM16 2h3v3h-3zM2 16h3v3H2zM9 0h1v3H9zM11 2h2v2h-2zM8 5h3v1H8zM0 9h2v1H0zM4 8h3v2H4zM9 8h4v1H9zM10 10h2v3h-2zM14 9h3v1h-3zM18 8h2v3h-2zM8 14h2v2H8zM11 15h2v3h-2zM15 13h2v2h-2zM18 14h3v1h-3zM9 18h1v3H9zM14 17h2v3h-2zM18 18h2v2h-2z"/></svg>'


class SampleForm(forms.Form):
    """The fields of the sheet; bound to faults, so that both looks are seen."""

    whatsapp = forms.CharField(label="Nomor WhatsApp", help_text="Contoh 0812 3456 7890", min_length=10)
    story = forms.CharField(label="Apa yang terjadi?", widget=forms.Textarea(attrs={"data-count": 400}), required=False)
    village = forms.ChoiceField(
        label="Kelurahan", choices=[("", "Pilih"), ("1", "Sukasari"), ("2", "Sukarasa"), ("3", "Melati")], required=False
    )
    agree = forms.BooleanField(label="Kabari saya", required=False)

    def clean_whatsapp(self) -> str:
        number: str = self.cleaned_data["whatsapp"]
        if len(number) < 11:
            raise forms.ValidationError(gettext("Nomor ini kurang 6 angka. Lengkapi, atau pilih “Tidak usah”."))
        return number


def _row(code: str, title: str, state: str, **facts: Any) -> rules.DeskRow:
    return rules.DeskRow(url="#", code=code, title=title, state=state, **facts)


ROWS = (
    _row(
        "KTC-4P8W-2H",
        "Panel PJU terbuka, dekat tempat main anak",
        "assigned",
        place="Melati",
        due="lewat 3 j",
        tone="late",
        holder="belum dipegang",
        flags=(("flame", "Bahaya"),),
        is_unread=True,
    ),
    _row(
        "KTC-9C2R-5K",
        "Lampu merah Pasar Lama kedip kuning",
        "awaiting_outside",
        place="Sukarasa",
        due="lewat 1 hr",
        tone="late",
        holder="Agus S.",
        flags=(("forward", "Titipan camat"),),
    ),
    _row(
        "KTC-6D5X-8M",
        "Lampu padam di Jalan Kenanga",
        "working",
        place="Melati",
        due="sisa 1 j 55 m",
        tone="near",
        holder="Rahmat H.",
        supporters="21 ikut",
        is_chosen=True,
    ),
    _row(
        "KTC-8H3N-6T",
        "Tiang lampu miring ke arah rumah warga",
        "in_progress",
        place="Kunci",
        due="hari ini 19.30",
        tone="near",
        holder="Yudi P.",
        flags=(("undo", "Dibuka lagi"),),
    ),
    _row("KTC-5K9V-3D", "Minta 14 tiang baru di jalan tembus RW 09", "awaiting_decision", place="Gaga", due="1 hr", holder="Kadis"),
    _row("KTC-7W4C-2P", "Lampu jalan redup, minta diganti LED", "planned", place="Poris", due="Kam 26 Nov", holder="Rahmat H."),
    _row(
        "KTC-6R2K-7F",
        "Lampu mati dekat masjid, alamatnya kurang jelas",
        "awaiting_reporter",
        place="tempat belum pasti",
        due="2 hr",
        holder="pelapor",
    ),
    _row(
        "KTC-4N8D-6X",
        "Lampu gang padam, sudah diganti",
        "resolved",
        place="Bugel",
        due="konfirmasi 5 hr",
        holder="Agus S.",
        flags=(("camera", "Foto diragukan"),),
        is_example=True,
    ),
)


def design(request: HttpRequest) -> HttpResponse:
    _require_development()
    return render(request, "design/sheet.html", {"themes": ("light", "dark"), **_samples()})


def design_desk(request: HttpRequest) -> HttpResponse:
    _require_development()
    return render(request, "design/desk.html", {"rows": ROWS, **_samples()})


def _require_development() -> None:
    if not settings.IS_DEVELOPMENT:
        raise Http404


def _samples() -> dict[str, Any]:
    good = SampleForm(initial={"whatsapp": "0812 3456 7890"}, auto_id="baik_%s")
    faulty = SampleForm({"whatsapp": "0812 34 5678"[:10]}, auto_id="salah_%s")
    return {
        "states": [(state, {"planned": "Kam 3 Des", "awaiting_outside": "PLN"}.get(state, "")) for state in rules.BADGES],
        "icons": sorted(ICONS),
        "form": good,
        "faulty": faulty,
        "journeys": _journeys(),
        "held": rules.held_parts(
            [("Dishub", "1 hari 11 jam", 2143, "brand"), ("PLN", "3 hari 6 jam", 4695, "wait"), ("Pelapor", "2 jam", 120, "info")]
        ),
        "qr": mark_safe(SAMPLE_QR),  # noqa: S308 - drawn above
    }


def _journeys() -> list[list[rules.Stage]]:
    names = ("Pengaduan", "Proses", "Pengerjaan", "Selesai")
    running = [
        rules.Stage(names[0], "done", "19 Nov"),
        rules.Stage(names[1], "now", "20 Nov"),
        *(rules.Stage(name, "ahead") for name in names[2:]),
    ]
    waiting = [running[0], rules.Stage(names[1], "now", "menunggu PLN", waits=True), *running[2:]]
    dates = ("19 Nov", "20 Nov", "24 Nov", "25 Nov")
    finished = [rules.Stage(name, "done", date) for name, date in zip(names, dates, strict=True)]
    return [running, waiting, finished]
