# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling an empty phrase from an answer: who does what until when, or only that somebody will do something."""

from __future__ import annotations

import re

# Also read by the page's script, so only what both kinds of regular expression understand the same way.
# \w is not used: it differs between the two. Words are lower case, punctuation is gone.
HOLLOW = (
    r"(?:akan |sudah |telah |sedang |masih |untuk )?(?:dapat )?(?:segera )?(?:kami |di ?|kita )?(?:segera )?(?:tindak ?lanjuti?|proses|teruskan|koordinasikan|sampaikan|cek|pelajari|usulkan|disposisikan|evaluasi)(?:nya|kan)?(?: segera)?",
    r"(?:akan |sudah |telah |sedang )?(?:segera )?(?:kami )?(?:ber ?koordinasi|dilakukan (?:pengecekan|peninjauan|koordinasi|evaluasi|penanganan)|jadikan bahan evaluasi|menjadi (?:perhatian|bahan evaluasi|masukan)(?: kami)?)",
    r"mohon (?:bersabar|ditunggu|menunggu|maklum|maaf)(?: atas (?:ketidaknyamanan(?:nya)?|keterlambatan(?:nya)?))?",
    r"(?:laporan|pengaduan|keluhan|aduan)(?:nya)? (?:anda |bapak |ibu |saudara |kakak )?(?:sudah |telah |akan )?(?:kami |di)?(?:terima|catat|tampung)",
    r"(?:masih |sedang )?(?:dalam )(?:proses|tahap)(?: (?:penanganan|tindak lanjut|koordinasi))?",
    r"(?:masih )?menunggu (?:arahan|petunjuk|kebijakan) (?:pimpinan|atasan)",
    r"(?:ke|kepada|dengan) (?:dinas|instansi|opd|pihak|bidang|petugas) (?:yang )?(?:terkait|berwenang|membidangi|teknis)",
    r"sesuai (?:dengan )?(?:prosedur|ketentuan|aturan|sop|ketersediaan anggaran)(?: yang berlaku)?",
    r"semoga (?:bermanfaat|berkenan|segera (?:selesai|ditangani))",
    r"we will (?:follow up|look into it|process it)(?: soon| shortly)?",
)
# Greetings and thanks say nothing either, but are no fault by themselves.
POLITE = (
    r"(?:banyak )?(?:terima kasih|terimakasih|makasih)(?: banyak)?(?: atas| sudah melapor)?(?: (?:laporan|informasi|perhatian|kepedulian|kerja ?sama|pengaduan|aduan|masukan)(?:nya)?)?(?: dan (?:perhatian|kepedulian|kerja ?sama))?(?: (?:anda|bapak|ibu|pak|bu|kak))?",
    r"selamat (?:pagi|siang|sore|malam)",
    r"(?:yth|yang terhormat|salam|halo|hai|baik|siap|ok|oke|noted|demikian(?: disampaikan)?|hormat kami)",
    r"(?:bapak|ibu|pak|bu|kak|kakak|saudara|anda|kami|saya|ya|nya|atas|laporan|laporannya|keluhan|pengaduan|aduan|segera|masih|akan|dan|untuk|hal|ini|tersebut|oleh|tim|petugas|lebih lanjut|tindak lanjut|di lapangan|ke lapangan)",
)
# A time is what the reporter waits for: with one, a reply is more than a phrase.
WHEN = (
    r"(?:besok|lusa|nanti|hari ini|pagi|siang|sore|malam|minggu|bulan|jam|pukul|senin|selasa|rabu|kamis|jumat|sabtu|today|tomorrow|tonight)"
)
# Up to this many other words may be a name: "Ibu Nurhayati Binti Saleh".
NAME_WORDS = 3

_HOLLOW = re.compile("(?:^| )(?:" + "|".join(HOLLOW) + ")(?= |$)")
_POLITE = re.compile("(?:^| )(?:" + "|".join(POLITE) + ")(?= |$)")
_WHEN = re.compile(f"(?:^| ){WHEN}(?= |$)")


def hollow_phrase(text: str) -> str:
    """Return the empty phrase that is all a reply says, in the reply's own words; "" when it says more.

    A number (a date, a time, a count) makes any reply more than a phrase.
    """
    words = plain_words(text)
    found = _HOLLOW.search(words)
    if found is None or re.search("[0-9]", words):
        return ""
    rest = words
    for pattern in (_HOLLOW, _POLITE):
        # Neighbours share a space, so a second round takes what the first one stepped over.
        rest = pattern.sub(" ", pattern.sub(" ", rest))
    if len(rest.split()) > NAME_WORDS or _WHEN.search(rest):
        return ""
    return _as_written(text, found.group().strip())


def plain_words(text: str) -> str:
    """Return the words in lower case with single spaces and no punctuation."""
    return " ".join(re.sub(r"[^a-z0-9À-ɏ]+", " ", text.lower()).split())


def _as_written(text: str, phrase: str) -> str:
    pattern = r"[^A-Za-z0-9À-ɏ]+".join(re.escape(word) for word in phrase.split())
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group() if found else phrase
