# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list or an office's points as a file: asked for, made by a job, fetched within a day by whoever asked, then deleted."""

from __future__ import annotations

import csv
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from laksa.cases.models import Case, CaseQuerySet
from laksa.identity.models import actor_of
from laksa.identity.rules import Actor
from laksa.insight.actions import export_months, packed
from laksa.insight.models import PointMonth
from laksa.insight.models.points import still_open
from laksa.insight.policies import may_take_month
from laksa.kernel.errors import MoveRefused, Refused
from laksa.kernel.events import record
from laksa.kernel.jobs import enqueue_many
from laksa.kernel.limits import Limit, spend
from laksa.kernel.permissions import require
from laksa.workspace.models.columns import COLUMNS, headings, row_of
from laksa.workspace.models.exports import Export, ExportState
from laksa.workspace.models.inbox import listed
from laksa.workspace.models.people import names_of
from laksa.workspace.policies import may_fetch_export
from laksa.workspace.rules import QUERY_LIMIT, read_filters
from laksa.workspace.rules.exports import plain_cell

KEPT = timedelta(hours=24)
STEP = 1_000
MOST_ROWS = 200_000
PEOPLE_A_STEP = 100
ASKS_A_PERSON = Limit("export-person", 20, 3_600)
MAKE = "laksa.workspace.tasks.make_export"


@transaction.atomic
def ask_for_export(query: str, form: str, *, actor: Actor, at: datetime) -> Export:
    """Ask for the list of an address as a file; the job is written with it. Raises Refused for an unknown form, TooMany past 20 an hour."""
    if form not in WRITERS:
        raise Refused(_("Pilih CSV atau XLSX."), field="form")
    return _ask(Export(user_id=actor.user_id or 0, query=query[:QUERY_LIMIT], form=form), actor=actor, at=at)


@transaction.atomic
def ask_for_points(agency: str, month: date, *, actor: Actor, at: datetime) -> Export:
    """Ask for the closed month of a whole office, signed. Raises PermissionDenied, MoveRefused while it is open, TooMany past 20 an hour."""
    require(may_take_month, actor, agency)
    if not PointMonth.objects.filter(month=month, agency=agency).exists() or still_open(month).exists():
        raise MoveRefused(_("Bulan ini belum ditutup."), code="open")
    query = urlencode({"kantor": agency, "bulan": f"{month:%Y-%m}"})
    return _ask(Export(user_id=actor.user_id or 0, what="points", query=query, form="zip"), actor=actor, at=at)


def _ask(export: Export, *, actor: Actor, at: datetime) -> Export:
    spend(ASKS_A_PERSON, str(actor.user_id), at=at)
    export.asked_at, export.expires_at = at, at + KEPT
    require(may_fetch_export, actor, export)
    export.save(force_insert=True)
    enqueue_many(MAKE, [{"export_id": export.pk}])
    data = {"what": export.what, "query": export.query, "form": export.form}
    record(f"workspace.export:{export.pk}", "export.asked", by=actor, at=at, data=data)
    return export


def make_export(export_id: int, *, at: datetime) -> None:
    """Make the file; a second call makes nothing. What the asker may see is asked again at this moment."""
    begun = Export.objects.filter(pk=export_id, state__in=[ExportState.WAITING, ExportState.RUNNING]).update(
        state=ExportState.RUNNING, done=0
    )
    if not begun:
        return
    export = Export.objects.select_related("user").get(pk=export_id)
    try:
        name, size, done = _make_points(export, at=at) if export.what == "points" else _make_list(export, at=at)
    except OSError:  # a full disk: nobody shall wait for it
        Export.objects.filter(pk=export_id, state=ExportState.RUNNING).update(state=ExportState.FAILED)
        raise
    state = {"state": ExportState.READY, "name": name, "size": size, "done": done, "ready_at": at}
    if not Export.objects.filter(pk=export_id, state=ExportState.RUNNING).update(**state):
        default_storage.delete(name)  # another worker was quicker


def _make_list(export: Export, *, at: datetime) -> tuple[str, int, int]:
    cases = _cases(export, at=at)
    total = cases.count()
    Export.objects.filter(pk=export.pk).update(total=min(total, MOST_ROWS), is_cut=total > MOST_ROWS)
    return _make_file(export, _rows(cases, export.pk, at=at))


def _make_points(export: Export, *, at: datetime) -> tuple[str, int, int]:
    """Make the parcel of an office's month: JSON, CSV, their signatures, the key. Empty for who may not have it any more."""
    agency, month = export.office_month
    may = export.user.is_active and may_take_month(actor_of(export.user, at=at), agency)
    months = PointMonth.objects.filter(month=month, agency=agency if may else "-").order_by("nip", "pk")
    total = months.count()
    Export.objects.filter(pk=export.pk).update(total=total)
    content = packed(export_months(_counted(months.iterator(), export.pk), name=f"kinerja-{agency}-{month:%Y-%m}"))
    return default_storage.save(f"exports/{secrets.token_hex(16)}.zip", ContentFile(content)), len(content), total


def _counted(months: Iterator[PointMonth], export_id: int) -> Iterator[PointMonth]:
    for done, month in enumerate(months):
        if done % PEOPLE_A_STEP == 0:
            Export.objects.filter(pk=export_id).update(done=done)
        yield month


def _make_file(export: Export, rows: Iterator[list[Any]]) -> tuple[str, int, int]:
    """Return where the file lies, its size, and how many rows it has."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"daftar.{export.form}"
        done = WRITERS[export.form](path, rows)
        with path.open("rb") as file:
            name = default_storage.save(f"exports/{secrets.token_hex(16)}.{export.form}", File(file))
        return name, path.stat().st_size, done


def _cases(export: Export, *, at: datetime) -> CaseQuerySet:
    """Return what the list holds for whoever asked; nothing for an account that was closed meanwhile."""
    if not export.user.is_active:
        return Case.objects.none()
    return listed(read_filters(QueryDict(export.query)), actor=actor_of(export.user, at=at), at=at)


def _rows(cases: CaseQuerySet, export_id: int, *, at: datetime) -> Iterator[list[Any]]:
    """Yield the rows, oldest first, by the thousand; each step says how far it is."""
    last, done = 0, 0
    fields = [field for column in COLUMNS for field in column.reads]
    while done < MOST_ROWS:
        step = list(cases.filter(pk__gt=last).order_by("pk").only("pk", *fields)[: min(STEP, MOST_ROWS - done)])
        if not step:
            return
        names = names_of(case.holder_id for case in step)
        yield from (row_of(case, names, at=at) for case in step)
        last, done = step[-1].pk, done + len(step)
        Export.objects.filter(pk=export_id).update(done=done)


def _write_csv(path: Path, rows: Iterator[list[Any]]) -> int:
    """Write for a spreadsheet: no cell can be a formula, times are the city's, with the mark by which Excel knows UTF-8."""
    count = 0
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(headings())
        for row in rows:
            writer.writerow([plain_cell(value) for value in row])
            count += 1
    return count


def _write_xlsx(path: Path, rows: Iterator[list[Any]]) -> int:
    """Write a workbook row by row, so that its length costs no memory; words are words, never formulas or links."""
    # Here and not above: 15 MB that every web process and worker would carry from its start on.
    import xlsxwriter

    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options | {"remove_timezone": True}) as book:
        sheet = book.add_worksheet("Laksa")
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings()):
            sheet.write_string(0, place, heading, bold)
            sheet.set_column(place, place, COLUMNS[place].width)
        for count, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write_cell(sheet, count, place, value, moment)
    return count


def _write_cell(sheet: Any, row: int, place: int, value: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, place, timezone.localtime(value).replace(tzinfo=None), moment)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(value))


WRITERS: dict[str, Callable[[Path, Iterator[list[Any]]], int]] = {"csv": _write_csv, "xlsx": _write_xlsx}


def open_export(export: Export, *, actor: Actor, at: datetime) -> File[bytes]:
    """Return the file to be sent, with a line in the audit; raise MoveRefused when it is not ready or its day is over."""
    require(may_fetch_export, actor, export)
    if not export.can_be_fetched(at):
        raise MoveRefused(_("Berkas ini belum siap atau sudah dihapus. Minta sekali lagi."), code="ended")
    record(f"workspace.export:{export.pk}", "export.fetched", by=actor, at=at, data={"rows": export.done})
    return default_storage.open(export.name)


def delete_old_exports(*, at: datetime) -> int:
    """Delete the files whose day is over; return how many."""
    old: Sequence[Export] = list(Export.objects.filter(expires_at__lte=at).order_by("expires_at")[:500])
    for export in old:
        if export.name:
            default_storage.delete(export.name)
        export.delete()
    return len(old)


__all__ = ["ask_for_export", "ask_for_points", "delete_old_exports", "make_export", "open_export"]
