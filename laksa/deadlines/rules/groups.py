"""What a group of categories is called; the pack knows it by its slug alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

WORDS: dict[str, str | Promise] = {
    "jalan-drainase": _("Jalan dan drainase"),
    "penerangan": _("Penerangan"),
    "kebersihan": _("Kebersihan"),
    "pohon-taman": _("Pohon dan taman"),
    "perhubungan": _("Perhubungan"),
    "ketertiban": _("Ketertiban"),
    "darurat": _("Darurat"),
    "air-minum": _("Air minum"),
    "kependudukan": _("Kependudukan"),
    "kesehatan": _("Kesehatan"),
    "pendidikan": _("Pendidikan"),
    "sosial": _("Sosial"),
    "perlindungan": _("Perlindungan"),
    "tenaga-kerja": _("Tenaga kerja"),
    "pajak-perizinan": _("Pajak dan perizinan"),
    "perumahan": _("Perumahan"),
    "pasar-usaha": _("Pasar dan usaha"),
    "budaya-wisata-olahraga": _("Budaya, wisata, olahraga"),
    "aparatur": _("Aparatur"),
    "aplikasi": _("Aplikasi"),
    "aspirasi": _("Aspirasi"),
    "lainnya": _("Lain-lain"),
}


def group_words(group: str) -> str:
    """Return the name of a group; one that no list knows is said by its slug."""
    known = WORDS.get(group)
    return str(known) if known is not None else group.replace("-", " ").capitalize()
