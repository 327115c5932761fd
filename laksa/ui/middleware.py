# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language a person chose, and no other: Indonesian until they press the switch."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

A_YEAR = 365 * 24 * 3600


class ChosenLanguage:
    """Speak the language of `?bahasa=`, else of the cookie, else Indonesian.

    Accept-Language is ignored: borrowed and office phones are often set to English by nobody's choice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = _known(request.GET.get("bahasa"))
        language = asked or _known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) or settings.LANGUAGE_CODE
        # Left active after the answer, so that an error page made further out speaks it too.
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=A_YEAR,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _known(code: str | None) -> str | None:
    return code if code in dict(settings.LANGUAGES) else None
