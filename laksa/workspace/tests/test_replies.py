# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forty replies as offices write them: which say nothing yet, and which could be said more plainly."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laksa.cases.actions import add_words, object_to_owner
from laksa.city.rules.replies import DESK_FILLS, SAMPLE, open_gaps, unknown_gaps
from laksa.identity.rules import Actor, ActorKind
from laksa.workspace.rules import hollow_phrase, plain_hints
from laksa.workspace.views.case import template_values

JARGON = {
    "tindak lanjut": "sebut apa yang dikerjakan",
    "koordinasi dengan pihak terkait": "sebut pihaknya",
    "pihak terkait": "sebut pihaknya",
    "disposisi": "sudah diberikan kepada siapa",
}

SAYING_NOTHING = [
    "Terima kasih atas laporannya, akan segera kami tindak lanjuti.",
    "Baik Bapak/Ibu, laporan sudah kami terima dan akan diteruskan ke dinas terkait. Mohon ditunggu ya.",
    "Mohon maaf atas ketidaknyamanannya, keluhan Anda sedang dalam proses penanganan.",
    "Terima kasih informasinya Kak, akan kami sampaikan ke bidang terkait.",
    "Selamat siang. Laporan Saudara telah kami teruskan kepada instansi yang berwenang. Demikian disampaikan, terima kasih.",
    "Sudah kami koordinasikan dengan pihak terkait.",
    "Akan segera ditindaklanjuti oleh petugas kami di lapangan.",
    "Siap, sedang kami proses pak.",
    "Mohon bersabar, laporan masih dalam proses.",
    "Terima kasih atas perhatian dan kepedulian Anda. Laporan akan kami jadikan bahan evaluasi.",
    "Laporan Anda menjadi perhatian kami.",
    "Yth. Bapak/Ibu, pengaduan sudah kami catat dan akan dilakukan pengecekan lebih lanjut.",
    "Kami akan berkoordinasi dengan dinas terkait untuk tindak lanjut.",
    "Sudah didisposisikan ke bidang yang membidangi.",
    "Masih menunggu arahan pimpinan, mohon maklum.",
    "Ok noted, akan dicek.",
    "Terimakasih, segera kami cek ke lapangan.",
    "Laporan diterima dan diteruskan ke OPD teknis untuk ditindaklanjuti sesuai ketentuan.",
    "Akan diusulkan sesuai dengan ketersediaan anggaran.",
    "Halo Kak, terima kasih sudah melapor. Laporan Kakak akan kami proses sesuai prosedur yang berlaku.",
]

SAYING_SOMETHING = [
    "Ibu Siti, regu PJU mengganti lampunya besok pagi.",
    "Lubang di depan nomor 12 sudah kami tambal tadi pukul 10.20.",
    "Kami teruskan ke PLN karena tiangnya milik PLN. Rayon Cikokol berjanji menjawab Kamis.",
    "Pohon itu ditebang Pak Hendra dan regunya setelah kabelnya diamankan PLN.",
    "Sampah di TPS Bugel diangkut truk DLH setiap Senin dan Kamis; minggu ini terlewat karena truknya rusak.",
    "Akan kami tindak lanjuti besok: Pak Yudi membawa tangga dan kabel baru.",
    "Airnya mati karena pipa di Jalan Imam Bonjol pecah. Perumda menyambungnya malam ini.",
    "Kami belum bisa: tanahnya milik warga, jadi pemiliknya harus setuju dahulu. Lurah menemuinya Selasa.",
    "Sudah kami cek: sekringnya putus. Sekring baru dipasang hari ini.",
    "Mohon kirim foto papan nomor tiangnya, supaya regu tidak salah tiang.",
    "Laporan Anda kami gabungkan dengan laporan tetangga Anda karena panelnya sama.",
    "Trotoar itu masuk pekerjaan Dinas PUPR bulan Desember; kerusakannya kami beri rambu sekarang.",
    "Maaf, kami salah membaca alamat Anda. Regu kembali ke Gang Jali sore ini.",
    "KTP Anda bisa diambil di kantor kecamatan, loket tiga, dengan membawa kartu keluarga.",
    "Parkir liar di depan pasar ditertibkan Satpol PP tadi siang, dua mobil digembok.",
    "Saluran di depan rumah Anda tersumbat kasur bekas. Kami angkat pagi tadi.",
    "Kami tidak bisa memaksa toko itu tutup karena izinnya lengkap; suaranya akan kami ukur Jumat malam.",
    "Tim verifikasi menemui Anda di rumah lusa. Siapkan kartu keluarga.",
    "Anjing itu sudah ditangkap dan divaksin dokter hewan DKP.",
    "Belum selesai. Aspalnya habis dan pabrik mengirim lagi minggu depan.",
]


@pytest.mark.parametrize("reply", SAYING_NOTHING)
def test_what_says_nothing_is_pointed_out(reply):
    assert hollow_phrase(reply)


@pytest.mark.parametrize("reply", SAYING_SOMETHING)
def test_what_says_who_what_or_when_is_left_alone(reply):
    assert hollow_phrase(reply) == ""


def test_office_language_is_pointed_out_with_its_plain_words_and_the_longest_first():
    found = plain_hints("Kami koordinasi dengan pihak terkait, lalu disposisi.", JARGON)

    assert [(hint.kind, hint.found) for hint in found] == [("jargon", "koordinasi dengan pihak terkait"), ("jargon", "disposisi")]
    assert found[0].advice == "sebut pihaknya"


def test_a_long_sentence_is_counted():
    words = " ".join(["kabel"] * 26)

    assert [hint.count for hint in plain_hints(f"Pendek saja. {words}. Lalu pendek lagi.", {})] == [26]
    assert plain_hints(" ".join(["kabel"] * 25), {}) == []


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("Lampu akan segera diperbaiki.", "akan segera diperbaiki"),
        ("Jalannya perlu ditinjau dulu", "perlu ditinjau"),
        ("Lampu akan diperbaiki regu PJU.", ""),
        ("Lampu akan kami perbaiki.", ""),
        ("Lampu akan diperbaiki oleh Pak Yudi.", ""),
        ("Kami akan di sana pukul 9.", ""),
        ("Surat ke dinas akan dinas kirim.", ""),
    ],
)
def test_a_promise_without_somebody_who_does_it_is_pointed_out(sentence, phrase):
    assert [hint.found for hint in plain_hints(sentence, {})] == ([phrase] if phrase else [])


def test_gaps_of_a_template_are_told_apart():
    assert unknown_gaps("{nama}, {naam}, {alasan}, {naam}") == ["naam"]
    assert open_gaps("Maaf, karena [alasan]. Kabar [tanggal]. [1] dan [A]") == ["[alasan]", "[tanggal]"]


# --- at the desk ---------------------------------------------------------------------------------------


def test_every_gap_the_desk_promises_to_fill_is_filled(held_lamp, as_actor, budi, at):
    values = template_values(held_lamp, reporter="", actor=as_actor(budi), at=at)

    assert set(values) == DESK_FILLS == set(SAMPLE)
    # Nothing is promised yet, so there is no date; all else is known of any case.
    assert {name for name, value in values.items() if not value} == {"tanggal"}


def test_the_preview_shows_the_entry_and_the_letter_with_its_subject_but_no_secret(desk_of, budi, held_lamp, siti, act_url):
    page = desk_of(budi).post(act_url(held_lamp, "reply"), {"do": "preview", "words": "Kami ganti besok pagi."})

    assert f"[{held_lamp.code}] Jawaban untuk Anda" in page.text
    assert page.text.count("Kami ganti besok pagi.") >= 3
    assert "(tautan rahasia pembacanya)" in page.text
    assert siti.token not in page.text
    assert "siti@contoh.id" not in page.text
    assert not held_lamp.entries.filter(kind="reply").exists()


def test_hints_come_with_the_preview_and_are_never_in_the_way(desk_of, budi, held_lamp, act_url):
    words = "Kami koordinasi dengan pihak terkait besok."

    seen = desk_of(budi).post(act_url(held_lamp, "reply"), {"do": "preview", "words": words})
    desk_of(budi).post(act_url(held_lamp, "reply"), {"do": "send", "words": words})

    assert "sebut namanya" in seen.text
    assert held_lamp.entries.filter(kind="reply").exists()


def test_a_gap_left_open_is_asked_about_once(desk_of, budi, held_lamp, act_url):
    desk, reply = desk_of(budi), {"do": "send", "words": "Maaf, kami terlambat karena [alasan]. Regu datang besok."}

    first = desk.post(act_url(held_lamp, "reply"), reply)

    assert "Masih ada yang perlu Anda isi: [alasan]." in first.text
    assert not held_lamp.entries.filter(kind="reply").exists()

    desk.post(act_url(held_lamp, "reply"), reply | {"told": "gaps"})

    assert held_lamp.entries.filter(kind="reply").exists()


def test_opening_a_case_tells_the_reporter_once_and_costs_nothing_afterwards(desk_of, budi, held_lamp, siti, at, client):
    by_siti = Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk)
    add_words(held_lamp.pk, "Tiang sebelahnya juga mati", actor=by_siti, at=at)
    desk = desk_of(budi)

    desk.get(f"/meja/kasus/{held_lamp.code}/")
    with CaptureQueriesContext(connection) as again:
        desk.get(f"/meja/kasus/{held_lamp.code}/")

    assert held_lamp.entries.filter(kind="seen").count() == 1
    assert not [query["sql"] for query in again if query["sql"].startswith(("INSERT", "UPDATE", "SAVEPOINT"))]
    assert "Tambahan Anda dilihat" in client.get(f"/l/{siti.token}/").text


def test_the_pane_that_opens_by_itself_is_no_look(desk_of, budi, held_lamp, siti, at):
    by_siti = Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk)
    add_words(held_lamp.pk, "Tiang sebelahnya juga mati", actor=by_siti, at=at)

    desk_of(budi).get("/meja/")
    assert not held_lamp.entries.filter(kind="seen").exists()

    desk_of(budi).get(f"/meja/?kasus={held_lamp.code}")
    assert held_lamp.entries.filter(kind="seen").exists()


def test_the_desk_reads_which_office_the_reporter_or_the_office_denied(desk_of, dewi, budi, held_lamp, siti, at):
    by_siti = Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk)
    object_to_owner(held_lamp.pk, "", actor=by_siti, at=at)

    assert "Pelapor berkata: bukan Dishub." in desk_of(dewi).get("/meja/pilah/").text
