"""Where a report goes and what the reporter is told about it."""

import pytest

from laksa.routing.rules import Report

SUKASARI, PORIS = "36.71.01.1007", "36.71.05.1003"


def words(reasons, sign=None):
    return [reason.text_id for reason in reasons if sign in {None, reason.sign}]


def test_a_lamp_goes_to_the_team_with_reasons_in_words(rulebook):
    decision = rulebook.decide(Report("Lampu jalan mati di depan mushola", village=SUKASARI, hashtags=("#PJU",)))

    assert (decision.category, decision.agency, decision.unit, decision.desk) == ("pju", "dishub", "tim-pju", False)
    assert words(decision.reasons)[:2] == ["Anda memilih #PJU", "Ada kata “Lampu jalan mati”"]
    assert any(text.startswith("Kelurahan Sukasari diurus Dishub, Tim PJU") for text in words(decision.reasons))
    assert all(reason.text_en for reason in decision.reasons)


def test_the_words_that_counted_are_marked_in_the_text(rulebook):
    text = "Pak, lampu jalan mati sejak Senin"

    marked = [text[start:end] for start, end in rulebook.decide(Report(text)).marked]

    assert marked == ["lampu jalan mati"]


def test_a_hashtag_decides_where_words_say_little(rulebook):
    decision = rulebook.decide(Report("mohon segera ditangani pak", hashtags=["pju"]))

    assert decision.category == "pju"


def test_a_hashtag_written_in_the_text_counts_too(rulebook):
    assert rulebook.decide(Report("tolong pak #PJU")).category == "pju"


def test_words_that_contradict_the_hashtag_win_and_the_desk_looks(rulebook):
    decision = rulebook.decide(Report("sampah menumpuk sudah seminggu belum diangkut", hashtags=("#PJU",)))

    assert (decision.category, decision.desk) == ("sampah-telat", True)
    assert "Isi laporan tidak cocok dengan #PJU, jadi petugas kota yang memutuskan" in words(decision.reasons, "-")


def test_an_unknown_hashtag_changes_nothing(rulebook):
    plain, tagged = (rulebook.decide(Report("lampu jalan mati", hashtags=tags)) for tags in ((), ("#TidakAda",)))

    assert plain.confidence == tagged.confidence


def test_the_category_chosen_from_the_list_is_a_strong_vote(rulebook):
    decision = rulebook.decide(Report("tolong dicek ya", category="drainase"))

    assert decision.category == "drainase"
    assert "Anda memilih kategori “Saluran mampet atau genangan”" in words(decision.reasons)


def test_a_vague_text_goes_to_the_desk_with_three_candidates(rulebook):
    decision = rulebook.decide(Report("air kotor"))

    assert len(decision.candidates) == 3
    assert [one.score for one in decision.candidates] == sorted((one.score for one in decision.candidates), reverse=True)


def test_below_the_threshold_the_desk_is_told_which(rulebook):
    decision = rulebook.decide(Report("rusak"))

    assert decision.desk
    assert any(text.startswith("Ambang kategori ini ") for text in words(decision.reasons, "-"))


@pytest.mark.parametrize(
    ("text", "category", "agency"),
    [
        ("lubang besar di jalan daan mogot", "jalan-nasional", "bpjn-banten"),
        ("jl. KH Hasyim Ashari rusak berlubang", "jalan-provinsi", "pu-banten"),
        ("jln thamrin bolong bolong", "jalan-provinsi", "pu-banten"),
        ("jalan mawar berlubang", "jalan-rusak", "pupr"),
    ],
)
def test_the_keeper_of_the_road_takes_its_damage(rulebook, text, category, agency):
    decision = rulebook.decide(Report(text))

    assert (decision.category, decision.agency) == (category, agency)


def test_a_lamp_on_a_national_road_stays_with_the_city(rulebook):
    assert rulebook.decide(Report("lampu jalan mati di daan mogot")).agency == "dishub"


def test_a_one_word_road_name_needs_the_word_road(rulebook):
    assert rulebook.decide(Report("warga ingin merdeka dari jalan berlubang")).category == "jalan-rusak"


def test_an_owner_outside_leaves_the_case_with_the_desk(rulebook):
    decision = rulebook.decide(Report("listrik padam satu komplek dari jam 2, pln gimana"))

    assert (decision.agency, decision.outside_owner) == ("pln", True)
    assert any("di luar pemerintah kota" in text for text in words(decision.reasons, "-"))


@pytest.mark.parametrize(("village", "agency"), [(SUKASARI, "kel-sukasari"), (None, "setda-pemerintahan")])
def test_matters_of_the_kelurahan_go_to_its_own_office(rulebook, village, agency):
    decision = rulebook.decide(Report("petugas loketnya judes dan lama, pelayanan kelurahan buruk", village=village))

    assert (decision.category, decision.agency) == ("pelayanan-kelurahan", agency)


def test_the_kelurahan_named_in_the_text_counts_when_no_place_is_given(rulebook):
    decision = rulebook.decide(Report("pelayanan kelurahan lama, saya di kelurahan Sukasari"))

    assert decision.agency == "kel-sukasari"


def test_an_address_is_no_complaint_about_the_kelurahan(rulebook):
    decision = rulebook.decide(Report("got mampet di RT 03 RW 05 Kelurahan Sukasari Kecamatan Tangerang"))

    assert decision.category == "drainase"


def test_a_market_in_the_text_or_at_the_point_brings_its_company_in(rulebook):
    named = rulebook.decide(Report("pasar anyar becek dan bau"))

    assert (named.category, named.agency) == ("pasar", "perumda-pasar")


def test_the_night_makes_a_dark_place_a_lamp(rulebook):
    text = "gelap di sini lampunya mati"

    night, noon = (rulebook.decide(Report(text, hour=hour)) for hour in (21, 12))

    assert night.category == "pju"
    assert "Dilaporkan pukul 21" in words(night.reasons)
    assert "Dilaporkan pukul 12" not in words(noon.reasons)


def test_another_company_named_in_the_text_becomes_the_owner(rulebook):
    decision = rulebook.decide(Report("kabel biznet menjuntai semrawut di gang"))

    assert (decision.category, decision.agency) == ("kabel-semrawut", "provider-lain")


def test_what_may_have_to_be_kept_secret_is_seen_by_a_person(rulebook):
    decision = rulebook.decide(Report("petugas parkir minta uang, pungutan tidak resmi"))

    sealed = {one.category for one in decision.candidates[1:] if one.score >= 0.15 and rulebook.categories[one.category].is_sealed}
    assert not sealed or decision.desk


def test_chips_are_offered_while_somebody_types(rulebook):
    chips = rulebook.suggest("lampu jal", limit=3)

    assert chips[0].category == "pju"
    assert chips[0].hashtag == "#PJU"
    assert len(chips) <= 3


def test_the_invented_city_decides_by_its_own_rules(small):
    road = small.decide(Report("Jalan Lintas Utara rusak"))
    office = small.decide(Report("pelayanan kelurahan lama", village="99.01.01.1001"))
    waste = small.decide(Report("sampah belum diangkut", village="99.01.01.1001"))

    assert (road.category, road.agency, road.outside_owner) == ("jalan-nasional", "bpjn", True)
    assert (office.agency, office.unit) == ("kel-sukamaju", "kantor-kel-sukamaju")
    assert waste.unit == "tim-angkut-melati" or waste.agency == "dlh"
    assert small.decide(Report("halo")).category == "lainnya"
