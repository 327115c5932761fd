"""A doubted photo on the case page: told as it is, and decided by who leads."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from laksa.cases.actions import check_photo, resolve_case
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.conftest import drawn, taken_on_site
from laksa.identity.models import Absence
from laksa.workspace.rules import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubted(desk_of, budi, kabid, held_lamp, act_url):
    """Budi sends a photo from his gallery."""
    photo = SimpleUploadedFile("galeri.jpg", drawn("lamp", 1, after=True), content_type="image/jpeg")
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


@pytest.mark.parametrize(
    ("who", "count"),
    [("kabid", "1"), ("kadis", "0"), ("budi", "0"), ("rina", "0"), ("joko", "0"), ("dewi", "0"), ("walikota", "0"), ("tono", "0")],
)
def test_the_signers_inbox_holds_it_and_nobody_elses(desk_of, doubted, request, who, count):
    answer = desk_of(request.getfixturevalue(who)).get("/meja/?lihat=tanda-tangan")
    view = next(one for one in answer.context["rail"]["views"] if one["is_here"])

    assert (str(view["label"]), view["count"]) == ("Menunggu tanda tangan saya", count)
    assert [row.code for row in answer.context["rows"]] == [doubted.code] * int(count)


def test_whoever_stands_in_for_the_signer_finds_it_and_signs(desk_of, doubted, rina, kabid, act_url, at):
    Absence.objects.create(user=kabid, deputy=rina, since=at - timedelta(days=1), until=at + timedelta(days=2))
    client = desk_of(rina)

    assert [row.code for row in client.get("/meja/?lihat=tanda-tangan").context["rows"]] == [doubted.code]
    client.post(act_url(doubted, "sign"), {"words": "Saya lihat sendiri.", "seen": doubted.entry_count})
    doubted.refresh_from_db()
    assert doubted.state == State.RESOLVED
    assert client.get("/meja/?lihat=tanda-tangan").context["rows"] == []


def test_whoever_declared_it_signs_for_nobody(desk_of, doubted, budi, kabid, act_url, at):
    Absence.objects.create(user=kabid, deputy=budi, since=at - timedelta(days=1), until=at + timedelta(days=2))

    assert desk_of(budi).get(act_url(doubted, "sign")).status_code == 403


def test_where_an_office_has_nobody_it_waits_for_a_coordinator(desk_of, doubted, tono, kadis):
    Case.objects.filter(pk=doubted.pk).update(signer=None)

    assert [row.code for row in desk_of(tono).get("/meja/?lihat=tanda-tangan").context["rows"]] == [doubted.code]
    assert desk_of(kadis).get("/meja/?lihat=tanda-tangan").context["rows"] == []


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
    after_photo = check_photo(drawn("lamp", 1, after=True), file_name="sesudah.jpg", at=at)
    resolve_case(held_lamp.pk, "Menyala.", photos=(after_photo,), evidence=taken_on_site(held_lamp, budi), actor=as_actor(budi), at=at)
    text = page(desk_of(budi), held_lamp)

    assert "Foto diperiksa" in text
    assert text.count("checks__one--passed") == 5


def test_every_kind_of_entry_has_words():
    assert {"proof_doubted", "proof_sent_back", "proof_inspected"} <= set(KINDS)
