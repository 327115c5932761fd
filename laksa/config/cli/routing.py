"""route, routing."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from laksa.kernel.errors import Refused
from laksa.routing import actions
from laksa.routing.rules import Decision, Reason, evaluate


@click.command("route")
@click.argument("text")
@click.option("--lat", type=float, help="Latitude of the place, WGS 84.")
@click.option("--lon", type=float, help="Longitude of the place.")
@click.option("--hashtag", multiple=True, help="A hashtag the reporter named, such as #PJU; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def route(text: str, lat: float | None, lon: float | None, hashtag: tuple[str, ...], as_json: bool) -> None:
    """Say where a text would go, and why.

    `route -` reads one text a line from standard input and prints one JSON object a line.
    """
    if (lat is None) != (lon is None):
        raise Refused("give both --lat and --lon, or neither", field="lat")
    point = (lat, lon) if lat is not None and lon is not None else None
    if text == "-":
        for line in sys.stdin:
            click.echo(json.dumps(_answer(_decide(line.strip(), point, hashtag)), ensure_ascii=False))
        return
    decision = _decide(text, point, hashtag)
    click.echo(json.dumps(_answer(decision), ensure_ascii=False) if as_json else "\n".join(_lines(decision)))


@click.group("routing")
def routing() -> None:
    """Evaluate the routing."""


@routing.command("evaluate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate_file(file: Path, as_json: bool) -> None:
    """Route the texts of a CSV file with the columns text and category, and count what comes out right."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        result = evaluate(actions.rulebook(), list(_labelled(lines)))
    if as_json:
        recall = {category: round(right / count, 4) for category, (right, count) in result.recall.items()}
        click.echo(json.dumps({"top1": round(result.top1, 4), "top3": round(result.top3, 4), "n": result.n, "recall": recall}))
        return
    click.echo(f"top1 {result.top1:.4f}\ntop3 {result.top3:.4f}\nn {result.n}")
    for category, (right, count) in result.recall.items():
        click.echo(f"{right / count:7.2%} {right:4d}/{count:<4d} {category}")


def _labelled(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    rows = csv.DictReader(lines)
    missing = [name for name in ("text", "category") if name not in (rows.fieldnames or ())]
    if missing:
        raise Refused(f"the first line must name the columns text and category; missing: {', '.join(missing)}")
    known = actions.rulebook().categories
    for row in rows:
        category = (row["category"] or "").strip()
        if category not in known:
            raise Refused(f"line {rows.line_num}: '{category[:40]}' is no category of this city", field="category")
        yield row["text"] or "", category


def _decide(text: str, point: tuple[float, float] | None, hashtags: tuple[str, ...]) -> Decision:
    return actions.decide(text, point=point, hashtags=hashtags, at=timezone.now())


def _answer(decision: Decision) -> dict[str, Any]:
    return {
        "category": decision.category,
        "hashtag": decision.hashtag,
        "kind": decision.kind,
        "severity": decision.severity,
        "agency": decision.agency,
        "unit": decision.unit,
        "confidence": decision.confidence,
        "desk": decision.desk,
        "emergency": decision.emergency,
        "outside_owner": decision.outside_owner,
        "reasons": _reasons(decision.reasons),
        "candidates": [{"category": one.category, "score": one.score, "reasons": _reasons(one.reasons)} for one in decision.candidates],
        "marked": [list(span) for span in decision.marked],
        "rules_version": decision.rules_version,
    }


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"sign": reason.sign, "id": reason.text_id, "en": reason.text_en} for reason in reasons]


def _lines(decision: Decision) -> Iterator[str]:
    yield f"{decision.hashtag} {decision.category}: {decision.agency}{f', {decision.unit}' if decision.unit else ''}"
    who = "the city desk decides" if decision.desk else "goes there at once"
    yield f"{decision.kind}, {decision.severity}, confidence {decision.confidence:.0%}, {who}"
    if decision.emergency:
        yield "EMERGENCY: show the emergency number first"
    yield from (f"{reason.sign} {reason.text_en}" for reason in decision.reasons)
