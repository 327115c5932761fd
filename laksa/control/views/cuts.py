# SPDX-License-Identifier: AGPL-3.0-or-later
"""The balance of a period as tables, each number with the list of cases behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from laksa.cases.rules import State
from laksa.city.models import book
from laksa.city.models.names import agency_name, category_name, village_name
from laksa.control.rules import Chosen
from laksa.control.views.tables import Cell, Row, Table, count_cell, share_cell, span_cell
from laksa.insight.models import Balance, Stuck
from laksa.insight.rules import OUTCOMES, Standing
from laksa.insight.rules.durations import TimesBy
from laksa.ui.rules import state_word

# What each cut is called in the filters of the list.
FILTERS = {"agency": "kantor", "village": "kelurahan", "category": "jenis", "severity": "berat", "channel": "kanal"}
NOTHING = Cell("–", "")
MARKS = {
    State.CONFIRMED: "confirmed",
    State.CLOSED: "closed",
    State.ANSWERED: "answered",
}


@dataclass(frozen=True)
class Lists:
    """Makes the addresses of the lists behind the figures of some days."""

    chosen: Chosen
    narrowed: dict[str, str] = field(default_factory=dict)

    def url(self, **narrowed: str) -> str:
        """Return the list of the cases received in these days that fit; ended ones too unless they are asked for as open."""
        period = self.chosen.period
        days = {"dari": period.since.isoformat() if period.since else "", "sampai": period.until.isoformat()}
        return self._address(days | {"tutup": "ya"} | self.narrowed | narrowed)

    def ended_url(self, state: State | None = None) -> str:
        """Return the list of the cases that ended in these days, in one way or in any."""
        period = self.chosen.period
        days = {"akhir_dari": period.since.isoformat() if period.since else "", "akhir_sampai": period.until.isoformat()}
        return self._address(days | {"status": state.value if state else "", "tutup": "ya"} | self.narrowed)

    def open_url(self, day: date) -> str:
        """Return the list of the cases that were open when a day ended."""
        return self._address({"terbuka": day.isoformat(), "tutup": "ya"} | self.narrowed)

    def _address(self, values: dict[str, str]) -> str:
        return "/meja/?" + urlencode({name: value for name, value in ({"lihat": "semua"} | values).items() if value})


def balance_table(found: Balance, lists: Lists) -> Table:
    """Return the parts of the balance in the order of the law of the house; open is split again."""
    rows = []
    standing = found.standing
    for state in OUTCOMES[:3]:
        rows.append(_outcome(state, standing, lists))
    open_cell = count_cell(standing.open, lists.url(tutup=""))
    rows.append(Row(_("Masih terbuka"), (open_cell,), "open", _("Belum selesai, atau dinyatakan selesai dan menunggu kata pelapor.")))
    for state, number in standing.open_states:
        rows.append(Row(state_word(state.value), (count_cell(number, lists.url(status=state.value, tutup="")),), is_part=True))
    for state in OUTCOMES[3:]:
        rows.append(_outcome(state, standing, lists))
    total = Row(_("Jumlah"), (count_cell(standing.total, lists.url()),))
    notes = tuple((row.label, row.meaning) for row in rows if row.meaning)
    return Table("neraca", _("Semua terhitung"), (_("Keadaan sekarang"), _("Laporan")), rows, total, notes=notes)


def _outcome(state: State, standing: Standing, lists: Lists) -> Row:
    meanings = {
        State.CONFIRMED: _("Pelapor, warga yang ikut, atau pemeriksa menyatakan sudah beres."),
        State.CLOSED: _("Kantor menyatakan selesai, tujuh hari tidak ada jawaban. Bukan “beres”."),
        State.ANSWERED: _("Pertanyaan, usul, dan terima kasih. Tidak dihitung sebagai perbaikan."),
        State.REJECTED: _("Dengan alasan dan petunjuk ke mana sebaiknya."),
        State.MERGED: _("Sama dengan laporan lain dan mengikutinya."),
        State.WITHDRAWN: _("Ditarik oleh pelapornya sendiri."),
    }
    mark = MARKS.get(state, "other")
    return Row(state_word(state.value), (count_cell(standing[state], lists.url(status=state.value)),), mark, meanings[state])


def flow_table(found: Balance, lists: Lists) -> Table:
    """Return what was open, came, ended, and is open: by when things happened, never mixed with the balance by day of receiving."""
    flow, period = found.flow, found.period
    before = lists.open_url(period.before().until) if period.since else ""
    rows = [Row(_("Terbuka sebelum masa ini"), (count_cell(flow.open_before, before),))]
    rows.append(Row(_("Masuk"), (count_cell(flow.came, lists.url()),)))
    ended = count_cell(flow.ended.total, lists.ended_url())
    if flow.ended.total:
        ended = replace(ended, text=f"−{ended.text}", raw=-flow.ended.total)
    rows.append(Row(_("Berakhir dalam masa ini"), (ended,)))
    for state in OUTCOMES:
        if flow.ended[state]:
            rows.append(Row(state_word(state.value), (count_cell(flow.ended[state], lists.ended_url(state)),), is_part=True))
    total = Row(_("Terbuka sesudahnya"), (count_cell(flow.open_after, lists.open_url(period.until)),))
    return Table("arus", _("Arus masa ini"), (_("Menurut hari masuk dan hari berakhir"), _("Laporan")), rows, total)


@dataclass(frozen=True)
class Beside:
    """What may stand beside each agency: its late cases of this moment, its times, and how many rows are wanted at most."""

    late: dict[str, int] | None = None
    times: TimesBy | None = None
    shown: int | None = None


def cut_table(name: str, found: Balance, lists: Lists, beside: Beside = Beside()) -> Table:
    """Return one cut of the balance: by agency, kelurahan, category, severity or channel, most late and most open first.

    With `shown` the other rows are added up as one.
    """
    label, title, head = CUT_WORDS[name]
    standings, late = found.by[name].by_key(), beside.late or {}
    keys = sorted({*standings, *late}, key=lambda key: (-late.get(key, 0), -standings.get(key, Standing()).open, label(key)))
    whole = beside.shown is None or len(keys) <= beside.shown + 1
    first, rest = (keys, []) if whole else (keys[: beside.shown], keys[beside.shown :])
    rows = [Row(label(key), _cells_of(key, standings, lists, beside, FILTERS[name])) for key in first]
    if rest:
        others = Standing.sum(standings.get(key, Standing()) for key in rest)
        cells = _standing_cells(others, None, {})
        cells += (count_cell(sum(late.get(key, 0) for key in rest)),) * (beside.late is not None)
        rows.append(Row(_("Lainnya (%(count)d)") % {"count": len(rest)}, cells + (NOTHING,) * (3 if beside.times else 0)))
    sums = _standing_cells(found.standing, lists, {})
    if beside.late is not None:
        sums += (count_cell(sum(late.values()), "/meja/?lihat=lewat", tone="late"),)
    sums += _times_cells(beside.times, None)
    return Table(FILTERS[name], title(), _heads(head(), beside), rows, Row(_("Jumlah"), sums))


def _heads(first: str, beside: Beside) -> tuple[str, ...]:
    heads = [first, _("Masuk"), _("Terbuka"), _("Dikonfirmasi"), _("Tanpa kata pelapor")]
    heads += [_("Lewat sekarang")] * (beside.late is not None)
    return tuple(heads + [_("Median"), _("9 dari 10"), _("Dalam janji")] * (beside.times is not None))


def _cells_of(key: str, standings: dict[str, Standing], lists: Lists, beside: Beside, filter_name: str) -> tuple[Cell, ...]:
    cells = _standing_cells(standings.get(key, Standing()), lists, {filter_name: key or "tidak"})
    if beside.late is not None:
        url = "/meja/?" + urlencode({"lihat": "lewat", filter_name: key})
        cells += (count_cell(beside.late.get(key, 0), url, tone="late"),)
    return cells + _times_cells(beside.times, key)


def _standing_cells(standing: Standing, lists: Lists | None, narrowed: dict[str, str]) -> tuple[Cell, ...]:
    """Return the four numbers of a line; without `lists` they lead nowhere."""
    asked: list[tuple[int, dict[str, str]]] = [(standing.total, {}), (standing.open, {"tutup": ""})]
    asked += [(standing[state], {"status": state.value}) for state in (State.CONFIRMED, State.CLOSED)]
    return tuple(count_cell(number, lists.url(**narrowed, **more) if lists and number else "") for number, more in asked)


def _times_cells(times: TimesBy | None, key: str | None) -> tuple[Cell, ...]:
    if times is None:
        return ()
    one = times.all if key is None else times.by_agency.get(key)
    if one is None:
        return (NOTHING,) * 3
    return span_cell(one.solved.median), span_cell(one.solved.ninth), share_cell(one.promised)


def kind_table(found: Balance, lists: Lists) -> Table:
    """Return complaints, wishes, questions and thanks apart, and emergencies as a part of them."""
    words = {"complaint": _("Pengaduan"), "aspiration": _("Aspirasi"), "question": _("Pertanyaan"), "appreciation": _("Apresiasi")}
    kinds = [(kind, found.kinds[kind]) for kind in words if kind in found.kinds]
    rows = [Row(words[kind], _standing_cells(standing, lists, {"macam": kind})) for kind, standing in kinds]
    rows.append(Row(_("termasuk bahaya"), _standing_cells(found.emergencies, lists, {"bahaya": "ya"}), is_part=True))
    heads = (_("Macam"), _("Masuk"), _("Terbuka"), _("Dikonfirmasi"), _("Tanpa kata pelapor"))
    return Table("macam", _("Menurut macam"), heads, rows, Row(_("Jumlah"), _standing_cells(found.standing, lists, {})))


def times_table(times: TimesBy) -> Table:
    """Return how quick: first answer and solution, by the wall clock and in office hours, and the promises kept."""
    every = times.all
    rows = [
        Row(_("Jawaban pertama"), (span_cell(every.answered.median), span_cell(every.answered.ninth), count_cell(every.answered.number))),
        Row(
            _("jam kerja"),
            (span_cell(every.answered_worked.median, is_worked=True), span_cell(every.answered_worked.ninth, is_worked=True), Cell("", "")),
            is_part=True,
        ),
        Row(_("Dinyatakan selesai"), (span_cell(every.solved.median), span_cell(every.solved.ninth), count_cell(every.solved.number))),
        Row(
            _("jam kerja"),
            (span_cell(every.solved_worked.median, is_worked=True), span_cell(every.solved_worked.ninth, is_worked=True), Cell("", "")),
            is_part=True,
        ),
    ]
    heads = (_("Sejak warga melapor"), _("Separuh dalam"), _("9 dari 10 dalam"), _("Laporan"))
    return Table("waktu", _("Berapa lama"), heads, rows)


def promises_table(times: TimesBy) -> Table:
    """Return the shares within the promise and within the law."""
    rows = [
        Row(_("Dalam janji (SOP)"), (share_cell(times.all.promised),)),
        Row(_("Dalam batas hukum"), (share_cell(times.all.lawful),)),
    ]
    return Table("janji", _("Janji dan hukum"), (_("Bagian"), _("Ditepati")), rows)


def stuck_table(stuck: list[Stuck], *, at_seconds: Callable[[Stuck], float], agency: str = "") -> Table:
    """Return for whom cases wait, and how long the longest has."""
    words = {State.AWAITING_DECISION: _("keputusan"), State.AWAITING_OUTSIDE: _("pihak luar")}
    rows = []
    for one in stuck:
        url = "/meja/?" + urlencode(
            {"lihat": "semua", "status": one.state.value, "tunggu": one.party or "tidak"} | ({"kantor": agency} if agency else {})
        )
        longest = span_cell(timedelta(seconds=at_seconds(one)))
        rows.append(Row(f"{one.party or _('belum disebut')} ({words[one.state]})", (count_cell(one.number, url), longest)))
    total = Row(_("Jumlah"), (count_cell(sum(one.number for one in stuck)), Cell("", "")))
    return Table("macet", _("Menunggu orang lain"), (_("Yang ditunggu"), _("Laporan"), _("Paling lama")), rows, total)


def _agency(slug: str) -> str:
    return agency_name(slug) if slug in book().agencies else slug


def _category(slug: str) -> str:
    return category_name(slug) if slug in book().categories else slug


def _village(code: str) -> str:
    if not code:
        return _("Tempat belum pasti")
    return village_name(code) if code in book().areas else code


def _severity(word: str) -> str:
    return {"ringan": _("Ringan"), "sedang": _("Sedang"), "berat": _("Berat")}.get(word, word)


def channel_word(name: str) -> str:
    """Return a channel's name as people say it."""
    words = {"web": _("Formulir"), "api": _("API"), "open311": "Open311", "official": _("Titipan pejabat"), "email": _("E-mail")}
    return words.get(name, name)


Word = Callable[[], str]
CUT_WORDS: dict[str, tuple[Callable[[str], str], Word, Word]] = {
    "agency": (_agency, lambda: _("Menurut kantor"), lambda: _("Kantor")),
    "village": (_village, lambda: _("Menurut kelurahan"), lambda: _("Kelurahan")),
    "category": (_category, lambda: _("Menurut jenis"), lambda: _("Jenis")),
    "severity": (_severity, lambda: _("Menurut beratnya"), lambda: _("Beratnya")),
    "channel": (channel_word, lambda: _("Menurut kanal"), lambda: _("Kanal")),
}
