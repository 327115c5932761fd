# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fingers: what a journey does over and over on a keyboard, and with a button that sends a form."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

# The words of what has the focus; nothing when the page itself has it.
FOCUSED = "document.activeElement === document.body ? '' : (document.activeElement.labels?.[0] ?? document.activeElement).innerText ?? ''"


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the element of this accessible name has the focus; not at all when the page gave it the focus."""
    for _press in range(most):
        if name in page.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


def type_day(page: Page, day: str) -> None:
    """Type a day into the focused field, in whichever order this browser asks for its parts."""
    year, month, number = day.split("-")
    for typed in (month + number + year, number + month + year):
        page.keyboard.type(typed)
        if page.evaluate("document.activeElement.value") == day:
            return
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
    raise AssertionError("this browser takes no day by keyboard")


def send(button: Locator) -> None:
    """Press a button that sends a form, and wait for the page that answers.

    A click alone is over before the form is on its way: whoever goes elsewhere at once, or looks into the database, is now and then too early.
    """
    with button.page.expect_navigation():
        button.click()
