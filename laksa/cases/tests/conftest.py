"""What the stories of this folder share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from laksa.cases.actions import CheckedPhoto, check_photo
from laksa.cases.models import Participant
from laksa.gateways.pictures.drawing import draw
from laksa.identity.models import User, actor_of
from laksa.identity.rules import Actor, ActorKind


@pytest.fixture
def reporter() -> Callable[[Participant], Actor]:
    """Return the actor who holds a secret link: `reporter(siti)`."""
    return lambda person: Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=person.pk)


@pytest.fixture
def staff(at) -> Callable[[User], Actor]:
    """Return a member of staff as actor: `staff(budi)`."""
    return lambda user: actor_of(user, at=at)


@pytest.fixture
def after_photo(at, settings, tmp_path) -> CheckedPhoto:
    """A photo of the lamp, burning again."""
    return check_photo(draw("lamp", seed=1, after=True), file_name="sesudah.jpg", at=at)
