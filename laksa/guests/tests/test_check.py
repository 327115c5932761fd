"""Ratih of the KIM opens the link of her letter: one repair, three answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.aftercare.actions import draw_checks, watch_closings
from laksa.aftercare.models import Check, Checker
from laksa.cases.actions import reopen_case, resolve_case
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.city.models import City, forget_book
from laksa.guests.rules import GUESSES_A_NETWORK
from laksa.identity.models import actor_of
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.ids import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(held_lamp, budi, at):
    """The lamp burns, says Budi, and the lot fell on it."""
    from laksa.city.models import Category

    Category.objects.filter(pk=held_lamp.category_id).update(evidence="")
    City.objects.update(closing={"third_eye_percent": 100, "third_eye_most_percent": 100}, version=99)
    forget_book()
    words = "Lampu diganti. Hubungi Budi 081234567890."
    resolve_case(held_lamp.pk, words, actor=actor_of(budi, at=at), at=at - timedelta(hours=2))
    Checker.objects.create(name="Ratih", village_id=held_lamp.village_id, email="ratih@kim.contoh.id")
    watch_closings(at=at)
    draw_checks(at=at - timedelta(hours=1))
    return Check.objects.get()


@pytest.fixture
def link(check):
    return f"/periksa/{check.token}/"


def test_the_page_says_where_what_and_until_when(client, link, check):
    page = client.get(link).content.decode()
    for words in ("Kelurahan Sukamaju", "Lampu jalan mati sudah tiga hari", "Lampu diganti.", "Selasa 1 Des 16.00", "geo:-7.01"):
        assert words in page
    for answer in ("Beres", "Belum beres", "Tidak bisa dinilai"):
        assert answer in page


def test_nobody_is_named(client, link, siti):
    page = client.get(link).content.decode()
    for secret in ("Siti", "siti@contoh.id", "081234567890", siti.token, "Budi Santoso", "/meja/"):
        assert secret not in page


@pytest.mark.parametrize(
    ("answer", "state", "kind", "words"),
    [
        ("fine", State.RESOLVED, "check_passed", "Anda menjawab: beres"),
        ("broken", State.IN_PROGRESS, "check_failed", "kepala regunya diberi tahu"),
        ("unclear", State.RESOLVED, "check_unclear", "Satu orang lain"),
    ],
)
def test_each_answer_has_its_effect(client, link, held_lamp, answer, state, kind, words):
    response = client.post(link, {"answer": answer, "words": "Tiang 3"}, follow=True)
    assert words in response.content.decode()
    case = Case.objects.get(pk=held_lamp.pk)
    assert case.state == state
    assert case.entries.filter(kind=kind, body="Tiang 3").exists()


def test_without_an_answer_every_word_stays(client, link):
    response = client.post(link, {"words": "Tiang 3 masih gelap"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Pilih salah satu jawaban." in page
    assert "Tiang 3 masih gelap" in page


def test_a_photo_comes_with_it(client, link, held_lamp, picture):
    client.post(link, {"answer": "fine", "photos": picture})
    assert held_lamp.photos.get(role="check").entry.kind == "check_passed"


def test_a_second_answer_changes_nothing(client, link, held_lamp):
    client.post(link, {"answer": "fine"})
    assert "jawaban Anda tercatat" in client.post(link, {"answer": "broken"}).content.decode()
    assert Case.objects.get(pk=held_lamp.pk).state == State.RESOLVED


def test_what_was_reopened_needs_no_eye(client, link, held_lamp, siti, at):
    actor = Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=siti.pk)
    reopen_case(held_lamp.pk, reason="partly", actor=actor, at=at)
    assert "Tidak perlu dinilai lagi" in client.get(link).content.decode()
    assert client.post(link, {"answer": "fine"}).status_code == 422


def test_a_wrong_link_and_an_old_one_look_alike(client, link, check, monkeypatch):
    wrong = client.get(f"/periksa/{make_token()}/")
    client.post(link, {"answer": "fine"})
    monkeypatch.setattr(timezone, "now", lambda: check.due_at + timedelta(days=31))
    old = client.get(link)
    assert (wrong.status_code, old.status_code) == (404, 404)
    assert all("tidak membuka apa pun" in page.content.decode() for page in (wrong, old))


def test_guessing_ends_soon(client, link, settings):
    settings.RATE_LIMITS = True
    statuses = [client.get(f"/periksa/{make_token()}/").status_code for _turn in range(GUESSES_A_NETWORK.times + 1)]
    assert statuses[-1] == 429
    assert client.get(link).status_code == 200


def test_nothing_is_kept_or_passed_on(client, link):
    response = client.get(link)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin"


def test_the_page_costs_the_same_each_time(client, link, django_assert_max_num_queries):
    client.get(link)
    with django_assert_max_num_queries(6):
        client.get(link)
