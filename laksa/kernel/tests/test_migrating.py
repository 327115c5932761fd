"""Triggers outlive a change of their table."""

import pytest
from django.db import connection
from django.db.utils import DatabaseError, IntegrityError

from laksa.cases.models import Case


@pytest.mark.django_db
def test_every_guard_of_a_story_stands_after_the_newest_migration(lamp: Case):
    with pytest.raises((IntegrityError, DatabaseError)), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_entry WHERE case_id = %s", [lamp.pk])


@pytest.mark.django_db
def test_words_are_still_found_after_the_newest_migration(lamp: Case):
    assert list(Case.objects.search(lamp.title.split()[0])) == [lamp]
