# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many cases at once: the effect is shown for each before anything changes."""

import pytest

from laksa.cases.models import Case
from laksa.cases.rules import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(submit_report):
    """Three cases of Dishub that nobody holds, and one that is being worked on."""
    cases = [submit_report() for _number in range(4)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(agency="dishub", unit="bidang-pju", state=State.ASSIGNED)
    Case.objects.filter(pk=cases[3].pk).update(state=State.WORKING)
    return cases


def test_the_effect_is_shown_before_anything_changes(desk_of, rina, budi, waiting):
    asked = {"pilih": [case.code for case in waiting], "office": "dishub/tim-pju", "holder": budi.pk}

    page = desk_of(rina).get("/meja/serahkan/", asked)

    shown = {one.case.pk: one for one in page.context["shown"]}
    assert shown[waiting[0].pk].now == "Dishub, Bidang Penerangan Jalan Umum, belum dipegang"
    assert shown[waiting[0].pk].then == "Dishub, Tim PJU, Budi Santoso"
    assert "Dikerjakan" in shown[waiting[3].pk].problem
    assert page.context["possible"] == 3
    assert not Case.objects.filter(holder=budi).exists()


def test_only_then_are_they_handed_over_and_the_rest_is_told(desk_of, rina, budi, waiting):
    data = {"pilih": [case.code for case in waiting], "office": "dishub/tim-pju", "holder": budi.pk, "kembali": "/meja/?lihat=bebas"}

    answer = desk_of(rina).post("/meja/serahkan/", data)
    page = desk_of(rina).get(answer.url)

    assert answer.url == "/meja/?lihat=bebas"
    assert Case.objects.filter(holder=budi, unit="tim-pju", state=State.ASSIGNED).count() == 3
    assert page.status_code == 200


def test_an_office_hands_out_only_its_own(desk_of, joko, budi, waiting):
    codes = [case.code for case in waiting]

    strange = desk_of(joko).post("/meja/serahkan/", {"pilih": codes, "office": "dlh"})
    officer = desk_of(budi).post("/meja/serahkan/", {"pilih": codes, "office": "dishub/tim-pju"}, follow=True)

    assert strange.status_code == 302
    assert officer.status_code == 200
    assert not Case.objects.filter(agency="dlh").exists()
    assert not Case.objects.filter(unit="tim-pju").exists()


def test_the_desk_sends_to_any_office(desk_of, dewi, submit_report):
    odd = submit_report(text="ada yang aneh di dekat pasar", hashtags=())

    desk_of(dewi).post("/meja/serahkan/", {"pilih": [odd.code], "office": "dlh/bidang-kebersihan"})

    odd.refresh_from_db()
    assert (odd.agency_id, odd.unit_id, odd.state) == ("dlh", "bidang-kebersihan", State.ASSIGNED)


def test_nothing_picked_says_what_to_do(desk_of, rina):
    answer = desk_of(rina).get("/meja/serahkan/", follow=True)

    assert "Pilih laporannya dulu" in answer.text


def test_an_office_that_is_not_in_the_list_is_refused(desk_of, rina, waiting):
    answer = desk_of(rina).post("/meja/serahkan/", {"pilih": [waiting[0].code], "office": "dlh"})

    assert answer.status_code == 200
    assert answer.context["form"].errors["office"]
