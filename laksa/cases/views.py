"""The pictures of cases, as files."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from laksa.cases.actions.photos import shown_path
from laksa.cases.models import Photo
from laksa.identity.models import User, actor_of

# A name never gets other content. Only the reader's own browser keeps it: a picture that is hidden later
# must not live on in a cache that serves others.
KEPT_PUBLIC = "private, max-age=31536000, immutable"
KEPT_INTERNAL = "private, no-store"


@require_safe
def show_photo(request: HttpRequest, name: str, size: str) -> FileResponse:
    is_public = Photo.objects.public().filter(name=name).exists()
    # Who asks matters for internal pictures only, so that others cost no look at the session.
    if not is_public:
        if not isinstance(request.user, User):
            raise Http404
        get_object_or_404(Photo.objects.visible_to(actor_of(request.user, at=timezone.now())), name=name)
    try:
        picture = default_storage.open(shown_path(name, size))
    except FileNotFoundError as error:
        raise Http404 from error
    kept = KEPT_PUBLIC if is_public else KEPT_INTERNAL
    return FileResponse(picture, content_type="image/webp", headers={"Cache-Control": kept, "X-Content-Type-Options": "nosniff"})
