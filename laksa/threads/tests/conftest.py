# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the stories of threads share: the secretary of the city, a lamp nobody can pay for, the options."""

from __future__ import annotations

from datetime import timedelta

import pytest

from laksa.cases.actions import accept_case, assign_case
from laksa.cases.actions.handling import Owner
from laksa.conftest import _staff
from laksa.identity.models import Absence, User
from laksa.identity.rules import PostFact, Role
from laksa.threads.actions import DecisionRequest, Question, ask_inside, request_decision
from laksa.threads.rules.options import Option


def reachable(user: User) -> User:
    """Give somebody an address for letters."""
    user.email = f"{user.username}@kota.contoh.id"
    user.save(update_fields=["email"])
    return user


@pytest.fixture
def budi(budi) -> User:
    """Budi, who reads letters."""
    return reachable(budi)


@pytest.fixture
def sekda(city) -> User:
    """The secretary of the city: decides up to 200 million."""
    return reachable(_staff("sekda", "Ratih Puspita", PostFact(Role.SECRETARIAT)))


@pytest.fixture
def asisten(city) -> User:
    """An assistant of the secretary, with the same power."""
    return _staff("asisten", "Bayu Saputra", PostFact(Role.SECRETARIAT))


@pytest.fixture
def ratna(city) -> User:
    """Ratna keeps the store of DPUPR."""
    return reachable(_staff("gudang.pupr", "Ratna Dewi", PostFact(Role.OFFICER, agency_id="pupr", unit_id="bidang-drainase")))


@pytest.fixture
def irwan(city) -> User:
    """Irwan, admin of DPUPR."""
    return reachable(_staff("admin.pupr", "Irwan Maulana", PostFact(Role.AGENCY_ADMIN, agency_id="pupr")))


@pytest.fixture
def newcomer(city):
    """Make somebody more: `newcomer("nama", Role.OFFICER, agency_id="pupr")`."""

    def make(username, role, **where):
        return _staff(username, username.replace(".", " ").title(), PostFact(role, **where))

    return make


@pytest.fixture
def away(at):
    """Let somebody be away for three days: `away(sekda, deputy=asisten)`."""

    def send(user, deputy=None):
        return Absence.objects.create(user=user, deputy=deputy, since=at - timedelta(days=1), until=at + timedelta(days=3))

    return send


@pytest.fixture
def question(ratna) -> Question:
    return Question("Masih ada dua tutup beton 60 × 60?", "Untuk Sukamaju, hari ini.", to_user=ratna.pk)


@pytest.fixture
def asked(held_lamp, budi, question, as_actor, at):
    """Budi has asked Ratna."""
    return ask_inside(held_lamp.pk, question, actor=as_actor(budi), at=at)


OPTIONS = (
    Option("Beli darurat 120 lembar", "Semua titik tertutup sebelum hujan Januari", 102_000_000, "120 × 850.000", (10,)),
    Option("Beli 40, sisanya lelang", "Orang jatuh, sekolah, pasar lebih dulu", 94_000_000, "34 jt + 60 jt", (5, 30)),
    Option("Tunggu lelang", "Papan dan pita dicek tiap tiga hari", 96_000_000, "120 × 750 rb + 6 jt", (30,), nothing=True),
)


@pytest.fixture
def wish(sekda, at) -> DecisionRequest:
    """What is asked of the secretary."""
    return DecisionRequest(
        question="Beli darurat 120 tutup saluran, atau tunggu lelang?",
        options=OPTIONS,
        decider_id=sekda.pk,
        due_at=at + timedelta(days=3),
        advised=1,
        advice="Pilihan 1. Lebih mahal Rp6 jt, tetapi 33 hari lebih cepat.",
        told="Pilihannya membeli tutup saluran sekarang atau lewat lelang. Lubangnya tetap diamankan sambil menunggu.",
    )


@pytest.fixture
def other_lamp(submit_report, budi, rina, as_actor, at):
    """A second report that Budi holds."""
    case = submit_report(text="Tiang lampu jalan miring dekat sekolah")
    assign_case(case.pk, Owner(agency="dishub", unit="tim-pju", holder_id=budi.pk), actor=as_actor(rina), at=at)
    return accept_case(case.pk, actor=as_actor(budi), at=at)


@pytest.fixture
def matter(held_lamp, budi, wish, as_actor, at):
    """The secretary has been asked."""
    return request_decision(held_lamp.pk, wish, actor=as_actor(budi), at=at)


def story(case):
    """The kinds of the entries of a case, oldest first."""
    return [entry.kind for entry in case.entries.order_by("number")]


def last(case, kind):
    """The newest entry of a kind."""
    return case.entries.filter(kind=kind).order_by("-number").first()
