# SPDX-License-Identifier: AGPL-3.0-or-later
"""What REST v1 answers, as the OpenAPI document describes it. More fields may come; these stay."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

State = Literal[
    "received", "triage", "assigned", "in_progress", "planned", "working", "awaiting_reporter", "awaiting_decision", "awaiting_outside",
    "resolved", "confirmed", "closed", "answered", "rejected", "merged", "withdrawn",
]  # fmt: skip
Stage = Literal["pengaduan", "proses", "pengerjaan", "selesai", "ditutup", "ditarik"]


class FaultOut(BaseModel):
    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457. `code` is a stable word for programs; `detail` and the messages are for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FaultOut]


class Reason(BaseModel):
    sign: str
    text: str


class Photo(BaseModel):
    url: str
    small_url: str
    role: str


class Entry(BaseModel):
    number: int
    at: str
    kind: str
    by: Literal["staff", "reporter", "partner", "system"]
    text: str


class Similar(BaseModel):
    code: str
    title: str
    state: State
    stage: Stage
    distance_m: int | None
    supporters: int
    url: str


class Standing(BaseModel):
    """Where a case stands."""

    code: str
    kind: str
    state: State
    stage: Stage
    category: str
    category_name: str
    agency: str
    agency_name: str
    severity: str
    is_emergency: bool
    received_at: str
    updated_at: str
    due_at: str | None
    url: str


class Created(Standing):
    """`token` opens the case for its reporter; it is shown to nobody else."""

    tracking_url: str
    token: str
    reasons: list[Reason]
    similar: list[Similar]
    is_outside: bool
    emergency_number: str | None


class CaseRow(Standing):
    title: str
    text: str
    lat: float | None
    lon: float | None
    village: str | None
    place: str
    promised_on: str | None
    ended_at: str | None
    is_late: bool
    is_example: bool
    supporters: int
    photos: list[Photo]


class Mine(BaseModel):
    """What only a holder of the case's link reads; `may` names what they may do now."""

    role: Literal["reporter", "supporter"]
    may: list[Literal["write", "confirm", "reopen", "rate", "withdraw"]]
    text: str
    rating: int | None
    merged_into: str | None


class Forecast(BaseModel):
    """Eight of ten of `cases` similar cases of the last year were solved in `low` to `high` units; `low` 0: in less than one."""

    cases: int
    low: int
    high: int
    unit: Literal["hour", "day"]
    text: str


class Held(BaseModel):
    """How long a party held the case; `confirming` is the time in which the reporter had the last word."""

    party: Literal["desk", "office", "reporter", "leader", "outside", "confirming"]
    name: str | None
    seconds: int


class CaseOut(CaseRow):
    """`replans` counts how often the promised day was moved; `waits_for` names whom the case waits for now.

    The shares in `held` are the time it was open. `forecast` is null under 20 similar cases.
    """

    replans: int
    waits_for: str | None
    waits_until: str | None
    forecast: Forecast | None
    held: list[Held]
    entries: list[Entry]
    mine: Mine | None


class CasePage(BaseModel):
    items: list[CaseRow]
    next_cursor: str | None


class Supported(BaseModel):
    """`token` is null when this contact had joined before: their link goes to that address."""

    code: str
    supporters: int
    tracking_url: str | None
    token: str | None


class Shown(BaseModel):
    entry: int
    photos: int


class Question(BaseModel):
    code: str
    text: str
    type: str
    options: list[str]
    is_required: bool


class Category(BaseModel):
    slug: str
    hashtag: str
    name: str
    name_id: str
    name_en: str
    group: str
    kind: str
    agency: str
    severity: str
    is_emergency: bool
    is_sealed: bool
    asks_location: bool
    asks_photo: bool
    questions: list[Question]


class Agency(BaseModel):
    slug: str
    name: str
    short_name: str
    kind: str
    parent: str | None
    area: str | None


class Area(BaseModel):
    code: str
    name: str
    kind: str
    parent: str | None
    lat: float
    lon: float


class Categories(BaseModel):
    items: list[Category]


class Agencies(BaseModel):
    items: list[Agency]


class Areas(BaseModel):
    items: list[Area]
    is_estimate: bool


class Named(BaseModel):
    code: str
    name: str


class Place(BaseModel):
    """Outside, `nearest` is the closest kelurahan and `neighbour` says whose place it is."""

    inside: bool
    village: Named | None
    district: Named | None
    nearest: Named
    distance_m: int
    neighbour: str | None
    is_estimate: bool


class Balance(BaseModel):
    """`total` is the sum of the others: every case is in exactly one of them."""

    total: int
    open: int
    confirmed: int
    closed: int
    answered: int
    rejected: int
    merged: int
    withdrawn: int


class CategoryBalance(Balance):
    category: str


class Figures(Balance):
    """Reports received from `since` until just before `until`, without those of secret categories."""

    since: str
    until: str
    by_category: list[CategoryBalance]
