# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crew sends: once for its key, told honestly, and no photo lost because the case has moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from laksa.cases.actions import hand_over_case
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.field.actions import KEEP_PARCELS, forget_parcels
from laksa.field.models import Parcel

pytestmark = pytest.mark.django_db


def kinds(case):
    return list(case.entries.order_by("number").values_list("kind", flat=True))


def test_a_start_sent_twice_counts_once(desk_of, budi, held_lamp, send):
    phone = desk_of(budi)

    first, second = send(phone, held_lamp, "start"), send(phone, held_lamp, "start")

    assert (first.json()["state"], second.json()["state"]) == ("done", "done")
    assert (first.json()["is_repeat"], second.json()["is_repeat"]) == (False, True)
    assert kinds(held_lamp).count("started") == 1


def test_the_same_key_of_another_person_is_another_form(desk_of, budi, rina, held_lamp, send):
    send(desk_of(budi), held_lamp, "note", words="Panel terkunci", key="same")
    send(desk_of(rina), held_lamp, "note", words="Kuncinya di kantor", key="same")

    assert kinds(held_lamp).count("note") == 2


def test_a_case_that_nobody_took_up_is_taken_up_by_who_is_there(desk_of, wulan, lamp, rina, send, as_actor, at):
    from laksa.cases.actions import assign_case

    assign_case(lamp.pk, Owner(agency="dishub", unit="tim-pju"), actor=as_actor(rina), at=at)
    lamp.refresh_from_db()

    assert send(desk_of(wulan), lamp, "start").status_code == 200

    lamp.refresh_from_db()
    assert (lamp.state, lamp.holder_id) == ("working", wulan.pk)


def test_done_with_a_proof_that_holds_is_done_and_each_check_is_told(desk_of, budi, held_lamp, send, true_photo, at):
    phone = desk_of(budi)
    code = phone.get(f"/lapangan/tempat/{held_lamp.code}/").context["photo_code"]
    moment = {"taken_at": at.isoformat(), "phone_at": at.isoformat()}

    answer = send(
        phone, held_lamp, "done", words="Sekring kami ganti.", photos=[true_photo], photo_code=code,
        lat=held_lamp.lat, lon=held_lamp.lon, accuracy=8, **moment,
    )  # fmt: skip
    again = send(phone, held_lamp, "done", words="Sekring kami ganti.")

    held_lamp.refresh_from_db()
    assert [check["state"] for check in answer.json()["checks"]] == ["passed"] * 5
    assert answer.json()["message"] == "Dinyatakan selesai. Pelapor diminta memeriksa. 5 pemeriksaan cocok."
    assert again.json()["is_repeat"]
    assert (held_lamp.state, held_lamp.proof) == ("resolved", "held")
    assert kinds(held_lamp).count("resolved") == 1


def test_done_with_a_doubtful_photo_says_who_must_sign(desk_of, budi, held_lamp, send, picture, kabid):
    answer = send(desk_of(budi), held_lamp, "done", words="Sekring kami ganti.", photos=[picture()])

    held_lamp.refresh_from_db()
    assert held_lamp.is_doubted
    assert "Fotonya tidak dapat diverifikasi. Hendra Wijaya menandatangani" in answer.json()["message"]
    assert "passed" not in {check["state"] for check in answer.json()["checks"] if check["words"] == "Tanpa kode foto"}


def test_a_phone_that_never_heard_of_its_success_declares_nothing_twice(desk_of, budi, held_lamp, send, picture):
    phone = desk_of(budi)
    send(phone, held_lamp, "done", words="Sekring kami ganti.", photos=[picture()])
    Parcel.objects.all().delete()  # as if the machine had stopped right after

    again = send(phone, held_lamp, "done", words="Sekring kami ganti.", photos=[picture()])

    assert again.json()["state"] == "done"
    assert kinds(held_lamp).count("proof_doubted") == 1


def test_done_without_a_photo_is_refused_and_can_be_sent_again_under_its_key(desk_of, budi, held_lamp, send, picture):
    phone = desk_of(budi)

    refused = send(phone, held_lamp, "done", words="Sudah.")
    sent = send(phone, held_lamp, "done", words="Sudah.", photos=[picture()])

    assert refused.status_code == 422
    assert "foto sesudah" in refused.json()["message"].lower()
    assert sent.json()["state"] == "done"


def test_forms_written_one_after_the_other_without_a_signal_do_not_overtake_each_other(desk_of, budi, held_lamp, send, picture):
    phone, seen = desk_of(budi), held_lamp.entry_count

    states = [
        send(phone, held_lamp, "start", seen=seen).json()["state"],
        send(phone, held_lamp, "done", words="Sekring kami ganti.", photos=[picture()], seen=seen).json()["state"],
    ]

    assert states == ["done", "done"]


def test_not_today_promises_another_day_with_its_reason(desk_of, budi, held_lamp, send, at):
    tomorrow = at.date() + timedelta(days=1)

    send(desk_of(budi), held_lamp, "not_today", reason="rain", words="Arus masih ada.", day=tomorrow.isoformat())

    held_lamp.refresh_from_db()
    assert (held_lamp.state, held_lamp.promised_on) == ("planned", tomorrow)
    assert held_lamp.entries.get(kind="planned").body == "Hujan lebat. Arus masih ada."


@pytest.mark.parametrize(("reason", "day"), [("", "2026-11-25"), ("other", "2026-11-25"), ("rain", "")])
def test_not_today_needs_a_reason_and_a_day(desk_of, budi, held_lamp, send, reason, day):
    answer = send(desk_of(budi), held_lamp, "not_today", reason=reason, day=day)

    held_lamp.refresh_from_db()
    assert answer.status_code == 422
    assert held_lamp.state == "in_progress"


def test_a_photo_from_the_field_is_kept_when_the_case_has_moved_meanwhile(
    desk_of, budi, wulan, rina, held_lamp, send, picture, as_actor, at
):
    seen = held_lamp.entry_count
    hand_over_case(held_lamp.pk, Owner("dishub", "tim-pju", wulan.pk), reason="Budi cuti", actor=as_actor(rina), at=at)

    phone = desk_of(budi)
    answer = send(phone, held_lamp, "done", words="Sekring kami ganti.", photos=[picture()], seen=seen)
    again = send(phone, held_lamp, "done", words="Sekring kami ganti.", photos=[picture()], seen=seen)

    held_lamp.refresh_from_db()
    assert answer.json()["state"] == again.json()["state"] == "moved"
    assert "tersimpan sebagai catatan petugas" in answer.json()["message"]
    assert held_lamp.state == "assigned"
    photo = held_lamp.photos.get(role="addition")
    assert photo.is_internal
    assert photo.entry.body == "Dari lapangan, tiba sesudah laporan berubah: Sekring kami ganti."


def test_a_case_of_another_office_by_now_is_not_there(desk_of, budi, held_lamp, send, picture):
    Case.objects.filter(pk=held_lamp.pk).update(agency_id="dlh", unit_id=None, holder_id=None)

    answer = send(desk_of(budi), held_lamp, "done", words="Sekring kami ganti.", photos=[picture()])

    assert answer.status_code == 404
    assert not Parcel.objects.exists()


def test_words_that_waited_for_a_signal_say_when_they_were_written(desk_of, budi, held_lamp, send, at):
    send(desk_of(budi), held_lamp, "note", words="Panel terkunci.", made_at=(at - timedelta(hours=2)).isoformat(), key="late")
    send(desk_of(budi), held_lamp, "note", words="Kuncinya ada.", made_at=at.isoformat(), key="now")
    send(desk_of(budi), held_lamp, "note", words="Jam ponsel rusak.", made_at="0001-01-01T00:00:00+14:00", key="broken")

    said = list(held_lamp.entries.filter(kind="note").order_by("number").values_list("body", flat=True))
    assert said == ["Panel terkunci. Ditulis di tempat pukul 12.05, terkirim pukul 14.05.", "Kuncinya ada.", "Jam ponsel rusak."]


def test_plain_forms_work_without_a_script(desk_of, budi, held_lamp, send):
    phone = desk_of(budi)

    back = send(phone, held_lamp, "start", is_phone=False)
    day = phone.get(back.url)
    refused = send(phone, held_lamp, "not_today", is_phone=False, words="tidak jadi", key="b")

    assert back.url == "/lapangan/"
    assert "Tercatat: pekerjaan dimulai." in day.text
    assert refused.status_code == 422
    assert "tidak jadi" in refused.text
    assert "Pilih alasannya" in refused.text


def test_a_form_that_is_no_form_changes_nothing(desk_of, budi, held_lamp, send):
    phone = desk_of(budi)

    for fields in ({"verb": "reject"}, {"key": "x" * 41}, {"key": ""}, {"lat": "north"}):
        assert send(phone, held_lamp, fields.pop("verb", "start"), **fields).status_code == 422

    assert kinds(held_lamp).count("started") == 0


def test_old_keys_are_forgotten(desk_of, budi, held_lamp, send, at):
    send(desk_of(budi), held_lamp, "start")

    assert forget_parcels(at=at + KEEP_PARCELS) == 0
    assert forget_parcels(at=at + KEEP_PARCELS + timedelta(seconds=1)) == 1


def test_a_phone_learns_whose_session_it_is(desk_of, budi):
    answer = desk_of(budi).get("/lapangan/kunci/")

    assert answer.json()["user"] == budi.pk
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_service_worker_holds_nothing_of_a_person(client, budi, desk_of):
    assert client.get("/lapangan/sw.js").content == desk_of(budi).get("/lapangan/sw.js").content
