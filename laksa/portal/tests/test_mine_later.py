"""Four weeks later the link asks once more; and what came back is told on both pages."""

from datetime import timedelta

import pytest
import time_machine

from laksa.aftercare.actions import ask_after_four_weeks, link_recurrences, watch_closings
from laksa.aftercare.models import FollowUp
from laksa.cases.actions import confirm_case, join_case
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case
from laksa.portal.tests.life import reporter, solve

pytestmark = pytest.mark.django_db
WEEKS = timedelta(days=28)


@pytest.fixture
def asked(held_lamp, siti, budi, at):
    """The lamp is fixed, Siti said so, four weeks have passed, and she and her neighbour are asked."""
    neighbour = join_case(held_lamp.pk, Supporter(), at=at)
    solve(held_lamp, budi)
    confirm_case(held_lamp.pk, actor=reporter(siti), at=at)
    watch_closings(at=at)
    ask_after_four_weeks(at=at + WEEKS)
    with time_machine.travel(at + WEEKS, tick=False):
        yield neighbour


def test_the_page_asks_with_one_tap_each(client, asked, siti):
    page = client.get(f"/l/{siti.token}/").content.decode()
    assert "Masih beres?" in page
    assert f"/l/{siti.token}/masih-beres/" in page
    assert f"/l/{siti.token}/belum/" in page
    assert "Ternyata belum beres" not in page


def test_yes_is_said_once_and_thanked_for(client, asked, siti, held_lamp):
    answer = client.post(f"/l/{siti.token}/masih-beres/", follow=True).content.decode()
    assert "Tercatat: masih beres." in answer
    assert "Sesudah empat minggu: masih beres" in answer
    assert 'id="masih"' not in answer
    assert FollowUp.objects.get(participant=siti).is_fine


def test_a_supporter_s_no_reopens_it_also_after_thirty_days(client, asked, held_lamp, at):
    with time_machine.travel(at + timedelta(days=40), tick=False):
        page = client.get(f"/l/{asked.token}/belum/")
        assert "Masih rusak" in page.content.decode()
        client.post(f"/l/{asked.token}/belum/", {"reason": "came_back", "words": "Padam lagi"})
    case = Case.objects.get(pk=held_lamp.pk)
    assert (case.state, case.reopenings) == ("in_progress", 1)
    assert "Padam lagi" in client.get(f"/laporan/{case.code}/").content.decode()


def test_after_two_weeks_the_question_is_gone(client, asked, siti, at):
    with time_machine.travel(at + timedelta(days=43), tick=False):
        assert 'id="masih"' not in client.get(f"/l/{siti.token}/").content.decode()
        assert "sudah lewat waktunya" in client.post(f"/l/{siti.token}/masih-beres/", follow=True).content.decode()


def test_a_forged_link_answers_nothing(client, asked):
    assert client.post("/l/aaaaaaaaaaaaaaaaaaaaaa/masih-beres/").status_code == 404
    assert client.get(f"/l/{asked.token}/masih-beres/").status_code == 405


def test_what_came_back_is_told_on_both_pages(client, held_lamp, siti, budi, submit_report, at):
    solve(held_lamp, budi)
    again = submit_report(lat=held_lamp.lat, lon=held_lamp.lon, at=at + timedelta(days=3))
    link_recurrences(at=at + timedelta(days=3))
    old, new = (client.get(f"/laporan/{code}/").content.decode() for code in (held_lamp.code, again.code))
    assert "Terulang di tempat ini" in old
    assert f"/laporan/{again.code}/" in old
    assert f"/laporan/{held_lamp.code}/" in new
