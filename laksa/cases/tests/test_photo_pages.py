"""The pictures of cases as files: who gets them, and how long a browser may keep them."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from laksa.cases import actions
from laksa.cases.actions.photos import shown_path
from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.conftest import drawn


@pytest.fixture
def photo(submit_report, at) -> Photo:
    """A photo of a reported lamp, made anew."""
    checked = actions.check_photo(drawn("lamp", 1, after=False), file_name="lampu.jpg", at=at)
    case = submit_report(photos=(checked,), category="pju")
    photo = case.photos.get()
    actions.process_photo(photo.pk, at=at)
    Case.objects.filter(pk=case.pk).update(agency="dishub", unit="tim-pju")
    return photo


@pytest.fixture
def internal(photo) -> Photo:
    """The same photo, for staff only."""
    Photo.objects.filter(pk=photo.pk).update(is_internal=True)
    return photo


def address(photo: Photo, size: str = "s") -> str:
    return reverse("photo", args=[photo.name, size])


@pytest.mark.parametrize(("size", "pixels"), [("s", (320, 240)), ("l", (960, 720))])
def test_whoever_knows_the_name_sees_the_photo(client, photo, size, pixels):
    answer = client.get(address(photo, size))

    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.getvalue())).size == pixels
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert not answer.cookies


def test_the_address_is_the_one_that_is_promised(photo):
    assert address(photo) == f"/foto/{photo.name}-s.webp"


def test_a_public_photo_costs_one_question_to_the_database(client, photo, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(address(photo)).getvalue()


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.REJECTED])
def test_the_reporter_keeps_their_photo_after_the_end(client, photo, state, at):
    Case.objects.filter(pk=photo.case_id).update(state=state, is_open=False, ended_at=at)

    answer = client.get(address(photo))

    assert answer.getvalue().startswith(b"RIFF")


@pytest.mark.parametrize("state", [Photo.WAITING, Photo.BROKEN])
def test_a_photo_that_is_not_ready_is_not_there(client, photo, state):
    Photo.objects.filter(pk=photo.pk).update(state=state)

    assert client.get(address(photo)).status_code == 404


def test_a_photo_without_a_case_is_not_there(client, photo):
    Photo.objects.filter(pk=photo.pk).update(case=None, entry=None)

    assert client.get(address(photo)).status_code == 404


def test_a_photo_whose_file_is_gone_is_not_there(client, photo):
    default_storage.delete(shown_path(photo.name, "s"))

    assert client.get(address(photo)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/foto/{}-x.webp", "/foto/{}.webp", "/foto/../raw/{}", "/foto/raw/{}", "/foto/{}-s.webp/", "/foto/0{}-s.webp"]
)
def test_nothing_else_can_be_had_from_the_storage(client, photo, path):
    assert client.get(path.format(photo.name)).status_code == 404


def test_a_photo_is_only_read(client, photo):
    assert client.post(address(photo)).status_code == 405


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("budi", 200),
        ("wulan", 200),
        ("rina", 200),
        ("dewi", 200),
        ("tono", 200),
        ("walikota", 200),
        ("joko", 404),
        ("operator", 404),
        ("sari", 404),
    ],
)
def test_an_internal_photo_is_seen_by_those_who_see_its_case(client, internal, request, who, status):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(address(internal))

    assert answer.status_code == status
    if status == 200:
        assert answer["Cache-Control"] == "private, no-store"
        answer.close()


def test_an_internal_photo_is_not_there_for_strangers(client, internal):
    assert client.get(address(internal)).status_code == 404
