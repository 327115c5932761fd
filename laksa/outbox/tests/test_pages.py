"""Who sees what of the outbox, and what of it stays sealed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from laksa.outbox import views
from laksa.outbox.actions import deliver, enqueue_messages
from laksa.outbox.models import Message
from laksa.outbox.policies import may_retry, may_see_outbox

pytestmark = pytest.mark.django_db

CAST = {
    "sari": True,
    "tono": True,
    "dewi": False,
    "budi": False,
    "rina": False,
    "kadis": False,
    "joko": False,
    "walikota": False,
    "operator": False,
}


def sign_in(client: Client, user) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


# --- in development --------------------------------------------------------------------------------


def test_developers_read_the_newest_letter_first_and_follow_its_link(client, settings, message, draft, at):
    settings.IS_DEVELOPMENT = True
    enqueue_messages([replace(draft, subject="Laporan Anda dikerjakan")], at=at)

    page = client.get("/design/outbox/").content.decode()

    assert page.index("Laporan Anda dikerjakan") < page.index("sudah kami terima")
    assert 'href="http://127.0.0.1:8000/l/rahasia/"' in page
    assert "s***@contoh.id" in page
    assert "siti@contoh.id" not in page


def test_words_of_strangers_are_shown_and_never_run(client, settings, draft, at):
    settings.IS_DEVELOPMENT = True
    enqueue_messages([replace(draft, text="<script>alert(1)</script> javascript:alert(1)")], at=at)

    page = client.get("/design/outbox/").content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_older_letters_are_a_page_further(client, settings, draft, at, monkeypatch):
    settings.IS_DEVELOPMENT = True
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    messages = enqueue_messages([replace(draft, subject=f"Surat {number}") for number in range(5)], at=at)

    first = client.get("/design/outbox/").content.decode()
    second = client.get(f"/design/outbox/?before={messages[3].pk}").content.decode()

    assert "Surat 4" in first
    assert "Surat 3" in first
    assert "Surat 2" not in first
    assert f"?before={messages[3].pk}" in first
    assert "Surat 2" in second
    assert "Surat 3" not in second


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40])
def test_a_spoilt_address_shows_the_first_page(client, settings, message, before):
    settings.IS_DEVELOPMENT = True

    assert "sudah kami terima" in client.get("/design/outbox/", {"before": before}).content.decode()


def test_an_empty_outbox_says_what_will_be_here(client, settings, db):
    settings.IS_DEVELOPMENT = True

    assert "Belum ada pesan" in client.get("/design/outbox/").content.decode()
    assert "No messages yet" in client.get("/design/outbox/", {"bahasa": "en"}).content.decode()


@pytest.mark.parametrize("who", ["nobody", "sari"])
def test_a_city_in_use_has_no_such_page(client, settings, message, request, who):
    settings.IS_DEVELOPMENT = False
    if who != "nobody":
        sign_in(client, request.getfixturevalue(who))

    assert client.get("/design/outbox/").status_code == 404


# --- for those who keep the system -----------------------------------------------------------------


@pytest.mark.parametrize(("who", "may"), CAST.items())
def test_only_those_who_keep_the_system_look_after_dead_letters(message, request, as_actor, who, may):
    actor = as_actor(request.getfixturevalue(who))

    assert may_see_outbox(actor) is may
    assert may_retry(actor, message) is may


@pytest.mark.parametrize(("who", "may"), CAST.items())
def test_the_admin_page_is_theirs_alone(client, message, request, who, may):
    user = request.getfixturevalue(who)
    user.is_staff = True
    user.save()
    sign_in(client, user)

    assert (client.get("/admin/outbox/message/").status_code == 200) is may


@pytest.fixture
def keeper(client, sari) -> Client:
    sari.is_staff = True
    sari.save()
    sign_in(client, sari)
    return client


@pytest.mark.parametrize("page", ["/admin/outbox/message/", "/admin/outbox/message/{id}/change/"])
def test_the_admin_page_shows_no_address_and_no_words(keeper, message, page):
    shown = keeper.get(page.format(id=message.pk)).content.decode()

    assert "s***@contoh.id" in shown
    assert "siti@contoh.id" not in shown
    assert "/l/rahasia/" not in shown


def test_a_lost_key_does_not_take_the_admin_page_away(keeper, message, settings):
    settings.FIELD_KEYS = ["another"]

    assert keeper.get("/admin/outbox/message/").status_code == 200


def test_failed_messages_are_sent_again_from_the_list(keeper, message, draft, unknown, at):
    deliver(message.pk, at=at, mail=unknown)
    (waiting,) = enqueue_messages([draft], at=at)

    answer = keeper.post("/admin/outbox/message/", {"action": "retry", "_selected_action": [message.pk, waiting.pk]}, follow=True)

    assert "1 pesan dicoba lagi." in answer.content.decode()
    assert list(Message.objects.values_list("state", "tries")) == [("waiting", 0)] * 2


@pytest.mark.parametrize("page", ["/admin/outbox/message/add/", "/admin/outbox/message/{id}/delete/"])
def test_nobody_writes_or_deletes_messages_by_hand(keeper, message, page):
    assert keeper.post(page.format(id=message.pk)).status_code == 403
