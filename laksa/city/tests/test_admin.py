"""A sysadmin keeps the city's data; every change leaves its diff, and nobody else gets in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse

from laksa.city.actions import load_pack, save_reference
from laksa.city.admin import ReferenceAdmin, admin
from laksa.city.forms import LinesField
from laksa.city.models import Category, City, Place, Road, Sop, book
from laksa.city.tests.conftest import CONTOH
from laksa.kernel.errors import Refused
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(keeper, at):
    load_pack(CONTOH, actor=keeper, at=at)


@pytest.fixture
def form(client, sari, rf):
    """The fields of a row as the browser would send them back: `form(row, name="…")`."""
    client.force_login(sari)

    def send(row: models.Model, **changes: str) -> dict[str, str]:
        page = client.get(reverse(f"admin:city_{row._meta.model_name}_change", args=[row.pk]))
        fields = page.context["adminform"].form
        values = {field.html_name: field.value() for field in fields}
        return {name: "" if value is None else value for name, value in values.items() if value is not False} | changes

    return send


def test_a_saved_category_is_recorded_with_what_it_was_before(client, form):
    category = Category.objects.get(pk="pju")
    version = City.objects.get().version

    client.post(reverse("admin:city_category_change", args=["pju"]), form(category, threshold="0.9", keywords="lampu mati total\npju mati"))

    event = Event.objects.filter(verb="city.category_changed").get()
    assert (event.subject, event.actor) == ("city.category:pju", "Sari Utami")
    assert event.data["threshold"] == [0.7, 0.9]
    assert book().categories["pju"].keywords == ("lampu mati total", "pju mati")
    assert City.objects.get().version == version + 1
    assert Category.objects.get(pk="pju").staff_changed == ["keywords", "threshold"]


def test_a_save_without_a_change_leaves_no_trace(client, form):
    category = Category.objects.get(pk="pju")

    client.post(reverse("admin:city_category_change", args=["pju"]), form(category))

    assert not Event.objects.filter(verb="city.category_changed").exists()


def test_a_word_can_not_stand_for_two_categories(client, form):
    category = Category.objects.get(pk="pju")

    page = client.post(reverse("admin:city_category_change", args=["pju"]), form(category, keywords="jalan bolong"))

    assert "#JalanRusak" in page.text
    assert "jalan bolong" not in book().categories["pju"].keywords


def test_a_category_keeps_to_the_units_of_its_agency(client, form):
    page = client.post(reverse("admin:city_category_change", args=["pju"]), form(Category.objects.get(pk="pju"), unit="tim-jalan"))

    assert page.status_code == 200
    assert book().categories["pju"].unit_id == "tim-pju"


def test_a_changed_sop_opens_a_new_version_at_that_moment(keeper, at):
    row = Sop.objects.get(group="penerangan", severity="ringan")
    row.resolve_hours = 48

    save_reference(row, changed=["resolve_hours"], actor=keeper, at=at + timedelta(days=1))

    old, new = Sop.objects.filter(group="penerangan", severity="ringan")
    assert (old.resolve_hours, old.until) == (72, at + timedelta(days=1))
    assert (new.resolve_hours, new.since, new.until, new.staff_changed) == (48, at + timedelta(days=1), None, ["resolve_hours"])


def test_an_sop_is_changed_on_its_page(client, form):
    row = Sop.objects.get(group="penerangan", severity="ringan")

    answer = client.post(reverse("admin:city_sop_change", args=[row.pk]), form(row, resolve_hours="48"))

    assert answer.status_code == 302
    assert Sop.objects.get(group="penerangan", severity="ringan", until=None).resolve_hours == 48


def test_a_past_sop_is_history(client, sari, keeper, at):
    row = Sop.objects.get(group="penerangan", severity="ringan")
    pk, row.resolve_hours = row.pk, 48.0
    save_reference(row, changed=["resolve_hours"], actor=keeper, at=at)
    client.force_login(sari)

    assert client.post(reverse("admin:city_sop_change", args=[pk]), {"resolve_hours": "1"}).status_code == 403


def test_a_new_place_is_added(client, sari):
    client.force_login(sari)
    village = "99.01.01.1001"
    fields = {"name": "Balai Kota", "aliases": "Kantor Wali Kota", "kind": "office", "lat": "-7.01", "lon": "110.01", "area": village}

    client.post(reverse("admin:city_place_add"), {**fields, "certainty": "", "source": "", "is_active": "on"})

    assert Place.objects.get(name="Balai Kota").aliases == ["Kantor Wali Kota"]
    assert Event.objects.filter(verb="city.place_changed").exists()


def test_nothing_is_ever_deleted(client, sari):
    client.force_login(sari)

    assert client.post(reverse("admin:city_category_delete", args=["pju"]), {"post": "yes"}).status_code == 403


def test_a_natural_key_can_not_change(client, form):
    client.post(reverse("admin:city_category_change", args=["pju"]), form(Category.objects.get(pk="pju"), slug="lampu"))

    assert not Category.objects.filter(pk="lampu").exists()


def test_the_city_itself_is_only_looked_at(client, sari):
    client.force_login(sari)

    assert client.get(reverse("admin:city_city_changelist")).status_code == 200
    assert client.get(reverse("admin:city_city_add")).status_code == 403


@pytest.mark.parametrize("name", [one._meta.model_name for one in admin.site._registry if one._meta.app_label == "city"])
def test_every_list_opens_for_the_sysadmin_and_for_nobody_else(client, sari, rina, name):
    address = reverse(f"admin:city_{name}_changelist")
    client.force_login(sari)
    assert client.get(address).status_code == 200

    client.force_login(rina)
    assert client.get(address).status_code == 302


def test_who_does_not_keep_the_city_can_not_save_a_row(stranger, at):
    road = Road.objects.get(name="*")

    with pytest.raises(PermissionDenied):
        save_reference(road, changed=["remark"], actor=stranger, at=at)


def test_a_row_needs_a_city(keeper, at):
    road = Road.objects.get(name="*")
    City.objects.all().delete()

    with pytest.raises(Refused):
        save_reference(road, changed=["remark"], actor=keeper, at=at)


def test_every_table_of_the_pack_has_its_page():
    kept = {one.__name__ for one, page in admin.site._registry.items() if isinstance(page, ReferenceAdmin)}

    assert kept == {
        "Agency", "Area", "CalendarDay", "Category", "Page", "Phrase", "Place", "PlaceRule", "Power", "ReplyTemplate", "Road", "Rung", "Service", "Sop", "Unit",
    }  # fmt: skip


def test_a_reply_template_is_looked_at_before_it_is_saved(client, sari, rina):
    address = reverse("admin:city_replytemplate_look")
    written = {"title": "Coba", "body": "Bapak/Ibu {nama}, karena {alasan}. {naam}"}
    client.force_login(sari)

    page = client.post(address, written)

    assert "Bapak/Ibu Siti Aminah, karena [alasan]." in page.text
    assert "<b>{naam}</b>" in page.text
    assert "Diisi sendiri oleh petugas sebelum dikirim: [alasan]" in page.text
    assert address in client.get(reverse("admin:city_replytemplate_change", args=["mulai-pju"])).text

    client.force_login(rina)
    assert client.post(address, written).status_code == 302


def test_lists_are_written_one_a_line():
    assert LinesField().clean(" A \n\nB") == ["A", "B"]
    assert LinesField().prepare_value(["A", "B"]) == "A\nB"
    assert not LinesField().has_changed(["A"], "A\n")
