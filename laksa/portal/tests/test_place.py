"""The second page: six ways to say where, all equal."""

from __future__ import annotations

import pytest

from laksa.city.models import book
from laksa.conftest import AT
from laksa.portal.actions import create_draft
from laksa.portal.rules import Content
from laksa.portal.tests.conftest import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def telling(resident):
    resident.tell()
    return resident


def test_without_javascript_only_ways_that_work_are_shown(telling):
    page = telling.at_step("tempat").content.decode()

    assert page.count("data-scripted hidden") == 2
    assert 'value="photo"' not in page
    assert page.index('value="text"') < page.index('value="list"') < page.index('value="none"')
    assert '<optgroup label="Melati">' in page


def test_a_kelurahan_from_the_list_is_kept(telling):
    village = next(one for one in book().areas.values() if one.name == "Mekarjaya")

    answer = telling.locate(way="list", village=village.code, landmark="Depan musala, RT 03/RW 05")

    assert answer.url.endswith("/periksa/")
    assert telling.draft.content.village == village.code
    assert telling.draft.content.place_text == "Depan musala, RT 03/RW 05"


def test_the_place_of_the_photo_is_offered_and_taken_when_wanted(resident):
    resident.tell(photos=[picture(place=(-7.01, 110.045))])
    offered = resident.at_step("tempat").content.decode()

    resident.locate(way="photo")

    content = resident.draft.content
    assert "Tempat foto diambil" in offered
    assert (round(content.lat, 3), round(content.lon, 3)) == (-7.01, 110.045)
    assert "Kelurahan Karangsari" in resident.at_step("periksa").content.decode()


def test_a_photo_without_a_place_offers_none(resident):
    resident.tell(photos=[picture()])

    answer = resident.locate(way="photo")

    assert answer.status_code == 422
    assert "Foto Anda tidak menyimpan tempat" in answer.content.decode()


def test_a_typed_place_is_searched_then_chosen(telling):
    searched = telling.locate(way="text", query="pasar melati")
    results = telling.client.get(searched.url.split("#")[0]).content.decode()

    answer = telling.locate(way="text", query="pasar melati", found="0", landmark="Pintu timur")

    content = telling.draft.content
    assert searched.url.endswith("/tempat/#hasil")
    assert "Pasar Melati" in results
    assert answer.url.endswith("/periksa/")
    assert (content.lat, content.lon) == (-7.008, 110.013)
    assert content.place_text == "Pasar Melati, Pintu timur"


def test_going_back_and_on_again_does_not_say_the_place_twice(telling):
    for _ in range(2):
        telling.locate(way="text", query="pasar melati")
        telling.locate(way="text", query="pasar melati", found="0", landmark="Pintu timur")

    assert telling.draft.content.place_text == "Pasar Melati, Pintu timur"


def test_a_place_nobody_knows_goes_as_it_was_written(telling):
    telling.locate(way="text", query="warung bu ijah")
    page = telling.at_step("tempat").content.decode()

    telling.locate(way="text", query="warung bu ijah", found="asis")

    assert "“warung bu ijah” tidak ada di daftar kami." in page
    assert telling.draft.content.place_text == "warung bu ijah"
    assert telling.draft.content.lat is None


def test_a_kelurahan_found_by_name_is_no_point(telling):
    telling.locate(way="text", query="kelurahan sukamaju")
    telling.locate(way="text", query="kelurahan sukamaju", found="0")

    assert telling.draft.content.village == "99.01.01.1001"
    assert telling.draft.content.lat is None


@pytest.mark.parametrize(
    ("fields", "words", "anchor"),
    [
        ({}, "Pilih satu cara", "#id_way"),
        ({"way": "gps"}, "Tempatnya belum terbaca", "#id_way"),
        ({"way": "list"}, "Pilih kelurahan dari daftar", "#id_village"),
        ({"way": "list", "village": "99.01.01"}, "Pilih kelurahan dari daftar", "#id_village"),
        ({"way": "text"}, "Tulis nama jalan", "#id_query"),
        ({"way": "teleport"}, "teleport", "#id_way"),
    ],
)
def test_what_is_missing_is_named_with_a_link_to_it(telling, fields, words, anchor):
    answer = telling.client.post(f"/lapor/{telling.key}/tempat/", {"landmark": "Gapura", **fields})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'href="{anchor}"' in page
    assert f'id="{anchor[1:]}"' in page
    assert "Gapura" in page


def test_a_search_without_a_choice_asks_to_choose(telling):
    telling.locate(way="text", query="pasar melati")

    answer = telling.locate(way="text", query="pasar melati")

    assert answer.status_code == 422
    assert "Pilih satu dari daftar" in answer.content.decode()


def test_not_knowing_is_an_answer(telling):
    answer = telling.locate(way="none")

    assert answer.url.endswith("/periksa/")


def test_the_place_can_not_be_told_before_the_words(client, resident):

    _draft, key = create_draft(Content(), at=AT)

    assert client.get(f"/lapor/{key}/kabar/").url == f"/lapor/{key}/"


def test_the_base_map_is_small_and_comes_packed(client, city):
    plain = client.get("/peta/dasar.json")
    packed = client.get("/peta/dasar.json", headers={"Accept-Encoding": "gzip, br"})

    assert len(plain.json()["features"]) == 5
    assert packed["Content-Encoding"] == "br"
    assert len(packed.content) < len(plain.content)
