# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits on a phone, whoever's phone it is: the crew's forms and the residents' reports are kept and sent alike."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

DONE_WITH_MEANWHILE = """async ([name, form]) => {
  const [store, { fetch }] = [self[name], self];
  await store.add(form);
  self.fetch = async (url, wish) => {
    if (url !== form.url) return fetch(url, wish);
    await store.drop(form.key);
    return new Response("{}", { status: 404 });
  };
  const [sent] = await store.sendAll();
  self.fetch = fetch;
  return [sent.state, await store.all()];
}"""


def send_while_another_is_done(page: Page, store: str, form: dict[str, Any]) -> list[Any]:
    """Let the other sender (page and service worker may both send) be done with a form while this one is still answered, with a refusal.

    Return what this one says became of it, and all that waits then.
    """
    found: list[Any] = page.evaluate(DONE_WITH_MEANWHILE, [store, form])
    return found
