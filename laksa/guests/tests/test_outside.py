# SPDX-License-Identifier: AGPL-3.0-or-later
"""What PLN sees through its link, what it answers, and what strangers never find."""

from datetime import timedelta

import pytest
from django.utils import timezone

from laksa.cases.actions import assign_case, write_note
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.guests.rules import GUESSES_A_NETWORK
from laksa.identity.models import actor_of
from laksa.kernel.ids import make_token
from laksa.kernel.models import Count
from laksa.threads.actions.outside import refer_outside, renew_outside_link
from laksa.threads.models import Thread
from laksa.threads.rules.outside import Request

pytestmark = pytest.mark.django_db

PROMISE = {"answer": "promise", "until_day": "2026-11-26", "until_time": "15:00", "doer": "Regu 4, Pak Iwan"}


def test_the_page_says_who_asks_until_when_and_who_waits(client, link, asked, budi):
    page = client.get(link).content.decode()

    for words in (budi.name, "Kamis 26 Nov 14.05", "sisa 2 hari", "1 pelapor", "Mohon sambung lagi kabel udara", "Foto tiang 11"):
        assert words in page
    for answer in ("Sudah selesai", "Kami kerjakan, ini tanggalnya", "Bukan urusan kami"):
        assert answer in page


def test_no_name_of_a_reporter_and_no_internal_word_is_shown(client, link, asked, held_lamp, budi, siti, at):
    write_note(held_lamp.pk, "Sebut saja Siti Aminah, ia sering menelepon.", actor=actor_of(budi, at=at), at=at)

    before = client.get(link).content.decode()
    client.post(link, PROMISE)
    after = client.get(link).content.decode()

    for secret in ("Siti", "siti@contoh.id", "+6281200000001", "menelepon.", siti.token, "Iwan", "/meja/"):
        assert secret not in before + after


def test_numbers_in_the_request_are_hidden(client, held_lamp, budi, at):
    words = "Hubungi warga di 081234567890, NIK 3671010101010001."
    thread = refer_outside(
        held_lamp.pk, Request("PLN", "Kabel 081234567890", words, at + timedelta(days=1)), actor=actor_of(budi, at=at), at=at
    )
    from laksa.cases.models.participant import derive_token

    page = client.get(f"/pihak/{derive_token(thread.seed)}/").content.decode()

    assert "081234567890" not in page
    assert "3671010101010001" not in page


def test_numbers_in_another_request_to_the_same_address_are_hidden_too(client, link, submit_report, held_lamp, rina, budi, at):
    other = submit_report()
    assign_case(other.pk, Owner("dishub", "tim-pju", budi.pk), actor=actor_of(rina, at=at), at=at)
    ask = Request("PLN", "Hubungi 081234567890", "Tiang miring.", at + timedelta(days=1), "posko@pln.contoh.id")
    refer_outside(other.pk, ask, actor=actor_of(budi, at=at), at=at)

    page = client.get(link).text

    assert "Hubungi" in page
    assert "081234567890" not in page


def test_the_citys_own_promise_is_told_as_everybody_may_read_it(client, link, held_lamp, at):
    due = {"resolve_due_at": at + timedelta(days=3)}
    Case.objects.filter(pk=held_lamp.pk).update(**due)
    shown = client.get(link).content.decode()
    Case.objects.filter(pk=held_lamp.pk).update(is_sealed=True)
    sealed = client.get(link).content.decode()

    assert "Janji kota kepada pelapor" in shown
    assert "ke Jumat 27 Nov 14.05" in shown
    assert "Janji kota kepada pelapor" not in sealed


def test_a_secret_report_shows_only_the_request(client, link, held_lamp):
    Case.objects.filter(pk=held_lamp.pk).update(is_sealed=True)

    page = client.get(link).content.decode()

    assert "matter__map" not in page
    assert "Kelurahan" not in page
    assert "Mohon sambung lagi" in page


def test_nothing_of_the_page_is_kept_or_passed_on(client, link):
    answer = client.get(link)

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_the_first_look_is_noted_and_a_robots_head_is_none(client, link, asked, at):
    client.head(link)
    assert Thread.objects.get().read_at is None

    client.get(link)
    assert Thread.objects.get().read_at == at


def test_a_promise_is_told_back(client, link, held_lamp):
    answer = client.post(link, PROMISE | {"words": "Kabel pengganti ambil besok pagi."})

    assert (answer.status_code, answer.url) == (302, link)
    page = client.get(link).content.decode()
    for words in ("Janji Anda tercatat: Kamis 26 Nov 15.00", "Kabel pengganti ambil besok pagi.", "3 jam", "p***@pln.contoh.id"):
        assert words in page
    held_lamp.refresh_from_db()
    assert held_lamp.state == State.AWAITING_OUTSIDE


def test_a_date_is_changed_only_with_a_reason(client, link):
    client.post(link, PROMISE)

    refused = client.post(link, PROMISE | {"until_day": "2026-11-27"})
    taken = client.post(link, PROMISE | {"until_day": "2026-11-27", "words": "Hujan"})

    assert refused.status_code == 422
    assert "Tulis mengapa tanggalnya berubah" in refused.content.decode()
    assert taken.status_code == 302
    assert "Jumat 27 Nov 15.00" in client.get(link).content.decode()


def test_after_a_promise_the_proof_can_be_sent(client, link, held_lamp, picture, settings, tmp_path):
    client.post(link, PROMISE)
    assert 'value="done" checked' in client.get(link, {"jawab": "selesai"}).content.decode()

    client.post(link, {"answer": "done", "photos": picture})

    held_lamp.refresh_from_db()
    assert held_lamp.state == State.IN_PROGRESS
    assert held_lamp.photos.count() == 1
    assert "Tercatat: sudah selesai" in client.get(link).content.decode()


def test_not_ours_names_whose(client, link, held_lamp):
    refused = client.post(link, {"answer": "not_ours"})
    client.post(link, {"answer": "not_ours", "whose": "Telkom"})

    assert refused.status_code == 422
    assert "bukan urusan kami, milik Telkom" in client.get(link).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"answer": "other"},
        {"answer": "done"},
        {"answer": "promise"},
        {"answer": "promise", "until_day": "kemarin"},
        {"answer": "promise", "until_day": "2026-11-23"},
        {"answer": "promise", "until_day": "2099-01-01"},
        {"answer": "not_ours", "whose": "x" * 400},
        {"answer": "done", "document": "BA", "words": "\x00" * 10},
    ],
)
def test_what_cannot_be_used_is_said_and_keeps_the_words(client, link, held_lamp, data):
    answer = client.post(link, data)

    held_lamp.refresh_from_db()
    assert answer.status_code == 422
    assert "Ada yang perlu dibetulkan" in answer.content.decode()
    assert held_lamp.state == State.AWAITING_OUTSIDE


def test_a_file_that_is_no_photo_is_refused(client, link, held_lamp):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("bukti.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")

    answer = client.post(link, {"answer": "done", "photos": file})

    held_lamp.refresh_from_db()
    assert answer.status_code == 422
    assert held_lamp.state == State.AWAITING_OUTSIDE


def test_a_second_answer_is_told_what_happened(client, link):
    client.post(link, {"answer": "done", "document": "BA-1"})

    assert client.post(link, {"answer": "not_ours", "whose": "Telkom"}).status_code in {409, 422}


def test_wrong_and_ended_links_look_alike(client, link, asked, held_lamp, at):
    Case.objects.filter(pk=held_lamp.pk).update(state=State.CONFIRMED, is_open=False, ended_at=at - timedelta(days=31))

    ended, wrong = client.get(link), client.get(f"/pihak/{make_token()}/")

    assert ended.status_code == wrong.status_code == 404
    assert _without_nonce(ended) == _without_nonce(wrong)


def _without_nonce(answer):
    import re

    return re.sub(r'nonce="[^"]+"|csrf[^>]+>|/pihak/[^"?]+', "", answer.content.decode())


def test_a_renewed_link_leaves_the_old_one_dead(client, link, asked, budi, at):
    renew_outside_link(asked.pk, actor=actor_of(budi, at=at), at=at)

    assert client.get(link).status_code == 404
    assert client.post(link, PROMISE).status_code == 404


def test_ten_thousand_guesses_find_nothing_and_are_told_to_stop(client, link, asked, settings, at, monkeypatch):
    settings.RATE_LIMITS = True
    # One in the dark looks like the next: the first hundred by the door, the others counted as the limit counts them.
    answers = [client.get(f"/pihak/{make_token()}/").status_code for _ in range(GUESSES_A_NETWORK.times + 70)]
    Count.objects.update(number=10_000)

    last = client.get(f"/pihak/{make_token()}/")

    assert answers[: GUESSES_A_NETWORK.times] == [404] * GUESSES_A_NETWORK.times
    assert set(answers[GUESSES_A_NETWORK.times :]) == {429}
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    # Whoever has the right link is not kept out by a stranger in the same network.
    assert client.get(link).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=1, minutes=1))
    assert client.get(f"/pihak/{make_token()}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "..%2f..%2fmeja", "' OR 1=1 --"])
def test_odd_links_are_wrong_links(client, asked, token):
    assert client.get(f"/pihak/{token}/").status_code == 404


def test_other_requests_are_named_without_their_links(client, link, asked, submit_report, rina, at):
    from laksa.cases.actions import accept_case
    from laksa.cases.models.participant import derive_token

    other = submit_report(text="Pohon menyentuh kabel di jalan veteran", hashtags=("#PJU",))
    accept_case(other.pk, actor=actor_of(rina, at=at), at=at)
    request = Request("PLN", "Padamkan jaringan untuk pangkas pohon", "Satu pagi.", at + timedelta(days=3), "posko@pln.contoh.id")
    thread = refer_outside(other.pk, request, actor=actor_of(rina, at=at), at=at)

    page = client.get(link).content.decode()

    assert "Padamkan jaringan untuk pangkas pohon" in page
    assert derive_token(thread.seed) not in page
    assert other.code not in page


def test_the_page_takes_a_fixed_number_of_queries(client, link, asked, django_assert_max_num_queries):
    client.get(link)
    with django_assert_max_num_queries(8):
        client.get(link)
