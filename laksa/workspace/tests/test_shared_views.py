# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list that is shared stands in the rail of the whole team, and stays its maker's."""

import pytest

from laksa.workspace.models import SavedView

pytestmark = pytest.mark.django_db
HEAVY = {"query": "lihat=semua&berat=berat", "name": "Berat"}


def rail(desk_of, who):
    return [(one["label"], one["is_own"], one["by"]) for one in desk_of(who).get("/meja/").context["rail"]["saved"]]


def test_the_team_sees_it_and_others_do_not(desk_of, budi, wulan, rina, joko):
    desk_of(budi).post("/meja/pilihan/", HEAVY | {"bersama": "ya"})
    saved = SavedView.objects.get()
    assert (saved.agency_id, saved.unit_id) == ("dishub", "tim-pju")
    assert rail(desk_of, budi) == [("Berat", True, "Budi S.")]
    assert rail(desk_of, wulan) == [("Berat", False, "Budi S.")]
    assert rail(desk_of, rina) == []
    assert rail(desk_of, joko) == []


def test_what_nobody_sees_is_no_part_of_a_name(desk_of, budi):
    desk_of(budi).post("/meja/pilihan/", HEAVY | {"name": "Be\x00r\u202eat"})
    desk_of(budi).post("/meja/pilihan/", HEAVY | {"name": "\x00 "})
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Berat"]


def test_who_serves_no_unit_shares_with_the_office(desk_of, rina, budi, joko):
    desk_of(rina).post("/meja/pilihan/", HEAVY | {"bersama": "ya"})
    assert rail(desk_of, budi) == [("Berat", False, "Rina M.")]
    assert rail(desk_of, joko) == []


def test_one_s_own_stays_one_s_own(desk_of, budi, wulan):
    desk_of(budi).post("/meja/pilihan/", HEAVY)
    assert rail(desk_of, wulan) == []


def test_kept_again_without_the_tick_it_is_shared_no_more(desk_of, budi, wulan):
    desk_of(budi).post("/meja/pilihan/", HEAVY | {"bersama": "ya"})
    desk_of(budi).post("/meja/pilihan/", HEAVY)
    assert rail(desk_of, wulan) == []


def test_only_its_maker_deletes_it(desk_of, budi, wulan):
    desk_of(budi).post("/meja/pilihan/", HEAVY | {"bersama": "ya"})
    saved = SavedView.objects.get()
    assert desk_of(wulan).post(f"/meja/pilihan/{saved.pk}/hapus/").status_code == 404
    page = desk_of(wulan).get(f"/meja/?{saved.query}").text
    assert "Hapus pilihan ini" not in page
    assert desk_of(budi).post(f"/meja/pilihan/{saved.pk}/hapus/").status_code == 302


def test_the_form_says_with_whom(desk_of, budi, walikota):
    assert "Bagikan dengan Dishub, Tim PJU" in desk_of(budi).get("/meja/?lihat=semua&berat=berat").text
    assert "Bagikan dengan" not in desk_of(walikota).get("/meja/?lihat=semua&berat=berat").text
