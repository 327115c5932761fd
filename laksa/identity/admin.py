# SPDX-License-Identifier: AGPL-3.0-or-later
"""Administration of accounts, offices held and partners' keys; every change leaves a line in the audit."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from laksa.identity.actions import issue_api_key, revoke_api_key
from laksa.identity.models import ApiKey, Post, User, actor_of
from laksa.identity.rules import Actor, Role, in_force
from laksa.kernel.events import record

# What a person may do comes from their offices alone.
admin.site.unregister(Group)


def editor_of(request: HttpRequest) -> Actor:
    """Return who sits at the administration pages, as actions and the audit know them."""
    return actor_of(cast(User, request.user), at=timezone.now())


class NewAccountForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("username", "name")


class AccountForm(UserChangeForm[User]):
    class Meta:
        model = User
        fields = ("username", "name", "nip", "email", "is_active")


class PostInline(admin.TabularInline[Post, User]):
    """Offices are ended by a date, not deleted: what was done in them stays explained."""

    model = Post
    extra = 1
    can_delete = False
    autocomplete_fields = ("agency", "unit", "area")


@admin.register(User)
class AccountAdmin(UserAdmin[User]):
    """Accounts of staff. Nobody is deleted: their names stand in the stories of cases."""

    form = AccountForm
    add_form = NewAccountForm
    inlines = (PostInline,)
    list_display = ("username", "name", "offices", "is_active", "last_login", "is_example")
    list_filter = ("posts__role", "is_active", "is_example")
    search_fields = ("username", "name", "nip")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "nip", "email")}),
        (_("Keadaan"), {"fields": ("is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "name", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("posts")

    @admin.display(description=_("jabatan"))
    def offices(self, user: User) -> str:
        now = timezone.now()
        held = [post for post in user.posts.all() if in_force(post.since, post.until, now)]
        return ", ".join(f"{post.role} {post.unit_id or post.agency_id or ''}".strip() for post in held)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let the way into these pages follow from the offices just saved, and record who changed what."""
        super().save_related(request, form, formsets, change)
        user, at = form.instance, timezone.now()
        is_sysadmin = user.posts.in_force(at).filter(role=Role.SYSADMIN).exists()
        User.objects.filter(pk=user.pk).update(is_staff=is_sysadmin, is_superuser=is_sysadmin)
        roles = sorted(user.posts.in_force(at).values_list("role", flat=True))
        verb = "staff.changed" if change else "staff.created"
        # Names of fields, not their values: a password must not stand in the audit.
        record(f"identity.user:{user.pk}", verb, by=editor_of(request), at=at, data={"fields": form.changed_data, "roles": roles})

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002 - Django's own name
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            record(f"identity.user:{id}", "password.reset", by=editor_of(request), at=timezone.now())
        return answer


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin[ApiKey]):
    """Keys of partners: shown once when made, later only ended."""

    list_display = ("name", "created_at", "revoked_at")
    fields = ("name",)
    ordering = ("-pk",)
    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: ModelForm[ApiKey], change: bool) -> None:
        key = issue_api_key(obj.name, by=editor_of(request), at=timezone.now())
        made = ApiKey.objects.order_by("-pk")[0]
        obj.pk, obj.digest, obj.created_at = made.pk, made.digest, made.created_at
        sentence = _("Kunci %(name)s: %(key)s. Salin sekarang; kunci ini tidak dapat ditampilkan lagi.")
        self.message_user(request, sentence % {"name": obj.name, "key": key}, messages.WARNING)

    @admin.action(description=_("Cabut kunci yang dipilih"), permissions=["view"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiKey]) -> None:
        numbers = list(chosen.filter(revoked_at=None).values_list("pk", flat=True))
        for number in numbers:
            revoke_api_key(number, by=editor_of(request), at=timezone.now())
        told = ngettext("%(count)d kunci dicabut.", "%(count)d kunci dicabut.", len(numbers))
        self.message_user(request, told % {"count": len(numbers)}, messages.SUCCESS)
