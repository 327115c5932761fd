# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts, offices and keys at the administration pages."""

import re

import pytest

from laksa.conftest import PASSWORD
from laksa.identity.models import ApiKey, Post, User, partner_of
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db

NO_POSTS = {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}


@pytest.fixture
def keeper(client, sari):
    """The browser of Sari, who keeps the system."""
    client.force_login(sari, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _post(number, **changes):
    values = {"id": "", "role": "officer", "agency": "dishub", "unit": "tim-pju", "area": "", "since_0": "2026-01-05", "since_1": "08:00"}
    return {f"posts-{number}-{name}": value for name, value in (values | changes).items()}


def test_a_new_account_gets_its_office_and_a_line_in_the_audit(keeper, sari):
    data = {"username": "pju.9", "name": "Agus Salim", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

    answer = keeper.post("/admin/identity/user/add/", data | NO_POSTS)
    user = User.objects.get(username="pju.9")
    change = {"username": "pju.9", "name": "Agus Salim", "nip": "", "email": "", "is_active": "on"}
    posts = {"posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "0"} | _post(0)
    keeper.post(f"/admin/identity/user/{user.pk}/change/", change | posts)

    assert answer.status_code == 302
    assert Post.objects.get(user=user).unit_id == "tim-pju"
    assert [event.verb for event in Event.objects.filter(subject=f"identity.user:{user.pk}").order_by("pk")] == [
        "staff.created",
        "staff.changed",
    ]
    assert Event.objects.latest("pk").user_id == sari.pk
    user.refresh_from_db()
    assert not user.is_staff


def test_the_way_into_these_pages_follows_from_the_office(keeper, budi):
    change = {"username": budi.username, "name": budi.name, "nip": "", "email": "", "is_active": "on"}
    posts = {"posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "0"} | _post(0, role="sysadmin", agency="", unit="")

    keeper.post(f"/admin/identity/user/{budi.pk}/change/", change | posts)

    budi.refresh_from_db()
    assert budi.is_staff
    assert budi.is_superuser


def test_a_reset_password_is_recorded_and_never_written_down(keeper, budi):
    new = "payung-biru-di-jembatan"

    answer = keeper.post(f"/admin/identity/user/{budi.pk}/password/", {"password1": new, "password2": new, "usable_password": "true"})

    budi.refresh_from_db()
    assert answer.status_code == 302
    assert budi.check_password(new)
    assert Event.objects.filter(verb="password.reset", subject=f"identity.user:{budi.pk}").exists()
    assert not any(new in str(event.data) for event in Event.objects.all())


def test_nobody_is_deleted(keeper, budi):
    assert keeper.post(f"/admin/identity/user/{budi.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_partners_key_is_shown_once_and_can_be_ended(keeper):
    page = keeper.post("/admin/identity/apikey/add/", {"name": "Aplikasi RW 09"}, follow=True).text
    key = re.search(r"Aplikasi RW 09: ([\w-]+)\.", page)[1]
    row = ApiKey.objects.get()

    assert partner_of(key).label == "Aplikasi RW 09"
    assert key not in keeper.get("/admin/identity/apikey/").text
    keeper.post("/admin/identity/apikey/", {"action": "revoke", "_selected_action": [row.pk]})
    assert partner_of(key) is None
    assert Event.objects.filter(verb="api_key.revoked").exists()


@pytest.mark.parametrize("who", ["budi", "rina", "dewi", "tono", "walikota"])
def test_only_whoever_keeps_the_system_comes_in(client, request, who):
    client.force_login(request.getfixturevalue(who), backend="django.contrib.auth.backends.ModelBackend")

    for path in ("/admin/", "/admin/identity/user/", "/admin/identity/apikey/"):
        assert client.get(path).status_code == 302


def test_every_list_of_these_pages_opens(keeper, lamp):
    for model in ("user", "apikey"):
        assert keeper.get(f"/admin/identity/{model}/").status_code == 200
