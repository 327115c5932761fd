"""The administration pages of the city's data: every save is an action with its diff in the audit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from laksa.city import actions
from laksa.city.forms import field_for
from laksa.city.models import (
    Agency,
    Area,
    CalendarDay,
    Category,
    City,
    Page,
    Phrase,
    Place,
    PlaceRule,
    Power,
    Reference,
    ReplyTemplate,
    Road,
    Rung,
    Service,
    Sop,
    Unit,
)
from laksa.city.rules.replies import KNOWN, SAMPLE, fill_template, open_gaps, unknown_gaps
from laksa.kernel.admin import LookOnly


@dataclass(frozen=True, slots=True)
class Editor:
    """The person at the administration pages, as the actions know them."""

    label: str
    user_id: int | None
    roles: Collection[str]
    kind: str = "staff"


def editor_of(request: HttpRequest) -> Editor:
    """Return who edits. Only sysadmins are superusers."""
    user = request.user
    roles = frozenset({"sysadmin"} if user.is_superuser else ())
    return Editor(label=str(user), user_id=user.pk, roles=roles)


class ReferenceAdmin(admin.ModelAdmin[Any]):
    """Rows of the city pack: they are changed or put out of use, never deleted."""

    list_per_page = 50
    save_on_top = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A natural key is in old cases and addresses; it can't change."""
        key = self.model._meta.pk.name
        fixed = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        return (*fixed, key) if obj is not None and key not in fixed and key != "id" else fixed

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        return field_for(db_field, super().formfield_for_dbfield(db_field, request, **kwargs))

    def save_model(self, request: HttpRequest, obj: Reference, form: Any, change: bool) -> None:
        if form.changed_data:
            actions.save_reference(obj, changed=form.changed_data, actor=editor_of(request), at=timezone.now())


class Versioned(admin.ModelAdmin[Any]):
    """A save opens a new version from now on; running cases keep theirs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What no longer holds is history."""
        return super().has_change_permission(request, obj) and (obj is None or obj.until is None)


@admin.register(City)
class CityAdmin(LookOnly):
    """The city itself comes from its pack and is only looked at here."""

    list_display = ("name", "version", "outlines_kind", "loaded_at")


@admin.register(Area)
class AreaAdmin(ReferenceAdmin):
    list_display = ("code", "name", "kind", "parent", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "name")


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin):
    list_display = ("short_name", "name", "kind", "parent", "works_holidays", "checked", "is_active")
    list_filter = ("kind", "checked", "is_active")
    search_fields = ("slug", "name", "short_name")
    autocomplete_fields = ("parent", "area")


@admin.register(Unit)
class UnitAdmin(ReferenceAdmin):
    list_display = ("name", "agency", "kind", "parent", "checked", "is_active")
    list_filter = ("kind", "checked", "is_active")
    search_fields = ("slug", "name", "agency__short_name")
    autocomplete_fields = ("agency", "parent")


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin):
    list_display = ("hashtag", "name_id", "group", "agency", "severity_default", "emergency", "is_sealed", "checked", "is_active")
    list_filter = ("group", "kind", "emergency", "is_sealed", "checked", "is_active")
    search_fields = ("slug", "hashtag", "name_id")
    autocomplete_fields = ("agency", "unit")


@admin.register(Sop)
class SopAdmin(Versioned, ReferenceAdmin):
    list_display = ("group", "severity", "verify_hours", "respond_hours", "resolve_hours", "clock", "status", "since", "until")
    list_filter = ("status", "clock", "group")
    readonly_fields = ("group", "severity", "since", "until")


@admin.register(Rung)
class RungAdmin(Versioned, ReferenceAdmin):
    list_display = ("ladder", "number", "percent", "days", "whom", "since", "until")
    list_filter = ("ladder",)
    readonly_fields = ("ladder", "number", "since", "until")


@admin.register(Power)
class PowerAdmin(ReferenceAdmin):
    list_display = ("role", "title", "up_to_idr", "checked", "is_active")
    readonly_fields = ("role",)


@admin.register(CalendarDay)
class CalendarDayAdmin(ReferenceAdmin):
    list_display = ("on", "name", "kind", "checked", "is_active")
    list_filter = ("kind", "is_active")
    date_hierarchy = "on"


@admin.register(Place)
class PlaceAdmin(ReferenceAdmin):
    list_display = ("name", "kind", "area", "certainty", "is_active")
    list_filter = ("kind", "certainty", "is_active")
    search_fields = ("name",)
    autocomplete_fields = ("area",)


@admin.register(Road)
class RoadAdmin(ReferenceAdmin):
    list_display = ("name", "status", "agency", "checked", "is_active")
    list_filter = ("status", "checked", "is_active")
    search_fields = ("name",)
    autocomplete_fields = ("agency",)


@admin.register(PlaceRule)
class PlaceRuleAdmin(ReferenceAdmin):
    list_display = ("kind", "pattern", "category", "agency", "weight", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("pattern",)
    autocomplete_fields = ("category", "agency")


@admin.register(Service)
class ServiceAdmin(ReferenceAdmin):
    list_display = ("name_id", "agency", "kind", "life_event", "checked", "is_active")
    list_filter = ("life_event", "kind", "checked", "is_active")
    search_fields = ("slug", "name_id")
    autocomplete_fields = ("agency",)


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ReferenceAdmin):
    list_display = ("title", "group", "state", "is_active")
    list_filter = ("group", "state", "is_active")
    search_fields = ("title", "body")

    def get_urls(self) -> list[Any]:
        look = self.admin_site.admin_view(require_POST(self.look_at))
        return [path("look/", look, name="city_replytemplate_look"), *super().get_urls()]

    def look_at(self, request: HttpRequest) -> HttpResponse:
        """Show the template as it is written now, filled with a case that could be; nothing is saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        body = request.POST.get("body", "")
        text = fill_template(body, SAMPLE)
        unknown = unknown_gaps(body)
        context = self.admin_site.each_context(request) | {
            "title": request.POST.get("title", ""),
            "text": text,
            "unknown": unknown,
            "open": [gap for gap in open_gaps(text) if gap.strip("[]") not in unknown],
            "known": sorted(KNOWN),
        }
        return render(request, "city/template_look.html", context)


@admin.register(Page)
class PageAdmin(ReferenceAdmin):
    list_display = ("title", "kind", "category", "checked", "is_active")
    list_filter = ("kind", "checked", "is_active")
    search_fields = ("title", "body")
    autocomplete_fields = ("category",)


@admin.register(Phrase)
class PhraseAdmin(ReferenceAdmin):
    list_display = ("text", "kind", "target", "weight", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("text", "target")
