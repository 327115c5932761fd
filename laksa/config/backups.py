# SPDX-License-Identifier: AGPL-3.0-or-later
"""One archive with everything an installation can't make again: the database, the files, what to check them by.

Keys are not in it: whoever finds an archive must not be able to open sealed names and addresses.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from laksa.cases.models import Case
from laksa.config import dumps
from laksa.config.version import version
from laksa.identity.models import User
from laksa.kernel.errors import Refused

FORMAT = 1
# Pictures are packed already; a higher level only costs time.
COMPRESSION = 3


class NotRestored(Refused):
    """The archive can't be brought back here; nothing was changed."""

    code = "not_restored"


@dataclass(frozen=True)
class Manifest:
    """What an archive holds and how to tell that it arrived whole."""

    format: int
    version: str
    made_at: str
    database: str  # "sqlite" or "postgresql"
    counts: dict[str, int]  # rows of the tables that matter, by table
    heads: str  # digest over code and newest hash of every case
    files: int
    bytes: int
    key: str  # fingerprint of the key that sealed the oldest data


def make_backup(target: Path, *, at: datetime) -> Manifest:
    """Write the archive to `target`, whole or not at all, while others go on writing."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with _staging() as folder:
        # Files are held by hard links before and after the database's moment, so that every picture
        # the database knows at that moment is among them, also one that is re-encoded meanwhile.
        _hold_files(folder / "files")
        content = dumps.dump(folder / dumps.name())
        _hold_files(folder / "files")
        held = sorted(path for path in (folder / "files").rglob("*") if path.is_file())
        manifest = _describe(content, held, at=at)
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
        try:
            draft.touch(mode=0o600)
            with tarfile.open(draft, "w:gz", compresslevel=COMPRESSION) as archive:
                for path in [folder / "manifest.json", folder / dumps.name(), *held]:
                    archive.add(path, path.relative_to(folder).as_posix(), recursive=False)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return manifest


def restore_backup(source: Path, *, force: bool = False) -> Manifest:
    """Bring an archive back and return its manifest; raise NotRestored before anything is changed.

    The target must be empty, unless `force`. Missing migrations are applied afterwards.
    """
    with _staging() as folder:
        manifest = _unpack(source, folder)
        _refuse_unfit(manifest, force=force)
        dumps.load(folder / dumps.name())
        _put_files(folder / "files")
    call_command("migrate", interactive=False, verbosity=0)
    _compare(manifest)
    return manifest


@contextmanager
def _staging() -> Iterator[Path]:
    """Yield a folder beside the data (so that hard links work) that is gone afterwards."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="staging-", dir=settings.DATA_DIR))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hold_files(held: Path) -> None:
    store = _store()
    held.mkdir(exist_ok=True)
    for folder, _folders, names in os.walk(store):
        into = held / Path(folder).relative_to(store)
        into.mkdir(parents=True, exist_ok=True)
        for name in names:
            try:
                os.link(Path(folder) / name, into / name)
            except (FileExistsError, FileNotFoundError):
                # Held already; or deleted between the look and the link, so nobody needs it any more.
                continue


def _store() -> Path:
    return Path(settings.STORAGES["default"]["OPTIONS"]["location"])


def _describe(content: dumps.Content, files: Iterable[Path], *, at: datetime) -> Manifest:
    sizes = [path.stat().st_size for path in files]
    return Manifest(
        format=FORMAT,
        version=version(),
        made_at=at.isoformat(),
        database=connection.vendor,
        counts=content.counts,
        heads=content.heads,
        files=len(sizes),
        bytes=sum(sizes),
        key=_key_fingerprint(),
    )


def _key_fingerprint() -> str:
    return hashlib.sha256(b"fingerprint:" + settings.FIELD_KEYS[-1].encode()).hexdigest()[:16]


def _unpack(source: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        facts = json.loads((folder / "manifest.json").read_text())
        return Manifest(**facts)
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
        if isinstance(error, FileNotFoundError) and not source.exists():
            raise
        raise NotRestored(f"{source} is not a whole archive of Laksa: {error}") from error


def _refuse_unfit(manifest: Manifest, *, force: bool) -> None:
    if manifest.format > FORMAT:
        raise NotRestored(f"the archive was made by Laksa {manifest.version}, which is newer than this {version()}")
    if manifest.database != connection.vendor:
        raise NotRestored(f"the archive holds a {manifest.database} database, LAKSA_DATABASE_URL names {connection.vendor}")
    if manifest.key != _key_fingerprint():
        raise NotRestored(
            "the archive was sealed with another key: set LAKSA_FIELD_KEYS as it was (or copy keys/field_key), or names stay closed"
        )
    if not force and _is_in_use():
        raise NotRestored("this installation has cases or accounts already; restore into an empty one, or say --force to replace it")


def _is_in_use() -> bool:
    try:
        return Case.objects.exists() or User.objects.exists()
    except DatabaseError:
        # No tables yet: as empty as can be.
        connection.close()
        return False


def _put_files(source: Path) -> None:
    store = _store()
    for path in source.rglob("*"):
        if path.is_file():
            target = store / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)


def _compare(manifest: Manifest) -> None:
    """Refuse to call a restore done when what arrived is not what was sent."""
    arrived = dumps.describe()
    if arrived.heads != manifest.heads or arrived.counts != manifest.counts:
        raise NotRestored(f"what arrived differs from what was saved: {arrived.counts} instead of {manifest.counts}")
