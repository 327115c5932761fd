"""What every mail gateway holds to, the fake included."""

from __future__ import annotations

from dataclasses import replace

import pytest

from laksa.gateways import GatewayError


def test_a_letter_arrives_as_it_was_written(twin, letter):
    twin.gateway.send(letter)

    (message,) = twin.arrived()
    assert message["To"] == "budi@contoh.id"
    assert message["Subject"] == letter.subject
    assert message["Reply-To"] == "balas@contoh.id"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").strip() == letter.text
    assert message.get_body(("html",)).get_content().strip() == letter.html


def test_a_plain_letter_has_no_second_form(twin, letter):
    twin.gateway.send(replace(letter, html=""))

    (message,) = twin.arrived()
    assert not message.is_multipart()


def test_our_id_is_the_id_the_other_side_knows(twin, letter):
    known_as = twin.gateway.send(letter)

    (message,) = twin.arrived()
    assert message["Message-ID"] == known_as == "<20261124.17@127.0.0.1>"


def test_the_same_letter_sent_twice_is_one_letter_by_its_id(twin, letter):
    twin.gateway.send(letter)
    twin.gateway.send(letter)

    assert len({message["Message-ID"] for message in twin.arrived()}) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"to": ""},
        {"to": "budi"},
        {"to": "budi@contoh.id\nBcc: semua@contoh.id"},
        {"to": "budi@contoh.id, semua@contoh.id"},
        {"subject": "Laporan\nBcc: semua@contoh.id"},
        {"reply_to": "a@contoh.id\r\nBcc: semua@contoh.id"},
        {"headers": {"X-Kode": "a\nBcc: semua@contoh.id"}},
        {"headers": {"X-Kode\nBcc": "semua@contoh.id"}},
        {"message_id": "../../etc/passwd"},
        {"message_id": ""},
    ],
)
def test_a_letter_that_no_server_could_take_is_refused_for_good(twin, letter, broken):
    with pytest.raises(GatewayError) as refusal:
        twin.gateway.send(replace(letter, **broken))

    assert refusal.value.permanent
    assert "contoh.id" not in str(refusal.value)
    assert twin.arrived() == []
