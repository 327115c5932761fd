# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each citizen page weighs in a real browser, and how soon it can be used on a slow phone."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import Any

import click

from bench.house import House, open_house, report

HOME_KB, FLOW_KB, USABLE_MS = 50, 150, 3_000
# 3G as browsers' own tools act it: bytes a second down and up, milliseconds there and back.
NETWORK = {"offline": False, "latency": 300, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
PHONE = {"width": 360, "height": 740}
LCP = """() => new Promise((done) => {
  let last = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(Math.max(last, performance.getEntriesByType("navigation")[0].domInteractive)), 400);
})"""


@dataclass
class Weight:
    """What came over the wire for a page: bytes with headers, requests, and milliseconds until it could be used."""

    bytes: int = 0
    requests: int = 0
    usable_ms: float = 0.0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.bytes + other.bytes, self.requests + other.requests, max(self.usable_ms, other.usable_ms))


class Phone:
    """A browser with an empty cache that counts what it loads."""

    def __init__(self, browser: Any, base: str) -> None:
        self.context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, service_workers="block", locale="id-ID")
        self.page = self.context.new_page()
        self.base, self.weight = base, Weight()
        wire = self.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", NETWORK)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        wire.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.weight.bytes += int(event["encodedDataLength"])
        self.weight.requests += 1

    def open(self, path: str) -> Weight:
        """Return what a page weighs, and when its largest part stood and it could be used."""
        self.weight = Weight()
        self.page.goto(self.base + path, wait_until="networkidle", timeout=60_000)
        self.weight.usable_ms = self.page.evaluate(LCP)
        return self.weight

    def close(self) -> None:
        self.context.close()


def weigh(browser: Any, base: str, *paths: str) -> Weight:
    """Return what pages opened one after the other weigh, beginning with an empty cache."""
    phone = Phone(browser, base)
    total = Weight()
    for path in paths:
        total += phone.open(path)
    phone.close()
    return total


def weigh_report(browser: Any, base: str) -> Weight:
    """Return what the whole way of a report weighs: words, place with the map opened, check."""
    phone = Phone(browser, base)
    total = phone.open("/lapor/")
    page, phone.weight = phone.page, Weight()
    page.fill("textarea", "Lampu jalan mati tiga tiang di depan musala, gelap sekali.")
    page.get_by_role("button", name="Lanjut ke tempat").click()
    page.get_by_text("Tunjuk di peta").click()
    # The map takes the keys once it is drawn.
    page.locator("[role=application]:focus").wait_for()
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_text("benar?").wait_for()
    page.get_by_role("button", name="Lanjut periksa").click()
    page.get_by_role("heading", name="Periksa dulu").wait_for()
    page.wait_for_load_state("networkidle")
    total += phone.weight
    phone.close()
    return total


def tell(name: str, weight: Weight, limit_kb: int | None) -> bool:
    kilobytes = round(weight.bytes / 1_000, 1)
    fits = limit_kb is None or kilobytes <= limit_kb
    report("weight", f"{name} bytes", kilobytes, "KB", f"<= {limit_kb}" if limit_kb else "told", fits)
    report("weight", f"{name} requests", weight.requests, "requests", "told", True)
    quick = weight.usable_ms < USABLE_MS
    return report("weight", f"{name} usable on 3G, 4x slower", round(weight.usable_ms), "ms", f"< {USABLE_MS}", quick) and fits


def addresses(house: House) -> dict[str, str]:
    """Return a public case and a reporter's own page of the house."""
    body = {"text": "Lampu jalan mati tiga tiang di depan musala", "lat": -6.1782, "lon": 106.6310, "identity": "anonymous"}
    status, mine = house.ask("POST", "/api/v1/cases", body, {"Idempotency-Key": "weight-of-pages-0001"})
    assert status == 201, status
    code = house.rows("SELECT code FROM cases_case WHERE state = 'confirmed' AND NOT is_sealed LIMIT 1")[0][0]
    return {"public case": f"/laporan/{code}/", "track": f"/l/{mine['token']}/"}


@click.command()
@click.option("--quick", is_flag=True, help="A smaller example city.")
def bench(quick: bool) -> None:
    """Weigh home, report with map, track, public case and map on a phone with an empty cache."""
    from playwright.sync_api import sync_playwright

    with open_house("sqlite", settings={"LAKSA_LOG_LEVEL": "CRITICAL"}) as house, sync_playwright() as play:
        house.laksa("example", "--cases", "60" if quick else "400")
        house.serve("--no-worker")
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        base = f"http://127.0.0.1:{house.port}"
        holds = [tell("home", weigh(browser, base, "/"), HOME_KB), tell("report with map", weigh_report(browser, base), FLOW_KB)]
        for name, path in addresses(house).items():
            holds.append(tell(name, weigh(browser, base, path), None))
        holds.append(tell("map", weigh(browser, base, "/peta/"), None))
        browser.close()
    sys.exit(0 if all(holds) else 1)
