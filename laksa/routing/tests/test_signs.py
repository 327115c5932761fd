"""How grave, how urgent, and what is wanted."""

import pytest

from laksa.routing.rules import Report


@pytest.mark.parametrize(
    "text",
    [
        "tolong ada kebakaran di gudang belakang",
        "api membesar di lantai dua",
        "anak tenggelam di kali",
        "kabel listrik memercik keluar api",
        "bapak saya pingsan tidak sadarkan diri",
        "orang terjebak di lift",
        "dari semalam kebanjiran sepinggang belum surut",
        "biawak masuk dapur, takut anak digigit",
        "pohon tumbang menimpa mobil",
        "KEBAKARANNNN tolongg",
    ],
)
def test_danger_now_is_an_emergency(rulebook, text):
    decision = rulebook.decide(Report(text))

    assert decision.emergency
    assert decision.severity == "berat"


@pytest.mark.parametrize(
    "text",
    [
        "kerja petugasnya apik sekali, terima kasih",
        "lampu merah mati di perempatan",
        "warga kebakaran jenggot soal parkir",
        "semalam ada kebakaran di gudang sebelah, sekarang minta bantuan bersihkan puing",
        "tidak ada api, hanya mau tanya nomor pemadam",
        "palang kereta api rusak",
        "terjebak macet tiap sore",
        "minta pelatihan alat pemadam api ringan",
        "asap bakar sampah masuk rumah",
        "tagihan air meledak bulan ini",
        "pohon rawan tumbang minta dipangkas",
        "takut kebakaran karena kabel semrawut",
        "uang kenang kenangan guru 200 ribu",
    ],
)
def test_words_of_danger_without_danger_are_none(rulebook, text):
    assert not rulebook.decide(Report(text)).emergency


@pytest.mark.parametrize(
    ("plain", "grave"),
    [
        ("lampu jalan mati", "lampu jalan mati, rawan begal"),
        ("got mampet bau", "got mampet bau, kemarin anak jatuh"),
        ("jalan berlubang", "jalan berlubang depan sekolah"),
    ],
)
def test_people_at_risk_raise_the_severity_by_one(rulebook, plain, grave):
    levels = ["ringan", "sedang", "berat"]

    before, after = (rulebook.decide(Report(text)) for text in (plain, grave))

    assert levels.index(after.severity) == levels.index(before.severity) + 1
    assert any("Tingkat" in reason.text_id for reason in after.reasons)


def test_severity_stops_at_the_top(rulebook):
    assert rulebook.decide(Report("jembatan retak depan sekolah, anak jatuh, sangat bahaya")).severity == "berat"


def test_a_small_fault_lowers_the_severity(rulebook):
    assert rulebook.decide(Report("jalan agak berlubang, tidak mendesak")).severity == "ringan"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("apa syarat bikin ktp baru", "question"),
        ("gimana cara daftar bpjs gratis", "question"),
        ("kapan jadwal samsat keliling", "question"),
        ("masih bisa daftar bedah rumah ga", "question"),
        ("terima kasih lampu jalan sudah nyala lagi, mantap", "appreciation"),
        ("usul dibuatkan taman bermain di rw kami", "aspiration"),
        ("ktp saya belum jadi sudah tiga bulan", "complaint"),
        ("lampu jalan mati, mohon diperbaiki, terima kasih", "complaint"),
        ("katanya sudah diperbaiki padahal lampu masih mati", "complaint"),
    ],
)
def test_what_is_wanted_is_read_from_the_words(rulebook, text, kind):
    assert rulebook.decide(Report(text)).kind == kind


def test_thanks_is_never_rated_graver(rulebook):
    decision = rulebook.decide(Report("terima kasih petugas, lampu depan sekolah sudah nyala, dulu rawan begal"))

    assert (decision.kind, decision.category, decision.severity) == ("appreciation", "aspirasi", "ringan")
