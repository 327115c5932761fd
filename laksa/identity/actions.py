"""Making accounts, offices and keys."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from laksa.identity.models import ApiKey, Post, User
from laksa.identity.rules import Actor, PostFact, Role
from laksa.kernel.events import record
from laksa.kernel.ids import digest_token, make_token


@transaction.atomic
def create_staff(username: str, *, name: str, password: str | None, posts: list[PostFact], by: Actor, at: datetime) -> User:
    """Create a staff account that holds these offices from `at` on.

    A sysadmin may enter the administration pages; nobody else is `is_staff`. Without a password (None) nobody can sign in yet.
    """
    is_sysadmin = any(post.role == Role.SYSADMIN for post in posts)
    user = User(username=username, name=name, is_staff=is_sysadmin, is_superuser=is_sysadmin)
    user.set_password(password)
    user.save()
    Post.objects.bulk_create(
        Post(user=user, role=post.role, agency_id=post.agency_id, unit_id=post.unit_id, area_id=post.area_id, since=at) for post in posts
    )
    record(f"identity.user:{user.pk}", "staff.created", by=by, at=at, data={"roles": [post.role for post in posts]})
    return user


@transaction.atomic
def issue_api_key(name: str, *, by: Actor, at: datetime) -> str:
    """Create a partner's key and return it; it can't be shown again."""
    key = make_token()
    row = ApiKey.objects.create(name=name, digest=digest_token(key))
    record(f"identity.apikey:{row.pk}", "api_key.issued", by=by, at=at, data={"name": name})
    return key


@transaction.atomic
def revoke_api_key(key_id: int, *, by: Actor, at: datetime) -> None:
    """End a partner's key; a second call changes nothing."""
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=at):
        record(f"identity.apikey:{key_id}", "api_key.revoked", by=by, at=at)
