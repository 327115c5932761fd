# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is it alive, is it ready, how is it: three addresses for machines that watch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from laksa.aftercare.models.balance import last_check
from laksa.cases.models import Case
from laksa.insight.models import Check
from laksa.kernel.models import Heartbeat
from laksa.outbox.models import Message

WORKER_SILENT_AFTER = timedelta(seconds=60)
MESSAGE_STUCK_AFTER = timedelta(minutes=15)
PLAIN = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    try:
        troubles = _troubles(timezone.now())
    except DatabaseError as error:
        # The class alone: a driver's message can hold the address and the account of the database.
        troubles = {"database": f"unreachable ({type(error).__name__})"}
    report = {"ready": not troubles, "troubles": troubles}
    return JsonResponse(report, status=503 if troubles else 200, headers={"Cache-Control": "no-store"})


def _troubles(at: datetime) -> dict[str, str]:
    """Return what keeps the house from doing its work, by the part it is about; empty when all is well."""
    if missing := missing_migrations():
        # Without its tables nothing below can be asked.
        return {"migrations": f"{missing} not applied; run laksa migrate"}
    troubles = {}
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None or at - beat.at > WORKER_SILENT_AFTER:
        silent = f"silent for {(at - beat.at).total_seconds():.0f} s" if beat else "has never run"
        troubles["worker"] = f"{silent}; reports go in, messages wait"
    oldest = _oldest_waiting(at)
    if oldest > MESSAGE_STUCK_AFTER:
        troubles["outbox"] = f"a message has been waiting for {oldest.total_seconds() / 60:.0f} minutes"
    return troubles


def missing_migrations() -> int:
    """Return how many migrations the database lacks."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sum(key not in applied for key in _known_migrations())


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations this version knows; read from disk once, since they can't change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _oldest_waiting(at: datetime) -> timedelta:
    due = Message.objects.waiting().filter(not_before__lte=at).order_by("not_before").values_list("not_before", flat=True).first()
    return at - due if due else timedelta()


@dataclass(frozen=True)
class Gauge:
    """One figure: its name, what it means, its value, by labels."""

    name: str
    meaning: str
    value: float
    labels: str = ""


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    lines: list[str] = []
    for gauge in _gauges(at):
        head = f"# HELP {gauge.name} {gauge.meaning}"
        if head not in lines:
            lines += [head, f"# TYPE {gauge.name} gauge"]
        lines.append(f"{gauge.name}{gauge.labels} {gauge.value:g}")
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN, headers={"Cache-Control": "no-store"})


def _gauges(at: datetime) -> Iterator[Gauge]:
    """Yield figures that small indexes answer: a scrape every few seconds must cost nothing."""
    beat = Heartbeat.objects.filter(name="worker").first()
    yield Gauge("laksa_worker_silent_seconds", "Seconds since the worker last said it is alive; -1: never", _silence(beat, at))
    yield Gauge("laksa_outbox_waiting", "Messages not yet sent", Message.objects.waiting().count())
    yield Gauge("laksa_outbox_oldest_seconds", "Age of the oldest message that is due", _oldest_waiting(at).total_seconds())
    yield Gauge("laksa_outbox_dead", "Messages given up; see the administration pages", Message.objects.parked().count())
    for queue in settings.TASKS["default"]["QUEUES"]:
        waiting = DBTaskResult.objects.ready().filter(queue_name=queue).count()
        yield Gauge("laksa_jobs_waiting", "Jobs ready to run, by queue", waiting, f'{{queue="{queue}"}}')
    yield Gauge("laksa_cases_open", "Cases that somebody still has to do something about", Case.objects.open().count())
    yield Gauge("laksa_cases_overdue", "Open cases whose next date has passed", Case.objects.overdue(at).count())
    yield Gauge("laksa_figures_balance", "Whether the last recount agreed: 1 yes, 0 no; -1: never counted", _balance())


def _balance() -> float:
    sums, stories = Check.objects.order_by("-at").first(), last_check()
    return -1 if sums is None or stories is None else float(sums.holds and stories.balances)


def _silence(beat: Heartbeat | None, at: datetime) -> float:
    return (at - beat.at).total_seconds() if beat else -1
