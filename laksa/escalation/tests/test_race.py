# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two workers sweep at once; the database itself refuses a step that was written already."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from laksa.cases.actions import verify_log
from laksa.escalation.actions import sweep
from laksa.escalation.models import Step
from laksa.identity.models import User

WORKERS = 4


@pytest.mark.django_db(transaction=True)
def test_workers_that_sweep_at_once_tell_each_step_once(submit_report, budi, rina, kabid, kadis, dewi, at):
    User.objects.update(email="kabar@contoh.id")
    for _number in range(6):
        submit_report(at=at)
    later = at + timedelta(days=2)
    ready = threading.Barrier(WORKERS)

    def work(_number: int) -> None:
        try:
            ready.wait(timeout=10)
            sweep(at=later)
            sweep(at=later)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    sweep(at=later)

    steps = list(Step.objects.values_list("case", "subject", "ladder", "number", "nth"))
    assert len(steps) == len(set(steps)) > 0
    assert Step.objects.told().values("case").distinct().count() == 6
    assert list(verify_log()) == []


@pytest.mark.django_db
def test_the_database_refuses_the_same_step_twice(heavy_lamp, at):
    sweep(at=at + timedelta(days=1, hours=1))
    step = Step.objects.first()
    step.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        step.save(force_insert=True)
