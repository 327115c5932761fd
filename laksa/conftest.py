# SPDX-License-Identifier: AGPL-3.0-or-later
"""One cast for the whole project: the people of the invented city Kota Contoh, and one broken lamp.

Tests read as stories: Siti reports, Budi holds it, Wulan is on his team, Rina leads the agency, Joko is
a stranger from another office.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache as cache_of_results
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
import pytest_socket
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import AutoField, Model, QuerySet
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone, translation

from laksa.cases.actions import CheckedPhoto, Contact, Evidence, Submission, accept_case, assign_case, check_photo, submit
from laksa.cases.actions.handling import Owner
from laksa.cases.models import Case, Participant
from laksa.cases.rules import Identity
from laksa.city.actions import load_pack
from laksa.city.models import Book, City, book, forget_book, recall_book
from laksa.evidence.actions import issue_code
from laksa.evidence.rules import Capture
from laksa.gateways.pictures.drawing import draw
from laksa.identity.actions import create_staff
from laksa.identity.http import SURE_SINCE
from laksa.identity.models import User, actor_of, forget_shifts
from laksa.identity.rules import SYSTEM, Actor, ActorKind, PostFact, Role
from laksa.kernel.rows import insert_rows
from laksa.outbox.models import Message

AT = datetime(2026, 11, 24, 14, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
PASSWORD = "hujan-deras-di-kota-contoh"
# Rows of a case in one statement: SQLite binds no more than 32,766 values.
A_STATEMENT = 200
M = TypeVar("M", bound=Model)
# A process asks every two seconds whether another one has changed the book or a roster: on a slow machine that was a query more
# in the middle of a test. Here nobody else changes them.
for _name in ("laksa.city.models.book", "laksa.identity.models"):
    sys.modules[_name].LOOK_AGAIN_SECONDS = 3_600.0

# The same picture for the same words, as `draw` makes it, but drawn only once in a process.
drawn = cache_of_results(draw)


@pytest.fixture
def at() -> datetime:
    """Tuesday 24 November 2026, 14:05 in the city: a working day, in office hours."""
    return AT


@pytest.fixture
def socket_enabled() -> None:
    """Let the test talk to servers on this machine, and to nothing else."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)


# --- the database's own words ------------------------------------------------------------------------


def plan_of(asked: QuerySet[Any] | str, values: Sequence[Any] = ()) -> str:
    """Return how the database would answer a query (rows, or SQL with its values), one step a line."""
    statement, values = (asked, values) if isinstance(asked, str) else asked.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{'EXPLAIN' if connection.vendor == 'postgresql' else 'EXPLAIN QUERY PLAN'} {statement}", values or None)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def reads_whole(plan: str, table: str, *, alias: str = "U0") -> bool:
    """Tell whether a plan reads a table from its first row to its last; `alias` is its name inside a sub-query."""
    if connection.vendor == "postgresql":
        return f"Seq Scan on {table}" in plan
    return any(line.strip() in {f"SCAN {table}", f"SCAN {alias}"} for line in plan.splitlines())


def seek_indexes() -> None:
    """Let PostgreSQL, which reads a table of three rows whole, show for this test which index it would take."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def insert_copies(of: M, changes: Iterable[dict[str, Any]]) -> list[M]:
    """Write a row again and again, each time with other values of some columns, and return the new ones: a past of thousands in a moment."""
    facts = {field.attname: getattr(of, field.attname) for field in of._meta.concrete_fields if not isinstance(field, AutoField)}
    rows = [type(of)(**facts | changed) for changed in changes]
    for start in range(0, len(rows), A_STATEMENT):
        insert_rows(rows[start : start + A_STATEMENT])
    return rows


# --- the ground ------------------------------------------------------------------------------------


# The book of the invented city, once it is loaded: to read and compile it anew would be a fourth of every test.
_first_book: list[Book] = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the invented city once; every test begins with it, and with its book."""
    # The journeys have this fixture by another way, and ask a second time.
    if not _first_book:
        with django_db_blocker.unblock():
            _keep_flush_possible()
            load_pack(Path(settings.CITY), actor=SYSTEM, at=AT)
            _first_book.append(book())
    untouched = deepcopy(_first_book)
    yield
    assert _first_book == untouched, "a test has changed the book itself, which all others read"


@pytest.fixture(autouse=True)
def _fresh_book() -> Iterator[None]:
    """Forget what a test has read or changed of the reference data, the caches, and the language it spoke."""
    translation.activate(settings.LANGUAGE_CODE)
    _go_back_to_first_book()
    forget_shifts()
    yield
    _go_back_to_first_book()
    forget_shifts()
    cache.clear()
    photos = sys.modules.get("laksa.evidence.models.memory")
    if photos is not None:
        photos.forget_memory()


def _go_back_to_first_book() -> None:
    if _first_book:
        recall_book(_first_book[0])
    else:
        forget_book()


@pytest.fixture
def city(db: None) -> City:
    """The loaded city; loads it anew after a test that committed and was flushed away."""
    found = City.objects.first()
    if found is None:
        load_pack(Path(settings.CITY), actor=SYSTEM, at=AT)
        forget_book()
        found = City.objects.get()
    return found


# What the migrations wrote for Django's own use, and no test changes.
MADE_ONCE = {"auth_permission", "django_content_type"}


def _keep_flush_possible() -> None:
    """Let a test that commits be cleaned up, although the database itself refuses to delete entries."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def only_filled(self: Any, style: Any, tables: Sequence[str], **_wishes: Any) -> list[str]:
        # A hundred tables are quick to ask, and slow to empty.
        asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in sorted(set(tables) - MADE_ONCE)]
        with self.connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            return [f"DELETE FROM {name}" for (name,) in cursor.fetchall()]

    def flush_without_triggers(self: Any, statements: Sequence[str]) -> None:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
                flush(self, statements)
                return
            # Those that refuse, and those that would note each row as gone; the ones that keep the search index true have to see it.
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND (sql LIKE '%RAISE(%' OR name LIKE 'insight_%')")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(self, statements)
            for _name, sql in triggers:
                cursor.execute(sql)

    operations.sql_flush = only_filled  # type: ignore[method-assign]
    operations.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign]
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


# --- staff -----------------------------------------------------------------------------------------


def _staff(username: str, name: str, *posts: PostFact) -> User:
    found = User.objects.filter(username=username).first()
    return found or create_staff(
        username, name=name, password=PASSWORD, posts=list(posts), by=SYSTEM, at=datetime(2026, 1, 5, tzinfo=AT.tzinfo)
    )


@pytest.fixture
def as_actor() -> Callable[[User], Actor]:
    """Return what policies and actions need to know of a person: `as_actor(budi)`."""
    return lambda user: actor_of(user, at=AT)


@pytest.fixture
def staff(as_actor: Callable[[User], Actor]) -> Callable[[User], Actor]:
    """The same, as stories of cases say it: `staff(budi)`."""
    return as_actor


@pytest.fixture
def reporter() -> Callable[[Participant], Actor]:
    """Return the actor who holds a secret link: `reporter(siti)`."""
    return lambda person: Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=person.pk)


@pytest.fixture
def desk_of() -> Callable[[User], Client]:
    """Return a browser in which this person has signed in just now, at a desk or on a phone: `desk_of(budi)`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[SURE_SINCE] = timezone.now().timestamp()
        session.save()
        return client

    return sign_in


@pytest.fixture
def budi(city: City) -> User:
    """Budi, officer pju.1 of the lamp team of Dishub."""
    return _staff("pju.1", "Budi Santoso", PostFact(Role.OFFICER, agency_id="dishub", unit_id="tim-pju"))


@pytest.fixture
def wulan(city: City) -> User:
    """Wulan, officer pju.2 of the same team as Budi."""
    return _staff("pju.2", "Wulan Sari", PostFact(Role.OFFICER, agency_id="dishub", unit_id="tim-pju"))


@pytest.fixture
def rina(city: City) -> User:
    """Rina, admin of Dishub: hands out the agency's cases."""
    return _staff("admin.dishub", "Rina Marlina", PostFact(Role.AGENCY_ADMIN, agency_id="dishub"))


@pytest.fixture
def kabid(city: City) -> User:
    """The head of the lamp division of Dishub."""
    return _staff("kabid.pju", "Hendra Wijaya", PostFact(Role.DIVISION_HEAD, agency_id="dishub", unit_id="bidang-pju"))


@pytest.fixture
def kadis(city: City) -> User:
    """The head of Dishub."""
    return _staff("kadis.dishub", "Maya Kusuma", PostFact(Role.AGENCY_HEAD, agency_id="dishub"))


@pytest.fixture
def joko(city: City) -> User:
    """Joko, officer of another agency (DLH): a stranger to lamps."""
    return _staff("dlh.1", "Joko Prasetyo", PostFact(Role.OFFICER, agency_id="dlh"))


@pytest.fixture
def dewi(city: City) -> User:
    """Dewi at the city desk: triage, and the voice of offices outside the city."""
    return _staff("desk", "Dewi Anggraini", PostFact(Role.DESK, agency_id="upt-prk", unit_id="meja-kota"))


@pytest.fixture
def tono(city: City) -> User:
    """Tono, coordinator of the control room (TLR): decides what nobody takes."""
    return _staff("tlr", "Tono Haryanto", PostFact(Role.COORDINATOR, agency_id="upt-prk"))


@pytest.fixture
def lurah(city: City) -> User:
    """The head of the first kelurahan of the city."""
    village = next(area for area in book().areas.values() if area.kind == "village")
    return _staff(
        "lurah", "Asep Hidayat", PostFact(Role.VILLAGE_HEAD, agency_id=book().agency_by_area.get(village.code), area_id=village.code)
    )


@pytest.fixture
def camat(city: City) -> User:
    """The head of the first kecamatan of the city: leads the office of that district."""
    district = book().districts[0]
    return _staff(
        "camat", "Ratna Dewanti", PostFact(Role.AGENCY_HEAD, agency_id=book().agency_by_area.get(district.code), area_id=district.code)
    )


@pytest.fixture
def walikota(city: City) -> User:
    """The mayor: sees all, decides."""
    return _staff("walikota", "Surya Atmaja", PostFact(Role.LEADER))


@pytest.fixture
def operator(city: City) -> User:
    """The operator of 112: sees emergencies."""
    return _staff("operator112", "Nina Lestari", PostFact(Role.OPERATOR_112))


@pytest.fixture
def sari(city: City) -> User:
    """Sari, who keeps the system: administration pages, accounts, no cases."""
    return _staff("sysadmin", "Sari Utami", PostFact(Role.SYSADMIN))


def taken_on_site(case: Case, user: User, *, at: datetime = AT) -> Evidence:
    """What the page for after-photos sends along: a code issued to this person for this case a minute ago, the place, the time."""
    issued = issue_code(user.pk, case.code, at=at - timedelta(minutes=1))
    area = book().areas.get(case.village_id or "")
    lat, lon = (case.lat, case.lon) if case.lat is not None or area is None else (area.lat, area.lon)
    return Evidence(Capture(code=issued.code, lat=lat, lon=lon, accuracy_m=8, taken_at=at, phone_at=at))


# --- reports ---------------------------------------------------------------------------------------


@pytest.fixture
def submit_report(city: City) -> Callable[..., Case]:
    """Send a report as a resident would: `submit_report(text="…", village="…", channel="api")`."""
    count = 0

    def send(*, channel: str = "web", at: datetime = AT, key: str = "", **changes: Any) -> Case:
        nonlocal count
        count += 1
        values = {"text": "Lampu jalan mati sudah tiga hari, gelap sekali kalau malam", "hashtags": ("#PJU",)} | changes
        return submit(Submission(**values), channel=channel, at=at, idempotency_key=key or f"{channel}-{count}")

    return send


@pytest.fixture
def lamp(submit_report: Callable[..., Case]) -> Case:
    """A street lamp is out: Siti reported it by name, with an e-mail address, in the first kelurahan."""
    village = next(area for area in book().areas.values() if area.kind == "village")
    contact = Contact(name="Siti Aminah", email="siti@contoh.id", phone="+6281200000001")
    return submit_report(lat=village.lat, lon=village.lon, village=village.code, identity=Identity.NAMED, contact=contact)


@pytest.fixture
def siti(lamp: Case) -> Participant:
    """Siti, who reported the lamp: no account, but the secret link of her report (`siti.token`)."""
    return lamp.participants.get(role="reporter")


@pytest.fixture
def after_photo(at: datetime, settings: Any, tmp_path: Path) -> CheckedPhoto:
    """A photo of the lamp, burning again."""
    return check_photo(drawn("lamp", seed=1, after=True), file_name="sesudah.jpg", at=at)


@pytest.fixture
def held_lamp(lamp: Case, budi: User, rina: User) -> Case:
    """The lamp, held by Budi: Rina gave it to him and he took it on."""
    owner = Owner(agency="dishub", unit="tim-pju", holder_id=budi.pk)
    assign_case(lamp.pk, owner, actor=actor_of(rina, at=AT), at=AT)
    return accept_case(lamp.pk, actor=actor_of(budi, at=AT), at=AT)


class Outbox(Sequence["Message"]):
    """The messages written so far, oldest first, read anew at every look."""

    def _all(self) -> list[Message]:
        return list(Message.objects.order_by("pk"))

    def __getitem__(self, index: Any) -> Any:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())


@pytest.fixture
def outbox(db: None) -> Outbox:
    """What the city has told people: a list of messages."""
    return Outbox()
