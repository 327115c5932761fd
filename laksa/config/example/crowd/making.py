# SPDX-License-Identifier: AGPL-3.0-or-later
"""From an order to rows: each chunk is made alone, and the same order makes the same rows in whichever process."""

from __future__ import annotations

import json
from bisect import bisect
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from laksa.cases.actions.story import next_due
from laksa.cases.models import GENESIS, Case, Entry, Participant, Photo
from laksa.cases.models.entry import digest_body, hash_values, instant
from laksa.cases.models.participant import derive_token
from laksa.cases.rules import AWAITING, OPEN, Identity, State, cell_of
from laksa.city.models import book
from laksa.config.example.crowd.endings import PUBLIC, REPORTER, Ending, Step, endings
from laksa.config.example.crowd.models import Address, Model, make_addresses, make_models
from laksa.config.example.people import Staff
from laksa.identity.rules import SYSTEM, ActorKind
from laksa.kernel.ids import ALPHABET, FREE_SIGNS, digest_token, write_code

CHUNK = 2_000
MODELS = 1_200
ADDRESSES = 400
# Room for the numbers of each case's people and entries: gaps between numbers do no harm.
PEOPLE_ROOM, ENTRY_ROOM = 4, 12
CASES_A_YEAR = 100_000
CODES = len(ALPHABET) ** FREE_SIGNS
STEP = 7_368_787  # no multiple of 29, so that every index has a code of its own
SHIFT_DEGREES = 0.0012
CHANNELS = ("web", "web", "web", "web", "web", "api", "open311")
IDENTITIES = (Identity.NAMED.value, Identity.HIDDEN.value, Identity.ANONYMOUS.value, Identity.ANONYMOUS.value)
OUTSIDE, LEADER = "PLN", "Wali Kota"
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Order:
    """What is wanted: how many cases up to now, how many of the newest still open, and where numbering begins."""

    number: int
    still_open: int
    seed: int
    now: datetime
    first_case: int = 1
    first_person: int = 1
    first_entry: int = 1

    @property
    def span(self) -> timedelta:
        return timedelta(days=max(60, 365 * self.number / CASES_A_YEAR))

    @property
    def chunks(self) -> int:
        return -(-self.number // CHUNK)


@dataclass
class Rows:
    """The rows of one chunk, in the order of the tables' columns."""

    cases: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    photos: list[Row] = field(default_factory=list)

    def tables(self) -> list[tuple[Any, list[Row]]]:
        """Return models with their rows; what is pointed at comes first."""
        return [(Case, self.cases), (Participant, self.people), (Entry, self.entries), (Photo, self.photos)]


def columns_of(model: Any) -> list[str]:
    """Return the columns that rows of a model are written in; the number of a photo is the database's to give."""
    return [one.column for one in model._meta.concrete_fields if not (model is Photo and one.primary_key)]


class Crowd:
    """All that chunks are made from: models, addresses, and the codes that are taken."""

    def __init__(self, order: Order, staff: Staff, *, taken: frozenset[str] = frozenset()) -> None:
        rng = Random(order.seed)
        self.order, self.taken = order, taken
        self.models = make_models(min(MODELS, order.number), staff, rng, now=order.now)
        self.weights = list(accumulate(rng.paretovariate(1.3) for _ in self.models))
        self.addresses: list[Address] = make_addresses(ADDRESSES, rng)
        self.columns = {model: columns_of(model) for model in (Case, Participant, Entry, Photo)}
        self.blank: dict[str, Any] = {str(one.column): one.get_default() for one in Case._meta.concrete_fields} | {"answers": "{}"}
        self.prefix = book().city.code_prefix

    def rows(self, chunk: int) -> Rows:
        """Return the rows of a chunk."""
        rng, rows = Random(f"{self.order.seed}-{self.order.first_case}-{chunk}"), Rows()
        mains: dict[str, tuple[int, str]] = {}
        for index in range(chunk * CHUNK, min((chunk + 1) * CHUNK, self.order.number)):
            _Making(self, rows, rng, index).make(mains)
        return rows

    def pick(self, rng: Random) -> Model:
        return self.models[bisect(self.weights, rng.random() * self.weights[-1], hi=len(self.models) - 1)]

    def code(self, index: int) -> str:
        """Return the code of the case of this index; one that is taken is passed over."""
        while True:
            number, signs = (index * STEP + self.order.seed) % CODES, ""
            for _sign in range(FREE_SIGNS):
                number, sign = divmod(number, len(ALPHABET))
                signs += ALPHABET[sign]
            code = write_code(self.prefix, signs)
            if code not in self.taken:
                return code
            index += self.order.number


class _Making:
    """One case on its way into rows."""

    def __init__(self, crowd: Crowd, rows: Rows, rng: Random, index: int) -> None:
        order = crowd.order
        self.crowd, self.rows, self.rng, self.index = crowd, rows, rng, index
        self.model = crowd.pick(rng)
        self.is_open = index >= order.number - order.still_open
        self.pk, self.code = order.first_case + index, crowd.code(index)
        self.person, self.count, self.head = order.first_person + index * PEOPLE_ROOM, 0, GENESIS(self.code)
        # Every month as busy as any other, so that a longer history is only longer.
        self.at = self.received = order.now - order.span * ((order.number - index) / order.number)
        self.hand = rng.choice(self.model.hands)

    def make(self, mains: dict[str, tuple[int, str]]) -> None:
        """Write the rows of the case; `mains` are the cases of this chunk that others can be merged into."""
        model, rng = self.model, self.rng
        ending = rng.choice(endings(model.facts["kind"], is_open=self.is_open))
        main = mains.get(model.facts["category_id"])
        if ending.state is State.MERGED and main is None:
            ending = endings(model.facts["kind"], is_open=False)[0]
        identity, channel = rng.choice(IDENTITIES), rng.choice(CHANNELS)
        values = self.crowd.blank | model.facts | {"id": self.pk, "code": self.code, "identity": identity, "channel": channel}
        values |= {"received_at": self.received, "decision": model.decision_text}
        reporter = self._person(Participant.REPORTER, identity)
        self._entry("received", REPORTER, model.text, {"channel": channel, "hashtags": []}, person=reporter)
        self._entry("routed", PUBLIC, "", model.decision, who="system")
        self._place(values)
        self._set_dates(values)
        if not model.facts["is_sealed"] and rng.random() < 0.08:
            self._be_joined(values)
        self._live(ending, values, main)
        if ending.state in {State.CONFIRMED, State.CLOSED}:
            mains[model.facts["category_id"]] = (self.pk, self.code)
        self.rows.cases.append(tuple(values[name] for name in self.crowd.columns[Case]))
        if rng.random() < 0.02:
            self._photo()

    def _place(self, values: dict[str, Any]) -> None:
        if values["lat"] is not None:
            lat, lon = (values[name] + self.rng.uniform(-SHIFT_DEGREES, SHIFT_DEGREES) for name in ("lat", "lon"))
            values |= {"lat": lat, "lon": lon, "cell": cell_of(lat, lon)}

    def _set_dates(self, values: dict[str, Any]) -> None:
        for name, limit in zip(("verify_due_at", "respond_due_at", "resolve_due_at"), self.model.limits, strict=True):
            values[name] = None if limit is None else self.received + limit

    def _be_joined(self, values: dict[str, Any]) -> None:
        for number in range(1, self.rng.choice((1, 1, 1, 2, 3)) + 1):
            self.at += (self.crowd.order.now - self.at) * 0.001
            person = self._person(Participant.SUPPORTER, Identity.ANONYMOUS.value)
            self._entry("joined", PUBLIC, "", {"supporters": number}, person=person)
            values["supporters"] = number

    def _live(self, ending: Ending, values: dict[str, Any], main: tuple[int, str] | None) -> None:
        """Take the steps of an ending, none of them after now, and write where the case stands."""
        now = self.crowd.order.now
        waits = [timedelta(hours=self.rng.uniform(*step.hours)) for step in ending.steps]
        room = (now - self.at) * 0.95
        share = min(1.0, room / sum(waits, timedelta(hours=1)))
        for step, wait in zip(ending.steps, waits, strict=True):
            self.at += wait * share
            self._take(step, values, main)
        is_open = ending.state in OPEN
        values |= {"state": ending.state.value, "state_since": self.at, "updated_at": self.at, "is_open": is_open}
        values |= {"ended_at": None if is_open else self.at, "entry_count": self.count, "head": self.head}
        if ending.state in AWAITING:
            values["resume_state"] = State.IN_PROGRESS.value
        if ending.state is State.CONFIRMED and self.rng.random() < 0.4:
            values["rating"] = self.rng.choice((5, 5, 4, 4, 3, 2))
        if is_open:
            values["due_at"] = next_due(Case(**{one.attname: values[str(one.column)] for one in Case._meta.concrete_fields}))

    def _take(self, step: Step, values: dict[str, Any], main: tuple[int, str] | None) -> None:
        hand, until = self.hand[0], self.crowd.order.now + timedelta(days=self.rng.uniform(0.5, 6))
        data = _facts(step.kind, hand=hand, main=main, until=until)
        self._entry(step.kind, step.visibility, self.rng.choice(step.words), data, who=step.who)
        values |= _changes(step.kind, hand=hand, main=main, at=self.at, until=until)
        if step.who == "office" and step.visibility != "internal" and step.kind not in {"accepted", "merged"}:
            values["responded_at"] = values["responded_at"] or self.at

    def _person(self, role: str, identity: str) -> int:
        seed = self.rng.randbytes(16).hex()
        name, email, index = ("", "", "") if identity == Identity.ANONYMOUS else self.rng.choice(self.crowd.addresses)
        values = {
            "id": self.person,
            "case_id": self.pk,
            "role": role,
            "identity": identity,
            "name": name,
            "phone": "",
            "email": email,
            "email_index": index,
            "phone_index": "",
            "language": "id",
            "channel": "web",
            "seed": seed,
            "token_digest": digest_token(derive_token(seed)),
            "user_id": None,
            "is_muted": False,
            "joined_at": self.at,
            "claimed_at": None,
        }
        self.rows.people.append(tuple(values[name] for name in self.crowd.columns[Participant]))
        self.person += 1
        return self.person - 1

    def _entry(
        self, kind: str, visibility: str, body: str, data: dict[str, Any], *, who: str = "reporter", person: int | None = None
    ) -> None:
        self.count += 1
        actor, label, user = self._actor(who)
        salt = self.rng.randbytes(16).hex()
        digest, before = digest_body(salt, body), self.head
        self.head = hash_values([before, self.count, instant(self.at), actor, label, user, kind, visibility, digest, data])
        values = {
            "id": self.crowd.order.first_entry + self.index * ENTRY_ROOM + self.count,
            "case_id": self.pk,
            "number": self.count,
            "at": self.at,
            "actor_kind": actor,
            "actor_label": label,
            "user_id": user,
            "participant_id": person,
            "kind": kind,
            "visibility": visibility,
            "body": body,
            "salt": salt,
            "body_digest": digest,
            "data": self.model.decision_text if data is self.model.decision else json.dumps(data),
            "prev_hash": before,
            "hash": self.head,
        }
        self.rows.entries.append(tuple(values[name] for name in self.crowd.columns[Entry]))

    def _actor(self, who: str) -> tuple[str, str, int | None]:
        if who == "office":
            return ActorKind.STAFF.value, self.hand[1], self.hand[0]
        if who == "system":
            return ActorKind.SYSTEM.value, SYSTEM.label, None
        return ActorKind.REPORTER.value, "Pelapor", None

    def _photo(self) -> None:
        values = {
            "case_id": self.pk,
            "entry_id": self.crowd.order.first_entry + self.index * ENTRY_ROOM + 1,
            "role": Photo.REPORT,
            "state": Photo.READY,
            "name": self.rng.randbytes(16).hex(),
            "media_type": "image/jpeg",
            "size": 48_000,
            "width": 960,
            "height": 720,
            "sha256": self.rng.randbytes(32).hex(),
            "taken_at": None,
            "is_internal": False,
            "tries": 1,
            "added_at": self.received,
            # Its file was never written, so nobody must look for one to print.
            "has_print": True,
        }
        self.rows.photos.append(tuple(values[name] for name in self.crowd.columns[Photo]))


def _facts(kind: str, *, hand: int | None, main: tuple[int, str] | None, until: datetime) -> dict[str, Any]:
    """Return what the entry of a step holds."""
    held: dict[str, dict[str, Any]] = {
        "accepted": {"holder": hand},
        "resolved": {"photos": 0},
        "planned": {"promised_on": until.date().isoformat(), "earlier": "", "replans": 0},
        "asked": {"until": until.isoformat()},
        "referred": {"to": OUTSIDE, "until": until.isoformat()},
        "decision_requested": {"of": LEADER, "until": until.isoformat()},
        "rejected": {"where_to": "Sampaikan kepada pemilik lahannya."},
        "merged": {"into": main[1] if main else ""},
    }
    return held.get(kind, {})


def _changes(kind: str, *, hand: int | None, main: tuple[int, str] | None, at: datetime, until: datetime) -> dict[str, Any]:
    """Return the columns of the case that a step sets."""
    changed: dict[str, dict[str, Any]] = {
        "accepted": {"holder_id": hand},
        "resolved": {"resolved_at": at},
        "planned": {"promised_on": until.date()},
        "asked": {"asked_until": until},
        "referred": {"asked_until": until, "waits_for": OUTSIDE},
        "decision_requested": {"asked_until": until, "waits_for": LEADER},
        "merged": {"merged_into_id": main[0] if main else None, "resume_state": State.ASSIGNED.value},
    }
    return changed.get(kind, {})
