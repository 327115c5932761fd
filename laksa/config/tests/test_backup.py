"""A backup taken while people write comes back whole, on either database."""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from laksa.cases.models import Case, Entry, Participant
from laksa.config import backups, dumps
from laksa.config.backups import NotRestored, make_backup, restore_backup
from laksa.config.proofs import broken_stories, figures
from laksa.kernel.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "laksa.tar.gz"


@pytest.fixture
def elsewhere(request, tmp_path, monkeypatch) -> Callable[[], None]:
    """Move to an empty installation: another folder, another database of the same kind."""
    home = dict(connection.settings_dict)
    empty = f"elsewhere_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

    def move() -> None:
        connection.close()
        monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "elsewhere")
        monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(tmp_path / "elsewhere" / "files"))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {empty}")
                cursor.execute(f"CREATE DATABASE {empty}")
            connection.close()
            connection.settings_dict["NAME"] = empty
        else:
            connection.settings_dict["NAME"] = str(tmp_path / "elsewhere" / "laksa.sqlite3")
            (tmp_path / "elsewhere").mkdir()

    yield move
    connection.close()
    connection.settings_dict["NAME"] = home["NAME"]


def test_what_is_restored_elsewhere_is_what_was_saved(submit_report, archive, elsewhere):
    reports = [submit_report(text=f"Lampu nomor {number} mati") for number in range(5)]
    default_storage.save("photos/satu.webp", ContentFile(b"a picture"))
    saved = make_backup(archive, at=timezone.now())

    elsewhere()
    restored = restore_backup(archive)

    assert restored == saved
    assert sorted(Case.objects.values_list("code", flat=True)) == sorted(report.code for report in reports)
    assert "Lampu nomor 3 mati" in Entry.objects.values_list("body", flat=True)
    assert (Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / "photos" / "satu.webp").read_bytes() == b"a picture"
    assert broken_stories() == []
    assert figures().problems == []


def test_a_backup_under_writes_holds_one_moment(submit_report, archive, elsewhere):
    enough, ending = threading.Event(), threading.Event()

    def keep_writing() -> None:
        number = 0
        while not ending.is_set():
            submit_report(key=f"writer-{number}")
            number += 1
            if number == 3:
                enough.set()
        connection.close()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    assert enough.wait(20)
    saved = make_backup(archive, at=timezone.now())
    ending.set()
    writer.join()

    elsewhere()
    restore_backup(archive)

    assert Case.objects.count() == saved.counts["cases_case"] >= 3
    assert Participant.objects.count() == Case.objects.count()
    assert broken_stories() == []
    assert figures().problems == []


def test_an_installation_in_use_is_not_replaced_by_mistake(lamp, archive, submit_report):
    make_backup(archive, at=timezone.now())
    later = submit_report(text="Sampah menumpuk di depan pasar")

    with pytest.raises(NotRestored, match="has cases or accounts already"):
        restore_backup(archive)
    assert Case.objects.filter(pk=later.pk).exists()

    restore_backup(archive, force=True)
    assert list(Case.objects.values_list("code", flat=True)) == [lamp.code]


def test_an_older_archive_replaces_also_what_it_does_not_know(lamp, archive, elsewhere):
    make_backup(archive, at=timezone.now())
    elsewhere()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE cases_invented_later (id integer)")

    restore_backup(archive)

    assert "cases_invented_later" not in connection.introspection.table_names()
    assert Case.objects.get().code == lamp.code
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(case=lamp).delete()


def test_an_archive_sealed_with_another_key_is_refused(lamp, archive, monkeypatch):
    make_backup(archive, at=timezone.now())
    monkeypatch.setattr(settings, "FIELD_KEYS", ["another key"])

    with pytest.raises(NotRestored, match="LAKSA_FIELD_KEYS"):
        restore_backup(archive, force=True)


def test_keys_are_not_in_the_archive(lamp, archive):
    (settings.DATA_DIR / "keys").mkdir(exist_ok=True)
    (settings.DATA_DIR / "keys" / "probe").write_text("secret")
    make_backup(archive, at=timezone.now())

    with tarfile.open(archive) as packed:
        assert not [name for name in packed.getnames() if "key" in name]
    assert archive.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"not an archive at all", b"\x1f\x8b\x08\x00cut off"])
def test_a_broken_archive_is_refused_before_anything_changes(lamp, archive, content):
    archive.write_bytes(content)

    with pytest.raises(NotRestored, match="not a whole archive"):
        restore_backup(archive, force=True)
    assert Case.objects.filter(pk=lamp.pk).exists()


def test_an_archive_of_the_other_database_is_refused(lamp, archive, monkeypatch):
    make_backup(archive, at=timezone.now())
    monkeypatch.setattr(backups.connection, "vendor", "another")

    with pytest.raises(NotRestored, match="LAKSA_DATABASE_URL names another"):
        restore_backup(archive, force=True)


def test_a_failed_backup_leaves_no_half_archive(lamp, tmp_path):
    target = tmp_path / "missing" / "laksa.tar.gz"

    with pytest.raises(FileNotFoundError):
        make_backup(target, at=timezone.now())
    assert list(tmp_path.iterdir()) == []
    assert not list(settings.DATA_DIR.glob("staging-*"))


def test_a_rewritten_story_is_found(lamp):
    # As somebody would who owns the database server, past the triggers that refuse everybody else.
    unlock = "SET session_replication_role = replica" if connection.vendor == "postgresql" else "DROP TRIGGER cases_entry_no_update"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(unlock)
        cursor.execute("UPDATE cases_entry SET body = 'Lampu sudah menyala' WHERE case_id = %s AND number = 1", [lamp.pk])
        found = broken_stories()
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
        transaction.set_rollback(True)

    assert [(one.code, one.number, one.problem) for one in found] == [(lamp.code, 1, "words do not fit their digest")]


def test_a_missing_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(dumps, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Refused, match="apt-get install postgresql-client"):
        dumps._program("pg_dump")
