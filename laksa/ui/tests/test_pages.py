"""The design sheet, the shells, the error pages and the language switch, as somebody would open them."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from laksa.ui import context, rules
from laksa.ui.bundle import STATIC
from laksa.ui.middleware import ChosenLanguage
from laksa.ui.templatetags.ui import desk_row

TEMPLATES = STATIC.parents[1] / "templates"

# Only what this module brings itself: the shells must stand alone.
pytestmark = pytest.mark.urls("laksa.ui.urls")


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def ask(path: str = "/", **parts) -> HttpRequest:
    request = RequestFactory().get(path, **parts)
    request.user = AnonymousUser()
    request.session = {}
    return request


@pytest.mark.parametrize("path", ["/design/", "/design/desk/"])
def test_the_design_sheet_is_for_developers_only(client, settings, path, db):
    settings.IS_DEVELOPMENT = True
    assert client.get(path).status_code == 200

    settings.IS_DEVELOPMENT = False
    assert client.get(path).status_code == 404


def test_every_component_stands_on_the_design_sheet():
    pages = " ".join(path.read_text() for path in (TEMPLATES / "design").glob("*.html"))
    shells = {
        "base",
        "site",
        "flow",
        "desk",
        "error",
        "header",
        "footer",
        "messages",
        "kept_words",
        "language_switch",
        "desk_user",
        "rail_keys",
        "keys_help",
        "meter",
        "card",
        "note",
        "labelled",
        "entry",
    }

    for path in (TEMPLATES / "ui").glob("*.html"):
        assert path.stem in shells or f"ui/{path.name}" in pages or f"{{% {path.stem} " in pages, path.name


@pytest.mark.parametrize("path", sorted((TEMPLATES / "ui").glob("*.html")), ids=lambda path: path.stem)
def test_a_component_says_its_variables_and_stays_short(path):
    text = path.read_text()

    assert "{% comment %}" in text
    assert len(text.splitlines()) <= 60
    assert not re.search(r'style="|<style|<script>|\son[a-z]+="', text)


def test_all_words_of_state_stand_on_the_sheet(client, settings, db):
    settings.IS_DEVELOPMENT = True

    page = client.get("/design/").content.decode()

    for words in (
        "Diterima",
        "Dijadwalkan Kam 3 Des",
        "Menunggu PLN",
        "Selesai, mohon konfirmasi",
        "Dikonfirmasi beres",
        "Ditolak, ada alasan",
    ):
        assert words in page


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_needs_nothing(code):
    page = render_to_string(f"{code}.html")

    assert "<h1>" in page
    assert "112" in page
    assert "/static/ui/site.css" in page


def test_refused_words_are_not_lost_but_secrets_are_not_repeated():
    request = RequestFactory().post(
        "/lapor/", {"text": "Lampu mati di <b>gang</b> 3", "sandi": "rahasia sekali ya", "csrfmiddlewaretoken": "x" * 40, "n": "3"}
    )

    page = render_to_string("403_csrf.html", {"request": request})

    assert "Lampu mati di &lt;b&gt;gang&lt;/b&gt; 3" in page
    assert "rahasia sekali" not in page
    assert "x" * 40 not in page


def test_words_sent_by_another_site_are_not_shown_as_ours():
    request = RequestFactory().post("/lapor/", {"text": "Kirim uang ke sini"}, headers={"sec-fetch-site": "cross-site"})

    assert "Kirim uang" not in render_to_string("403_csrf.html", {"request": request})


def test_the_citys_name_is_asked_only_by_a_page_that_says_it(monkeypatch):
    asked = []

    def contoh() -> context.CityFacts:
        asked.append(1)
        return context.NoCity(name="Kota Contoh", code_prefix="KTC")

    monkeypatch.setattr(context, "_getters", [contoh])

    told = context.house(ask())
    assert asked == []

    assert str(told["city"].name) == "Kota Contoh"
    assert asked == [1]


def test_a_shell_works_before_there_is_a_city(monkeypatch):
    monkeypatch.setattr(context, "_getters", [])

    page = render_to_string("ui/site.html", {"active": "track"}, request=ask("/lacak/?q=1"))

    assert '<a href="/lacak/" aria-current="page">' in page
    assert "/lacak/?q=1&amp;bahasa=en" in page


def answered(request: HttpRequest) -> HttpResponse:
    return ChosenLanguage(lambda _: HttpResponse(translation.get_language()))(request)


def test_indonesian_is_spoken_whatever_the_browser_prefers():
    answer = answered(ask(headers={"accept-language": "en-US,en"}))

    assert answer.content == b"id"
    assert answer.headers["Content-Language"] == "id"
    assert not answer.cookies


def test_the_switch_is_remembered():
    answer = answered(ask("/?bahasa=en"))

    assert answer.content == b"en"
    assert answer.cookies["bahasa"].value == "en"
    assert answer.cookies["bahasa"]["samesite"] == "Lax"

    later = ask()
    later.COOKIES["bahasa"] = "en"
    assert answered(later).content == b"en"


@pytest.mark.parametrize("code", ["", "fr", "en'><script>"])
def test_an_unknown_language_is_not_taken(code):
    answer = answered(ask("/", data={"bahasa": code}))

    assert answer.content == b"id"
    assert not answer.cookies


def test_a_row_that_was_drawn_in_one_language_is_drawn_anew_in_the_other():
    row = rules.DeskRow(url="/meja/kasus/CTH-0001-AA/", code="CTH-0001-AA", title="Lampu <mati>", state="in_progress")

    with translation.override("id"):
        first, again = desk_row(row, "pilih"), desk_row(row, "pilih")
    with translation.override("en"):
        english = desk_row(row, "pilih")

    assert again is first
    assert 'aria-label="Pilih CTH-0001-AA"' in first
    assert 'aria-label="Select CTH-0001-AA"' in english
    assert "Lampu &lt;mati&gt;" in first
    assert "<input" not in desk_row(row)


def test_english_is_whole(settings):
    catalogue = (TEMPLATES.parent / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text()

    assert 'msgstr ""\n\n' not in catalogue
    assert "fuzzy" not in catalogue
    with translation.override("en"):
        page = render_to_string("ui/site.html", {"active": "home"}, request=ask())
        assert rules.state_word("awaiting_reporter", mine=True) == "Waiting for your answer"
        assert rules.short_state_word("resolved") == "To confirm"
    assert ">Report</a>" in page
    assert ">Indonesia</a>" in page
    assert 'lang="en"' in page
