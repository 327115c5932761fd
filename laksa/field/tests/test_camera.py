# SPDX-License-Identifier: AGPL-3.0-or-later
"""The camera of the after-photo: where it may open, what guides it, and that its files are on the phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from laksa.cases import actions
from laksa.cases.models import Photo
from laksa.conftest import drawn
from laksa.field.models import guides_of
from laksa.field.views.shell import FILES

pytestmark = pytest.mark.django_db

SCRIPTS = Path(__file__).parent.parent / "static" / "field" / "js"


@pytest.fixture
def add_photo(held_lamp, as_actor, budi, at, settings, tmp_path):
    """Add a photo to the lamp: `add_photo("addition", seed=2, internal=True)`."""

    def added(role, *, seed, is_internal=False):
        picture = actions.check_photo(drawn("lamp", seed=seed, after=False), file_name="lampu.jpg", at=at)
        known = set(held_lamp.photos.values_list("pk", flat=True))
        actions.add_photos(held_lamp.pk, [picture], actor=as_actor(budi), at=at, role=role, internal=is_internal)
        photo = held_lamp.photos.exclude(pk__in=known).get()
        actions.process_photo(photo.pk, at=at)
        return photo

    return added


def test_the_camera_opens_only_where_an_after_photo_is_taken(desk_of, budi, held_lamp):
    phone = desk_of(budi)
    pages = {
        path: phone.get(path)["Permissions-Policy"]
        for path in (f"/lapangan/tempat/{held_lamp.code}/", f"/lapangan/foto/{held_lamp.code}/", "/lapangan/", "/meja/", "/")
    }

    assert [path for path, policy in pages.items() if "camera=(self)" in policy] == list(pages)[:2]
    assert all("camera=()" in policy for policy in list(pages.values())[2:])


def test_the_guide_is_the_crew_s_own_photo_before_that_of_the_report(add_photo, held_lamp):
    reported = add_photo(Photo.REPORT, seed=1)
    assert guides_of([held_lamp]) == {held_lamp.pk: reported}

    add_photo(Photo.ADDITION, seed=2)
    newest = add_photo(Photo.ADDITION, seed=3)
    add_photo(Photo.ADDITION, seed=4, is_internal=True)
    add_photo(Photo.EVIDENCE, seed=5)
    assert guides_of([held_lamp]) == {held_lamp.pk: newest}


def test_the_page_of_a_stop_shows_the_photo_that_the_phone_keeps(desk_of, budi, add_photo, held_lamp, at):
    add_photo(Photo.REPORT, seed=1)
    guide = add_photo(Photo.ADDITION, seed=2)
    type(held_lamp).objects.filter(pk=held_lamp.pk).update(promised_on=at.date(), state="planned")
    phone = desk_of(budi)

    kept = phone.get("/lapangan/").context["kept"]["urls"]
    page = phone.get(f"/lapangan/tempat/{held_lamp.code}/").text

    assert kept[-1] == f"/foto/{guide.name}-s.webp"
    assert f'data-guide alt="Foto sebelum, tembus pandang di atas gambar kamera" src="{kept[-1]}"' in page


def test_whatever_the_day_s_pages_load_is_on_the_phone(desk_of, budi, held_lamp):
    phone = desk_of(budi)
    loaded = set()
    for path in ("/lapangan/", f"/lapangan/tempat/{held_lamp.code}/"):
        loaded |= set(re.findall(r'(?:src|href)="/static/([^"?]+)"', phone.get(path).text))

    assert loaded <= set(FILES)
    # An import would ask for a name without the digest that a served file has: not the one that was kept.
    assert [path.name for path in SCRIPTS.glob("*.js") if re.search(r"^\s*import\b|\bimport\(", path.read_text(), re.MULTILINE)] == []
