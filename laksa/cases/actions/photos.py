"""Photos: checked at the door, kept with their case, made anew by a job, hidden or deleted when they must be."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from laksa.cases import rules
from laksa.cases.actions.prints import forget, remember
from laksa.cases.actions.story import Line, lock_case, move_case, need_words, save_story
from laksa.cases.models import Case, Entry, Photo
from laksa.cases.policies import may_hide_photo, may_note, may_reply, may_write
from laksa.cases.rules import State, Visibility
from laksa.gateways import pictures
from laksa.identity.rules import SYSTEM, Actor, ActorKind
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.jobs import enqueue_many
from laksa.kernel.permissions import require
from laksa.kernel.rows import insert_rows

RAW = "photos/raw"
TRIES = 5
WAITS_TOO_LONG = timedelta(minutes=5)
SWEEP = 500
LOOSE_FOR = timedelta(hours=24)
# Before that no phone took pictures; such a time is a camera's unset clock.
OLDEST_SHOT = timedelta(days=20 * 365)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class CheckedPhoto:
    """A photo that came through the door; its bytes lie in the storage under `photos/raw/<name>`.

    width, height: pixels, upright. lat, lon: WGS 84 as the camera wrote them, to be offered and not to be kept.
    """

    name: str
    media_type: str
    size: int
    width: int
    height: int
    sha256: str
    taken_at: datetime | None
    lat: float | None
    lon: float | None


# --- the door --------------------------------------------------------------------------------------


def check_photo(data: bytes | File[bytes], *, file_name: str, at: datetime) -> CheckedPhoto:
    """Look at an uploaded file and keep its bytes for the job; nothing goes into the database.

    Raises Refused (field "photos"; code empty, too_large, not_picture, too_many_pixels, broken or no_room).
    """
    content = _content(data, file_name)
    try:
        seen = pictures.inspect(content)
    except pictures.PictureRefused as error:
        raise _refused(error.code, file_name, len(content)) from error
    name = secrets.token_hex(16)
    try:
        default_storage.save(raw_path(name), ContentFile(content))
    except OSError as error:
        # A full or missing disk is our trouble: the words go in without the photo.
        raise Refused(
            _("Foto ini belum bisa kami simpan; penyimpanan kami sedang bermasalah. Kirim tanpa foto, lalu susulkan nanti."),
            field="photos",
            code="no_room",
        ) from error
    return CheckedPhoto(
        name=name,
        media_type=seen.media_type,
        size=len(content),
        width=seen.width,
        height=seen.height,
        sha256=hashlib.sha256(content).hexdigest(),
        taken_at=_believable(seen.taken_at, at),
        lat=seen.lat,
        lon=seen.lon,
    )


def _content(data: bytes | File[bytes], file_name: str) -> bytes:
    """Return the bytes; what is too large is refused unread."""
    size = len(data) if isinstance(data, bytes) else data.size
    if size > pictures.BYTES_LIMIT:
        raise _refused("too_large", file_name, size)
    if size == 0:
        raise _refused("empty", file_name, 0)
    if isinstance(data, bytes):
        return data
    data.seek(0)
    content: bytes = data.read()
    return content


def _refused(code: str, file_name: str, size: int) -> Refused:
    sentences = {
        "empty": _("Berkas ini kosong. Pilih fotonya sekali lagi, atau kirim tanpa foto dan susulkan nanti."),
        "too_large": _("Foto ini %(size)d MB. Kirim yang di bawah %(limit)d MB, atau kirim tanpa foto dan susulkan nanti."),
        "not_picture": _("Berkas ini bukan foto yang bisa kami buka. Kirim JPEG, PNG, WebP, atau HEIC, atau kirim tanpa foto."),
        "too_many_pixels": _("Foto ini lebih dari 50 megapiksel. Kirim yang lebih kecil, atau kirim tanpa foto dan susulkan nanti."),
        "broken": _("Foto ini rusak atau terpotong. Kirim foto lain, atau kirim tanpa foto dan susulkan nanti."),
    }
    facts = {"size": math.ceil(size / MEGABYTE), "limit": pictures.BYTES_LIMIT // MEGABYTE}
    # Of several photos the person must know which; the name is only told to whoever sent it.
    shown_name = " ".join("".join(sign if sign.isprintable() else " " for sign in file_name).split())[-60:]
    message = sentences[code] % facts
    return Refused(f"{message} ({shown_name})" if shown_name else message, field="photos", code=code)


def _believable(taken_at: datetime | None, at: datetime) -> datetime | None:
    """Return when the photo was taken, in the city's time where the camera named no zone; nonsense is None."""
    if taken_at is None or abs(taken_at.year - at.year) > OLDEST_SHOT.days // 365:
        return None
    if taken_at.tzinfo is None:
        taken_at = taken_at.replace(tzinfo=get_default_timezone())
    return taken_at if at - OLDEST_SHOT <= taken_at <= at + timedelta(days=1) else None


# --- photos and their case -------------------------------------------------------------------------


def store_photo(checked: CheckedPhoto, *, at: datetime) -> Photo:
    """Return the row of a photo that belongs to no case yet; `delete_loose_photos` ends it after a day.

    Its number is no secret: whoever keeps a draft must hold it where only its owner can choose it.
    """
    photo = _row(checked, at=at)
    photo.save(force_insert=True)
    return photo


def attach_photos(  # noqa: PLR0913 - the case's own story names all of it
    case: Case,
    entry: Entry,
    photos: tuple[CheckedPhoto, ...],
    photo_ids: tuple[int, ...],
    *,
    at: datetime,
    role: str = Photo.REPORT,
    internal: bool = False,
) -> None:
    """Give new and stored photos to an entry of a case, with their jobs, in the caller's transaction.

    Stored photos that already have a case, or are gone, are left out.
    """
    waiting: list[int] = []
    if photos:
        rows = [_row(one, at=at, case=case, entry=entry, role=role, is_internal=internal) for one in photos]
        waiting += [row.pk for row in insert_rows(rows)]
    if photo_ids:
        loose = Photo.objects.filter(pk__in=photo_ids, case=None)
        taken = loose.update(case=case, entry=entry, role=role, is_internal=internal, added_at=at)
        waiting += (
            photo_ids if taken == len(photo_ids) else Photo.objects.filter(pk__in=photo_ids, entry=entry).values_list("pk", flat=True)
        )
    _enqueue(waiting)


def _row(checked: CheckedPhoto, *, at: datetime, **where: Any) -> Photo:
    return Photo(
        name=checked.name,
        media_type=checked.media_type,
        size=checked.size,
        width=checked.width,
        height=checked.height,
        sha256=checked.sha256,
        taken_at=checked.taken_at,
        added_at=at,
        **where,
    )


def _enqueue(photo_ids: Iterable[int]) -> int:
    return enqueue_many("laksa.cases.tasks.process_photo", [{"photo_id": number} for number in photo_ids])


@transaction.atomic
def add_photos(  # noqa: PLR0913 - one door for reporters and staff, whatever they say with it
    case_id: int,
    photos: tuple[CheckedPhoto, ...],
    *,
    actor: Actor,
    at: datetime,
    role: str = Photo.ADDITION,
    internal: bool = False,
    words: str = "",
    seen: int | None = None,
) -> Entry:
    """Add photos to a case and return the entry that says so.

    A reporter's photo answers a question that was waited for. Only staff add evidence or internal photos.
    Raises PermissionDenied, MoveRefused (a reporter, after the end), Refused (no photo, too many, too many words).
    """
    case = lock_case(case_id, seen=seen)
    by_staff = actor.kind is ActorKind.STAFF
    # Internal photos are a note in pictures: whoever may write one may show one.
    require((may_note if internal else may_reply) if by_staff else may_write, actor, case)
    if not by_staff and (internal or role == Photo.EVIDENCE):
        raise PermissionDenied("only staff add evidence or internal photos")
    if not by_staff and case.is_ended:
        raise MoveRefused(_("Laporan ini sudah ditutup. Buka lagi laporannya, atau kirim laporan baru."), code="ended")
    _count(photos)
    if not by_staff and case.state == State.AWAITING_REPORTER:
        move_case(case, "hear_reporter", at=at)
    said = need_words(words, field="words") if words.strip() else ""
    facts = {"photos": len(photos), "role": role, "sha256": [one.sha256 for one in photos]}
    entry = save_story(case, [Line("photos_added", _visibility(by_staff, internal), said, facts)], actor=actor, at=at)[0]
    attach_photos(case, entry, photos, (), at=at, role=role, internal=internal)
    return entry


def _count(photos: Sequence[CheckedPhoto]) -> None:
    if not photos:
        raise Refused(_("Pilih paling sedikit satu foto."), field="photos")
    if len(photos) > rules.PHOTO_LIMIT:
        raise Refused(_("Pilih paling banyak %(limit)d foto sekali kirim.") % {"limit": rules.PHOTO_LIMIT}, field="photos")


def _visibility(by_staff: bool, internal: bool) -> Visibility:
    """A reporter's words may hold a name, so strangers see the photos and not the words."""
    if internal:
        return Visibility.INTERNAL
    return Visibility.PUBLIC if by_staff else Visibility.REPORTER


@transaction.atomic
def hide_photo(photo_id: int, *, actor: Actor, at: datetime, reason: str) -> Photo:
    """Show a photo to staff only from now on, and note why; a second time changes nothing.

    Raises Refused without a reason, Case.DoesNotExist for a photo without a case.
    """
    case = lock_case(Case.objects.only("pk").get(photos=photo_id).pk)
    require(may_hide_photo, actor, case)
    said = need_words(reason, field="reason")
    photo = case.photos.get(pk=photo_id)
    if Photo.objects.filter(pk=photo.pk, is_internal=False).update(is_internal=True):
        facts = {"photo": photo.name, "sha256": photo.sha256}
        save_story(case, [Line("photo_hidden", Visibility.INTERNAL, said, facts)], actor=actor, at=at)
    photo.is_internal = True
    return photo


# --- the job ---------------------------------------------------------------------------------------


def process_photo(photo_id: int, *, at: datetime) -> None:
    """Make a waiting photo anew, then delete what was uploaded; a second call does nothing.

    What can't be read, or has failed five times, is broken: its reporter is told on the case's page.
    """
    # Counted before the work, so that a picture that kills its workers comes to an end as well.
    if not Photo.objects.filter(pk=photo_id, state=Photo.WAITING).update(tries=F("tries") + 1):
        return
    photo = Photo.objects.get(pk=photo_id)
    if photo.tries > TRIES:
        _give_up(photo, at=at)
        return
    try:
        with default_storage.open(raw_path(photo.name)) as raw:
            made = pictures.remake(raw.read())
    except (pictures.PictureRefused, FileNotFoundError):
        _give_up(photo, at=at)
        return
    _write(shown_path(photo.name, "l"), made.large)
    _write(shown_path(photo.name, "s"), made.small)
    mine = Photo.objects.filter(pk=photo.pk, state=Photo.WAITING)
    if mine.update(state=Photo.READY, width=made.width, height=made.height):
        default_storage.delete(raw_path(photo.name))
        remember(photo, made.small)
    elif not Photo.objects.filter(pk=photo.pk).exists():
        delete_photo_files([photo.name])


def _write(path: str, content: bytes) -> None:
    # What a killed worker left half written; the storage would otherwise choose another name.
    default_storage.delete(path)
    written = default_storage.save(path, ContentFile(content))
    if written != path:
        # Another worker wrote the same picture at the same moment.
        default_storage.delete(written)


@transaction.atomic
def _give_up(photo: Photo, *, at: datetime) -> None:
    case = lock_case(photo.case_id) if photo.case_id else None
    if not Photo.objects.filter(pk=photo.pk, state=Photo.WAITING).update(state=Photo.BROKEN):
        return
    if case is not None:
        visibility = Visibility.INTERNAL if photo.is_internal else Visibility.REPORTER
        save_story(case, [Line("photo_unreadable", visibility, "", {"photo": photo.name})], actor=SYSTEM, at=at)


# --- what recurs -----------------------------------------------------------------------------------


def sweep_waiting_photos(*, at: datetime) -> int:
    """Enqueue again what has waited over five minutes, each time twice as long; return how many.

    Nothing while other photos stand in the queue: then the workers are busy and no job was lost.
    """
    if DBTaskResult.objects.filter(queue_name="photos", status=TaskResultStatus.READY).exists():
        return 0
    lapsed = Q(pk__in=[])
    for tries in range(TRIES + 1):
        lapsed |= Q(tries=tries, added_at__lte=at - WAITS_TOO_LONG * 2**tries)
    waiting = Photo.objects.filter(lapsed, state=Photo.WAITING, case__isnull=False).order_by("added_at")
    return _enqueue(list(waiting.values_list("pk", flat=True)[:SWEEP]))


def delete_loose_photos(*, at: datetime) -> int:
    """Delete photos that came into no case within a day, and uploads that nobody waits for; return how many."""
    with transaction.atomic():
        # Locked, so that a report sent at this moment either has its photo or comes too late for it.
        loose = Photo.objects.filter(case=None, added_at__lt=at - LOOSE_FOR).select_for_update()
        names = dict(loose.values_list("pk", "name"))
        Photo.objects.filter(pk__in=names, case=None).delete()
    delete_photo_files(names.values())
    ownerless = _ownerless_uploads(at)
    for name in ownerless:
        default_storage.delete(raw_path(name))
    return len(names) + len(ownerless)


def _ownerless_uploads(at: datetime) -> list[str]:
    """Names of old uploads whose photo is not waiting: never stored, made long ago, or broken."""
    try:
        names = default_storage.listdir(RAW)[1]
    except FileNotFoundError:
        return []
    old = [name for name in names if _is_old(name, at)]
    waited_for = {name for start in range(0, len(old), SWEEP) for name in _waiting(old[start : start + SWEEP])}
    return [name for name in old if name not in waited_for]


def _is_old(name: str, at: datetime) -> bool:
    try:
        return default_storage.get_modified_time(raw_path(name)) < at - LOOSE_FOR
    except FileNotFoundError:  # its job was quicker
        return False


def _waiting(names: Sequence[str]) -> Iterable[str]:
    return Photo.objects.filter(name__in=names, state=Photo.WAITING).values_list("name", flat=True)


def delete_photo_files(names: Iterable[str]) -> None:
    """Delete every file and the print of photos whose rows are gone; missing files are no fault."""
    names = list(names)
    forget(names)
    for name in names:
        for path in (raw_path(name), shown_path(name, "l"), shown_path(name, "s")):
            default_storage.delete(path)


def raw_path(name: str) -> str:
    """Return where the uploaded bytes lie; they are never shown to anybody."""
    return f"{RAW}/{name}"


def shown_path(name: str, size: str) -> str:
    """Return where a remade picture lies; size: l (large) or s (small)."""
    return f"photos/{name}-{size}.webp"
