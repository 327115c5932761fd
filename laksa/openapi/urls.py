# SPDX-License-Identifier: AGPL-3.0-or-later
"""GeoReport v2 and REST v1. What is no address of theirs is refused in their own format, never by a page."""

from django.urls import URLPattern, include, path, re_path

from laksa.openapi.api import api, docs
from laksa.openapi.api.reading import gate
from laksa.openapi.views import georeport

FORM = r"\.(?P<form>xml|json)$"

open311 = [
    re_path(rf"^(?:v2/)?discovery{FORM}", georeport.discovery, name="open311-discovery"),
    re_path(rf"^v2/services{FORM}", georeport.services, name="open311-services"),
    re_path(rf"^v2/services/(?P<code>[^/]+){FORM}", georeport.definition, name="open311-definition"),
    re_path(rf"^v2/requests{FORM}", georeport.requests, name="open311-requests"),
    re_path(rf"^v2/requests/(?P<number>[^/]+){FORM}", georeport.one_request, name="open311-request"),
    re_path(rf"^v2/tokens/(?P<secret>[^/]+){FORM}", georeport.token, name="open311-token"),
    re_path(r"^.*\.(?P<form>json)$", georeport.nowhere),
    re_path(r"", georeport.nowhere),
]

# The library's own front page is left out: it only says where its own documents would be.
rest = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
for one in rest:
    one.callback = gate(one.callback)

urlpatterns = [
    path("open311/", include(open311)),
    path("api/docs", docs.page, name="api-docs"),
    path("api/v1/openapi.json", docs.openapi_json, name="openapi-json"),
    path("api/v1/", include((rest, "rest"))),
    re_path(r"^api/", docs.nowhere),
]
