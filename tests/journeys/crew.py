# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crew does on its phone in every journey: it loses the signal, and it finishes a place."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect


def lose_signal(page: Page) -> None:
    """Take the signal away from page and service worker alike."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)


def finish(page: Page, photo: Path, checked: str = "dibandingkan begitu ada sinyal") -> None:
    done = page.locator("form[data-checks]")
    if not done.is_visible():
        page.get_by_text("Selesai dikerjakan", exact=True).click()
    done.get_by_label("Foto sesudah").set_input_files(photo)
    expect(done.locator("[data-check-list]")).to_contain_text(checked)
    done.get_by_label("Apa yang dikerjakan").fill("Sekring tiang nomor 3 kami ganti.")
    done.get_by_role("button", name="Nyatakan selesai").click()
