"""A doubted photo on the case page: told as it is, and decided by who leads."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laksa.cases.actions import check_photo, resolve_case
from laksa.cases.rules import State
from laksa.conftest import taken_on_site
from laksa.gateways.pictures.drawing import draw
from laksa.workspace.rules import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubted(desk_of, budi, kabid, held_lamp, act_url):
    """Budi sends a photo from his gallery."""
    photo = SimpleUploadedFile("galeri.jpg", draw("lamp", 1, after=True), content_type="image/jpeg")
    answer = desk_of(budi).post(act_url(held_lamp, "resolve"), {"words": "Ketiga lampu menyala.", "photos": [photo]}, follow=True)
    assert "belum dapat diverifikasi, jadi laporan belum selesai" in answer.text
    held_lamp.refresh_from_db()
    return held_lamp


def page(client, case) -> str:
    return client.get(f"/meja/kasus/{case.code}/").text


def test_the_lead_sees_each_check_and_three_ways(desk_of, kabid, doubted):
    text = page(desk_of(kabid), doubted)

    assert "Menunggu tanda tangan kabid" in text
    assert "Tidak dapat diverifikasi" in text
    assert text.count("checks__one--unknown") == 3
    assert text.count("checks__one--passed") == 2
    for verb in ("send_back", "inspect", "sign"):
        assert f"/meja/kasus/{doubted.code}/{verb}/" in text


def test_the_officer_reads_the_fair_way_and_no_buttons_of_the_lead(desk_of, budi, doubted):
    text = page(desk_of(budi), doubted)

    assert "Tidak ada tuduhan" in text
    assert f"/lapangan/foto/{doubted.code}/" in text
    assert f"/meja/kasus/{doubted.code}/sign/" not in text


@pytest.mark.parametrize(("who", "status"), [("kabid", 200), ("kadis", 200), ("budi", 403), ("rina", 403), ("joko", 404), ("dewi", 403)])
@pytest.mark.parametrize("verb", ["sign", "inspect", "send_back"])
def test_only_who_leads_opens_the_forms(desk_of, doubted, act_url, request, who, status, verb):
    assert desk_of(request.getfixturevalue(who)).get(act_url(doubted, verb)).status_code == status


def test_signed_with_a_reason(desk_of, kabid, doubted, act_url):
    client = desk_of(kabid)
    empty = client.post(act_url(doubted, "sign"), {"words": "", "seen": doubted.entry_count})
    client.post(act_url(doubted, "sign"), {"words": "Saya hadir saat dipasang.", "seen": doubted.entry_count})

    doubted.refresh_from_db()
    assert empty.status_code == 422
    assert (doubted.state, doubted.proof) == (State.RESOLVED, "signed")
    assert "ditandatangani Hendra Wijaya: Saya hadir saat dipasang." in page(client, doubted)


def test_looked_at_in_person(desk_of, kabid, doubted, act_url):
    client = desk_of(kabid)
    empty = client.post(act_url(doubted, "inspect"), {"looked": "", "words": "Saya periksa.", "seen": doubted.entry_count})
    client.post(act_url(doubted, "inspect"), {"looked": "Tiga tiang menyala.", "words": "Saya periksa.", "seen": doubted.entry_count})

    assert "looked" in empty.context["form"].errors
    assert "Tiga tiang menyala." in page(client, doubted)


def test_sent_back_with_words(desk_of, kabid, budi, doubted, act_url):
    form = desk_of(kabid).get(act_url(doubted, "send_back")).context["form"]
    assert "halaman foto" in form["words"].value()
    desk_of(kabid).post(act_url(doubted, "send_back"), {"words": "Dari depan gerbang.", "seen": doubted.entry_count})

    doubted.refresh_from_db()
    assert doubted.proof == ""
    text = page(desk_of(budi), doubted)
    assert "Diminta foto ulang" in text
    assert "Dari depan gerbang." in text


def test_a_proof_that_held_is_shown_with_what_was_checked(desk_of, budi, held_lamp, as_actor, at):
    after_photo = check_photo(draw("lamp", 1, after=True), file_name="sesudah.jpg", at=at)
    resolve_case(held_lamp.pk, "Menyala.", photos=(after_photo,), evidence=taken_on_site(held_lamp, budi), actor=as_actor(budi), at=at)
    text = page(desk_of(budi), held_lamp)

    assert "Foto diperiksa" in text
    assert text.count("checks__one--passed") == 5


def test_every_kind_of_entry_has_words():
    assert {"proof_doubted", "proof_sent_back", "proof_inspected"} <= set(KINDS)
