# SPDX-License-Identifier: AGPL-3.0-or-later
"""Residents who look at repairs, and what the lots chose: the first is edited here, the rest only looked at."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laksa.aftercare.actions import save_checker
from laksa.aftercare.models import Check, Checker, Draw
from laksa.aftercare.policies import may_keep_checkers, may_see_checks
from laksa.identity.models import User, actor_of
from laksa.identity.rules import Actor
from laksa.kernel.admin import LookOnly


def _actor(request: HttpRequest) -> Actor:
    return actor_of(cast(User, request.user), at=timezone.now())


class CheckerForm(forms.ModelForm[Checker]):
    email = forms.EmailField(label=_("e-mail"), required=False, max_length=200)
    phone = forms.CharField(label=_("telepon"), required=False, max_length=30)

    class Meta:
        model = Checker
        fields = ("name", "group", "village", "email", "phone", "is_active")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("email") and not given.get("phone"):
            self.add_error("email", _("Isi e-mail atau nomor telepon, supaya tautannya bisa sampai."))
        return given


@admin.register(Checker)
class CheckerAdmin(admin.ModelAdmin[Checker]):
    """Nobody is deleted: who looked at a repair stays known."""

    form = CheckerForm
    list_display = ("name", "group", "village", "is_active")
    list_filter = ("is_active", "village")
    search_fields = ("name", "group")
    autocomplete_fields = ("village",)
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_keep_checkers(_actor(request))

    def has_view_permission(self, request: HttpRequest, obj: Checker | None = None) -> bool:
        return may_keep_checkers(_actor(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_keep_checkers(_actor(request))

    def has_change_permission(self, request: HttpRequest, obj: Checker | None = None) -> bool:
        return may_keep_checkers(_actor(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Checker, form: Any, change: bool) -> None:
        save_checker(obj, changed=form.changed_data, actor=_actor(request), at=timezone.now())


class SeenByKeepers(admin.ModelAdmin[Any]):
    """What the lots chose and what was seen, for those who may know."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see_checks(_actor(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see_checks(_actor(request))


@admin.register(Draw)
class DrawAdmin(SeenByKeepers, LookOnly):
    list_display = ("on", "pool", "drawn", "unplaced", "seed")
    ordering = ("-on",)


@admin.register(Check)
class CheckAdmin(SeenByKeepers, LookOnly):
    """Who was asked and what they saw; the link itself is theirs alone."""

    list_display = ("case_code", "round", "person", "status", "answer", "asked_at", "due_at", "answered_at")
    list_filter = ("status", "answer")
    list_select_related = ("closing__case", "user", "checker")
    exclude = ("seed", "token_digest")
    ordering = ("-id",)

    @admin.display(description=_("laporan"))
    def case_code(self, check: Check) -> str:
        return check.closing.case.code

    @admin.display(description=_("pemeriksa"))
    def person(self, check: Check) -> str:
        return str(check.user or check.checker or "")
