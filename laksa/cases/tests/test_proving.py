"""Done is what a proof holds up, or what a lead puts their name to; a faked photo is told as one."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image, ImageOps

from laksa.cases import actions
from laksa.cases.actions import CheckedPhoto, Evidence, check_photo
from laksa.cases.actions.photos import attach_photos
from laksa.cases.models import Case, Photo
from laksa.cases.policies import may_sign_proof
from laksa.cases.rules import Proof, State, Visibility
from laksa.city.models import Category, City, forget_book
from laksa.conftest import drawn, taken_on_site
from laksa.evidence.models import PhotoPrint
from laksa.evidence.rules import Capture
from laksa.identity.models import Absence
from laksa.kernel.errors import MoveRefused, Refused

pytestmark = pytest.mark.django_db

WORDS = "Ketiga lampu menyala."


def taken(data: bytes, at) -> CheckedPhoto:
    return check_photo(data, file_name="foto.jpg", at=at)


def mirrored(data: bytes) -> bytes:
    out = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(data)).convert("RGB")).save(out, "JPEG", quality=50)
    return out.getvalue()


def cropped(data: bytes) -> bytes:
    """Nine tenths of each side, saved anew."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    wide, high = picture.size
    out = io.BytesIO()
    picture.crop((wide // 20, high // 20, wide - wide // 20, high - high // 20)).save(out, "JPEG", quality=60)
    return out.getvalue()


def on_a_screen(data: bytes) -> bytes:
    """Seen on a screen: askew, in its dark frame, with the stripes of its lines."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    wide, high = picture.size
    corners = (-60, -40, -20, high + 70, wide + 50, high + 30, wide + 80, -90)
    seen = picture.transform(picture.size, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR, fillcolor=(18, 18, 20))
    lines = Image.new("L", (1, high))
    lines.putdata([215 if row % 3 else 120 for row in range(high)])
    seen = Image.composite(seen, Image.new("RGB", seen.size, (20, 24, 40)), lines.resize(seen.size))
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=80)
    return out.getvalue()


@pytest.fixture
def resolve(held_lamp, budi, staff, at):
    """Declare the lamp mended: `resolve(photo, evidence)`."""

    def act(photo, evidence=Evidence(), *, words=WORDS, when=at) -> Case:  # noqa: B008 - frozen
        return actions.resolve_case(held_lamp.pk, words, photos=(photo,), evidence=evidence, actor=staff(budi), at=when)

    return act


@pytest.fixture
def doubted(resolve, after_photo, kabid) -> Case:
    """The lamp with a photo from a gallery: nobody knows whence."""
    return resolve(after_photo)


def states(case: Case) -> dict[str, str]:
    entry = case.entries.filter(data__has_key="checks").order_by("-number")[0]
    return {check["name"]: check["state"] for check in entry.data["checks"]}


def test_a_photo_taken_on_the_spot_is_a_proof(resolve, held_lamp, budi, after_photo):
    case = resolve(after_photo, taken_on_site(held_lamp, budi))

    assert (case.state, case.proof, case.signer_id) == (State.RESOLVED, Proof.HELD, None)
    assert set(states(case).values()) == {"passed"}
    assert not case.photos.get().is_internal
    assert PhotoPrint.objects.get().case_code == case.code


def test_one_from_a_gallery_is_doubted_and_nobody_outside_is_told(doubted, kabid, outbox, at):
    entry = doubted.entries.get(kind="proof_doubted")

    assert (doubted.state, doubted.proof, doubted.signer_id) == (State.IN_PROGRESS, Proof.DOUBTED, kabid.pk)
    assert states(doubted) == {"code": "unknown", "place": "unknown", "age": "unknown", "own": "passed", "unlike": "passed"}
    assert (entry.visibility, entry.body, entry.data["signer_role"]) == (Visibility.INTERNAL, WORDS, "division_head")
    assert doubted.photos.get().is_internal
    assert "Sudah beres?" not in [letter.subject for letter in outbox]


def test_the_complaints_own_photo_mirrored_is_caught(resolve, held_lamp, budi, at):
    before = drawn("lamp", seed=5, after=False)
    attach_photos(held_lamp, held_lamp.entries.get(number=1), (taken(before, at),), (), at=at)

    case = resolve(taken(mirrored(before), at), taken_on_site(held_lamp, budi))

    own = next(check for check in case.entries.get(kind="proof_doubted").data["checks"] if check["name"] == "own")
    assert (own["state"], own["facts"]["mirrored"], own["facts"]["case"]) == ("failed", True, case.code)
    assert [name for name, state in states(case).items() if state != "passed"] == ["own"]


@pytest.mark.parametrize("faked", [cropped, lambda data: mirrored(cropped(data))], ids=["cropped", "cropped and mirrored"])
def test_the_complaints_own_photo_cropped_and_saved_anew_is_caught(resolve, held_lamp, budi, at, faked):
    before = drawn("lamp", seed=5, after=False)
    attach_photos(held_lamp, held_lamp.entries.get(number=1), (taken(before, at),), (), at=at)

    case = resolve(taken(faked(before), at), taken_on_site(held_lamp, budi))

    assert states(case)["own"] == "failed"
    assert case.proof == Proof.DOUBTED


def test_a_photo_of_a_screen_in_an_office_is_held_by_its_code_and_place(resolve, held_lamp, budi, at):
    """Its looks may be new: what nobody can photograph at a desk is the place."""
    shown = taken(on_a_screen(drawn("lamp", seed=8, after=True)), at)
    on_site = taken_on_site(held_lamp, budi)
    at_a_desk = replace(on_site, capture=replace(on_site.capture, lat=on_site.capture.lat + 0.03))

    case = resolve(shown, at_a_desk)

    assert states(case)["place"] == "failed"
    assert case.proof == Proof.DOUBTED
    assert {name for name, state in states(case).items() if state != "passed"} == {"place"}


def test_a_photo_of_a_screen_from_a_gallery_has_no_code(resolve, at):
    case = resolve(taken(on_a_screen(drawn("lamp", seed=8, after=True)), at))

    assert states(case)["code"] != "passed"
    assert case.proof == Proof.DOUBTED


def test_a_photo_of_another_case_is_caught_and_named(resolve, held_lamp, submit_report, budi, at):
    old = drawn("lamp", seed=6, after=True)
    other = submit_report(photos=(taken(old, at),))
    actions.process_photo(other.photos.get().pk, at=at)

    case = resolve(taken(mirrored(old), at), taken_on_site(held_lamp, budi))

    failed = next(check for check in case.entries.get(kind="proof_doubted").data["checks"] if check["state"] == "failed")
    assert (failed["name"], failed["facts"]["case"]) == ("unlike", other.code)


def test_the_same_photo_twice_is_caught_the_second_time(resolve, held_lamp, budi, reporter, siti, after_photo, at):
    resolve(after_photo, taken_on_site(held_lamp, budi))
    actions.reopen_case(held_lamp.pk, reason="still_broken", actor=reporter(siti), at=at + timedelta(minutes=5))
    again, when = taken(drawn("lamp", seed=1, after=True), at), at + timedelta(minutes=20)

    case = resolve(again, taken_on_site(held_lamp, budi, at=when), when=when)

    assert (case.proof, states(case)["own"]) == (Proof.DOUBTED, "failed")


def test_a_reopened_case_wants_a_photo_from_after_the_reopening(resolve, held_lamp, budi, reporter, siti, after_photo, at):
    resolve(after_photo, taken_on_site(held_lamp, budi))
    actions.reopen_case(held_lamp.pk, reason="still_broken", actor=reporter(siti), at=at + timedelta(hours=5))
    when = at + timedelta(hours=6)
    given = taken_on_site(held_lamp, budi, at=when)
    old = Evidence(Capture(**(given.capture.__dict__ | {"taken_at": at})))

    case = resolve(taken(drawn("lamp", seed=9, after=True), at), old, when=when)

    assert states(case)["age"] == "failed"


def test_while_old_photos_wait_to_be_known_nothing_counts_as_compared(resolve, held_lamp, submit_report, budi, after_photo, at):
    old = submit_report(photos=(taken(drawn("tree", seed=2, after=False), at),)).photos.get()
    actions.process_photo(old.pk, at=at)
    PhotoPrint.objects.all().delete()
    Photo.objects.filter(pk=old.pk).update(has_print=False)

    case = resolve(after_photo, taken_on_site(held_lamp, budi))
    assert states(case)["unlike"] == "unknown"
    assert actions.remember_old_photos() == 1

    again = resolve(taken(drawn("lamp", seed=8, after=True), at), taken_on_site(held_lamp, budi, at=at + timedelta(minutes=1)))
    assert again.proof == Proof.HELD


def test_an_old_photo_whose_file_is_gone_is_not_asked_for_again(submit_report, at):
    photo = submit_report(photos=(taken(drawn("tree", seed=2, after=False), at),)).photos.get()
    Photo.objects.filter(pk=photo.pk).update(state=Photo.READY)

    assert (actions.remember_old_photos(), actions.remember_old_photos()) == (1, 0)


def test_a_better_photo_ends_the_doubt(doubted, resolve, budi, at):
    case = resolve(taken(drawn("lamp", seed=7, after=True), at), taken_on_site(doubted, budi))

    assert (case.state, case.proof, case.signer_id) == (State.RESOLVED, Proof.HELD, None)


def test_the_lead_signs_and_everybody_reads_that_it_could_not_be_verified(doubted, kabid, staff, outbox, at):
    case = actions.sign_proof(doubted.pk, "Saya hadir saat lampu dipasang.", actor=staff(kabid), at=at)

    entry = case.entries.get(kind="resolved")
    assert (case.state, case.proof, case.signer_id) == (State.RESOLVED, Proof.SIGNED, kabid.pk)
    assert (entry.visibility, entry.body, entry.data["reason"]) == (Visibility.PUBLIC, WORDS, "Saya hadir saat lampu dipasang.")
    assert case.photos.get().entry_id == entry.pk
    assert not case.photos.get().is_internal
    assert "tidak dapat diverifikasi. Hendra Wijaya menandatangani dengan alasan: Saya hadir" in " ".join(outbox[-1].text.split())


def test_a_look_at_the_place_stays_in_the_house(doubted, kabid, staff, at):
    case = actions.sign_proof(doubted.pk, "Diperiksa di tempat.", looked="Tiga tiang menyala.", actor=staff(kabid), at=at)

    note = case.entries.get(kind="proof_inspected")
    assert (note.visibility, note.body) == (Visibility.INTERNAL, "Tiga tiang menyala.")


def test_the_lead_asks_for_another_photo_with_words(doubted, kabid, budi, staff, outbox, at):
    budi.email = "budi@dishub.contoh.id"
    budi.save(update_fields=["email"])

    case = actions.send_back_proof(doubted.pk, "Foto dari depan gerbang, ya.", actor=staff(kabid), at=at)

    assert (case.state, case.proof, case.signer_id) == (State.IN_PROGRESS, "", None)
    assert f"/lapangan/foto/{case.code}/" in outbox[-1].text
    with pytest.raises(MoveRefused):
        actions.sign_proof(case.pk, "Terlambat", actor=staff(kabid), at=at)


@pytest.mark.parametrize("words", ["", "   "])
def test_neither_is_done_without_words(doubted, kabid, staff, at, words):
    with pytest.raises(Refused):
        actions.sign_proof(doubted.pk, words, actor=staff(kabid), at=at)
    with pytest.raises(Refused):
        actions.send_back_proof(doubted.pk, words, actor=staff(kabid), at=at)


def test_only_who_leads_signs_and_never_who_declared_it(doubted, budi, wulan, rina, kabid, kadis, joko, dewi, tono, walikota, staff, at):
    cast = {"budi": budi, "wulan": wulan, "rina": rina, "kabid": kabid, "kadis": kadis, "joko": joko, "dewi": dewi, "tono": tono}

    assert {name for name, who in cast.items() if may_sign_proof(staff(who), doubted)} == {"kabid", "kadis"}
    with pytest.raises(PermissionDenied):
        actions.sign_proof(doubted.pk, "Sudah", actor=staff(budi), at=at)


def test_a_lead_who_declared_it_themselves_is_signed_for_by_the_next(held_lamp, kabid, kadis, staff, after_photo, at):
    case = actions.resolve_case(held_lamp.pk, WORDS, photos=(after_photo,), actor=staff(kabid), at=at)

    assert case.signer_id == kadis.pk
    assert not may_sign_proof(staff(kabid), case)


def test_a_lead_who_is_away_is_passed_over(resolve, after_photo, kabid, kadis, at):
    Absence.objects.create(user=kabid, since=at - timedelta(days=1), until=at + timedelta(days=1))

    assert resolve(after_photo).signer_id == kadis.pk


def test_where_an_office_has_nobody_the_control_room_signs(resolve, after_photo, tono, staff):
    case = resolve(after_photo)

    assert case.signer_id is None
    assert may_sign_proof(staff(tono), case)


def test_a_form_sent_twice_closes_once(resolve, held_lamp, budi, after_photo, at):
    given = taken_on_site(held_lamp, budi)
    keyed = Evidence(given.capture, key="a1")
    resolve(after_photo, keyed)
    second = actions.resolve_case

    held_lamp.refresh_from_db()
    assert held_lamp.entries.filter(kind="resolved").count() == 1
    with pytest.raises(PermissionDenied):
        second(held_lamp.pk, WORDS, photos=(after_photo,), evidence=keyed, actor=_nobody(), at=at)
    assert resolve(after_photo, keyed).entries.filter(kind="resolved").count() == 1


def _nobody():
    from laksa.identity.rules import PUBLIC

    return PUBLIC


def test_a_case_that_can_not_be_declared_done_uses_no_code_up(held_lamp, budi, staff, resolve, after_photo, at):
    given = taken_on_site(held_lamp, budi)
    actions.ask_reporter(held_lamp.pk, "Tiang nomor berapa?", actor=staff(budi), at=at)

    with pytest.raises(MoveRefused):
        resolve(after_photo, given)
    actions.hear_reporter(held_lamp.pk, "Sudah jelas", actor=staff(budi), at=at)
    assert resolve(after_photo, given).proof == Proof.HELD


@pytest.mark.parametrize(
    ("evidence", "given", "proof"), [("none", Evidence(), Proof.WITHOUT), ("document", Evidence(document=" BA 12/2026 "), Proof.WITHOUT)]
)
def test_a_category_that_asks_for_no_photo_is_closed_without(held_lamp, budi, staff, at, evidence, given, proof):
    _ask_for(held_lamp, evidence)

    case = actions.resolve_case(held_lamp.pk, WORDS, evidence=given, actor=staff(budi), at=at)

    assert (case.state, case.proof) == (State.RESOLVED, proof)
    assert case.entries.get(kind="resolved").data.get("document", "") == given.document.strip()


def test_a_document_is_asked_for_where_the_category_wants_one(held_lamp, budi, staff, at):
    _ask_for(held_lamp, "document")

    with pytest.raises(Refused) as refusal:
        actions.resolve_case(held_lamp.pk, WORDS, actor=staff(budi), at=at)
    assert refusal.value.field == "document"


def _ask_for(case: Case, evidence: str) -> None:
    Category.objects.filter(pk=case.category_id).update(evidence=evidence)
    City.objects.update(version=99)
    forget_book()


def test_a_doubt_leaves_with_the_case(doubted, budi, staff, at):
    case = actions.return_case(doubted.pk, reason="Bukan lampu kota", actor=staff(budi), at=at)

    assert (case.state, case.proof, case.signer_id) == (State.TRIAGE, "", None)


def test_a_reopening_ends_what_the_photo_proved(resolve, held_lamp, budi, reporter, siti, after_photo, at):
    resolve(after_photo, taken_on_site(held_lamp, budi))

    assert actions.reopen_case(held_lamp.pk, reason="partly", actor=reporter(siti), at=at).proof == ""
