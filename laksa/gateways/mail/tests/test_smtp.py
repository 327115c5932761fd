"""How a real server's refusals, silence and absence reach us."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from laksa.gateways import GatewayError
from laksa.gateways.mail import SmtpMail
from laksa.gateways.mail.tests.conftest import free_port

REFUSALS = [
    ("550 5.1.1 <budi@contoh.id> unknown", True),
    ("451 4.3.0 try later", False),
    ("530 5.7.0 authentication required", False),  # an operator's fault, not the letter's
]


def gateway(port: int, **changes) -> SmtpMail:
    return SmtpMail(**{"host": "127.0.0.1", "port": port, "sender": "laksa@contoh.id", **changes})


@pytest.mark.parametrize("named_at", ["budi@contoh.id", "DATA"])
@pytest.mark.parametrize(("answer", "permanent"), REFUSALS)
def test_only_a_refusal_of_the_letter_itself_is_for_good(postbox, letter, named_at, answer, permanent):
    postbox.answers[named_at] = answer

    with pytest.raises(GatewayError) as refusal:
        gateway(postbox.port).send(letter)

    assert refusal.value.permanent is permanent
    assert answer[:3] in str(refusal.value)
    assert postbox.envelopes == []


def test_the_stored_reason_holds_no_address(postbox, letter):
    postbox.answers["budi@contoh.id"] = "550 5.1.1 <budi@contoh.id> unknown"

    with pytest.raises(GatewayError) as refusal:
        gateway(postbox.port).send(letter)

    assert "budi" not in str(refusal.value)


def test_a_dead_server_is_worth_another_try(socket_enabled, letter):
    with pytest.raises(GatewayError) as refusal:
        gateway(free_port()).send(letter)

    assert not refusal.value.permanent


def test_a_silent_server_is_left_after_the_time_out(socket_enabled, letter):
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(GatewayError) as refusal:
        gateway(silent.getsockname()[1], timeout_seconds=0.1).send(letter)

    assert not refusal.value.permanent


def test_a_server_without_tls_gets_no_password(postbox, letter):
    with pytest.raises(GatewayError) as refusal:
        gateway(postbox.port, user="laksa", password="rahasia", tls="starttls").send(letter)

    assert not refusal.value.permanent
    assert postbox.envelopes == []


def test_a_wrong_password_does_not_condemn_the_letter(postbox, letter):
    with pytest.raises(GatewayError) as refusal:
        gateway(postbox.port, user="laksa", password="salah").send(letter)

    assert not refusal.value.permanent
    assert "salah" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://relay.contoh.id", ("relay.contoh.id", 25, "none", "", "laksa@127.0.0.1")),
        ("smtp://relay.contoh.id:2525?tls=none&from=kota@contoh.id", ("relay.contoh.id", 2525, "none", "", "kota@contoh.id")),
        ("smtp://laksa%40contoh.id:p%40ss@relay.contoh.id", ("relay.contoh.id", 587, "starttls", "p@ss", "laksa@contoh.id")),
        ("smtp://u:p@relay.contoh.id?tls=implicit", ("relay.contoh.id", 465, "implicit", "p", "laksa@127.0.0.1")),
    ],
)
def test_the_setting_is_read(url, expected):
    mail = SmtpMail.from_url(url)

    assert (mail.host, mail.port, mail.tls, mail.password, mail.sender) == expected


@pytest.mark.parametrize(
    "url",
    [
        "relay.contoh.id",
        "http://relay.contoh.id",
        "smtp://",
        "smtp://u:rahasia@relay.contoh.id:port",
        "smtp://u:rahasia@relay.contoh.id?tls=maybe",
        "smtp://u:rahasia@relay.contoh.id?timeout=0",
        "smtp://u:rahasia@relay.contoh.id?timeout=nan",
        "smtp://u:rahasia@relay.contoh.id?tsl=none",
    ],
)
def test_a_wrong_setting_is_told_without_the_password(url):
    with pytest.raises(ImproperlyConfigured) as fault:
        SmtpMail.from_url(url)

    assert "LAKSA_SMTP_URL" in str(fault.value)
    assert "rahasia" not in str(fault.value)


def test_nothing_is_handed_over_for_an_invented_person(postbox, letter):
    handed = gateway(postbox.port).send(replace(letter, to="siti@contoh.invalid"))

    assert handed
    assert postbox.envelopes == []
