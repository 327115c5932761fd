"""The guided after-photo: whose page it is, what goes with the photo, what is told afterwards."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.cases.actions import send_back_proof
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.evidence.models import CaptureCode
from laksa.identity.models import actor_of

pytestmark = pytest.mark.django_db


def url(case: Case) -> str:
    return f"/lapangan/foto/{case.code}/"


def form(case: Case, page, at, **changes):
    """What the page's form holds after its script has read place and time."""
    hidden = dict(re.findall(r'name="(key|photo_code)" value="([^"]*)"', page.content.decode()))
    sent = timezone.localtime(at).isoformat()
    return (
        hidden
        | {"words": "Ketiga lampu menyala.", "lat": case.lat, "lon": case.lon, "accuracy": 9, "taken_at": sent, "phone_at": sent}
        | changes
    )


@pytest.mark.parametrize(
    ("who", "status"), [("budi", 200), ("rina", 200), ("wulan", 404), ("joko", 404), ("dewi", 404), ("walikota", 404), ("sari", 404)]
)
def test_only_who_works_on_it_takes_its_photo(desk_of, held_lamp, request, who, status):
    assert desk_of(request.getfixturevalue(who)).get(url(held_lamp)).status_code == status
    assert CaptureCode.objects.exists() == (status == 200)


def test_a_stranger_is_sent_to_sign_in(client, held_lamp):
    assert client.get(url(held_lamp)).status_code == 302


def test_the_code_is_shown_and_never_kept_by_the_browser(desk_of, budi, held_lamp):
    page = desk_of(budi).get(url(held_lamp))

    code = CaptureCode.objects.get().code
    assert " ".join(re.findall("..", code)) in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"


def test_a_photo_taken_on_the_spot_closes_the_case(desk_of, budi, held_lamp, true_photo, at):
    phone = desk_of(budi)
    answer = phone.post(url(held_lamp), form(held_lamp, phone.get(url(held_lamp)), at) | {"photos": true_photo}, follow=True)

    held_lamp.refresh_from_db()
    assert (held_lamp.state, held_lamp.proof) == (State.RESOLVED, "held")
    assert "Semua pemeriksaan cocok" in answer.text
    assert "0 m dari titik laporan" in answer.text


def test_without_a_script_the_place_is_unknown_and_said_so_kindly(desk_of, budi, kabid, held_lamp, true_photo, at):
    phone = desk_of(budi)
    bare = form(held_lamp, phone.get(url(held_lamp)), at, lat="", lon="", accuracy="", taken_at="", phone_at="")
    answer = phone.post(url(held_lamp), bare | {"photos": true_photo}, follow=True)

    held_lamp.refresh_from_db()
    assert (held_lamp.state, held_lamp.proof) == (State.IN_PROGRESS, "doubted")
    assert "1 belum dapat diperiksa, 4 cocok" in answer.text
    assert "Tidak ada tuduhan" in answer.text
    assert "Nyalakan lokasi" in answer.text
    assert "Hendra Wijaya" in answer.text
    assert "Foto ulang" in answer.text


def test_without_words_nothing_is_sent_and_the_page_stays(desk_of, budi, held_lamp, true_photo, at):
    phone = desk_of(budi)
    answer = phone.post(url(held_lamp), form(held_lamp, phone.get(url(held_lamp)), at, words=" ") | {"photos": true_photo})

    held_lamp.refresh_from_db()
    assert (answer.status_code, held_lamp.proof) == (422, "")
    assert "belum diisi" in answer.text


def test_without_a_photo_it_says_what_is_missing(desk_of, budi, held_lamp, at):
    phone = desk_of(budi)
    answer = phone.post(url(held_lamp), form(held_lamp, phone.get(url(held_lamp)), at))

    assert answer.status_code == 422
    assert "Lampirkan foto sesudah" in answer.text
    assert "Ketiga lampu menyala." in answer.text


def test_a_flat_picture_with_everything_else_right_still_waits(desk_of, budi, kabid, held_lamp, picture, at):
    phone = desk_of(budi)
    phone.post(url(held_lamp), form(held_lamp, phone.get(url(held_lamp)), at) | {"photos": picture()})

    held_lamp.refresh_from_db()
    assert held_lamp.proof == "doubted"


def test_after_it_was_sent_back_the_page_is_open_again(desk_of, budi, kabid, held_lamp, picture, at):
    phone = desk_of(budi)
    phone.post(url(held_lamp), form(held_lamp, phone.get(url(held_lamp)), at) | {"photos": picture()})
    send_back_proof(held_lamp.pk, "Ambil dari depan gerbang.", actor=actor_of(kabid, at=at), at=at + timedelta(minutes=1))

    assert phone.get(url(held_lamp)).status_code == 200


def test_a_case_that_waits_for_no_photo_leads_back(desk_of, budi, held_lamp):
    Case.objects.filter(pk=held_lamp.pk).update(state="awaiting_reporter")

    assert desk_of(budi).get(url(held_lamp)).status_code == 302


def test_there_is_no_result_before_there_is_a_photo(desk_of, budi, held_lamp):
    assert desk_of(budi).get(url(held_lamp) + "hasil/").status_code == 404
