# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms that say whose a case is, how heavy it is and where."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laksa.cases import actions
from laksa.cases.actions.handling import Owner, Spot
from laksa.cases.models import Case
from laksa.cases.policies import CHIEFS, may_triage
from laksa.cases.rules import Severity
from laksa.city.models import book
from laksa.city.models.names import category_name, office_name
from laksa.kernel.errors import Refused
from laksa.workspace.forms.base import CaseForm, words_field
from laksa.workspace.models.people import Worker, owner_for, workers_of

SEVERITIES = [
    (Severity.LIGHT.value, gettext_lazy("Ringan")),
    (Severity.MEDIUM.value, gettext_lazy("Sedang")),
    (Severity.HEAVY.value, gettext_lazy("Berat")),
]
Choices = list[tuple[Any, Any]]


def offices(agencies: list[str]) -> Choices:
    """Return agencies with their units as grouped choices: "dishub" or "dishub/tim-pju"."""
    city = book()
    groups = []
    for slug in agencies:
        units = city.units_by_agency.get(slug, ())
        rows = [
            (slug, _("%(office)s, belum ke unit") % {"office": city.agencies[slug].short_name} if units else city.agencies[slug].short_name)
        ]
        groups.append((city.agencies[slug].name, rows + [(f"{slug}/{unit.slug}", office_name(slug, unit.slug)) for unit in units]))
    return groups


def all_offices() -> Choices:
    """Return every office that can own a case, the city's own before those outside."""
    rows = sorted(book().agencies.values(), key=lambda one: (one.kind == "outside", one.kind in {"kecamatan", "kelurahan"}, one.short_name))
    return offices([one.slug for one in rows])


def people(workers: list[Worker]) -> Choices:
    """Return people as choices with what they hold, and whether they are on duty now."""
    rows = [(one.user_id, _person(one)) for one in workers]
    return [("", _("Belum ke orang tertentu")), *rows]


def _person(worker: Worker) -> str:
    words = {"name": worker.name, "count": worker.open_count}
    return _("%(name)s, piket, memegang %(count)d") % words if worker.is_on_duty else _("%(name)s, memegang %(count)d") % words


def categories() -> Choices:
    """Return the categories in use in the reader's language."""
    return sorted(((slug, category_name(slug)) for slug in book().categories), key=lambda one: str(one[1]))


def split_office(value: str) -> tuple[str, str | None]:
    agency, _slash, unit = value.partition("/")
    return agency, unit or None


def joined_office(agency: str, unit: str | None) -> str:
    return f"{agency}/{unit}" if unit else agency


class _OwnerForm(CaseForm):
    field_of = {"agency": "office", "unit": "office", "reason": "words"}
    office = forms.ChoiceField(label=gettext_lazy("Kepada"), required=False)
    holder = forms.ChoiceField(
        label=gettext_lazy("Orangnya"),
        required=False,
        help_text=gettext_lazy(
            "Yang sedang piket di atas, lalu yang paling sedikit memegang. Kosong di unit lain: ke petugas piketnya, bila ada."
        ),
    )
    words = words_field(gettext_lazy("Alasan"), rows=2)

    def offer(self, office_choices: Choices) -> None:
        case = self.desk.case
        self.set_choices("office", office_choices)
        self.fields["office"].initial = joined_office(case.agency_id, case.unit_id)
        self.set_choices("holder", people(workers_of(case.agency_id, at=self.desk.at)))

    def set_choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def holder_id(self) -> int | None:
        return int(self.said("holder")) if self.said("holder") else None


class HandOverForm(_OwnerForm):
    send = gettext_lazy("Serahkan")
    intro = gettext_lazy("Di dalam kantor sendiri. Jam pelapor tetap berjalan, dan penerima melihat alasannya.")

    def prepare(self) -> None:
        self.offer(offices([self.desk.case.agency_id]))

    def act(self) -> Case:
        agency, unit = split_office(self.said("office") or self.desk.case.agency_id)
        owner = Owner(agency, unit, self.holder_id())
        return actions.hand_over_case(self.desk.case.pk, owner, reason=self.said(), **self.by)


class AssignForm(_OwnerForm):
    """The city desk chooses office, category and severity; an agency's chief a unit and a person of their own."""

    send = gettext_lazy("Teruskan")
    field_of = _OwnerForm.field_of | {"category": "category"}
    category = forms.ChoiceField(label=gettext_lazy("Jenis"), required=False)
    other = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    severity = forms.ChoiceField(label=gettext_lazy("Beratnya"), required=False, choices=[("", gettext_lazy("Tetap")), *SEVERITIES])

    field_order = ["category", "office", "holder", "severity", "words"]

    def prepare(self) -> None:
        desk = self.desk
        is_chief = desk.actor.holds_in(desk.case.agency_id, *CHIEFS)
        self.fields["words"].help_text = _("Boleh kosong. Tampil untuk umum.")
        self.fields["words"].label = _("Keterangan")
        if may_triage(desk.actor, desk.case):
            self.offer([("", _("Menurut jenis dan tempat")), *all_offices()])
            # The triage page has its three suggestions and, behind them, one list of all others.
            self.set_choices("category", categories())
            self.set_choices("other", [("", ""), *categories()])
            self.fields["category"].initial = desk.case.category_id
        else:
            self.offer(offices([desk.case.agency_id]))
            del self.fields["category"], self.fields["severity"], self.fields["other"]
        if not is_chief:
            del self.fields["holder"]

    def act(self) -> Case:
        category = self.said("category") or self.said("other") or None
        severity = Severity(self.said("severity")) if self.said("severity") else None
        if self.said("office"):
            agency, unit = split_office(self.said("office"))
        else:
            agency, unit = owner_for(self.desk.case, category or self.desk.case.category_id, at=self.desk.at)
        owner = Owner(agency, unit, self.holder_id(), category, severity)
        return actions.assign_case(self.desk.case.pk, owner, reason=self.said(), **self.by)


class SeverityForm(CaseForm):
    send = gettext_lazy("Ubah")
    intro = gettext_lazy("Batas waktu dihitung ulang dari hari laporan masuk, bukan dari hari ini.")
    field_of = {"reason": "words"}
    severity = forms.ChoiceField(label=gettext_lazy("Beratnya"), choices=SEVERITIES, widget=forms.RadioSelect)
    words = words_field(gettext_lazy("Alasan"), hint=gettext_lazy("Hanya terlihat petugas."), rows=2)

    def prepare(self) -> None:
        self.fields["severity"].initial = self.desk.case.severity

    def act(self) -> Case:
        severity = Severity(self.cleaned_data["severity"])
        return actions.change_severity(self.desk.case.pk, severity, reason=self.said(), actor=self.desk.actor, at=self.desk.at)


class PlaceForm(CaseForm):
    send = gettext_lazy("Betulkan")
    intro = gettext_lazy("Tempat semula tetap tersimpan di cerita. Pemilik laporan tidak ikut berubah.")
    village = forms.ChoiceField(label=gettext_lazy("Kelurahan"), required=False, widget=forms.Select(attrs={"data-combobox": ""}))
    place_text = forms.CharField(label=gettext_lazy("Tempat dalam kata"), required=False, max_length=200)
    point = forms.CharField(
        label=gettext_lazy("Titik"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Lintang, bujur, misalnya −6,178 106,63. Boleh kosong."),
    )

    def prepare(self) -> None:
        case = self.desk.case
        groups = [
            (area.name, [(one.code, one.name) for one in book().villages_by_district.get(area.code, ())]) for area in book().districts
        ]
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Tidak diketahui")), *groups]
        field.initial, self.fields["place_text"].initial = case.village_id or "", case.place_text

    def act(self) -> Case:
        lat, lon = read_point(self.said("point"))
        village = "" if lat is not None and self.said("village") == (self.desk.case.village_id or "") else self.said("village")
        spot = Spot(lat, lon, village, self.said("place_text"))
        return actions.correct_place(self.desk.case.pk, spot, actor=self.desk.actor, at=self.desk.at)


def read_point(text: str) -> tuple[float | None, float | None]:
    """Return latitude and longitude as people write them, with comma or dot; (None, None) for nothing.

    Raises Refused for what is no point of the earth.
    """
    text = text.strip().replace("−", "-")
    if not text:
        return None, None
    parts = text.replace(";", " ").split()
    if len(parts) == 1:
        parts = text.split(",")
    try:
        lat, lon = (float(part.strip().rstrip(",").replace(",", ".")) for part in parts)
    except ValueError:
        lat = lon = math.nan
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise Refused(_("Tulis titik sebagai lintang dan bujur, misalnya −6,178 106,63."), field="point")
    return lat, lon
