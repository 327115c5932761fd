"""One snapshot of the city for everybody, without a query."""

from __future__ import annotations

import importlib
import time

import pytest

from laksa.city.models import Agency, City, book, forget_book, loaded_city

# The module, which the function of the same name hides.
BOOK = importlib.import_module("laksa.city.models.book")

pytestmark = pytest.mark.django_db


def test_reading_the_book_twice_asks_the_database_once(city, django_assert_num_queries):
    book()

    with django_assert_num_queries(0):
        assert book() is book()


def test_the_first_reading_takes_one_query_a_table(city, django_assert_max_num_queries):
    forget_book()

    with django_assert_max_num_queries(17):
        book()


def test_a_change_by_another_process_is_seen_at_the_next_look(city, monkeypatch):
    old = book()
    Agency.objects.filter(pk="dishub").update(short_name="Hubungan")
    City.objects.update(version=city.version + 1)
    assert book() is old

    now = time.monotonic()
    monkeypatch.setattr(BOOK, "monotonic", lambda: now + BOOK.LOOK_AGAIN_SECONDS + 0.5)

    assert book().agencies["dishub"].short_name == "Hubungan"


def test_an_unchanged_city_keeps_its_book(city, monkeypatch):
    old = book()
    now = time.monotonic()
    monkeypatch.setattr(BOOK, "monotonic", lambda: now + BOOK.LOOK_AGAIN_SECONDS + 0.5)

    assert book() is old


def test_before_a_pack_is_loaded_the_book_is_empty(city):
    City.objects.all().delete()
    forget_book()

    assert (book().version, dict(book().categories), loaded_city()) == (0, {}, None)


@pytest.mark.parametrize("hashtag", ["#PJU", "pju", " #pJu "])
def test_a_hashtag_is_found_in_any_case(city, hashtag):
    assert book().category_by_hashtag(hashtag).slug == "pju"


def test_an_unknown_hashtag_is_nothing(city):
    assert book().category_by_hashtag("#Entah") is None


def test_the_book_knows_who_belongs_where(city):
    held = book()

    assert [area.name for area in held.villages_by_district["99.01.02"]] == ["Karangsari", "Tanah Tinggi"]
    assert held.agency_by_area["99.01.01.1001"] == "kel-sukamaju"
    assert "tim-pju" in [unit.slug for unit in held.units_by_agency["dishub"]]
    assert held.agencies["bpbd"].hours == {"always": True}
    assert held.city.hours["ramadan"][0]["from"] == "2026-02-19"


def test_the_line_of_a_unit_goes_up_from_itself(city):
    assert book().units_above("tim-pju") == ["tim-pju", "bidang-pju"]
    assert (book().units_above(None), book().units_above("tidak-ada")) == ([], [])


def test_nothing_in_the_book_can_be_changed(city):
    with pytest.raises(AttributeError):
        book().agencies["dishub"].short_name = "Hubungan"
