"""A pack comes in whole or not at all, and old cases keep what they point at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from laksa.city.actions import PackRefused, compare_pack, load_pack, save_reference
from laksa.city.models import Agency, Category, City, Phrase, Sop, book
from laksa.city.models.categories import ALWAYS_IN_FORCE
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(pack, keeper, at):
    load_pack(pack, actor=keeper, at=at)


def test_loading_again_changes_nothing(pack, keeper, at):
    before = City.objects.get()

    difference = load_pack(pack, actor=keeper, at=at + timedelta(days=1))

    assert not difference
    assert (City.objects.get().version, City.objects.get().loaded_at) == (before.version, before.loaded_at)


def test_a_changed_row_is_shown_before_it_is_changed(pack, edit, keeper, at):
    edit("agencies.csv", "DLH,dinas", "Dinas LH,dinas")

    assert compare_pack(pack).lines() == ["~ agencies dlh short_name: 'DLH' -> 'Dinas LH'"]
    assert book().agencies["dlh"].short_name == "DLH"

    load_pack(pack, actor=keeper, at=at)
    assert book().agencies["dlh"].short_name == "Dinas LH"


def test_a_change_raises_the_version_by_one_and_is_recorded(pack, edit, keeper, at):
    version = City.objects.get().version
    edit("agencies.csv", "DLH,dinas", "Dinas LH,dinas")

    load_pack(pack, actor=keeper, at=at)

    event = Event.objects.latest("pk")
    assert City.objects.get().version == version + 1
    assert (event.verb, event.actor) == ("city.loaded", "Sari Utami")
    assert event.data["agencies"] == {"added": 0, "changed": 1, "removed": 0}


def test_a_faulty_pack_changes_nothing_at_all(pack, edit, keeper, at):
    edit("agencies.csv", "DLH,dinas", "Dinas LH,dinas")
    edit("roads.csv", "kota,pupr", "kota,entah")

    with pytest.raises(PackRefused) as refused:
        load_pack(pack, actor=keeper, at=at)

    assert [fault.file for fault in refused.value.faults] == ["roads.csv"]
    assert Agency.objects.get(pk="dlh").short_name == "DLH"


def test_a_row_that_vanishes_goes_out_of_use_and_can_still_be_named(pack, keeper, at):
    lines = (pack / "categories.csv").read_text().splitlines(keepends=True)
    (pack / "categories.csv").write_text("".join(line for line in lines if not line.startswith("tps-liar,")))

    difference = load_pack(pack, actor=keeper, at=at)

    assert difference.lines() == ["- categories tps-liar"]
    assert "tps-liar" not in book().categories
    assert book().categories["tps-liar"].hashtag == "#TPSLiar"


def test_a_row_that_returns_is_in_use_again(pack, keeper, at):
    whole = (pack / "categories.csv").read_text()
    lines = whole.splitlines(keepends=True)
    (pack / "categories.csv").write_text("".join(line for line in lines if not line.startswith("tps-liar,")))
    load_pack(pack, actor=keeper, at=at)
    (pack / "categories.csv").write_text(whole)

    difference = load_pack(pack, actor=keeper, at=at)

    assert difference.lines() == ["~ categories tps-liar is_active: False -> True"]
    assert "tps-liar" in book().categories


def test_the_first_sop_counts_for_all_earlier_cases():
    assert {row.since for row in book().sops} == {ALWAYS_IN_FORCE}


def test_a_changed_sop_closes_the_old_version_and_opens_a_new_one(pack, edit, keeper, at):
    edit("sop.csv", "penerangan,ringan,12,24,72", "penerangan,ringan,12,24,48")

    load_pack(pack, actor=keeper, at=at)

    old, new = Sop.objects.filter(group="penerangan", severity="ringan")
    assert (old.resolve_hours, old.until) == (72, at)
    assert (new.resolve_hours, new.since, new.until) == (48, at, None)


def test_an_sop_that_leaves_and_comes_back_is_a_new_version(pack, keeper, at):
    whole = (pack / "sop.csv").read_text()
    lines = whole.splitlines(keepends=True)
    (pack / "sop.csv").write_text("".join(line for line in lines if not line.startswith("*law,*")))
    load_pack(pack, actor=keeper, at=at)
    (pack / "sop.csv").write_text(whole)

    load_pack(pack, actor=keeper, at=at + timedelta(days=3))

    old, new = Sop.objects.filter(group="*law", severity="*")
    assert (old.until, new.since, new.until) == (at, at + timedelta(days=3), None)


def test_what_staff_changed_is_shown_as_such_before_it_is_set_back(pack, keeper, at):
    category = Category.objects.get(pk="pju")
    category.threshold = 0.9
    save_reference(category, changed=["threshold"], actor=keeper, at=at)

    difference = load_pack(pack, actor=keeper, at=at)

    assert difference.lines() == ["~ categories pju threshold: 0.9 -> 0.7 (changed by staff)"]
    assert Category.objects.get(pk="pju").staff_changed == []


def test_two_categories_may_swap_their_hashtags(pack, edit, keeper, at):
    edit("categories.csv", "#PJU", "#Tukar")
    edit("categories.csv", "#Sampah", "#PJU")
    edit("categories.csv", "#Tukar", "#Sampah")

    load_pack(pack, actor=keeper, at=at)

    assert book().category_by_hashtag("pju").slug == "sampah-telat"


def test_new_phrases_of_the_routing_come_in(pack, keeper, at):
    (pack / "routing" / "slang.csv").write_text("text,target,weight,remark\nkaga,tidak,2,Betawi\n")

    load_pack(pack, actor=keeper, at=at)

    assert [(one.text, one.target, one.weight) for one in book().phrases["slang"]] == [("kaga", "tidak", 2.0)]
    assert Phrase.objects.filter(is_active=False).count() == 2


def test_who_does_not_keep_the_city_can_not_load_one(pack, edit, stranger, at):
    edit("agencies.csv", "DLH,dinas", "Dinas LH,dinas")

    with pytest.raises(PermissionDenied):
        load_pack(pack, actor=stranger, at=at)

    assert Agency.objects.get(pk="dlh").short_name == "DLH"


def test_the_pack_of_the_house_loads(keeper, at, settings):
    folder = settings.ROOT / "cities" / "tangerang"

    difference = load_pack(folder, actor=keeper, at=at)

    assert difference
    assert len(book().villages_by_district) == 13
    assert not load_pack(folder, actor=keeper, at=at)
