"""Messages for those who keep the system: which could not be told and why, and another try."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from laksa.identity.models import User, actor_of
from laksa.kernel.admin import LookOnly
from laksa.kernel.errors import MoveRefused
from laksa.outbox.actions import retry_message
from laksa.outbox.models import SEALED, Message
from laksa.outbox.policies import may_see_outbox


@admin.register(Message)
class MessageAdmin(LookOnly):
    """Read only. The words stay sealed: they hold the reporters' secret links."""

    list_display = ("subject", "to_hint", "topic", "state", "tries", "last_error", "created_at", "not_before", "sent_at")
    list_filter = ("state", "channel", "kind")
    search_fields = ("topic",)
    ordering = ("-id",)
    show_full_result_count = False
    exclude = SEALED
    actions = ("retry",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer(*SEALED)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may_see(request)

    def has_view_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return _may_see(request)

    @admin.action(description=_("Kirim ulang pesan yang gagal"), permissions=["view"])
    def retry(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        at = timezone.now()
        actor = actor_of(cast(User, request.user), at=at)
        done = 0
        for message_id in chosen.order_by("id").values_list("id", flat=True):
            try:
                retry_message(message_id, actor=actor, at=at)
                done += 1
            except MoveRefused:
                # Sent or waiting: nothing to retry, and no reason to stop for the others.
                continue
        said = ngettext("%(done)d pesan dicoba lagi.", "%(done)d pesan dicoba lagi.", done) % {"done": done}
        self.message_user(request, said, messages.SUCCESS if done else messages.WARNING)


def _may_see(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_active and may_see_outbox(actor_of(request.user, at=timezone.now()))
