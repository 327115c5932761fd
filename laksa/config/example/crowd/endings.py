# SPDX-License-Identifier: AGPL-3.0-or-later
"""What becomes of each of the crowd, as a table: the entries that follow the report, and the state they end in."""

from __future__ import annotations

from dataclasses import dataclass

from laksa.cases.rules import Kind, State, Visibility

PUBLIC, REPORTER, INTERNAL = Visibility.PUBLIC.value, Visibility.REPORTER.value, Visibility.INTERNAL.value


@dataclass(frozen=True)
class Step:
    """One entry: what happens, who may read it, who does it, so many hours after the one before, in which words."""

    kind: str
    visibility: str
    who: str  # office, reporter or system
    hours: tuple[float, float]
    words: tuple[str, ...] = ("",)


ACCEPT = Step("accepted", PUBLIC, "office", (0.5, 20))
REPLY = Step(
    "reply",
    PUBLIC,
    "office",
    (0.1, 4),
    (
        "Terima kasih, Bapak/Ibu. Petugas kami meninjau lokasi hari ini dan hasilnya kami tulis di sini.",
        "Laporan sudah kami terima dan masuk daftar kerja pekan ini.",
        "Sudah kami catat. Mohon tidak mendekati lokasi sampai petugas datang.",
    ),
)
NOTE = Step("note", INTERNAL, "office", (0.1, 8), ("Bahan diambil dari gudang.", "Sudah dicek, wewenang kota."))
START = Step("started", PUBLIC, "office", (2, 60))
RESOLVE = Step(
    "resolved",
    PUBLIC,
    "office",
    (1, 40),
    ("Sudah selesai dikerjakan. Mohon dilihat.", "Sudah beres tadi siang, terima kasih sudah mengabari."),
)
CONFIRM = Step("confirmed", PUBLIC, "reporter", (1, 90), ("", "", "Sudah beres, terima kasih."))
CLOSE = Step("closed", PUBLIC, "system", (168, 169))
ANSWER = Step("answered", PUBLIC, "office", (2, 60), ("Terima kasih. Syarat dan langkahnya ada di halaman layanan, tanpa biaya.",))
REJECT = Step("rejected", REPORTER, "office", (4, 80), ("Setelah diperiksa, tempat ini di luar wewenang kota.",))
WITHDRAW = Step("withdrawn", REPORTER, "reporter", (1, 40), ("Sudah beres sendiri.",))
MERGE = Step("merged", PUBLIC, "office", (1, 20), ("Tempat dan masalahnya sama.",))
PLAN = Step("planned", PUBLIC, "office", (2, 30), ("Dikerjakan pada tanggal ini.",))
ASK = Step("asked", REPORTER, "office", (0.5, 5), ("Bapak/Ibu, di sisi mana tepatnya?",))
REFER = Step("referred", PUBLIC, "office", (1, 20), ("Menunggu pekerjaan pihak luar lebih dulu.",))
REQUEST = Step("decision_requested", PUBLIC, "office", (2, 30))


@dataclass(frozen=True)
class Ending:
    """A state and the steps that lead to it; `parts` of a hundred ended (or open) cases of its kind end so."""

    state: State
    steps: tuple[Step, ...]
    parts: int


ENDED_FAULTS = (
    Ending(State.CONFIRMED, (ACCEPT, RESOLVE, CONFIRM), 14),
    Ending(State.CONFIRMED, (ACCEPT, REPLY, RESOLVE, CONFIRM), 30),
    Ending(State.CLOSED, (ACCEPT, REPLY, RESOLVE, CLOSE), 22),
    Ending(State.CLOSED, (RESOLVE, CLOSE), 10),
    Ending(State.REJECTED, (ACCEPT, REJECT), 9),
    Ending(State.MERGED, (MERGE,), 9),
    Ending(State.WITHDRAWN, (WITHDRAW,), 6),
)
ENDED_WISHES = (Ending(State.ANSWERED, (ACCEPT, ANSWER), 60), Ending(State.ANSWERED, (ANSWER,), 40))
OPEN = (
    Ending(State.TRIAGE, (), 6),
    Ending(State.ASSIGNED, (), 24),
    Ending(State.IN_PROGRESS, (ACCEPT,), 10),
    Ending(State.IN_PROGRESS, (ACCEPT, REPLY), 14),
    Ending(State.IN_PROGRESS, (ACCEPT, REPLY, NOTE), 4),
    Ending(State.PLANNED, (ACCEPT, REPLY, PLAN), 12),
    Ending(State.WORKING, (ACCEPT, REPLY, START), 10),
    Ending(State.AWAITING_REPORTER, (ACCEPT, ASK), 4),
    Ending(State.AWAITING_OUTSIDE, (ACCEPT, REPLY, REFER), 4),
    Ending(State.AWAITING_DECISION, (ACCEPT, REPLY, REQUEST), 2),
    Ending(State.RESOLVED, (ACCEPT, REPLY, RESOLVE), 10),
)
OPEN_WISHES = (Ending(State.ASSIGNED, (), 60), Ending(State.IN_PROGRESS, (ACCEPT,), 40))


def endings(kind: str, *, is_open: bool) -> tuple[Ending, ...]:
    """Return how a case of this kind can stand, in proportion: each ending as often as its parts."""
    return _SPREAD[kind == Kind.COMPLAINT, is_open]


_SPREAD = {
    (True, False): tuple(one for one in ENDED_FAULTS for _ in range(one.parts)),
    (False, False): tuple(one for one in ENDED_WISHES for _ in range(one.parts)),
    (True, True): tuple(one for one in OPEN for _ in range(one.parts)),
    (False, True): tuple(one for one in OPEN_WISHES for _ in range(one.parts)),
}
