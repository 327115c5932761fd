# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house's template vocabulary: icons, times, figures, states and the components that wrap content."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import Resolver404, get_urlconf, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from laksa.ui import rules
from laksa.ui.icons import ICONS

register = template.Library()

# Below this a field is a choice or a number, quickly given again.
SHORT_ANSWER = 20

NOTE_ICONS = {"info": "info", "ok": "check-circle", "warn": "pause", "late": "warning", "accent": "locate", "plain": "info"}


def current_voice() -> rules.Voice:
    """Return the language and clock of the request being answered."""
    return rules.Voice(language=get_language() or "id", zone=get_current_timezone())


# A page of rows asks for the same few drawings again and again.
@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 24, extra: str = "") -> SafeString:
    """Draw an icon beside its word; it is silent for screen readers, the word is not."""
    classes = f"icon {extra}".rstrip()
    return format_html(
        '<svg class="{}" width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" aria-hidden="true">{}</svg>',
        classes,
        size,
        size,
        mark_safe(ICONS[name]),  # noqa: S308 - our own drawings
    )


# Times: `now` is passed in (the context has it in full pages), so that a page speaks of one moment.
@register.filter
def when(at: datetime, now: datetime) -> str:
    """2 jam lalu · 12.05"""
    return rules.when(at, current_voice(), now=now)


@register.filter
def ago(at: datetime, now: datetime) -> str:
    """2 jam lalu"""
    return rules.ago(at, current_voice(), now=now)


@register.filter
def dated(at: datetime, now: datetime) -> str:
    """Hari ini 10.20"""
    return rules.dated(at, current_voice(), now=now)


def _plain(say: Callable[..., str]) -> Callable[..., str]:
    def spoken(at: datetime, now: datetime | None = None) -> str:
        return say(at, current_voice(), now=now)

    spoken.__doc__ = say.__doc__
    return spoken


register.filter("exact", _plain(rules.exact))
register.filter("exact_zone", _plain(rules.exact_zone))
register.filter("day", _plain(rules.day))
register.filter("short_day", _plain(rules.short_day))
register.filter("short_date", _plain(rules.short_date))


@register.filter
def clock_time(at: datetime) -> str:
    """14.05"""
    return rules.clock_time(at, current_voice())


@register.filter
def duration(minutes: int) -> str:
    """1 jam 55 menit"""
    return rules.duration(minutes, current_voice())


@register.filter
def short_duration(minutes: int) -> str:
    """1 j 55 m"""
    return rules.short_duration(minutes, current_voice())


@register.simple_tag
def moment(at: datetime, now: datetime) -> SafeString:
    """Say a time both ways in a <time>; the relative half is kept true in the open page."""
    voice = current_voice()
    said = rules.when(at, voice, now=now)
    relative, _, rest = said.partition(" · ")
    if not rest:
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), said)
    return format_html('<time datetime="{}" data-ago>{}</time> · {}', at.isoformat(), relative, rest)


@register.filter
def idnumber(value: int | float | Decimal, decimals: int = 0) -> str:
    """2.318 in Indonesian, 2,318 in English"""
    return rules.number(value, current_voice(), decimals=decimals)


@register.filter
def state_word(state: str, detail: str = "") -> str:
    """The state as the public reads it"""
    return rules.state_word(state, detail=detail)


@register.filter
def short_state_word(state: str) -> str:
    """The state in one word"""
    return rules.short_state_word(state)


@register.filter
def state_family(state: str) -> str:
    """The colour family of a state"""
    return rules.badge(state).family


@register.filter
def state_icon(state: str) -> str:
    """The icon of a state"""
    return rules.badge(state).icon


@register.filter
def exists(path: str) -> bool:
    """Tell whether this installation has a page at `path`, so that no menu points at nothing."""
    return _resolves(path, get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _resolves(path: str, urlconf: str) -> bool:
    try:
        resolve(path, urlconf)
    except Resolver404:
        return False
    return True


@register.filter
def keeps(name: str, text: str) -> bool:
    """Tell whether a refused form's field is a person's own writing: long enough, and no secret."""
    secret = any(word in name.lower() for word in ("csrf", "token", "sandi", "password", "secret", "otp"))
    return not secret and (len(text) > SHORT_ANSWER or " " in text.strip())


@register.inclusion_tag("ui/language_switch.html", takes_context=True)
def language_switch(context: template.Context) -> dict[str, Any]:
    """Offer the other language for the page one is on, with its filters kept."""
    other = "id" if current_voice().key == "en" else "en"
    request = context.get("request")
    if request is None:
        return {"url": f"?bahasa={other}", "code": other}
    query = request.GET.copy()
    query["bahasa"] = other
    return {"url": f"{request.path}?{query.urlencode()}", "code": other}


@register.simple_tag
def desk_row(row: rules.DeskRow, pick_name: str = "") -> SafeString:
    """Draw a report as a row of the desk's list; `pick_name` names the box that picks it for a bulk act."""
    return _drawn_row(row, pick_name, get_language())


# A list is looked at again after every act, and nearly all of its rows have stayed what they were.
@lru_cache(maxsize=2048)
def _drawn_row(row: rules.DeskRow, pick_name: str, language: str | None) -> SafeString:
    return render_to_string("ui/desk_row.html", {"row": row, "pick_name": pick_name})


@register.simple_block_tag
def card(content: str, tone: str = "", heading: str = "", level: int = 2) -> str:
    """Wrap content in a card; tone `ask` gives the brand edge of a card that wants an act."""
    return render_to_string("ui/card.html", {"content": content, "tone": tone, "heading": heading, "level": level})


@register.simple_block_tag
def note(content: str, tone: str = "info", symbol: str = "") -> str:
    """Wrap what must not be missed: tones info, ok, warn, late, accent, plain."""
    return render_to_string("ui/note.html", {"content": content, "tone": tone, "symbol": symbol or NOTE_ICONS[tone]})


@register.simple_block_tag
def labelled(content: str, label: str, for_id: str = "", hint: str = "", error: str = "", optional: bool = False) -> str:
    """Wrap a control that is no BoundField in the anatomy of a field; its ids are <for_id>_helptext and _error."""
    parts = {"content": content, "label": label, "for_id": for_id, "hint": hint, "error": error, "optional": optional}
    return render_to_string("ui/labelled.html", parts)


@register.simple_block_tag
def choice(  # noqa: PLR0913, PLR0917 - the arguments of a tag are the variables of its component
    content: str, name: str, value: str, label: str, symbol: str = "", remark: str = "", chosen: bool = False, kind: str = "radio"
) -> str:
    """Draw one choice whose detail (the content) opens inside the chosen box."""
    parts = {"name": name, "value": value, "label": label, "symbol": symbol, "remark": remark, "chosen": chosen, "kind": kind}
    return render_to_string("ui/choice.html", {**parts, "detail": mark_safe(content.strip())})  # noqa: S308 - a rendered block


@register.simple_block_tag
def entry(content: str, meta: str, symbol: str = "dot", tone: str = "plain", dashed: bool = False) -> str:
    """Draw one timeline entry around free content; tones plain, done, now, wait, ahead."""
    parts = {"content": content, "meta": meta, "symbol": symbol, "tone": tone, "dashed": dashed}
    return render_to_string("ui/entry.html", parts)
