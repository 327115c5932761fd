"""One report as strangers see it."""

from datetime import timedelta

import pytest
from django.core import signing

from laksa.cases import actions
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case, Participant
from laksa.portal.tests.life import photo_before, reporter, solve, staff


def page(client, case, status=200) -> str:
    answer = client.get(f"/laporan/{case.code}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_stranger_reads_where_it_stands_and_why_it_went_there(client, lamp):
    text = page(client, lamp)

    assert lamp.title in text
    assert "Dinas Perhubungan" in text
    assert "Target " in text
    assert "Mengapa ke sana" in text
    assert "#PJU" in text


def test_no_name_address_or_secret_is_on_it(client, lamp, siti):
    actions.add_words(lamp.pk, "Nama saya Siti Aminah, HP 081234567890", actor=reporter(siti), at=lamp.received_at)

    text = page(client, lamp)

    for private in ("Siti", "siti@contoh.id", "81200000001", "081234567890", siti.token):
        assert private not in text


def test_words_of_a_reopening_lose_names_and_numbers(client, held_lamp, siti, budi, at):
    solve(held_lamp, budi)
    actions.reopen_case(held_lamp.pk, reason="came_back", words="Mati lagi, telepon saya 081234567890", actor=reporter(siti), at=at)

    text = page(client, held_lamp)

    assert "Dibuka lagi: sempat beres, lalu rusak lagi" in text
    assert "Mati lagi, telepon saya [nomor telepon disembunyikan]" in text


def test_internal_notes_stay_inside(client, held_lamp, budi, at):
    actions.write_note(held_lamp.pk, "Gudang kehabisan lampu", actor=staff(budi), at=at)

    assert "Gudang" not in page(client, held_lamp)


def test_the_point_is_told_to_about_a_hundred_metres(client, lamp):
    Case.objects.filter(pk=lamp.pk).update(lat=-7.0101234, lon=110.0154321)

    text = page(client, lamp)

    assert "0101234" not in text
    assert "Titiknya dibulatkan" in text


def test_photos_before_and_after_stand_side_by_side(client, held_lamp, budi, at):
    entry = held_lamp.entries.get(kind="received")
    actions.photos.attach_photos(held_lamp, entry, (photo_before(),), (), at=at)
    solve(held_lamp, budi)

    text = page(client, held_lamp)

    assert "Foto keadaan sebelum ditangani" in text
    assert "Foto keadaan sesudah ditangani" in text


@pytest.mark.parametrize("state", ["withdrawn", "rejected"])
def test_what_was_taken_back_or_refused_is_not_there(client, lamp, state):
    Case.objects.filter(pk=lamp.pk).update(state=state, is_open=False, ended_at=lamp.received_at)

    page(client, lamp, 404)


def test_a_sealed_report_looks_like_one_that_never_was(client, submit_report):
    sealed = submit_report(text="Petugas minta uang untuk mengurus surat", category="pungli", hashtags=())
    never = "KTC-0000-00"

    known = client.get(f"/laporan/{sealed.code}/")
    unknown = client.get(f"/laporan/{never}/")

    assert known.status_code == unknown.status_code == 404
    assert known.content == unknown.content


def test_a_sloppy_address_leads_to_the_right_one(client, lamp):
    answer = client.get(f"/laporan/{lamp.code.lower().replace('-', '')}/")

    assert answer["Location"] == f"/laporan/{lamp.code}/"


def test_a_merged_report_leads_to_the_one_it_follows(client, lamp, submit_report, dewi, at):
    other = submit_report(text="Lampu jalan mati juga di sini", village=lamp.village_id)
    actions.merge_cases(lamp.pk, other.pk, actor=staff(dewi), at=at)

    assert client.get(f"/laporan/{other.code}/")["Location"] == f"/laporan/{lamp.code}/"


def test_an_example_says_that_it_is_one(client, submit_report):
    example = submit_report(is_example=True)

    text = page(client, example)

    assert "Contoh" in text
    assert 'name="robots" content="noindex"' in text


def test_a_pause_names_party_reason_and_date(client, held_lamp, budi, at):
    until = at + timedelta(days=1)
    actions.refer_outside(held_lamp.pk, "Kabel dari gardu putus.", to="PLN", due_at=until, actor=staff(budi), at=at)

    text = page(client, held_lamp)

    assert "Menunggu PLN" in text
    assert "Kabel dari gardu putus." in text
    assert "Ditunggu sampai Rabu 25 Nov 14.05." in text
    assert "petugas menagihnya" in text
    assert "Masih menunggu PLN" in text


def test_a_report_at_the_desk_says_who_chooses(client, lamp, rina, at):
    actions.return_case(lamp.pk, reason="Lampu ini milik pengembang", actor=staff(rina), at=at)

    text = page(client, lamp)

    assert "Meja kota, yang memilihkan kantornya" in text
    assert "Lampu ini milik pengembang" not in text


def test_the_queries_do_not_grow_with_the_story(client, held_lamp, budi, dewi, at, django_assert_max_num_queries):
    for number in range(12):
        actions.reply_to_case(held_lamp.pk, f"Kabar ke-{number}", actor=staff(budi), at=at)
    page(client, held_lamp)

    with django_assert_max_num_queries(8):
        page(client, held_lamp)


# --- joining -----------------------------------------------------------------------------------------


def test_joining_without_an_address_shows_the_own_link(client, lamp):
    answer = client.post(f"/laporan/{lamp.code}/ikut/", {"email": "", "words": "Di gang saya juga gelap"}, follow=True)

    lamp.refresh_from_db()
    person = lamp.participants.get(role="supporter")
    assert lamp.supporters == 1
    assert f"/l/{person.token}/" in answer.content.decode()
    assert lamp.entries.filter(kind="message", participant=person).exists()


def test_joining_with_an_address_sends_the_link_there_only(client, lamp, outbox):
    before = len(outbox)

    answer = client.post(f"/laporan/{lamp.code}/ikut/", {"email": "tetangga@contoh.id"})

    person = lamp.participants.get(role="supporter")
    assert "t•••@contoh.id" in answer.content.decode()
    assert person.token not in answer.content.decode()
    assert len(outbox) == before + 1
    assert person.token in outbox[-1].text


def test_typing_the_reporters_address_gives_nobody_her_link(client, lamp, siti, outbox):
    known = client.post(f"/laporan/{lamp.code}/ikut/", {"email": "siti@contoh.id"})

    text = known.content.decode()
    assert siti.token not in text
    assert "alat" in known.cookies
    assert not any(siti.token in str(cookie.value) for cookie in known.cookies.values())
    assert lamp.participants.count() == 1
    assert outbox[-1].to_sealed == "siti@contoh.id"
    # A stranger's browser may open no page of hers either.
    assert siti.token not in client.get("/lapor/selesai/").content.decode()


def test_a_wrong_address_keeps_the_words(client, lamp):
    answer = client.post(f"/laporan/{lamp.code}/ikut/", {"email": "bukan-alamat", "words": "Gelap juga di sini"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Alamat ini belum lengkap" in text
    assert "Gelap juga di sini" in text


def test_an_ended_report_is_joined_no_more(client, held_lamp, budi, siti, at):
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)

    answer = client.post(f"/laporan/{held_lamp.code}/ikut/", {})

    assert answer.status_code == 409
    assert "sudah ditutup" in answer.content.decode()
    assert "ikut/" not in page(client, held_lamp)


def test_one_device_does_not_join_without_end(client, submit_report, settings):
    settings.RATE_LIMITS = True
    cases = [submit_report(text=f"Lampu jalan mati di gang nomor {number}") for number in range(3)]
    answers = [client.post(f"/laporan/{cases[number % 3].code}/ikut/", {}).status_code for number in range(12)]

    assert answers.count(302) == 11  # the first came without a number of its own
    assert answers[-1] == 429


def test_a_handed_over_report_names_team_and_person(client, held_lamp, rina, wulan, at):
    owner = Owner("dishub", "tim-pju", wulan.pk)
    actions.hand_over_case(held_lamp.pk, owner, reason="Wilayah Wulan", actor=staff(rina), at=at)

    text = page(client, held_lamp)

    assert "Diserahkan ke Dinas Perhubungan" in text
    assert "Wilayah Wulan" not in text


def test_a_done_cookie_can_not_be_forged(client, siti):
    client.cookies["selesai"] = signing.dumps(siti.pk)

    assert siti.token not in client.get("/lapor/selesai/").content.decode()
    assert Participant.objects.filter(pk=siti.pk).exists()


@pytest.mark.parametrize("who", ["budi", "joko", "dewi", "walikota", "sari"])
def test_an_office_adds_nothing_to_the_public_page(client, request, lamp, submit_report, who):
    """What officers may see more of stands at the desk; here all are the public."""
    sealed = submit_report(text="Petugas minta uang untuk mengurus surat", category="pungli", hashtags=())
    client.force_login(request.getfixturevalue(who))

    text = page(client, lamp)

    assert client.get(f"/laporan/{sealed.code}/").status_code == 404
    assert "siti@contoh.id" not in text
    assert "Siti" not in text
