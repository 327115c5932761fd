import pytest

from laksa.routing.rules.words import WORDS_READ, Lexicon

SLANG = {
    "gak": "tidak",
    "pareum": "padam",
    "udah": "sudah",
    "gas_melon": "gas 3 kg",
    "dibenerin": "perbaiki",
    "yg": "yang",
    "yang": "-",
    "sudah": "-",
    "perumahan": "perumahan",
}
ROOTS = ["lampu", "mati", "jalan", "lubang", "rusak", "angkut", "sampah", "tumpuk", "terang", "padam", "got", "tebang", "nyala", "perbaiki"]


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon(slang=SLANG, roots=ROOTS)


@pytest.mark.parametrize(
    ("typed", "stems"),
    [
        ("LAMPU", ("lampu",)),
        ("lampunya", ("lampu",)),
        ("matiiii", ("mati",)),
        ("l4mpu", ("lampu",)),
        ("lubang2", ("lubang",)),
        ("lubang2nya", ("lubang",)),
        ("pareum", ("padam",)),
        ("berlubang", ("lubang",)),
        ("penerangan", ("terang",)),
        ("diangkutin", ("angkut",)),
        ("pengangkutan", ("angkut",)),
        ("numpuk", ("tumpuk",)),
        ("perumahan", ("perumahan",)),
        ("gotnya", ("got",)),
        ("ditebangin", ("tebang",)),
        ("dinyalakan", ("nyala",)),
        ("sampha", ("sampah",)),
        ("lampumati", ("lampu", "mati")),
        ("LampuJalanMati", ("lampu", "jalan", "mati")),
        ("la\u200bmpu", ("lampu",)),
        ("𝗹𝗮𝗺𝗽𝘂", ("lampu",)),
        ("ｌａｍｐｕ", ("lampu",)),
        ("gak", ("tidak",)),
        ("tegangan", ("tegang",)),
    ],
)
def test_a_word_is_understood_as_it_is_typed(lexicon, typed, stems):
    assert lexicon.stems(typed) == stems


def test_words_that_carry_nothing_do_not_count_as_content(lexicon):
    reading = lexicon.read("lampu yg udah mati")

    assert list(reading.content) == ["lampu", "mati"]
    assert list(reading.everywhere) == ["lampu", "yang", "sudah", "mati"]


def test_every_word_knows_where_it_was_typed(lexicon):
    text = "😡 Lampu… udah  MATI!"

    reading = lexicon.read(text)

    assert [text[start:end] for start, end in reading.spans] == ["Lampu", "udah", "MATI"]


def test_a_guess_is_known_to_be_one(lexicon):
    assert lexicon.read("sampha").guessed == {"sampah"}
    assert lexicon.read("sampah").guessed == set()


def test_kali_after_a_number_is_no_river(lexicon):
    assert "kali" not in lexicon.read("sudah 3 kali, berkali kali").content
    assert "kali" in lexicon.read("di kali depan").content


def test_a_word_of_place_makes_the_next_one_a_landmark(lexicon):
    assert lexicon.read("got depan jalan, got mati").landmarks == {"jalan"}


def test_reading_stops_after_enough_words(lexicon):
    assert len(lexicon.read("lampu mati " * 5_000).spans) == WORDS_READ


def test_other_scripts_are_left_alone(lexicon):
    assert lexicon.stems("مصباح 路灯 🔦") == ("مصباح", "路灯")
