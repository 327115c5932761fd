"""Drafts end by themselves, and what they held with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from laksa.cases.actions import delete_loose_photos
from laksa.cases.models import Case, Photo
from laksa.conftest import AT
from laksa.portal.actions import change_draft, create_draft, delete_old_drafts
from laksa.portal.models import Draft
from laksa.portal.rules import Content
from laksa.portal.tests.conftest import picture

pytestmark = pytest.mark.django_db


def test_a_draft_is_deleted_seven_days_after_the_last_change(at):
    _old, _ = create_draft(Content(text="lama"), at=at - timedelta(days=9))
    fresh, _ = create_draft(Content(text="baru"), at=at - timedelta(days=9))
    change_draft(fresh.pk, lambda content: replace(content, text="diubah"), at=at - timedelta(days=1))

    assert delete_old_drafts(at=at) == 1
    assert list(Draft.objects.all()) == [fresh]


def test_a_deleted_draft_leaves_the_report(resident, at):
    resident.report()

    delete_old_drafts(at=at + timedelta(days=8))

    assert Case.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_draft_opens_for_seven_days(resident):
    resident.tell()

    with time_machine.travel(AT + timedelta(days=6), tick=False):
        assert resident.at_step("tempat").status_code == 200
    with time_machine.travel(AT + timedelta(days=8), tick=False):
        assert resident.at_step("tempat").status_code == 404


def test_photos_of_a_draft_are_kept_a_day_and_their_absence_is_told(resident, at):
    resident.tell(photos=[picture()])
    delete_loose_photos(at=at + timedelta(days=2))

    page = resident.client.get(f"/lapor/{resident.key}/").content.decode()

    assert not Photo.objects.exists()
    assert "Foto draf disimpan satu hari dan sudah terhapus." in page


def test_a_report_whose_photos_are_gone_can_still_be_sent(resident, at):
    resident.tell(photos=[picture()])
    resident.locate()
    delete_loose_photos(at=at + timedelta(days=2))

    resident.check()
    resident.send()

    assert Case.objects.get().photos.count() == 0


def test_a_sent_draft_changes_no_more(resident, at):
    resident.report()

    change_draft(resident.draft.pk, lambda content: replace(content, text="lain"), at=at)

    assert resident.draft.content.text == ""


def test_every_draft_has_its_own_secret_and_key(at):
    one, key = create_draft(Content(), at=at)
    other, other_key = create_draft(Content(), at=at)

    assert key != other_key
    assert len(key) == 22
    assert one.idempotency_key != other.idempotency_key
