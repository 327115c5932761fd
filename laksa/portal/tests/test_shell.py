"""Without a signal: the worker, the manifest, and what they name is there."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders

from laksa.portal.views.shell import KEPT, PAGES

pytestmark = pytest.mark.django_db


def test_the_worker_serves_the_whole_site_and_keeps_only_files_that_exist(client, city):
    answer = client.get("/sw.js")

    script = answer.content.decode()
    files = re.findall(r'"/static/([^"]+)"', script)
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert "{%" not in script
    assert '"/lapor/"' in script
    assert '"/darurat/"' in script
    assert files
    assert [name for name in files if finders.find(name) is None] == []


def test_a_page_kept_for_later_is_kept_with_all_it_is_drawn_with(client, city):
    for address in PAGES:
        named = set(re.findall(r'"/static/([^"]+\.(?:js|css))"', client.get(address).content.decode()))

        assert named <= set(KEPT), address


def test_the_manifest_names_the_city_and_icons_that_exist(client, city):
    facts = client.get("/manifest.webmanifest").json()

    assert facts["name"] == "Laksa Kota Contoh"
    assert facts["start_url"] == "/"
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in facts["icons"])


def test_every_module_of_the_flow_is_there(client, city):
    page = client.get("/lapor/").content.decode()

    named = re.findall(r'"/static/([^"]+\.(?:js|css))"', page)
    assert "portal/js/report/flow.js" in named
    assert [name for name in named if finders.find(name) is None] == []


def test_no_page_holds_script_or_style_of_its_own(resident):
    resident.tell()
    pages = [resident.client.get("/lapor/").content.decode(), resident.at_step("tempat").content.decode()]

    for page in pages:
        assert re.findall(r"<script(?![^>]*src=)", page) == []
        assert " style=" not in page
        assert re.findall(r"\son\w+=", page) == []
