"""REST v1: what the people of a case read and do with their link, and what nobody else can."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laksa.cases.actions import ask_reporter, join_case, reject_case, resolve_case, write_note
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case, Photo
from laksa.cases.rules import State
from laksa.conftest import taken_on_site
from laksa.openapi.tests.test_rest_reports import is_problem

pytestmark = pytest.mark.django_db

WRITES = [
    ("entries", {"text": "Masih gelap"}),
    ("confirmation", {"fixed": True}),
    ("rating", {"stars": 4}),
    ("withdrawal", {}),
]


@pytest.fixture
def fixed_lamp(held_lamp, budi, as_actor, after_photo, at):
    """The lamp as Budi says it is: mended, with a photo."""
    return resolve_case(
        held_lamp.pk, "Lampu diganti", photos=(after_photo,), evidence=taken_on_site(held_lamp, budi, at=at), actor=as_actor(budi), at=at
    )


@pytest.fixture
def agus(lamp, at):
    """Agus, who has the same trouble and joined."""
    return join_case(lamp.pk, Supporter(name="Agus", email="agus@contoh.id"), at=at)


def test_strangers_read_the_public_view(rest, lamp):
    body = rest("get", f"cases/{lamp.code}").json()

    assert body["mine"] is None
    assert [one["kind"] for one in body["entries"]] == ["routed"]
    assert not [word for word in ("Siti", "siti@contoh.id", "6281200000001") if word in str(body)]


def test_the_reporter_reads_more_with_the_link(rest, lamp, token):
    answer = rest("get", f"cases/{lamp.code.lower()}", token=token)
    body = answer.json()

    assert [one["kind"] for one in body["entries"]] == ["received", "routed"]
    assert (body["mine"]["role"], body["mine"]["may"]) == ("reporter", ["write", "withdraw"])
    assert "no-store" in answer["Cache-Control"]


def test_nobody_reads_what_is_for_staff_only(rest, lamp, token, dewi, as_actor, at):
    write_note(lamp.pk, "Catatan dalam", actor=as_actor(dewi), at=at)

    assert "Catatan dalam" not in rest("get", f"cases/{lamp.code}", token=token).content.decode()


def test_a_supporter_does_not_read_who_reported(rest, submit_report, at):
    case = submit_report(text="Lampu jalan mati. Nama saya Siti Aminah, telepon 0812 3456 7890")
    friend = join_case(case.pk, Supporter(), at=at)

    told = rest("get", f"cases/{case.code}", token=friend.token)

    assert told.json()["mine"]["role"] == "supporter"
    assert "7890" not in told.content.decode()
    assert "7890" in rest("get", f"cases/{case.code}", token=case.participants.get(role="reporter").token).content.decode()


@pytest.mark.parametrize(("path", "body"), WRITES)
def test_writing_needs_the_link_of_this_very_case(rest, lamp, submit_report, key, path, body):
    other = submit_report().participants.get().token
    before = Case.objects.get(pk=lamp.pk).entry_count

    assert is_problem(rest("post", f"cases/{lamp.code}/{path}", body), 401)
    assert is_problem(rest("post", f"cases/{lamp.code}/{path}", body, token="forged"), 401)
    assert is_problem(rest("post", f"cases/{lamp.code}/{path}", body, token=other), 404)
    assert is_problem(rest("post", f"cases/{lamp.code}/{path}", body, token=key), 403)
    assert Case.objects.get(pk=lamp.pk).entry_count == before


def test_reading_with_a_wrong_link_is_refused_and_with_anothers_not_found(rest, lamp, submit_report, key):
    other = submit_report().participants.get().token

    assert is_problem(rest("get", f"cases/{lamp.code}", token="forged"), 401)
    assert is_problem(rest("get", f"cases/{lamp.code}", token=other), 404)
    assert rest("get", f"cases/{lamp.code}", token=key).json()["mine"] is None


@pytest.mark.parametrize("who", ["budi", "rina", "joko", "dewi", "tono", "lurah", "walikota", "operator", "sari"])
def test_a_session_of_staff_opens_nothing_here(request, program, lamp, submit_report, who):
    program.force_login(request.getfixturevalue(who))
    hidden = submit_report(text="Petugas minta uang pelicin", hashtags=("#Pungli",))

    assert program.get(f"/api/v1/cases/{hidden.code}").status_code == 404
    assert program.get(f"/api/v1/cases/{lamp.code}").json()["mine"] is None
    assert program.post(f"/api/v1/cases/{lamp.code}/entries", {"text": "x"}, "application/json").status_code == 401


def test_secret_and_refused_cases_look_like_none_to_strangers(rest, submit_report, dewi, as_actor, at):
    hidden = submit_report(text="Petugas minta uang pelicin", hashtags=("#Pungli",))
    refused = submit_report()
    Case.objects.filter(pk=refused.pk).update(state=State.TRIAGE)
    reject_case(refused.pk, reason="Bukan wewenang kota", where_to="Provinsi", actor=as_actor(dewi), at=at)

    answers = [rest("get", f"cases/{code}") for code in (hidden.code, refused.code, "CTH-0000-00", "%00", "x")]

    assert {answer.content for answer in answers} == {answers[0].content}
    assert all(is_problem(answer, 404) for answer in answers)
    mine = rest("get", f"cases/{hidden.code}", token=hidden.participants.get().token).json()
    assert mine["mine"]["role"] == "reporter"


# --- words and photos --------------------------------------------------------------------------------


def test_words_are_added_and_answer_a_question(rest, held_lamp, token, budi, as_actor, at):
    ask_reporter(held_lamp.pk, "Tiang nomor berapa?", actor=as_actor(budi), at=at)

    answer = rest("post", f"cases/{held_lamp.code}/entries", {"text": "Tiang P-12"}, token=token)

    assert (answer.status_code, answer.json()["kind"], answer.json()["text"]) == (201, "message", "Tiang P-12")
    assert Case.objects.get().state == State.IN_PROGRESS


def test_words_sent_again_under_their_key_are_said_once(rest, lamp, token):
    def say(key, text="Masih gelap"):
        return rest("post", f"cases/{lamp.code}/entries", {"text": text}, token=token, headers={"Idempotency-Key": key})

    first, again, other = say("k1"), say("k1"), say("k2", "Hari ini juga")

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 201)
    assert first.json() == again.json()
    assert lamp.entries.filter(kind="message").count() == 2


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "x" * 4_001}, {"text": None}])
def test_words_that_are_none_are_refused(rest, lamp, token, body):
    assert is_problem(rest("post", f"cases/{lamp.code}/entries", body, token=token), 422)


@pytest.fixture
def upload(program):
    """Send files to a case: `upload(lamp.code, token, bytes, bytes)`."""

    def send(code, token, *files, headers=None, **words):
        named = [SimpleUploadedFile(f"foto-{number}.jpg", file, "image/jpeg") for number, file in enumerate(files)]
        return program.post(
            f"/api/v1/cases/{code}/photos", {"photos": named} | words, headers={"Authorization": f"Bearer {token}"} | (headers or {})
        )

    return send


def test_photos_are_added_and_shown_once_they_are_made_anew(rest, upload, lamp, token, picture, at):
    from laksa.cases.actions import process_photo

    answer = upload(lamp.code, token, picture, text="Foto malam ini")
    body = rest("get", f"cases/{lamp.code}").json()

    assert (answer.status_code, answer.json()["photos"]) == (201, 1)
    assert body["photos"] == []
    process_photo(Photo.objects.get().pk, at=at)
    [photo] = rest("get", f"cases/{lamp.code}").json()["photos"]
    assert photo["url"].endswith("-l.webp")
    assert "Foto malam ini" not in str(rest("get", f"cases/{lamp.code}").json())


def test_photos_sent_again_under_their_key_come_in_once(upload, lamp, token, picture):
    key = {"Idempotency-Key": "foto-1"}

    answers = [upload(lamp.code, token, picture, headers=key).status_code for _ in range(2)]

    assert answers == [201, 200]
    assert Photo.objects.count() == 1


def test_files_that_are_no_photos_are_refused(upload, lamp, token, picture):
    assert is_problem(upload(lamp.code, token, b"MZ\x90\x00 a program"), 422)
    assert is_problem(upload(lamp.code, token, b"x" * 10_500_000), 422)
    assert is_problem(upload(lamp.code, token, *[picture] * 7), 422)
    assert is_problem(upload(lamp.code, token), 422)
    assert is_problem(upload(lamp.code, token, *[b"x"] * 41), 400)
    assert Photo.objects.count() == 0


def test_an_upload_without_end_is_refused_unread(program, lamp, token):
    headers = {"Authorization": f"Bearer {token}"}
    answer = program.post(
        f"/api/v1/cases/{lamp.code}/photos", b"", content_type="multipart/form-data; boundary=x", headers=headers, CONTENT_LENGTH="99999999"
    )

    assert is_problem(answer, 413)


def test_photos_of_the_wrong_kind_of_body_are_refused(rest, program, lamp, token):
    headers = {"Authorization": f"Bearer {token}"}
    broken = program.post(f"/api/v1/cases/{lamp.code}/photos", b"--x", content_type="multipart/form-data", headers=headers)

    assert is_problem(rest("post", f"cases/{lamp.code}/photos", {"photos": []}, token=token), 415)
    assert is_problem(broken, 400)


# --- the citizen's word ------------------------------------------------------------------------------


def test_the_reporter_confirms_that_it_is_fixed(rest, fixed_lamp, token):
    answer = rest("post", f"cases/{fixed_lamp.code}/confirmation", {"fixed": True}, token=token)

    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    assert rest("post", f"cases/{fixed_lamp.code}/confirmation", {"fixed": True}, token=token).status_code == 200


def test_the_reporter_says_that_it_is_not_fixed(rest, fixed_lamp, token):
    answer = rest("post", f"cases/{fixed_lamp.code}/confirmation", {"fixed": False, "reason": "came_back"}, token=token)

    assert answer.json()["state"] == "in_progress"
    assert fixed_lamp.entries.get(kind="reopened").data["reason"] == "came_back"


@pytest.mark.parametrize("body", [{}, {"fixed": "maybe"}, {"fixed": None}, {"fixed": False, "reason": "bored"}])
def test_a_confirmation_that_says_nothing_is_refused(rest, fixed_lamp, token, body):
    assert is_problem(rest("post", f"cases/{fixed_lamp.code}/confirmation", body, token=token), 422)


def test_what_the_state_does_not_allow_is_a_conflict(rest, lamp, token):
    assert is_problem(rest("post", f"cases/{lamp.code}/confirmation", {"fixed": True}, token=token), 409)


def test_a_rating_is_kept_and_asked_for_in_time(rest, fixed_lamp, token):
    assert is_problem(rest("post", f"cases/{fixed_lamp.code}/rating", {"stars": 6}, token=token), 422)
    assert rest("post", f"cases/{fixed_lamp.code}/rating", {"stars": 4, "text": "Cepat"}, token=token).status_code == 200
    assert Case.objects.get().rating == 4


def test_too_early_a_rating_is_forbidden(rest, lamp, token):
    assert is_problem(rest("post", f"cases/{lamp.code}/rating", {"stars": 4}, token=token), 403)


def test_a_report_is_taken_back_once_also_without_a_body(rest, program, lamp, token):
    first = program.post(
        f"/api/v1/cases/{lamp.code}/withdrawal", content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )
    again = rest("post", f"cases/{lamp.code}/withdrawal", {"reason": "Sudah menyala"}, token=token)

    assert (first.status_code, again.status_code, again.json()["stage"]) == (200, 200, "ditarik")
    assert is_problem(rest("get", f"cases/{lamp.code}"), 404)


def test_a_report_that_others_joined_is_theirs_too(rest, lamp, token, agus):
    assert is_problem(rest("post", f"cases/{lamp.code}/withdrawal", {}, token=token), 403)
    assert is_problem(rest("post", f"cases/{lamp.code}/withdrawal", {}, token=agus.token), 403)


# --- joining -----------------------------------------------------------------------------------------


def test_somebody_with_the_same_trouble_joins_with_a_link_of_their_own(rest, lamp, token):
    answer = rest("post", f"cases/{lamp.code}/supporters", {"email": "agus@contoh.id", "text": "Di gang saya juga"})
    body = answer.json()

    assert (answer.status_code, body["supporters"]) == (201, 1)
    assert body["token"] != token
    assert rest("get", f"cases/{lamp.code}", token=body["token"]).json()["mine"]["role"] == "supporter"


@pytest.mark.parametrize("contact", [{"email": "siti@contoh.id"}, {"email": "SITI@contoh.id"}, {"phone": "0812 0000 0001"}])
def test_knowing_the_reporters_address_gives_nobody_the_reporters_link(rest, lamp, siti, outbox, contact):
    answer = rest("post", f"cases/{lamp.code}/supporters", contact)

    assert (answer.status_code, answer.json()["token"], answer.json()["tracking_url"]) == (200, None, None)
    assert siti.token not in answer.content.decode()
    assert siti.token in outbox[-1].text


def test_what_is_not_public_can_not_be_joined(rest, submit_report):
    hidden = submit_report(text="Petugas minta uang pelicin", hashtags=("#Pungli",))

    assert is_problem(rest("post", f"cases/{hidden.code}/supporters", {}), 404)
    assert is_problem(rest("post", "cases/CTH-0000-00/supporters", {}), 404)


def test_too_many_joins_from_one_network_are_refused(rest, lamp, settings, monkeypatch):
    from laksa.kernel.limits import Limit
    from laksa.openapi.rules import limits

    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "JOINS_A_NETWORK", Limit("join-network", 1, 86_400))

    assert rest("post", f"cases/{lamp.code}/supporters", {}).status_code == 201
    assert is_problem(rest("post", f"cases/{lamp.code}/supporters", {}), 429)
