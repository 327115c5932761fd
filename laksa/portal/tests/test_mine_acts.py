"""What the holder of a secret link does, and what the city sees of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laksa.cases import actions
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case
from laksa.conftest import drawn
from laksa.kernel.ids import make_token
from laksa.portal.tests.life import A_DAY, reporter, solve, staff

ACTS = ["beres", "belum", "tambah", "nilai", "kabar", "tarik", "keberatan", "kantor"]


def send(client, person, act, follow=True, **data):
    return client.post(f"/l/{person.token}/{act}/", data, follow=follow)


def picture(name="lampu.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn("lamp", seed=2, after=False), content_type="image/jpeg")


@pytest.mark.parametrize("act", ACTS)
def test_a_forged_link_does_nothing(client, lamp, siti, act):
    before = lamp.entry_count

    answer = client.post(f"/l/{make_token()}/{act}/", {"words": "x", "reason": "other", "stars": "1"})

    lamp.refresh_from_db()
    assert answer.status_code == 404
    assert lamp.entry_count == before


@pytest.mark.parametrize("act", ["beres", "tambah", "nilai", "kabar"])
def test_looking_at_an_act_is_no_act(client, siti, act):
    assert client.get(f"/l/{siti.token}/{act}/").status_code == 405


def test_yes_confirms(client, held_lamp, siti, budi):
    solve(held_lamp, budi)

    answer = send(client, siti, "beres")

    held_lamp.refresh_from_db()
    assert held_lamp.state == "confirmed"
    assert "Tercatat: sudah beres." in answer.content.decode()
    assert held_lamp.entries.filter(kind="confirmed", participant=siti).exists()


def test_yes_twice_is_yes_once(client, held_lamp, siti, budi):
    solve(held_lamp, budi)

    send(client, siti, "beres")
    send(client, siti, "beres")

    assert held_lamp.entries.filter(kind="confirmed").count() == 1


def test_no_asks_why_and_opens_it_again_with_words_and_photo(client, held_lamp, siti, budi):
    solve(held_lamp, budi)
    asked = client.get(f"/l/{siti.token}/belum/").content.decode()

    answer = send(client, siti, "belum", reason="partly", words="Dua menyala, satu belum", photos=[picture()])

    held_lamp.refresh_from_db()
    assert "Apa yang belum beres?" in asked
    assert held_lamp.state == "in_progress"
    assert held_lamp.reopenings == 1
    assert held_lamp.photos.filter(role="addition").count() == 1
    assert "Dibuka lagi: baru sebagian" in answer.content.decode()


def test_no_without_a_reason_keeps_the_words(client, held_lamp, siti, budi):
    solve(held_lamp, budi)

    answer = send(client, siti, "belum", words="Satu tiang masih gelap")

    held_lamp.refresh_from_db()
    assert answer.status_code == 422
    assert held_lamp.state == "resolved"
    assert "Pilih salah satu alasan." in answer.content.decode()
    assert "Satu tiang masih gelap" in answer.content.decode()


def test_no_comes_too_late_after_thirty_days(client, held_lamp, siti, budi, at):
    type(held_lamp).objects.filter(pk=held_lamp.pk).update(received_at=at - 50 * A_DAY)
    solve(held_lamp, budi, at=at - 45 * A_DAY)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at - 40 * A_DAY)

    answer = send(client, siti, "belum", reason="came_back", words="Mati lagi")

    assert answer.status_code == 422
    assert "Kirim laporan baru; sebutkan kode ini." in answer.content.decode()
    assert "Mati lagi" in answer.content.decode()


def test_words_and_photos_reach_the_office(client, lamp, siti):
    answer = send(client, siti, "tambah", words="Yang dekat gerbang paling gelap", photos=[picture(), picture("dua.jpg")])

    entry = lamp.entries.get(kind="message")
    assert entry.body == "Yang dekat gerbang paling gelap"
    assert entry.visibility == "reporter"
    assert lamp.photos.count() == 2
    assert "Terkirim." in answer.content.decode()


def test_an_answer_gives_the_case_back_to_its_office(client, held_lamp, siti, budi, at):
    actions.ask_reporter(held_lamp.pk, "Tiang yang mana?", actor=staff(budi), at=at)

    send(client, siti, "tambah", words="Yang di tikungan")

    held_lamp.refresh_from_db()
    assert held_lamp.state == "in_progress"


@pytest.mark.parametrize(
    ("words", "photos", "said"),
    [
        ("", [], "Bagian ini belum diisi"),
        ("Ada program", [SimpleUploadedFile("foto.jpg", b"MZ" + b"\0" * 500)], "bukan foto yang bisa kami buka"),
        ("Tujuh foto", [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(7)], "paling banyak 6 foto"),
        ("x" * 4_001, [], "4000"),
    ],
)
def test_what_can_not_be_taken_is_explained_and_nothing_is_lost(client, lamp, siti, words, photos, said):
    answer = send(client, siti, "tambah", words=words, photos=photos)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert words in text
    assert not lamp.entries.filter(kind="message").exists()


def test_a_form_that_was_open_too_long_keeps_the_words(siti, lamp):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/l/{siti.token}/tambah/", {"words": "Masih gelap"})

    assert answer.status_code == 422
    assert "terbuka terlalu lama" in answer.content.decode()
    assert "Masih gelap" in answer.content.decode()
    assert not lamp.entries.filter(kind="message").exists()


def test_a_rating_can_be_changed_and_stays_in_the_story(client, held_lamp, siti, budi, at):
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)

    send(client, siti, "nilai", stars="3", words="Lama")
    answer = send(client, siti, "nilai", stars="5")

    held_lamp.refresh_from_db()
    assert held_lamp.rating == 5
    assert held_lamp.entries.filter(kind="rated").count() == 2
    assert "Anda memberi nilai 5 dari 5" in answer.content.decode()


@pytest.mark.parametrize("stars", ["", "0", "6", "lima"])
def test_a_rating_is_one_to_five(client, held_lamp, siti, budi, at, stars):
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)

    answer = send(client, siti, "nilai", stars=stars, words="Terlalu lama")

    held_lamp.refresh_from_db()
    assert answer.status_code == 422
    assert held_lamp.rating is None
    assert "Terlalu lama" in answer.content.decode()


def test_letters_are_stopped_and_started(client, lamp, siti):
    off = send(client, siti, "kabar", kabar="tidak").content.decode()
    siti.refresh_from_db()
    assert siti.is_muted
    assert "Kabari saya lagi" in off

    send(client, siti, "kabar", kabar="ya")
    siti.refresh_from_db()
    assert not siti.is_muted


def test_withdrawing_asks_once_more(client, lamp, siti):
    asked = client.get(f"/l/{siti.token}/tarik/").content.decode()
    lamp.refresh_from_db()
    assert "tidak bisa dibatalkan" in asked
    assert lamp.state != "withdrawn"

    send(client, siti, "tarik", words="Sudah diperbaiki warga")

    lamp.refresh_from_db()
    assert lamp.state == "withdrawn"
    assert client.get(f"/laporan/{lamp.code}/").status_code == 404


def test_with_supporters_it_is_no_longer_one_persons_to_withdraw(client, lamp, siti, at):
    actions.join_case(lamp.pk, Supporter(), at=at)

    answer = send(client, siti, "tarik")

    lamp.refresh_from_db()
    assert answer.status_code == 422
    assert lamp.state != "withdrawn"


def test_an_objection_goes_to_a_coordinator(client, held_lamp, siti, budi, at):
    actions.reject_case(held_lamp.pk, reason="Milik pengembang.", where_to="Pengembang", actor=staff(budi), at=at)

    send(client, siti, "keberatan", words="Jalannya sudah diserahkan ke kota")

    held_lamp.refresh_from_db()
    assert held_lamp.state == "triage"
    assert held_lamp.needs_coordinator


def test_not_this_office_goes_to_the_desk(client, held_lamp, siti):
    send(client, siti, "kantor", words="Ini jalan provinsi")

    held_lamp.refresh_from_db()
    assert held_lamp.state == "triage"
    assert held_lamp.entries.get(kind="owner_objected").body == "Ini jalan provinsi"


def test_not_this_office_is_one_tap_without_a_script_and_without_words(client, held_lamp, siti):
    page = client.get(f"/l/{siti.token}/").text
    assert f'<form method="post" action="/l/{siti.token}/kantor/"' in page

    client.post(f"/l/{siti.token}/kantor/")

    held_lamp.refresh_from_db()
    assert held_lamp.state == "triage"
    after = client.get(f"/l/{siti.token}/").text
    assert "Meja kota akan memeriksa lagi kantornya." in after
    assert "Pelapor berkata: bukan Dinas Perhubungan" in after
    assert "/kantor/" not in after


def test_a_neighbour_who_joins_a_repair_already_declared_may_say_no_and_not_yes(client, held_lamp, budi):
    solve(held_lamp, budi)
    held_lamp.refresh_from_db()
    neighbour = actions.join_case(held_lamp.pk, Supporter(), at=held_lamp.resolved_at + A_DAY)

    page = client.get(f"/l/{neighbour.token}/").text
    send(client, neighbour, "beres")

    held_lamp.refresh_from_db()
    assert f"/l/{neighbour.token}/beres/" not in page
    assert "Buka lagi laporan ini" in page
    assert held_lamp.state == "resolved"


@pytest.mark.parametrize("act", ["keberatan", "kantor", "tarik"])
def test_a_supporter_may_not_do_what_is_the_reporters(client, held_lamp, at, act):
    neighbour = actions.join_case(held_lamp.pk, Supporter(), at=at)
    held_lamp.refresh_from_db()
    before = held_lamp.state

    answer = send(client, neighbour, act, words="Saya minta begitu")

    held_lamp.refresh_from_db()
    assert answer.status_code == 422
    assert held_lamp.state == before


def test_somebody_elses_link_moves_only_their_own_report(client, held_lamp, siti, submit_report, budi):
    other = submit_report(text="Sampah menumpuk di depan pasar", hashtags=("#Sampah",))
    stranger = other.participants.get()
    solve(held_lamp, budi)

    send(client, stranger, "beres")

    held_lamp.refresh_from_db()
    assert held_lamp.state == "resolved"
    assert Case.objects.get(pk=other.pk).state != "confirmed"


def test_one_link_does_not_flood_its_office(client, lamp, siti, settings):
    settings.RATE_LIMITS = True
    answers = [send(client, siti, "kabar", kabar="ya", follow=False).status_code for _ in range(60)]

    answer = send(client, siti, "tambah", words="Masih gelap")

    assert set(answers) == {302}
    assert "Terlalu banyak dalam waktu singkat" in answer.content.decode()
    assert "Masih gelap" in answer.content.decode()
