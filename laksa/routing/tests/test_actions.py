"""The rules bound to the loaded city, and what people correct."""

import pytest

from laksa.city.models import Category, City, Phrase, forget_book
from laksa.identity.rules import SYSTEM
from laksa.kernel.errors import Refused
from laksa.kernel.privacy import NIK
from laksa.routing.actions import Moved, decide, record_correction, rulebook, suggest
from laksa.routing.models import Correction

pytestmark = pytest.mark.django_db

IN_SUKAMAJU = (-7.011, 110.016)


def test_a_report_is_decided_by_the_loaded_city(city, at):
    decision = decide("lampu jalan mati", at=at)

    assert (decision.category, decision.agency, decision.unit) == ("pju", "dishub", "tim-pju")
    assert decision.rules_version == f"1.{city.version}"


def test_the_point_finds_the_kelurahan_whose_office_takes_it(city, at):
    decision = decide("pelayanan kelurahan lama", point=IN_SUKAMAJU, at=at)

    assert decision.agency == "kel-sukamaju"


def test_what_is_no_point_is_refused(city, at):
    with pytest.raises(Refused):
        decide("lampu jalan mati", point=(float("nan"), 110.0), at=at)


def test_the_rules_are_compiled_once_for_a_version_of_the_city(city, at):
    first = rulebook()
    decide("lampu jalan mati", at=at)

    assert rulebook() is first


def test_new_words_of_the_city_count_after_its_version_changed(city, at):
    Phrase.objects.create(kind="example", text="gapura miring", target="drainase")
    City.objects.update(version=city.version + 1)
    forget_book()

    assert decide("gapura miring pak", at=at).category == "drainase"


def test_a_retired_category_is_never_chosen(city, at):
    Category.objects.filter(slug="pju").update(is_active=False)
    City.objects.update(version=city.version + 1)
    forget_book()

    assert decide("lampu jalan mati", hashtags=("#PJU",), at=at).category != "pju"


def test_without_a_city_nothing_is_routed(db, at):
    City.objects.all().delete()
    forget_book()

    with pytest.raises(Refused, match="belum dimuat"):
        decide("lampu jalan mati", at=at)


def test_chips_are_few_and_known(city):
    chips = suggest("lampu jalan mati", limit=2)

    assert [chip.hashtag for chip in chips][:1] == ["#PJU"]
    assert len(chips) <= 2


def test_a_correction_is_kept_without_identifiers(city, at):
    moved = Moved("TNG-7K3M-9Q", "NIK 3671011203450001 lampu", ("pju", "dishub"), ("listrik-padam", "pln"), {"confidence": 0.4})

    record_correction(moved, reason="Listrik rumah", actor=SYSTEM, at=at)

    kept = Correction.objects.get()
    assert (kept.from_category, kept.to_category, kept.to_agency, kept.by) == ("pju", "listrik-padam", "pln", "Laksa")
    assert kept.text == f"NIK {NIK} lampu"
