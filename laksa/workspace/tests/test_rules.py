# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk decides on paper."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from laksa.cases.policies import MOVE_POLICIES
from laksa.cases.rules import State, verbs_from
from laksa.city.rules.facts import TemplateFacts
from laksa.shell.rules import initials, short_name
from laksa.threads.policies.asking import ASKABLE, GIVEABLE
from laksa.ui.icons import ICONS
from laksa.ui.rules import INDONESIAN
from laksa.workspace.forms import FORMS
from laksa.workspace.rules import (
    VERBS,
    VIEWS,
    Cursor,
    Filters,
    due_words,
    fill_template,
    fitting_templates,
    hollow_phrase,
    in_order,
    marked_pieces,
    read_cursor,
    read_filters,
)
from laksa.workspace.rules.story import KINDS

NOW = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reply", "phrase"),
    [
        ("Terima kasih laporannya, Bu. Akan kami tindak lanjuti.", "Akan kami tindak lanjuti"),
        ("Laporan Anda segera kami proses", "segera kami proses"),
        ("Ditindaklanjuti", "Ditindaklanjuti"),
        ("Baik, sudah kami teruskan ke dinas terkait. Mohon bersabar.", "sudah kami teruskan"),
        ("Mohon maaf atas ketidaknyamanannya", "Mohon maaf atas ketidaknyamanannya"),
        ("Selamat pagi Ibu Nurhayati, laporan Anda kami terima. Terima kasih.", "laporan Anda kami terima"),
        ("We will follow up soon", "We will follow up soon"),
    ],
)
def test_a_reply_of_empty_phrases_is_recognised(reply, phrase):
    assert hollow_phrase(reply) == phrase


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Terima kasih",
        "Ibu Nurhayati, panelnya rusak di dekat jembatan. Regu kami ganti hari ini, selambatnya pukul 15.30.",
        "Akan kami tindak lanjuti besok oleh regu 2",
        "Akan kami tindak lanjuti Kamis",
        "Kami teruskan ke dinas terkait karena kabelnya milik PLN dan kami tidak boleh menyentuhnya",
        "Sudah kami ganti kontaktor panel di dekat jembatan",
    ],
)
def test_a_reply_that_says_who_or_when_passes(reply):
    assert hollow_phrase(reply) == ""


def test_every_move_of_staff_has_a_word_an_icon_and_a_form():
    assert set(MOVE_POLICIES) <= set(VERBS)
    assert set(FORMS) == {name for name, verb in VERBS.items() if not verb.page}
    assert {verb.icon for verb in VERBS.values()} | {kind.icon for kind in KINDS.values()} <= set(ICONS)


@pytest.mark.parametrize("state", list(State))
def test_no_key_means_two_things_at_once(state):
    possible = [verb for verb in verbs_from(state) if verb in MOVE_POLICIES] + ["reply", "note", "photos", "severity", "place"]
    possible += ["question"] * (state in ASKABLE) + ["task"] * (state in GIVEABLE)
    # An answer closes what is no fault, a repair what is one: one case has never both.
    keys = [VERBS[verb].key for verb in possible if VERBS[verb].key]

    assert len(keys) == len(set(keys))


def test_the_likeliest_act_comes_first():
    names = [verb.name for verb in in_order(["note", "plan", "resolve", "reply"], State.WORKING)]

    assert names == ["resolve", "reply", "plan", "note"]


def test_filters_come_back_from_their_own_address():
    filters = Filters(lihat="tim", kelurahan="99.01.01.1001", berat="berat", cari="lampu jalan", lewat="ya")

    assert read_filters(QueryDict(filters.query())) == filters
    assert filters.query(berat="", setelah="1_2_3").endswith("setelah=1_2_3")
    assert "berat" not in filters.query(berat="")


def test_nonsense_in_an_address_is_no_filter():
    asked = {"lihat": "x", "status": "y", "berat": "z", "pemegang": "1 OR 1", "cari": "  a\x00  b "}

    assert read_filters(asked) == Filters(cari="a b")


def test_ended_cases_are_not_ordered_by_a_date_to_meet():
    assert Filters(lihat="tim").is_by_due
    assert Filters(status="working").is_by_due
    assert not Filters(status="confirmed").is_by_due
    assert not Filters(tutup="ya").is_by_due


def test_a_place_in_a_list_survives_its_address():
    for place in (Cursor(NOW + timedelta(microseconds=123456), 7, 50), Cursor(None, 9)):
        assert read_cursor(str(place)) == place


@pytest.mark.parametrize("text", ["", "x", "1_2", "1_x_0", "9" * 30 + "_1_0", "-1_2_3", "1_2_3_4"])
def test_what_is_no_place_is_the_beginning(text):
    assert read_cursor(text) is None


def test_a_template_is_filled_and_asks_for_the_rest():
    filled = fill_template("Bapak/Ibu {nama}, {kode} karena {alasan}. \n", {"nama": "Nurhayati", "kode": "TNG-1", "alasan": ""})

    assert filled == "Bapak/Ibu Nurhayati, TNG-1 karena [alasan]."


def test_templates_of_the_very_case_come_first():
    rows = [
        TemplateFacts("a", "Umum", "", "", "", True),
        TemplateFacts("b", "Lampu", "penerangan", "", "", True),
        TemplateFacts("c", "Lampu mulai", "penerangan", "working", "", True),
        TemplateFacts("d", "Sampah", "kebersihan", "", "", True),
        TemplateFacts("e", "Pensiun", "penerangan", "", "", False),
    ]

    assert [one.slug for one in fitting_templates(rows, group="penerangan", state="working")] == ["c", "b", "a"]
    assert [one.slug for one in fitting_templates(rows, group="penerangan", state="planned")] == ["b", "a"]


def test_marked_words_are_cut_out_whatever_the_spans_say():
    pieces = marked_pieces("lampu mati sejak kemarin", [[6, 10], [0, 5], [8, 14], [90, 99], [3]])

    assert "".join(piece.text for piece in pieces) == "lampu mati sejak kemarin"
    assert [piece.text for piece in pieces if piece.is_marked] == ["lampu", "mati", " sej"]


@pytest.mark.parametrize(
    ("due", "state", "words", "tone"),
    [
        (NOW - timedelta(hours=3), "assigned", "lewat 3 j", "late"),
        (NOW + timedelta(minutes=115), "working", "sisa 1 j 55 m", "near"),
        (NOW + timedelta(hours=6), "working", "hari ini 20.05", "near"),
        (NOW + timedelta(days=3, hours=1), "working", "3 hr", ""),
        (NOW + timedelta(days=5, hours=1), "resolved", "konfirmasi 5 hr", ""),
        (None, "working", "", ""),
    ],
)
def test_a_row_says_its_next_date_in_few_words(due, state, words, tone):
    assert due_words(due, state=state, promised=None, now=NOW, voice=INDONESIAN) == (words, tone)


def test_a_planned_case_says_its_promise():
    promised = NOW + timedelta(days=2)

    assert due_words(NOW, state="planned", promised=promised, now=NOW, voice=INDONESIAN) == ("Kam 26 Nov", "")
    # A promise that has passed gives way to how late it is.
    assert due_words(NOW - timedelta(hours=1), state="planned", promised=NOW - timedelta(days=1), now=NOW, voice=INDONESIAN)[1] == "late"


def test_names_fit_where_there_is_little_room():
    assert (initials("Rahmat Hidayat"), initials("Siti"), initials("")) == ("RH", "S", "")
    assert (short_name("Rahmat Hidayat"), short_name("Siti")) == ("Rahmat H.", "Siti")


def test_every_view_has_an_icon():
    assert {view.icon for view in VIEWS.values()} <= set(ICONS)
