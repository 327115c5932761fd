"""The list of those who look, and what of the lots is seen by whom."""

import pytest
from django.core.exceptions import PermissionDenied

from laksa.aftercare import policies
from laksa.aftercare.actions import draw_checks, save_checker
from laksa.aftercare.models import Check, Checker
from laksa.identity.rules import PUBLIC, SYSTEM
from laksa.kernel.errors import Refused
from laksa.kernel.models import Event

pytestmark = pytest.mark.django_db

CAST = ["budi", "wulan", "rina", "kabid", "kadis", "joko", "dewi", "tono", "lurah", "walikota", "operator", "sari"]
MAY = {"may_keep_checkers": {"sari"}, "may_see_checks": {"sari", "tono"}}


@pytest.mark.parametrize("name", MAY)
def test_who_may(name, request, staff):
    policy = getattr(policies, name)
    assert {who for who in CAST if policy(staff(request.getfixturevalue(who)))} == MAY[name]
    assert not policy(PUBLIC)
    assert not policy(SYSTEM)


def test_every_policy_is_asked():
    assert {name for name in vars(policies) if name.startswith("may_")} == set(MAY)


@pytest.fixture
def ratih(lamp):
    return Checker(name="Ratih", village_id=lamp.village_id, email="ratih@kim.contoh.id")


def test_a_checker_is_kept_with_a_line_in_the_audit_that_holds_no_address(ratih, sari, staff, at):
    save_checker(ratih, changed=["name", "email"], actor=staff(sari), at=at)
    line = Event.objects.get(verb="checker.added")
    assert line.data == {"fields": ["email", "name"]}
    assert "ratih" not in str(Checker.objects.filter(pk=ratih.pk).extra(select={"raw": "email"}).values("raw").get()["raw"])


def test_nobody_else_chooses_who_looks(ratih, rina, staff, at):
    with pytest.raises(PermissionDenied):
        save_checker(ratih, changed=["name"], actor=staff(rina), at=at)


def test_somebody_who_can_t_be_reached_is_refused(ratih, sari, staff, at):
    ratih.email = ""
    with pytest.raises(Refused):
        save_checker(ratih, changed=["name"], actor=staff(sari), at=at)


@pytest.fixture
def admin(client, sari):
    sari.is_staff = sari.is_superuser = True
    sari.save()
    client.force_login(sari, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_administration_adds_one(admin, lamp):
    data = {"name": "Ratih", "group": "KIM", "village": lamp.village_id, "email": "", "phone": "+6281200000009", "is_active": "on"}
    assert admin.post("/admin/aftercare/checker/add/", data).status_code == 302
    assert Checker.objects.get().phone == "+6281200000009"
    again = admin.post("/admin/aftercare/checker/add/", data | {"phone": ""})
    assert "supaya tautannya bisa sampai" in again.content.decode()


def test_the_administration_shows_who_looked_and_never_the_link(admin, closing, eye, shares, at):
    shares(third_eye_percent=100, third_eye_most_percent=100)
    draw_checks(at=at)
    check = Check.objects.get()
    pages = [
        admin.get(address)
        for address in ("/admin/aftercare/check/", f"/admin/aftercare/check/{check.pk}/change/", "/admin/aftercare/draw/")
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    told = "".join(page.content.decode() for page in pages)
    assert "Ratih" in told
    assert check.draw.seed in told
    assert check.token not in told
    assert check.seed not in told
    assert admin.post(f"/admin/aftercare/check/{check.pk}/change/", {"answer": "fine"}).status_code == 403
