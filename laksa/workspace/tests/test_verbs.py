# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything an officer does to a case, form by form; and what happens when two do it at once."""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from laksa.cases import actions
from laksa.cases.actions.story import lock_case
from laksa.cases.actions.waiting import Wait, wait_for_decision
from laksa.cases.models import Case, Photo
from laksa.cases.rules import Severity, State
from laksa.workspace.forms import FORMS

pytestmark = pytest.mark.django_db


def _state(case):
    case.refresh_from_db()
    return case.state


def test_an_officer_accepts(desk_of, budi, lamp, act_url):
    Case.objects.filter(pk=lamp.pk).update(agency="dishub", unit="tim-pju", state=State.ASSIGNED)

    answer = desk_of(budi).post(act_url(lamp, "accept"), {"seen": lamp.entry_count}, follow=True)

    assert _state(lamp) == State.IN_PROGRESS
    assert lamp.holder == budi
    assert "Anda memegang laporan ini." in answer.text


DAY = "2026-11-26"
FROM_HAND = {
    "start": ({"words": "regu 2"}, State.WORKING),
    "plan": ({"promised_on": DAY, "words": "Regu 2 memasang lampu"}, State.PLANNED),
    "ask": ({"words": "Di titik mana?"}, State.AWAITING_REPORTER),
    "refer_outside": ({"words": "Kabel putus", "to": "PLN", "due_on": DAY}, State.AWAITING_OUTSIDE),
    "return": ({"words": "Ini milik DLH"}, State.TRIAGE),
    "hand_over": ({"office": "dishub/tim-pju", "words": "Saya cuti"}, State.ASSIGNED),
    "reject": ({"words": "Di luar kota", "where_to": "Pemkab Tetangga, 112"}, State.REJECTED),
    "reply": ({"words": "Regu 2 datang pukul 15.30"}, State.IN_PROGRESS),
    "note": ({"words": "Panel hangus"}, State.IN_PROGRESS),
    "severity": ({"severity": "berat", "words": "Ada anak jatuh"}, State.IN_PROGRESS),
    "place": ({"village": "99.01.02.1001", "place_text": "Dekat jembatan"}, State.IN_PROGRESS),
}


@pytest.mark.parametrize("verb", list(FROM_HAND))
def test_the_holder_does_it_by_its_form(desk_of, budi, held_lamp, act_url, verb):
    data, state = FROM_HAND[verb]
    client = desk_of(budi)

    page = client.get(act_url(held_lamp, verb))
    answer = client.post(act_url(held_lamp, verb), {"seen": held_lamp.entry_count, **data})

    assert page.status_code == 200
    assert answer.status_code == 302, answer.context["form"].errors
    assert _state(held_lamp) == state
    newest = held_lamp.entries.order_by("-number").first()
    assert newest.user_id == budi.pk


def test_the_form_alone_is_sent_to_a_script(desk_of, budi, held_lamp, act_url):
    answer = desk_of(budi).get(act_url(held_lamp, "plan"), headers={"X-Laksa-Part": "form"})

    # Before the form stand at most the rules for plain words, which its script reads.
    assert re.sub(r"<script id=\"plain-rules-form\".*?</script>", "", answer.text, flags=re.DOTALL).lstrip().startswith("<form")
    assert "<html" not in answer.text


def test_leaders_decide_what_was_asked_without_options(desk_of, walikota, budi, as_actor, held_lamp, act_url, at):
    with transaction.atomic():
        wait_for_decision(lock_case(held_lamp.pk), Wait("Wali Kota", at + timedelta(days=1)), actor=as_actor(budi), at=at)

    desk_of(walikota).post(act_url(held_lamp, "decide"), {"seen": held_lamp.entry_count + 2, "words": "Beli 14 tiang"})

    assert _state(held_lamp) == State.IN_PROGRESS


def test_an_answer_from_outside_is_written_down(desk_of, budi, as_actor, held_lamp, act_url, at):
    actions.refer_outside(held_lamp.pk, "Kabel putus", to="PLN", due_at=at + timedelta(days=1), actor=as_actor(budi), at=at)

    desk_of(budi).post(act_url(held_lamp, "hear_outside"), {"words": "Disambung besok"})

    assert _state(held_lamp) == State.IN_PROGRESS


def test_going_on_without_the_reporter(desk_of, budi, as_actor, held_lamp, act_url, at):
    actions.ask_reporter(held_lamp.pk, "Di mana?", actor=as_actor(budi), at=at)

    desk_of(budi).post(act_url(held_lamp, "hear_reporter"), {"words": "Sudah jelas dari foto"})

    assert _state(held_lamp) == State.IN_PROGRESS


def test_a_question_is_answered_and_closed(desk_of, budi, held_lamp, act_url):
    Case.objects.filter(pk=held_lamp.pk).update(kind="question")

    desk_of(budi).post(act_url(held_lamp, "answer"), {"words": "Loket buka pukul 08.00"})

    assert _state(held_lamp) == State.ANSWERED


def test_a_photo_from_nowhere_waits_for_the_leads_signature(desk_of, budi, held_lamp, act_url, picture):
    Case.objects.filter(pk=held_lamp.pk).update(category="pju")
    data = {"seen": held_lamp.entry_count, "words": "Lampu diganti LED 60 watt", "photos": [picture(), picture("dua.jpg", "navy")]}

    desk_of(budi).post(act_url(held_lamp, "resolve"), data)

    held_lamp.refresh_from_db()
    assert (held_lamp.state, held_lamp.proof) == (State.IN_PROGRESS, "doubted")
    assert held_lamp.photos.filter(role=Photo.EVIDENCE, is_internal=True).count() == 2


def test_without_a_photo_nothing_is_solved_and_the_words_stay(desk_of, budi, held_lamp, act_url):
    Case.objects.filter(pk=held_lamp.pk).update(category="jalan-rusak")

    answer = desk_of(budi).post(act_url(held_lamp, "resolve"), {"words": "Lubang ditambal 2 meter"})

    assert answer.status_code == 422
    assert "Lampirkan foto sesudah" in answer.context["form"].errors["photos"][0]
    assert "Lubang ditambal 2 meter" in answer.text
    assert _state(held_lamp) == State.IN_PROGRESS


def test_a_photo_taken_in_once_need_not_be_chosen_again(desk_of, budi, held_lamp, act_url, picture):
    client = desk_of(budi)

    first = client.post(act_url(held_lamp, "resolve"), {"words": "", "photos": [picture()]})
    word = first.context["form"].kept_words[0]
    client.post(act_url(held_lamp, "resolve"), {"words": "Lampu diganti LED 60 watt", "kept": [word, "palsu:xx"]})

    assert first.status_code == 422
    assert "1 foto sudah kami terima" in first.text
    held_lamp.refresh_from_db()
    assert held_lamp.proof == "doubted"
    assert held_lamp.photos.count() == 1


def test_a_file_that_is_no_photo_is_refused_beside_its_field(desk_of, budi, held_lamp, act_url, picture):
    fake = picture("virus.jpg")
    fake.file.write(b"MZ" + b"\0" * 300)
    fake.seek(0)

    answer = desk_of(budi).post(act_url(held_lamp, "resolve"), {"words": "Lampu diganti 3 buah", "photos": [fake]})

    assert answer.status_code == 422
    assert answer.context["form"].errors["photos"]
    assert "Lampu diganti 3 buah" in answer.text


def test_staff_add_and_hide_photos(desk_of, budi, held_lamp, act_url, picture):
    client = desk_of(budi)
    client.post(act_url(held_lamp, "photos"), {"photos": [picture()], "words": "Panel dari dekat"})
    photo = held_lamp.photos.get()

    refused = client.post(act_url(held_lamp, "hide_photo"), {"photo": photo.pk, "words": ""})
    client.post(act_url(held_lamp, "hide_photo"), {"photo": photo.pk, "words": "Wajah anak"})

    assert refused.status_code == 422
    photo.refresh_from_db()
    assert photo.is_internal


def test_a_photo_of_another_case_is_not_hidden(desk_of, budi, held_lamp, submit_report, act_url, picture, as_actor, at):
    other = submit_report()
    photo = actions.store_photo(actions.check_photo(picture().read(), file_name="a.jpg", at=at), at=at)
    Photo.objects.filter(pk=photo.pk).update(case=other)

    desk_of(budi).post(act_url(held_lamp, "hide_photo"), {"photo": photo.pk, "words": "x"})

    photo.refresh_from_db()
    assert not photo.is_internal


def test_an_empty_reply_is_pointed_out_once_and_then_sent(desk_of, budi, held_lamp, act_url):
    client, words = desk_of(budi), "Terima kasih, akan kami tindak lanjuti."

    first = client.post(act_url(held_lamp, "reply"), {"words": words})
    second = client.post(act_url(held_lamp, "reply"), {"words": words, "told": first.context["form"].data["told"]})

    assert "belum ada isinya" in first.text
    assert words in first.text
    assert second.status_code == 302
    assert held_lamp.entries.filter(kind="reply", body=words).count() == 1


def test_a_promise_on_a_day_off_is_pointed_out_once(desk_of, budi, held_lamp, act_url):
    client, data = desk_of(budi), {"promised_on": "2026-11-29", "words": "Regu 2 memasang"}

    first = client.post(act_url(held_lamp, "plan"), data)
    client.post(act_url(held_lamp, "plan"), data | {"told": first.context["form"].data["told"]})

    assert "Minggu 29 Nov kantor Anda tutup" in first.text
    assert _state(held_lamp) == State.PLANNED


@pytest.mark.parametrize("day", ["", "2026-11-23", "2028-01-03", "kemarin"])
def test_a_promise_needs_a_day_to_come(desk_of, budi, held_lamp, act_url, day):
    answer = desk_of(budi).post(act_url(held_lamp, "plan"), {"promised_on": day, "words": "Regu 2 memasang"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["promised_on"]
    assert "Regu 2 memasang" in answer.text


def test_a_template_is_put_in_without_a_script_and_nothing_is_sent(desk_of, budi, held_lamp, act_url):
    Case.objects.filter(pk=held_lamp.pk).update(category="pju")
    answer = desk_of(budi).post(act_url(held_lamp, "reply"), {"do": "template", "template": "mulai-pju", "words": "Selamat siang."})

    words = answer.context["form"]["words"].value()
    assert words.startswith("Selamat siang.\n\nBapak/Ibu Siti Aminah")
    assert not held_lamp.entries.filter(kind="reply").exists()


def test_a_reply_is_shown_as_its_reader_will_see_it(desk_of, budi, held_lamp, act_url):
    answer = desk_of(budi).post(act_url(held_lamp, "reply"), {"do": "preview", "words": "Regu 2 datang pukul 15.30"})

    assert "Seperti ini yang dibaca pelapor" in answer.text
    assert "Belum terkirim" in answer.text
    assert not held_lamp.entries.filter(kind="reply").exists()


def test_a_reply_may_be_for_the_reporter_alone(desk_of, budi, held_lamp, act_url):
    desk_of(budi).post(act_url(held_lamp, "reply"), {"words": "Nomor Anda kami hubungi pukul 15.30", "only_reporter": "on"})

    assert held_lamp.entries.get(kind="reply").visibility == "reporter"


def test_the_third_hop_says_that_a_coordinator_decides(desk_of, budi, held_lamp, act_url):
    Case.objects.filter(pk=held_lamp.pk).update(hops=2)

    page = desk_of(budi).get(act_url(held_lamp, "return"))
    desk_of(budi).post(act_url(held_lamp, "return"), {"words": "Bukan kami"})

    assert "koordinator yang memutuskan" in page.text
    held_lamp.refresh_from_db()
    assert held_lamp.needs_coordinator


def test_handing_over_names_people_with_what_they_hold(desk_of, budi, wulan, held_lamp, act_url):
    page = desk_of(budi).get(act_url(held_lamp, "hand_over"))

    desk_of(budi).post(act_url(held_lamp, "hand_over"), {"office": "dishub/tim-pju", "holder": wulan.pk, "words": "Saya cuti"})

    assert page.text.index("Wulan Sari, memegang 0") < page.text.index("Budi Santoso, memegang 1")
    held_lamp.refresh_from_db()
    assert held_lamp.holder == wulan


def test_an_admin_gives_a_waiting_case_to_a_person(desk_of, rina, budi, lamp, act_url):
    Case.objects.filter(pk=lamp.pk).update(agency="dishub", unit="tim-pju", state=State.ASSIGNED)

    desk_of(rina).post(act_url(lamp, "assign"), {"seen": lamp.entry_count, "office": "dishub/tim-pju", "holder": budi.pk})

    lamp.refresh_from_db()
    assert (lamp.state, lamp.holder) == (State.ASSIGNED, budi)


def test_the_desk_chooses_kind_and_weight_and_the_office_follows(desk_of, dewi, submit_report, act_url):
    odd = submit_report(text="ada yang aneh di dekat pasar", hashtags=())

    desk_of(dewi).post(act_url(odd, "assign"), {"seen": odd.entry_count, "category": "tps-liar", "severity": "berat"})

    odd.refresh_from_db()
    assert (odd.category_id, odd.agency_id, odd.unit_id, odd.severity) == ("tps-liar", "dlh", "bidang-kebersihan", Severity.HEAVY)


def test_a_case_that_left_the_office_leads_back_to_the_inbox(desk_of, rina, dewi, submit_report, act_url):
    odd = submit_report(text="ada yang aneh di dekat pasar", hashtags=())
    back = f"/meja/kasus/{odd.code}/"

    answer = desk_of(dewi).post(act_url(odd, "assign"), {"category": "pju", "kembali": back})

    assert answer.url == back


def test_cases_are_merged_by_code_and_split_again(desk_of, budi, held_lamp, submit_report, act_url):
    main, client = submit_report(), desk_of(budi)
    Case.objects.filter(pk=main.pk).update(agency="dishub")

    unknown = client.post(act_url(held_lamp, "merge"), {"main": "CTH-0000-00"})
    client.post(act_url(held_lamp, "merge"), {"main": main.code.lower(), "words": "Tiang yang sama"})
    merged = _state(held_lamp)
    client.post(act_url(held_lamp, "split"), {"words": "Ternyata dua tiang"})

    assert "tidak ditemukan" in unknown.context["form"].errors["main"][0]
    assert merged == State.MERGED
    assert _state(held_lamp) == State.IN_PROGRESS


def test_a_merge_is_chosen_from_the_list_without_a_script(desk_of, budi, held_lamp, submit_report, act_url):
    main = submit_report(lat=held_lamp.lat, lon=held_lamp.lon, village=held_lamp.village_id)

    page = desk_of(budi).get(act_url(held_lamp, "merge")).text
    desk_of(budi).post(act_url(held_lamp, "merge"), {"near": main.code})

    assert f'value="{main.code}"' in page
    assert _state(held_lamp) == State.MERGED


@pytest.mark.parametrize(
    ("point", "is_fine"),
    [("-7,01 110,045", True), ("-7.01, 110.045", True), ("NaN 3", False), ("200 1", False), ("x", False), ("1 2 3", False)],
)
def test_a_point_is_read_as_people_write_it(desk_of, budi, held_lamp, act_url, point, is_fine):
    answer = desk_of(budi).post(act_url(held_lamp, "place"), {"point": point, "village": held_lamp.village_id})

    assert (answer.status_code == 302) == is_fine
    held_lamp.refresh_from_db()
    assert (held_lamp.village_id == "99.01.02.1001") == is_fine


def test_every_form_refuses_emptiness_beside_its_field(desk_of, budi, held_lamp, act_url):
    for verb in ("reply", "note", "ask", "return", "reject", "hand_over", "plan", "question", "task", "refer_outside", "photos"):
        answer = desk_of(budi).post(act_url(held_lamp, verb), {"office": "dishub"})

        assert answer.status_code == 422, verb
        assert answer.context["form"].errors, verb
    assert set(FORMS) > {"reply"}


def test_too_many_words_are_counted_and_kept(desk_of, budi, held_lamp, act_url):
    words = "lampu " * 900

    answer = desk_of(budi).post(act_url(held_lamp, "reply"), {"words": words})

    assert "Singkatkan" in answer.context["form"].errors["words"][0]
    assert words.strip() in answer.text


def test_who_comes_second_is_told_and_loses_no_word(desk_of, budi, rina, held_lamp, act_url):
    seen = held_lamp.entry_count
    desk_of(rina).post(act_url(held_lamp, "start"), {"seen": seen, "words": "regu 1"})

    answer = desk_of(budi).post(act_url(held_lamp, "plan"), {"seen": seen, "promised_on": DAY, "words": "Regu 2 memasang lampu"})

    assert answer.status_code == 409
    assert "Rina Marlina lebih dulu mengubah laporan ini" in answer.text
    assert "Mulai dikerjakan" in answer.text
    assert "Regu 2 memasang lampu" in answer.text
    assert _state(held_lamp) == State.WORKING
    again = desk_of(budi).post(
        act_url(held_lamp, "plan"), {"seen": answer.context["form"].data["seen"], "promised_on": DAY, "words": "Regu 2 memasang lampu"}
    )
    assert again.status_code == 302


def test_a_photo_survives_somebody_elses_act_and_a_doubt(desk_of, budi, rina, held_lamp, act_url, picture):
    client, data = desk_of(budi), {"seen": held_lamp.entry_count, "words": "Sudah kami proses"}

    doubt = client.post(act_url(held_lamp, "resolve"), data | {"photos": [picture()]})
    form = doubt.context["form"]
    desk_of(rina).post(act_url(held_lamp, "start"), {"seen": held_lamp.entry_count})
    late = client.post(act_url(held_lamp, "resolve"), data | {"told": form.data["told"], "kept": form.kept_words})
    form = late.context["form"]
    client.post(act_url(held_lamp, "resolve"), data | {"seen": form.data["seen"], "told": form.data["told"], "kept": form.kept_words})

    assert (late.status_code, doubt.status_code) == (409, 200)
    held_lamp.refresh_from_db()
    assert held_lamp.proof == "doubted"
    assert held_lamp.photos.count() == 1


def test_words_for_an_act_that_is_no_longer_possible_can_become_a_note(desk_of, budi, rina, held_lamp, act_url):
    seen = held_lamp.entry_count
    desk_of(rina).post(act_url(held_lamp, "return"), {"seen": seen, "words": "Bukan kami"})

    answer = desk_of(budi).post(act_url(held_lamp, "plan"), {"seen": seen, "promised_on": DAY, "words": "Regu 2 memasang lampu"})

    assert answer.status_code == 409
    assert "Simpan sebagai catatan petugas" in answer.text
    assert "Regu 2 memasang lampu" in answer.text


def test_words_for_a_case_that_went_to_another_office_come_back(desk_of, budi, held_lamp, act_url):
    Case.objects.filter(pk=held_lamp.pk).update(agency="dlh", unit=None, holder=None)

    answer = desk_of(budi).post(act_url(held_lamp, "reply"), {"words": "Regu 2 datang pukul 15.30"})

    assert answer.status_code == 404
    assert "Regu 2 datang pukul 15.30" in answer.text
    assert held_lamp.title not in answer.text


def test_a_form_leads_back_only_within_the_house(desk_of, budi, held_lamp, act_url):
    data = {"words": "Panel hangus"}

    ours = desk_of(budi).post(act_url(held_lamp, "note"), data | {"kembali": "/meja/?lihat=saya"})
    theirs = [
        desk_of(budi).post(act_url(held_lamp, "note"), data | {"kembali": away}).url
        for away in ("//jahat.example/", "https://jahat.example/", "/\\jahat.example")
    ]

    assert ours.url == "/meja/?lihat=saya"
    assert theirs == [f"/meja/kasus/{held_lamp.code}/"] * 3


def test_what_the_state_does_not_allow_leads_to_the_case_with_a_word(desk_of, budi, held_lamp, act_url):
    answer = desk_of(budi).get(act_url(held_lamp, "accept"), follow=True)

    assert "tidak bisa dilakukan pada laporan dengan keadaan sekarang" in answer.text


def test_an_unknown_verb_is_not_found(desk_of, budi, held_lamp, act_url):
    assert desk_of(budi).get(act_url(held_lamp, "explode")).status_code == 404
