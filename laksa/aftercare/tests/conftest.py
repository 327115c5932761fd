"""What the stories of this folder share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from laksa.aftercare.actions import watch_closings
from laksa.aftercare.models import Checker, Closing
from laksa.cases.actions import CheckedPhoto, check_photo, resolve_case
from laksa.cases.models import Case
from laksa.city.models import City, forget_book
from laksa.conftest import drawn, taken_on_site


@pytest.fixture
def second_photo(at, settings, tmp_path) -> CheckedPhoto:
    """Another photo of it."""
    return check_photo(drawn("lamp", seed=2, after=True), file_name="lagi.jpg", at=at)


@pytest.fixture
def done_lamp(held_lamp, budi, staff, at, after_photo) -> Case:
    """The lamp burns, says Budi, with a photo; nobody has confirmed it yet."""
    return resolve_case(
        held_lamp.pk, "Lampu menyala.", photos=(after_photo,), evidence=taken_on_site(held_lamp, budi, at=at), actor=staff(budi), at=at
    )


@pytest.fixture
def closing(done_lamp, at) -> Closing:
    """The closing of the lamp, as the sweep noted it."""
    watch_closings(at=at)
    return Closing.objects.get(case=done_lamp)


@pytest.fixture
def shares(city) -> Callable[..., None]:
    """Set the city's shares: `shares(third_eye_percent=100)`."""

    def let(**data: int) -> None:
        City.objects.update(closing=data, version=City.objects.get().version + 1)
        forget_book()

    return let


@pytest.fixture
def eye(done_lamp) -> Checker:
    """Ibu Ratih of the KIM of the lamp's kelurahan, by e-mail."""
    return Checker.objects.create(name="Ratih", group="KIM Sukamaju", village_id=done_lamp.village_id, email="ratih@kim.contoh.id")
