# SPDX-License-Identifier: AGPL-3.0-or-later
"""REST v1, by django-ninja; its own document page stands in `docs`."""

from ninja import NinjaAPI

from laksa.openapi.api import cases, following, problems, reference
from laksa.openapi.api.reading import StrictParser

api = NinjaAPI(
    title="Laksa REST v1",
    version="1",
    description=(
        "Reports of a city: send one, read what is public, follow your own. "
        "A report needs no account. Partners send their key as `Authorization: Bearer <key>`; whoever reported or joined sends the "
        "`token` of their case the same way. Errors are problem documents (RFC 9457). Times are ISO 8601 with a zone. "
        "`?bahasa=en` asks for English."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="rest",
    parser=StrictParser(),
)
problems.register(api)
for router in (cases.router, following.router, reference.router):
    api.add_router("", router)
