# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads on the desk: asked from the case page, answered from the list, and shown as one block in the story."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laksa.cases.actions import process_photo
from laksa.cases.models import Case, Photo
from laksa.cases.rules import Identity
from laksa.conftest import _staff
from laksa.gateways.pictures.drawing import draw
from laksa.identity.rules import PostFact, Role
from laksa.threads import actions
from laksa.threads.actions import Question
from laksa.threads.models import Thread
from laksa.threads.rules import Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def ratna(city):
    """Ratna keeps the store of DPUPR."""
    return _staff("gudang.pupr", "Ratna Dewi", PostFact(Role.OFFICER, agency_id="pupr", unit_id="bidang-drainase"))


@pytest.fixture
def asked(held_lamp, budi, ratna, as_actor, at):
    question = Question("Stok tutup beton 60 × 60?", "Masih ada dua lembar?", to_user=ratna.pk, due_at=at + timedelta(hours=3))
    return actions.ask_inside(held_lamp.pk, question, actor=as_actor(budi), at=at)


def test_a_question_is_asked_from_the_case_page(desk_of, budi, ratna, held_lamp, act_url):
    page = desk_of(budi).get(act_url(held_lamp, "question")).text
    data = {"title": "Stok tutup beton?", "to": f"u:{ratna.pk}", "words": "Dua lembar", "due_at": "2026-11-25T12:00"}
    answer = desk_of(budi).post(act_url(held_lamp, "question"), {"seen": held_lamp.entry_count, **data}, follow=True)
    thread = Thread.objects.get()

    assert "Antrean DPUPR" in page
    assert "2026-11-25T16:00" in page
    assert (thread.to_user, thread.title, thread.due_at.hour) == (ratna, "Stok tutup beton?", 5)
    assert "Utas: Stok tutup beton?" in answer.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 200}, "title"),
        ({"words": "x" * 20_000}, "words"),
        ({"to": ""}, "to"),
        ({"to": "u:abc"}, "to"),
        ({"to": "z:pupr"}, "to"),
        ({"due_at": "2026-11-23T12:00"}, "due_at"),
        ({"due_at": "besok"}, "due_at"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_words_stay(desk_of, budi, ratna, held_lamp, act_url, changes, field):
    data = {"title": "Stok tutup beton?", "to": f"u:{ratna.pk}", "words": "Dua lembar", "due_at": "2026-11-25T12:00"} | changes
    answer = desk_of(budi).post(act_url(held_lamp, "question"), data)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert data["words"][:500] in answer.text
    assert not Thread.objects.exists()


def test_all_that_is_wrong_is_told_at_once(desk_of, budi, held_lamp, act_url):
    data = {"title": "", "to": "u:999999", "words": "x" * 20_000, "due_at": "2026-11-23T12:00"}
    for verb in ("question", "task"):
        answer = desk_of(budi).post(act_url(held_lamp, verb), data)

        assert set(answer.context["form"].errors) == set(data)
        assert len(answer.context["form"].errors["to"]) == 1


def test_question_and_answer_carry_pictures(desk_of, budi, ratna, held_lamp, act_url, at):
    def picture(seed):
        return SimpleUploadedFile("tutup.jpg", draw("lamp", seed=seed, after=False), "image/jpeg")

    desk_of(budi).post(act_url(held_lamp, "question"), {"title": "Ada stok?", "to": f"u:{ratna.pk}", "photos": [picture(1)]})
    thread = Thread.objects.get()
    desk_of(ratna).post(f"/meja/utas/{thread.pk}/jawab/", {"words": "Ada satu.", "photos": [picture(2)]})
    photos = Photo.objects.filter(is_internal=True)
    for one in photos:
        process_photo(one.pk, at=at)

    assert len(photos) == 2
    for person, page in ((ratna, f"/meja/utas/{thread.pk}/"), (budi, f"/meja/kasus/{held_lamp.code}/")):
        text = desk_of(person).get(page).text
        assert all(f'<img src="/foto/{one.name}-l.webp"' in text for one in photos)
    shown = desk_of(ratna).get(f"/foto/{photos[0].name}-l.webp")
    assert shown.status_code == 200
    shown.close()


def test_an_office_and_a_unit_may_be_asked(desk_of, budi, ratna, held_lamp, act_url):
    for value, agency, unit in (("a:pupr", "pupr", None), ("n:bidang-drainase", "pupr", "bidang-drainase")):
        desk_of(budi).post(act_url(held_lamp, "question"), {"title": "Ada stok?", "to": value})
        thread = Thread.objects.order_by("pk").last()
        assert (thread.to_agency_id, thread.to_unit_id, thread.to_user_id) == (agency, unit, None)


def test_whoever_serves_the_whole_city_is_named_with_what_they_do(desk_of, budi, operator, walikota, held_lamp, act_url):
    page = desk_of(budi).get(act_url(held_lamp, "question")).text

    assert f"{operator.name} (operator 112)" in page
    assert f"{walikota.name} (Wali Kota)" in page


def test_a_secret_case_is_pointed_out_once(desk_of, budi, ratna, held_lamp, act_url):
    Case.objects.filter(pk=held_lamp.pk).update(is_sealed=True)
    data = {"title": "Ada stok?", "to": f"u:{ratna.pk}"}

    first = desk_of(budi).post(act_url(held_lamp, "question"), data)
    second = desk_of(budi).post(act_url(held_lamp, "question"), data | {"told": "sealed"})

    assert "Laporan ini rahasia" in first.text
    assert (second.status_code, Thread.objects.count()) == (302, 1)


def test_the_block_in_the_story_says_how_long_it_took(desk_of, budi, ratna, asked, held_lamp, as_actor, at, monkeypatch):
    open_page = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").text
    actions.answer_thread(asked.pk, "Ada satu.", actor=as_actor(ratna), at=at + timedelta(hours=2, minutes=42))
    answered = desk_of(budi).get(f"/meja/kasus/{held_lamp.code}/").text

    assert "Sisa 3 j" in open_page
    assert "Terjawab 2 j 42 m" in answered
    assert answered.count('class="thread"') == 1
    assert "Ada satu." in answered


def test_it_waits_in_the_list_of_who_is_asked_and_of_who_asks(desk_of, budi, ratna, joko, asked):
    for person, heading in ((ratna, "Ditanyakan kepada saya"), (budi, "Saya tanyakan")):
        page = desk_of(person).get("/meja/utas/").text
        assert heading in page
        assert asked.title in page
    assert asked.title not in desk_of(joko).get("/meja/utas/").text


def test_who_is_asked_answers_on_the_page_of_the_thread(desk_of, ratna, asked):
    page = desk_of(ratna).get(f"/meja/utas/{asked.pk}/").text
    answer = desk_of(ratna).post(f"/meja/utas/{asked.pk}/jawab/", {"words": "Ada satu."}, follow=True)
    asked.refresh_from_db()

    assert "Masih ada dua lembar?" in page
    assert (asked.status, asked.read_at is not None) == (Status.ANSWERED, True)
    assert "Jawaban terkirim" in answer.text


def test_the_second_answer_is_told_and_keeps_its_words(desk_of, ratna, rina, asked, as_actor, at):
    actions.answer_thread(asked.pk, "Ada satu.", actor=as_actor(ratna), at=at)

    answer = desk_of(ratna).post(f"/meja/utas/{asked.pk}/jawab/", {"words": "Ada dua, tulisan panjang saya."})

    assert answer.status_code == 409
    assert "lebih dulu menjawab" in answer.text
    assert "Ada dua, tulisan panjang saya." in answer.text


@pytest.mark.parametrize(
    ("verb", "data"), [("jawab", {"words": " "}), ("oper", {"words": "x", "to": ""}), ("tolak", {}), ("tulis", {"words": "x" * 20_000})]
)
def test_what_is_missing_is_said_beside_its_field(desk_of, ratna, asked, verb, data):
    answer = desk_of(ratna).post(f"/meja/utas/{asked.pk}/{verb}/", data)

    assert answer.status_code == 422
    assert 'class="field__error"' in answer.text


def test_who_is_asked_sees_the_case_without_who_reported_it(desk_of, budi, ratna, submit_report, rina, as_actor, at, held_lamp, asked):
    page = desk_of(ratna).get(f"/meja/kasus/{held_lamp.code}/")

    assert page.status_code == 200
    assert "Siti" not in page.text
    assert "Lihat nomor dan alamat" not in page.text
    assert desk_of(ratna).post(f"/meja/kasus/{held_lamp.code}/identity/").status_code == 403
    assert held_lamp.identity == Identity.NAMED


def test_names_in_the_words_are_hidden_from_who_was_only_asked(desk_of, budi, ratna, submit_report, as_actor, at):
    case = submit_report(text="Lampu jalan mati. Nama saya Siti Aminah, hubungi 0812 3456 7890", identity=Identity.NAMED)
    Case.objects.filter(pk=case.pk).update(agency="dishub", unit="tim-pju", state="in_progress", holder=budi)
    actions.ask_inside(case.pk, Question("Ada stok?", to_user=ratna.pk), actor=as_actor(budi), at=at)

    assert "0812 3456 7890" in desk_of(budi).get(f"/meja/kasus/{case.code}/").text
    assert "7890" not in desk_of(ratna).get(f"/meja/kasus/{case.code}/").text


def test_a_stranger_finds_neither_thread_nor_case(desk_of, joko, asked, held_lamp):
    for address in (f"/meja/utas/{asked.pk}/", f"/meja/kasus/{held_lamp.code}/", "/meja/utas/999999/"):
        assert desk_of(joko).get(address).status_code == 404
    assert desk_of(joko).post(f"/meja/utas/{asked.pk}/jawab/", {"words": "Ada"}).status_code == 404


def test_a_part_is_given_away_and_stands_in_the_story_of_everybody(desk_of, budi, ratna, held_lamp, act_url, client):
    data = {"title": "Pasang tutup saluran", "to": "a:pupr", "words": "Dua titik"}
    desk_of(budi).post(act_url(held_lamp, "task"), data)
    thread = Thread.objects.get()
    taken = desk_of(ratna).post(f"/meja/utas/{thread.pk}/ambil/", follow=True)
    done = desk_of(ratna).post(f"/meja/utas/{thread.pk}/selesai/", {"words": "Terpasang dua-duanya."}, follow=True)
    public = client.get(f"/laporan/{held_lamp.code}/").text

    assert thread.kind == Kind.TASK
    assert "Anda yang memegang ini" in taken.text
    assert "Bagian ini selesai" in done.text
    assert "Bagian DPUPR selesai" in public
    assert "Terpasang dua-duanya" not in public
    assert "Dua titik" not in public


def test_the_page_of_a_case_asks_the_same_number_of_questions_with_many_threads(
    desk_of, budi, ratna, held_lamp, as_actor, at, django_assert_max_num_queries
):
    client = desk_of(budi)
    actions.ask_inside(held_lamp.pk, Question("Ada stok?", to_user=ratna.pk), actor=as_actor(budi), at=at)
    client.get(f"/meja/kasus/{held_lamp.code}/")
    counts = []
    for number in range(2):
        with django_assert_max_num_queries(200) as found:
            client.get(f"/meja/kasus/{held_lamp.code}/")
        counts.append(len(found.captured_queries))
        for more in range(4):
            actions.ask_inside(held_lamp.pk, Question(f"Ada {number} {more}?", to_user=ratna.pk), actor=as_actor(budi), at=at)
    assert counts[0] == counts[1]
