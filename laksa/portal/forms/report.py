# SPDX-License-Identifier: AGPL-3.0-or-later
"""The four questions of a report. Every refusal says what to do, and what was written stays in the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from laksa.cases.rules import TEXT_LIMIT, Identity
from laksa.city.models import Found, book, find_places
from laksa.city.rules.facts import CategoryFacts
from laksa.city.rules.outlines import checked_point
from laksa.kernel.errors import Refused
from laksa.portal.rules import Content

WAYS = ("gps", "photo", "text", "list", "map", "none")
AS_WRITTEN = "asis"
REGION = "ID"
# The shortest Indonesian number with its area code, 021 and seven digits, without the zero.
SHORTEST_NUMBER = 9


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is judged on its own by the photo rules, so that one broken one costs no other."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        return [one for one in data or [] if one is not None]


class WordsField(forms.CharField):
    """Words as people paste them: a stray null byte is dropped rather than refused."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value) or ""


class WordsForm(forms.Form):
    """Apa yang terjadi?"""

    text = WordsField(
        label=_("Apa yang terjadi?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": TEXT_LIMIT, "data-memo": "text", "autocomplete": "off"}),
    )
    hashtags = forms.MultipleChoiceField(label=_("Tentang ini?"), required=False, widget=forms.CheckboxSelectMultiple)
    photos = FilesField(
        label=_("Foto"),
        required=False,
        help_text=_("Paling banyak 6, masing-masing di bawah 10 MB. Boleh tanpa foto."),
        widget=FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif", "data-photos": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.hashtag, one.hashtag) for one in book().categories.values()]
        self.fields["hashtags"].choices = choices  # type: ignore[attr-defined]

    def clean_hashtags(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["hashtags"])[:5]


def valid_hashtags(tags: Sequence[str]) -> list[str]:
    """Return those that a category in use has; one that was switched off meanwhile is no fault of the writer."""
    return [tag for tag in tags if book().category_by_hashtag(tag)]


class PlaceForm(forms.Form):
    """Di mana?"""

    way = forms.ChoiceField(label=_("Di mana?"), required=False, choices=[(way, way) for way in WAYS], widget=forms.RadioSelect)
    lat = forms.CharField(required=False, widget=forms.HiddenInput)
    lon = forms.CharField(required=False, widget=forms.HiddenInput)
    query = WordsField(label=_("Alamat, jalan, atau tempat yang dikenal"), required=False, max_length=200)
    found = forms.CharField(required=False)
    village = forms.CharField(label=_("Kelurahan"), required=False)
    landmark = WordsField(
        label=_("Patokan"), required=False, max_length=200, help_text=_("Misalnya: depan musala, RT 03/RW 05"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.results: list[Found] = []
        self.is_searching = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        way = values.get("way", "")
        if "way" not in self.errors and not way:
            self.add_error("way", gettext("Pilih satu cara, atau “Saya tidak tahu”."))
        if not self.errors:
            told = {
                "gps": self._point,
                "map": self._point,
                "photo": self._photo,
                "text": self._text,
                "list": self._list,
                "none": self._none,
            }
            landmark = values.get("landmark", "")
            blank = replace(
                self.content, way=way, lat=None, lon=None, village="", query="", found="", landmark=landmark, place_text=landmark
            )
            values["content"] = told[way](blank)
        return values

    def _point(self, content: Content) -> Content:
        raw = self.cleaned_data["lat"].strip(), self.cleaned_data["lon"].strip()
        if not all(raw):
            self.add_error("way", gettext("Tempatnya belum terbaca. Izinkan lokasi di ponsel Anda, atau pilih cara lain."))
            return content
        return self._located(content, *raw)

    def _photo(self, content: Content) -> Content:
        place = content.offered_place
        if place is None:
            self.add_error("way", gettext("Foto Anda tidak menyimpan tempat. Pilih cara lain."))
            return content
        return self._located(content, *place)

    def _located(self, content: Content, lat: Any, lon: Any) -> Content:
        """Keep a point that is one; where it lies, also outside, is told on the next page."""
        try:
            lat, lon = checked_point(lat, lon)
        except Refused as error:
            self.add_error("way", error.message)
            return content
        return replace(content, lat=round(lat, 6), lon=round(lon, 6))

    def _text(self, content: Content) -> Content:
        query, choice = self.cleaned_data["query"].strip(), self.cleaned_data["found"]
        content = replace(content, query=query, found=choice)
        if not query:
            self.add_error("query", gettext("Tulis nama jalan, tempat, atau kelurahan, lalu tekan Cari."))
            return content
        self.results = find_places(query)
        if query != self.content.query:
            self.is_searching = True
            return replace(content, found="")
        if choice == AS_WRITTEN:
            return replace(content, place_text=joined(query, content.landmark))
        if not choice.isdecimal() or int(choice) >= len(self.results):
            self.add_error("found", gettext("Pilih satu dari daftar, atau “Pakai tulisan saya”."))
            return content
        return _found(content, self.results[int(choice)])

    def _list(self, content: Content) -> Content:
        code = self.cleaned_data["village"]
        area = book().areas.get(code)
        if area is None or area.kind != "village":
            self.add_error("village", gettext("Pilih kelurahan dari daftar, atau pilih “Saya tidak tahu”."))
            return content
        return replace(content, village=code)

    def _none(self, content: Content) -> Content:
        return content


def joined(*parts: str) -> str:
    """Return what was said of a place as one line of at most 200 characters."""
    return ", ".join(part.strip() for part in parts if part.strip())[:200]


def _found(content: Content, found: Found) -> Content:
    """Keep a place of the gazetteer. Only a landmark is a point: a kelurahan's middle or a road's is not where the trouble is."""
    if found.kind == "village":
        return replace(content, village=found.area_code)
    if found.kind == "place" and found.lat is not None:
        return replace(content, lat=found.lat, lon=found.lon, village=found.area_code, place_text=joined(found.name, content.landmark))
    return replace(content, place_text=joined(found.name, found.detail if found.kind == "district" else "", content.landmark))


@dataclass(frozen=True)
class Question:
    """An extra question of a category, in the reader's language."""

    code: str
    label: str
    type: str
    options: tuple[str, ...]


def questions_of(category: CategoryFacts) -> list[Question]:
    """Return the extra questions of a category, with their labels in the language of the page."""
    language = get_language() or "id"
    return [
        Question(one["code"], one.get(f"label_{language}") or one["label_id"], one["type"], tuple(one.get("options", ())))
        for one in category.extra_questions
    ]


class CheckForm(forms.Form):
    """Periksa dulu: the category's extra questions, all of them optional."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q_{question.code}"] = _field_of(question)

    def answers(self) -> dict[str, Any]:
        """Return what was answered, by code, as plain JSON values."""
        given = {name.removeprefix("q_"): value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return {code: value if isinstance(value, (str, int, bool)) else value.isoformat() for code, value in given.items()}


def _field_of(question: Question) -> forms.Field:
    if question.type == "choice":
        return forms.ChoiceField(
            label=question.label, required=False, choices=[("", gettext("Tidak tahu")), *((one, one) for one in question.options)]
        )
    if question.type == "bool":
        return forms.ChoiceField(
            label=question.label, required=False, choices=[("", gettext("Tidak tahu")), ("yes", gettext("Ya")), ("no", gettext("Tidak"))]
        )
    if question.type == "integer":
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        message = gettext("Tulis angka saja, misalnya 3.")
        return forms.IntegerField(
            label=question.label, required=False, min_value=0, max_value=2_000_000_000, widget=widget, error_messages={"invalid": message}
        )
    if question.type == "date":
        return forms.DateField(label=question.label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    if question.type == "datetime":
        return forms.DateTimeField(
            label=question.label, required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        )
    return WordsField(label=question.label, required=False, max_length=200)


class NewsForm(forms.Form):
    """Kabari saya lewat…, and by which name."""

    notify = forms.ChoiceField(
        label=_("Kabari saya lewat"), choices=[("email", "email"), ("none", "none")], required=False, widget=forms.RadioSelect
    )
    email = forms.EmailField(
        label=_("Alamat e-mail"), required=False, error_messages={"invalid": _("Alamat ini belum lengkap, misalnya nama@contoh.id.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Nomor telepon"), required=False, max_length=30, help_text=_("Agar petugas bisa menelepon. Contoh 0812 3456 7890"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    identity = forms.ChoiceField(
        label=_("Nama saya"), choices=[(one.value, one.value) for one in Identity], required=False, widget=forms.RadioSelect
    )
    name = WordsField(label=_("Nama"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def clean_phone(self) -> str:
        return read_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["notify"] = values.get("notify") or ("email" if self.data.get("email", "").strip() else "none")
        values["identity"] = values.get("identity") or Identity.HIDDEN.value
        if values["notify"] == "email" and not values.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("Tulis alamat e-mail Anda, atau pilih “Tidak usah”."))
        if values["notify"] == "none":
            values["email"] = ""
            self.errors.pop("email", None)
        if values["identity"] == Identity.NAMED and not values.get("name", "").strip():
            self.add_error("name", gettext("Tulis nama Anda, atau pilih cara lain."))
        if values["identity"] == Identity.ANONYMOUS:
            self._leave_nothing(values)
        return values

    def _leave_nothing(self, values: dict[str, Any]) -> None:
        """Without a name no address is kept either; say so rather than lose an address in silence."""
        if values.get("email") or values.get("phone"):
            message = gettext(
                "Tanpa nama, e-mail dan telepon tidak kami simpan. Kosongkan keduanya, atau pilih “Disembunyikan dari dinas”."
            )
            self.add_error("identity", message)
        values["name"] = ""


def read_phone(typed: str) -> str:
    """Return a number as E.164, empty for nothing. Raises ValidationError that says what is missing."""
    if not typed.strip():
        return ""
    # 7 MB that a site without phone numbers never needs.
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        raise ValidationError(gettext("Tulis nomor telepon dengan angka, misalnya 0812 3456 7890.")) from None
    if len(str(number.national_number)) < SHORTEST_NUMBER:
        raise ValidationError(gettext("Nomor ini kurang panjang. Lengkapi, atau kosongkan."))
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(gettext("Nomor ini tidak dikenal. Periksa angkanya, atau kosongkan."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
