import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laksa.kernel.privacy import ACCOUNT, EMAIL, NAME, NIK, NUMBER, PHONE, PLATE, hide_identifiers, hide_plates


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("NIK 3671011203450001 belum aktif", f"NIK {NIK} belum aktif"),
        ("nik saya 3671 0112 0345 0001.", f"nik saya {NIK}."),
        ("NOP 36.71.010.001.012-0345.0 naik", f"NOP {NUMBER} naik"),
        ("hub 0812-3456-7890 ya", f"hub {PHONE} ya"),
        ("WA: 081234567890", f"WA: {PHONE}"),
        ("wa +62 812 3456 7890.", f"wa {PHONE}."),
        ("telp (+62) 81234567890", f"telp {PHONE}"),
        ("hp 0 812 3456 789", f"hp {PHONE}"),
        ("no 0812\u200b3456\u200b7890", f"no {PHONE}"),
        ("kantor 021-5576 1234", f"kantor {PHONE}"),
        ("kantor (021) 55761234", f"kantor {PHONE}"),
        ("nol delapan satu dua tiga empat lima enam tujuh", PHONE),
        ("surat ke budi.s+1@contoh.co.id ya", f"surat ke {EMAIL} ya"),
        ("budi [at] contoh [dot] id", EMAIL),
        ("transfer ke BCA 123-456-7890 an. Budi Santoso", f"transfer ke BCA {ACCOUNT} an. {NAME}"),
        ("idpel 512345678901", f"idpel {NUMBER}"),
        ("Nama saya Budi Santoso, warga Sukasari", f"Nama saya {NAME}, warga Sukasari"),
        ("nama saya siti mau lapor got mampet", f"nama saya {NAME} mau lapor got mampet"),
        ("Perkenalkan nama saya Siti Aminah. Lampu mati", f"Perkenalkan nama saya {NAME}. Lampu mati"),
        ("nama : Joko Widiyanto alamat jl mawar", f"nama : {NAME} alamat jl mawar"),
        ("saya Budi dari RT 03", f"saya {NAME} dari RT 03"),
    ],
)
def test_what_names_a_person_is_hidden(text, public):
    assert hide_identifiers(text) == public


@pytest.mark.parametrize(
    "text",
    [
        "RT 03/RW 05 Kelurahan Sukasari, rumah no 12",
        "sejak 08-12-2024 jam 08.30 sampai 22.00",
        "biaya Rp 1.500.000.000 dan Rp150000",
        "laporan TNG-7K3M-9Q belum dijawab",
        "nama saya belum terdaftar di DTKS",
        "nama saya tidak ada di daftar bansos",
        "NIK dipakai orang atas nama perusahaan",
        "saya Warga RT 02, lampu mati",
        "lampu 3 titik, sudah 2 minggu, jalan 4 meter",
        "nomor tiang PJU 0412",
        "Jl. Daan Mogot KM 21",
        "hubungi 112 atau 119",
        "",
    ],
)
def test_what_says_where_and_what_stays(text):
    assert hide_identifiers(text) == text


def test_plates_are_hidden_only_when_asked_for():
    assert hide_identifiers("mobil B 1234 CXY parkir") == "mobil B 1234 CXY parkir"
    assert hide_plates("mobil B 1234 CXY parkir di RT 03") == f"mobil {PLATE} parkir di RT 03"


@given(st.text(alphabet=st.sampled_from("0812-. +6@abnama saya Budi[]()\u200b\n"), max_size=200))
def test_hiding_twice_changes_nothing_more(text):
    once = hide_identifiers(text)

    assert hide_identifiers(once) == once


@given(st.from_regex(r"08[1-9][0-9]{7,9}", fullmatch=True), st.sampled_from(["", " ", "hp ", "wa:"]), st.sampled_from(["", ".", " ya"]))
def test_no_mobile_number_gets_through(number, before, after):
    assert number[4:] not in hide_identifiers(before + number + after)


@pytest.mark.parametrize("piece", ["0", "08 ", "a@", "nama saya ", "a.", "satu ", "rekening ", "x" * 10, "- 1", "[at]", "B 1"])
def test_a_very_long_text_takes_no_longer_a_letter(piece):
    text = (piece * 20_000)[:20_000]
    started = time.perf_counter()

    hide_identifiers(text)

    assert time.perf_counter() - started < 1
