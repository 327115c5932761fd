"""My report, by its secret link: what it says, and to whom."""

from datetime import timedelta

import pytest

from laksa.cases import actions
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case
from laksa.kernel.ids import make_token
from laksa.portal.tests.life import A_DAY, reporter, solve, staff
from laksa.portal.views.standing import clock_of


def page(client, person, status=200) -> str:
    answer = client.get(f"/l/{person.token}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_the_reporter_sees_holder_target_and_reasons(client, held_lamp, siti):
    text = page(client, siti)

    assert "Penanggung jawab" in text
    assert "Budi Santoso" in text
    assert "Jam Anda tidak pernah kami hentikan." in text
    assert "Batas menurut peraturan" in text
    assert "Bukan kantor ini" in text


def test_nothing_of_the_page_is_kept_or_passed_on(client, siti):
    answer = client.get(f"/l/{siti.token}/")

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in answer.content.decode()


def test_a_forged_link_opens_a_page_that_helps(client, city):
    answer = client.get(f"/l/{make_token()}/")

    assert answer.status_code == 404
    assert "Mungkin terpotong saat disalin" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_own_words_stand_as_they_were_written(client, lamp, siti, at):
    actions.add_words(lamp.pk, "HP saya 081234567890", actor=reporter(siti), at=at)

    text = page(client, siti)

    assert "HP saya 081234567890" in text
    assert "Anda" in text


def test_a_supporter_reads_the_reporters_words_without_her_number(client, lamp, siti, at):
    actions.add_words(lamp.pk, "HP saya 081234567890", actor=reporter(siti), at=at)
    neighbour = actions.join_case(lamp.pk, Supporter(), at=at)

    text = page(client, neighbour)

    assert "081234567890" not in text
    assert "HP saya [nomor telepon disembunyikan]" in text
    assert "Bukan kantor ini?" not in text
    assert "Tarik laporan" not in text


def test_a_question_of_the_office_is_the_first_thing(client, held_lamp, siti, budi, at):
    actions.ask_reporter(held_lamp.pk, "Tiang yang mana?", actor=staff(budi), at=at)

    text = page(client, siti)

    assert "Petugas bertanya" in text
    assert "Kirim jawaban" in text
    assert "Kalau tidak ada jawaban, petugas melanjutkan dengan keterangan yang ada." in text


def test_a_solution_asks_for_the_last_word_and_explains_silence(client, held_lamp, siti, budi):
    solve(held_lamp, budi)

    text = page(client, siti)

    assert "Sudah beres?" in text
    assert "Ditunggu sampai Selasa 1 Des" in text
    assert "bukan “beres”" in text
    assert "Selesai sebelum target" in text


def test_a_confirmed_report_asks_for_a_rating_and_can_be_opened_again(client, held_lamp, siti, budi, at):
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)

    text = page(client, siti)

    assert "Bagaimana penanganannya?" in text
    assert "Buka lagi laporan ini" in text
    assert "Sudah beres?" not in text


def test_after_thirty_days_it_is_opened_no_more(client, held_lamp, siti, budi, at):
    solve(held_lamp, budi)
    actions.confirm_case(held_lamp.pk, actor=reporter(siti), at=at)
    Case.objects.filter(pk=held_lamp.pk).update(ended_at=at - 31 * A_DAY)

    assert "Buka lagi laporan ini" not in page(client, siti)


def test_a_refusal_says_where_to_go_and_how_to_object(client, held_lamp, siti, budi, at):
    actions.reject_case(held_lamp.pk, reason="Lampu ini milik pengembang.", where_to="Kantor pengembang", actor=staff(budi), at=at)

    text = page(client, siti)

    assert "Lampu ini milik pengembang." in text
    assert "Ke mana: Kantor pengembang" in text
    assert "Ajukan keberatan" in text
    assert "Lihat seperti yang dilihat umum" not in text


def test_a_withdrawn_report_only_tells_its_story(client, lamp, siti, at):
    actions.withdraw_case(lamp.pk, actor=reporter(siti), at=at)

    text = page(client, siti)

    assert "Laporan ditarik" in text
    assert "Tulis ke petugas" not in text


def test_a_merged_report_follows_its_main_case_and_its_reporter_has_a_voice(client, lamp, siti, submit_report, budi, rina, dewi, at):
    main = submit_report(text="Lampu padam satu ruas jalan", village=lamp.village_id)
    actions.accept_case(main.pk, actor=staff(budi), at=at)
    actions.merge_cases(main.pk, lamp.pk, actor=staff(dewi), at=at)
    solve(main, budi)

    text = page(client, siti)
    client.post(f"/l/{siti.token}/beres/")

    assert f"Laporan Anda {lamp.code} sama dengan {main.code}" in text
    assert "Sudah beres?" in text
    main.refresh_from_db()
    assert main.state == "confirmed"


def test_a_pause_is_dashed_in_the_stages_and_in_the_story(client, held_lamp, siti, budi, at):
    start = at - 2 * A_DAY
    actions.refer_outside(held_lamp.pk, "Gardu mati.", to="PLN", due_at=at + A_DAY, actor=staff(budi), at=start)
    waiting = page(client, siti)
    actions.hear_outside(held_lamp.pk, "Sudah menyala.", actor=staff(budi), at=start + timedelta(hours=5))
    over = page(client, siti)

    assert "stage--waits" in waiting
    assert "Masih menunggu PLN" in waiting
    assert "2 hari" in waiting
    assert "stage--waits" not in over
    assert "entry--dashed" in over
    assert "5 jam" in over


def test_a_late_report_says_so_in_red_words(client, held_lamp, siti, at):
    Case.objects.filter(pk=held_lamp.pk).update(resolve_due_at=at - 2 * A_DAY)

    text = page(client, siti)

    assert "Lewat 2 hari" in text
    assert "clock--late" in text


def test_a_report_due_at_closing_time_is_only_just_late_until_the_office_opens(held_lamp):
    clock = clock_of(held_lamp, at=held_lamp.resolve_due_at + timedelta(hours=7))

    assert (clock.number, clock.words, clock.tone) == ("Baru lewat", "", "late")


def test_a_question_has_no_stop_for_work_at_the_place(client, submit_report):
    asked = submit_report(text="Bagaimana mengurus KTP yang hilang?", category="ktp", hashtags=())

    text = page(client, asked.participants.get())

    assert "Pengerjaan" not in text


def test_english_is_whole(client, held_lamp, siti, budi):
    solve(held_lamp, budi)

    text = client.get(f"/l/{siti.token}/?bahasa=en").content.decode()

    assert "Is it fixed?" in text
    assert "Sudah beres" not in text


def test_the_queries_do_not_grow_with_the_story(client, held_lamp, siti, budi, at, django_assert_max_num_queries):
    for number in range(12):
        actions.reply_to_case(held_lamp.pk, f"Kabar ke-{number}", actor=staff(budi), at=at)
    page(client, siti)

    with django_assert_max_num_queries(9):
        page(client, siti)


@pytest.mark.parametrize("stage", ["returned", "handed_over"])
def test_what_went_back_stands_at_the_first_stop_again(client, held_lamp, siti, budi, rina, at, stage):
    if stage == "returned":
        actions.return_case(held_lamp.pk, reason="Bukan lampu kota", actor=staff(budi), at=at)
    else:
        owner = actions.handling.Owner("dishub", "tim-pju")
        actions.hand_over_case(held_lamp.pk, owner, reason="Pindah regu", actor=staff(rina), at=at)

    now = page(client, siti).split('aria-current="step"')[1]

    assert now.index("Pengaduan") < now.index("Proses")
