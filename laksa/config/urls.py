# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the house: each module lists its own, and stands here once."""

from django.contrib import admin
from django.urls import include, path

from laksa.config import health
from laksa.config.faults import broken, unreadable

admin.autodiscover()

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("", include("laksa.ui.urls")),
    path("", include("laksa.cases.urls")),
    path("", include("laksa.outbox.urls")),
    path("", include("laksa.openapi.urls")),
    path("", include("laksa.workspace.urls")),
    path("", include("laksa.control.urls")),
    path("", include("laksa.field.urls")),
    path("", include("laksa.guests.urls")),
    path("", include("laksa.portal.urls")),
]

handler400 = unreadable
handler500 = broken
