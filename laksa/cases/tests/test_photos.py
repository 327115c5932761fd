"""Photos: what comes in at the door, how it is kept, made anew, and ended."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image

from laksa.cases import actions, tasks
from laksa.cases.actions.photos import TRIES, attach_photos, raw_path, shown_path
from laksa.cases.models import Case, Entry, Photo
from laksa.cases.rules import State, Visibility
from laksa.gateways.pictures.drawing import draw
from laksa.kernel.errors import Conflict, MoveRefused, Refused

PICTURE = draw("lamp", 1, after=False)
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def storage(settings, tmp_path) -> Path:
    """A storage of its own for every test."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def take(at):
    """Bring a picture through the door: `take()`."""
    return lambda data=PICTURE, name="lampu.jpg": actions.check_photo(data, file_name=name, at=at)


@pytest.fixture
def waiting(lamp, siti, reporter, take, at) -> Photo:
    """A photo that Siti has just added to the lamp."""
    actions.add_photos(lamp.pk, (take(),), actor=reporter(siti), at=at)
    return Photo.objects.get(case=lamp)


@pytest.fixture
def shown(waiting, at) -> Photo:
    """The same photo after its job."""
    actions.process_photo(waiting.pk, at=at)
    waiting.refresh_from_db()
    return waiting


def refusal(data: object, at: datetime, name: str = "foto.jpg") -> Refused:
    with pytest.raises(Refused) as caught:
        actions.check_photo(data, file_name=name, at=at)
    assert caught.value.field == "photos"
    return caught.value


def stored(path: str) -> bytes:
    with default_storage.open(path) as file:
        return file.read()


def size_of(path: str) -> tuple[int, int]:
    return Image.open(io.BytesIO(stored(path))).size


def uploads() -> list[str]:
    return default_storage.listdir("photos/raw")[1] if default_storage.exists("photos/raw") else []


def grow_old(name: str, at: datetime, hours: float) -> None:
    moment = (at - timedelta(hours=hours)).timestamp()
    os.utime(default_storage.path(raw_path(name)), (moment, moment))


def photo_jobs() -> list[int]:
    return [job.args_kwargs["kwargs"]["photo_id"] for job in DBTaskResult.objects.filter(queue_name="photos").order_by("enqueued_at")]


def jpeg_with_exif(taken_at: str = "2026:11:19 19:41:07") -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken_at
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 10.0, 31.2), 3: "E", 4: (106.0, 38.0, 2.4)})
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "gray").save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG whose header says 50,000 × 50,000."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


# --- the door --------------------------------------------------------------------------------------


def test_a_checked_photo_lies_in_the_storage_and_nowhere_else(db, take):
    checked = take()

    assert (checked.media_type, checked.width, checked.height, checked.size) == ("image/jpeg", 960, 720, len(PICTURE))
    assert uploads() == [checked.name]
    assert stored(raw_path(checked.name)) == PICTURE
    assert len(checked.name) == 32
    assert not Photo.objects.exists()


def test_a_photo_comes_from_a_form_as_well_as_from_bytes(at):
    upload = SimpleUploadedFile("IMG_1.JPG", PICTURE, content_type="application/x-msdownload")
    upload.read(10)

    assert actions.check_photo(upload, file_name=upload.name, at=at).size == len(PICTURE)


def test_a_photo_of_14_megabytes_is_told_what_to_do(at):
    told = refusal(bytes(14 * MEGABYTE), at, "")

    assert told.message == "Foto ini 14 MB. Kirim yang di bawah 10 MB, atau kirim tanpa foto dan susulkan nanti."
    assert told.code == "too_large"


def test_forty_megabytes_are_refused_without_being_read(at):
    class Unreadable(SimpleUploadedFile):
        def read(self, *sizes: int) -> bytes:
            raise AssertionError("it was read")

    upload = Unreadable("besar.jpg", b"x")
    upload.size = 40 * MEGABYTE

    assert "40 MB" in refusal(upload, at).message


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"MZ\x90\x00" + bytes(2000), "bukti.jpg", "not_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "peta.png", "not_picture"),
        (b"%PDF-1.7\n" + bytes(300), "surat.jpg", "not_picture"),
        (b"GIF89a" + bytes(300), "lucu.gif", "not_picture"),
        (b"PK\x03\x04" + bytes(300), "arsip.webp", "not_picture"),
        (b"", "kosong.jpg", "empty"),
        (bomb(), "bom.png", "too_many_pixels"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x07" * 5000, "IMG_0001.HEIC", "broken"),
        (PICTURE[: len(PICTURE) // 2], "putus.jpg", "broken"),
    ],
)
def test_what_is_not_a_usable_photo_is_refused_by_name_and_leaves_nothing(at, data, name, code):
    before = uploads()

    told = refusal(data, at, name)

    assert told.code == code
    assert told.message.endswith(f"({name})")
    assert uploads() == before


def test_an_executable_called_jpg_is_told_that_it_is_no_photo(at):
    assert refusal(b"MZ" + bytes(900), at).message.startswith("Berkas ini bukan foto")


def test_a_name_that_plays_tricks_is_shown_plain(at):
    told = refusal(b"MZ" + bytes(900), at, "a\u202egpj.exe\r\nX: y" + "z" * 200)

    assert "\n" not in told.message
    assert "\u202e" not in told.message
    assert len(told.message) < 200


def test_time_and_place_are_offered_in_the_citys_time(at):
    checked = actions.check_photo(jpeg_with_exif(), file_name="", at=at)

    assert checked.taken_at == datetime(2026, 11, 19, 19, 41, 7, tzinfo=at.tzinfo)
    assert (checked.lat, checked.lon) == pytest.approx((-6.175333, 106.634))


@pytest.mark.parametrize("written", ["2031:01:01 00:00:00", "1999:01:01 00:00:00", "0001:01:01 00:00:00", "9999:12:31 23:59:59"])
def test_the_time_of_an_unset_camera_is_no_time(at, written):
    assert actions.check_photo(jpeg_with_exif(written), file_name="", at=at).taken_at is None


# --- with its case ---------------------------------------------------------------------------------


def test_a_report_with_new_and_stored_photos_has_them_all_with_one_job_each(submit_report, take, at):
    stored = actions.store_photo(take(), at=at)
    assert photo_jobs() == []

    case = submit_report(photos=(take(), take()), photo_ids=(stored.pk,))

    photos = list(case.photos.order_by("pk"))
    assert len(photos) == 3
    assert {photo.entry.kind for photo in photos} == {"received"}
    assert {(photo.role, photo.state) for photo in photos} == {("report", "waiting")}
    assert sorted(photo_jobs()) == sorted(photo.pk for photo in photos)


def test_thirty_photos_are_too_many_and_told_so(submit_report, take):
    one = take()

    with pytest.raises(Refused) as caught:
        submit_report(photos=(one,) * 30)

    assert caught.value.message.startswith("Ada 30 foto. Pilih paling banyak 6")


def test_a_photo_of_another_case_cannot_be_taken_along(waiting, submit_report, take, at):
    loose = actions.store_photo(take(), at=at)

    other = submit_report(photo_ids=(waiting.pk, loose.pk, 999_999))

    assert [photo.pk for photo in other.photos.all()] == [loose.pk]
    assert waiting.pk in photo_jobs()
    assert photo_jobs().count(waiting.pk) == 1


def test_photos_of_a_report_are_written_in_few_statements(submit_report, take, at, lamp, django_assert_num_queries):
    entry = lamp.entries.first()
    stored = actions.store_photo(take(), at=at)
    new = (take(), take(), take())

    with transaction.atomic(), django_assert_num_queries(3):
        attach_photos(lamp, entry, new, (stored.pk,), at=at)


def test_a_rolled_back_report_has_neither_photo_nor_job(lamp, take, at):
    checked = take()

    with transaction.atomic():
        attach_photos(lamp, lamp.entries.first(), (checked,), (), at=at)
        transaction.set_rollback(True)

    assert not Photo.objects.exists()
    assert photo_jobs() == []


def test_siti_adds_a_photo_and_strangers_see_it_but_not_her_words(lamp, siti, reporter, take, at):
    entry = actions.add_photos(lamp.pk, (take(),), actor=reporter(siti), at=at, words="Rumah saya no. 5")

    photo = Photo.objects.get(entry=entry)
    assert (entry.kind, entry.visibility, entry.body) == ("photos_added", Visibility.REPORTER, "Rumah saya no. 5")
    assert (photo.role, photo.is_internal) == (Photo.ADDITION, False)
    assert entry.data["sha256"] == [photo.sha256]
    assert not list(actions.verify_log())


def test_a_photo_answers_the_question_that_was_waited_for(held_lamp, budi, siti, reporter, staff, take, at):
    actions.ask_reporter(held_lamp.pk, "Tiang yang mana? Kirim fotonya.", actor=staff(budi), at=at)

    actions.add_photos(held_lamp.pk, (take(),), actor=reporter(siti), at=at)

    held_lamp.refresh_from_db()
    assert held_lamp.state == State.IN_PROGRESS


def test_budi_adds_evidence_for_all_and_a_photo_for_staff(held_lamp, budi, staff, take, at):
    actions.add_photos(held_lamp.pk, (take(),), actor=staff(budi), at=at, role=Photo.EVIDENCE)
    entry = actions.add_photos(held_lamp.pk, (take(),), actor=staff(budi), at=at, internal=True)

    assert entry.visibility == Visibility.INTERNAL
    assert list(held_lamp.photos.order_by("pk").values_list("role", "is_internal")) == [("evidence", False), ("addition", True)]


@pytest.mark.parametrize("wish", [{"role": Photo.EVIDENCE}, {"internal": True}])
def test_evidence_and_internal_photos_are_not_for_reporters(lamp, siti, reporter, take, at, wish):
    with pytest.raises(PermissionDenied):
        actions.add_photos(lamp.pk, (take(),), actor=reporter(siti), at=at, **wish)


def test_an_officer_of_another_agency_adds_nothing(held_lamp, joko, staff, take, at):
    with pytest.raises(PermissionDenied):
        actions.add_photos(held_lamp.pk, (take(),), actor=staff(joko), at=at)


@pytest.mark.parametrize("count", [0, 7])
def test_at_least_one_photo_and_at_most_six_at_a_time(lamp, siti, reporter, take, at, count):
    with pytest.raises(Refused) as caught:
        actions.add_photos(lamp.pk, (take(),) * count, actor=reporter(siti), at=at)

    assert caught.value.field == "photos"


def test_a_report_taken_back_takes_no_more_photos(lamp, siti, reporter, take, at):
    actions.withdraw_case(lamp.pk, actor=reporter(siti), at=at)

    with pytest.raises(MoveRefused):
        actions.add_photos(lamp.pk, (take(),), actor=reporter(siti), at=at)


def test_who_was_slower_is_told_and_adds_nothing(held_lamp, budi, rina, staff, take, at):
    seen = Case.objects.get(pk=held_lamp.pk).entry_count
    actions.start_case(held_lamp.pk, actor=staff(rina), at=at)

    with pytest.raises(Conflict):
        actions.add_photos(held_lamp.pk, (take(),), actor=staff(budi), at=at, seen=seen)

    assert not Photo.objects.exists()


# --- the job ---------------------------------------------------------------------------------------


def test_the_job_makes_two_pictures_and_deletes_the_upload(waiting, at):
    tasks.process_photo.call(photo_id=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.is_ready) == (Photo.READY, True)
    assert [size_of(shown_path(waiting.name, size)) for size in "ls"] == [(960, 720), (320, 240)]
    assert not default_storage.exists(raw_path(waiting.name))


def test_the_job_twice_is_the_job_once(shown, at):
    path = Path(default_storage.path(shown_path(shown.name, "l")))
    path.write_bytes(b"unchanged")

    actions.process_photo(shown.pk, at=at)

    assert path.read_bytes() == b"unchanged"
    assert Photo.objects.get(pk=shown.pk).tries == 1


def test_what_a_killed_worker_left_half_written_is_written_again(waiting, storage, at):
    (storage / shown_path(waiting.name, "l")).write_bytes(b"RIFF")

    actions.process_photo(waiting.pk, at=at)

    assert size_of(shown_path(waiting.name, "l")) == (960, 720)
    assert sorted(path.name for path in (storage / "photos").glob("*.webp")) == [f"{waiting.name}-l.webp", f"{waiting.name}-s.webp"]


def test_a_photo_that_cannot_be_read_is_broken_and_its_reporter_learns_it(waiting, at):
    Path(default_storage.path(raw_path(waiting.name))).write_bytes(b"\xff\xd8\xff\xe0rusak")

    actions.process_photo(waiting.pk, at=at)
    actions.process_photo(waiting.pk, at=at)

    waiting.refresh_from_db()
    assert waiting.state == Photo.BROKEN
    told = waiting.case.entries.get(kind="photo_unreadable")
    assert (told.visibility, told.data) == (Visibility.REPORTER, {"photo": waiting.name})


def test_a_photo_whose_upload_is_gone_is_broken(waiting, at):
    default_storage.delete(raw_path(waiting.name))

    actions.process_photo(waiting.pk, at=at)

    assert Photo.objects.get(pk=waiting.pk).state == Photo.BROKEN


def test_a_photo_that_kills_its_workers_is_given_up_after_five(waiting, at):
    Photo.objects.filter(pk=waiting.pk).update(tries=TRIES)

    actions.process_photo(waiting.pk, at=at)

    assert Photo.objects.get(pk=waiting.pk).state == Photo.BROKEN


class Interrupted(FileSystemStorage):
    """A storage before which something else happens, just as a picture is about to be written."""

    happens: Callable[[str], None]

    def save(self, name: str, content: File, max_length: int | None = None) -> str:
        type(self).happens(self.path(name))
        return super().save(name, content, max_length)


@pytest.fixture
def interrupted(waiting, settings, storage):
    """Let something happen in the midst of the job: `interrupted(happens)`."""

    def begin(happens: Callable[[str], None]) -> None:
        Interrupted.happens = staticmethod(happens)
        settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Interrupted", "OPTIONS": {"location": str(storage)}}}

    return begin


def test_two_workers_at_once_leave_one_pair_of_pictures(waiting, interrupted, storage, at):
    interrupted(lambda path: Path(path).write_bytes(b"written by the other worker"))

    actions.process_photo(waiting.pk, at=at)

    assert sorted(path.name for path in (storage / "photos").glob("*.webp")) == [f"{waiting.name}-l.webp", f"{waiting.name}-s.webp"]


def test_a_photo_whose_row_is_deleted_during_its_job_leaves_no_file(waiting, interrupted, storage, at):
    interrupted(lambda path: Photo.objects.all().delete())

    actions.process_photo(waiting.pk, at=at)

    assert not [path for path in storage.rglob("*") if path.is_file()]


def test_a_photo_hidden_during_its_job_stays_hidden(waiting, interrupted, at):
    interrupted(lambda path: Photo.objects.update(is_internal=True))

    actions.process_photo(waiting.pk, at=at)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.is_internal) == (Photo.READY, True)


def test_a_photo_deleted_meanwhile_is_no_fault(at, db):
    actions.process_photo(123_456, at=at)


# --- hidden ----------------------------------------------------------------------------------------


def test_a_hidden_photo_is_for_staff_and_the_reason_stays_inside(shown, held_lamp, budi, staff, at):
    actions.hide_photo(shown.pk, actor=staff(budi), at=at, reason="Wajah anak terlihat")
    actions.hide_photo(shown.pk, actor=staff(budi), at=at, reason="Wajah anak terlihat")

    assert Photo.objects.get(pk=shown.pk).is_internal
    entry = Entry.objects.get(kind="photo_hidden")
    assert (entry.visibility, entry.body) == (Visibility.INTERNAL, "Wajah anak terlihat")


def test_hiding_needs_a_reason_and_the_right_office(shown, held_lamp, budi, joko, staff, at):
    with pytest.raises(Refused):
        actions.hide_photo(shown.pk, actor=staff(budi), at=at, reason=" ")
    with pytest.raises(PermissionDenied):
        actions.hide_photo(shown.pk, actor=staff(joko), at=at, reason="Iseng")

    assert not Photo.objects.get(pk=shown.pk).is_internal


# --- what recurs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("tries", "minutes", "again"), [(0, 4, 0), (0, 6, 1), (2, 15, 0), (2, 21, 1), (5, 170, 1)])
def test_a_photo_whose_job_was_lost_is_swept_up_ever_more_slowly(waiting, at, tries, minutes, again):
    DBTaskResult.objects.all().delete()
    Photo.objects.filter(pk=waiting.pk).update(tries=tries)

    assert actions.sweep_waiting_photos(at=at + timedelta(minutes=minutes)) == again

    assert photo_jobs() == [waiting.pk] * again


def test_nothing_is_swept_while_the_workers_are_busy(waiting, at):
    assert actions.sweep_waiting_photos(at=at + timedelta(hours=1)) == 0

    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert actions.sweep_waiting_photos(at=at + timedelta(hours=1)) == 1


def test_a_photo_of_a_report_never_sent_is_deleted_after_a_day(take, db, at):
    old, young = take(), take()
    actions.store_photo(old, at=at - timedelta(hours=25))
    actions.store_photo(young, at=at - timedelta(hours=23))

    assert actions.delete_loose_photos(at=at) == 1

    assert list(Photo.objects.values_list("name", flat=True)) == [young.name]
    assert not default_storage.exists(raw_path(old.name))
    assert default_storage.exists(raw_path(young.name))


def test_an_upload_nobody_waits_for_is_deleted_after_a_day(waiting, take, at):
    forgotten, fresh = take(), take()
    grow_old(forgotten.name, at, 25)
    grow_old(fresh.name, at, 1)
    grow_old(waiting.name, at, 25)

    assert actions.delete_loose_photos(at=at) == 1

    assert not default_storage.exists(raw_path(forgotten.name))
    assert default_storage.exists(raw_path(fresh.name))
    assert default_storage.exists(raw_path(waiting.name))


def test_the_upload_of_a_broken_photo_goes_too(waiting, at):
    Photo.objects.update(state=Photo.BROKEN)
    grow_old(waiting.name, at, 25)

    assert actions.delete_loose_photos(at=at) == 1


def test_a_city_without_any_upload_has_nothing_to_delete(db, at):
    assert actions.delete_loose_photos(at=at) == 0
