"""Which gateway the settings choose, and what a start says about a wrong one."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from laksa.gateways import GatewayError
from laksa.gateways.apps import check_mail
from laksa.gateways.mail import FolderMail, SmtpMail, choose


def test_without_a_server_letters_become_files(settings, tmp_path):
    settings.SMTP_URL, settings.DATA_DIR = "", tmp_path

    assert choose() == FolderMail(tmp_path / "outbox")


def test_with_a_server_letters_go_there(settings):
    settings.SMTP_URL = "smtp://relay.contoh.id"

    assert isinstance(choose(), SmtpMail)


@pytest.mark.parametrize(("url", "ids"), [("smtp://relay.contoh.id", []), ("relay", ["laksa.gateways.E001"])])
def test_a_wrong_setting_is_told_at_the_start(settings, url, ids):
    settings.SMTP_URL = url

    assert [message.id for message in check_mail()] == ids


def test_letters_on_disk_are_for_their_owner_only(tmp_path, letter):
    FolderMail(tmp_path / "outbox").send(letter)

    (file,) = (tmp_path / "outbox").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_newest_letter_is_listed_first(tmp_path, letter):
    mail = FolderMail(tmp_path)
    for number in range(3):
        mail.send(replace(letter, message_id=f"m.{number}", subject=f"Surat {number}"))

    assert [message["Subject"] for message in mail.letters(limit=2)] == ["Surat 2", "Surat 1"]


def test_a_folder_that_can_not_be_written_is_worth_another_try(tmp_path, letter):
    (tmp_path / "outbox").write_text("a file where the folder should be")

    with pytest.raises(GatewayError) as refusal:
        FolderMail(tmp_path / "outbox").send(letter)

    assert not refusal.value.permanent
