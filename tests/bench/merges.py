"""Merges random pairs of a client base and takes them apart: how fast, and is all as before?"""

import random
import statistics
import time
from typing import Any

import httpx

PAIRS = 1000
# What each save changes by itself.
ASIDE = ("etag", "update_time")


def measure(http: httpx.Client) -> tuple[str, str]:
    """(figures of merging and unmerging, what came of comparing all cards and contacts)."""
    names = _names(http, 2 * PAIRS)
    random.Random(11).shuffle(names)  # noqa: S311 - not for secrets
    pairs = list(zip(names[::2], names[1::2], strict=True))
    before = _as_it_is(http, names)
    for pair in pairs:
        _expect_refusals(*(before[name][0] for name in pair))
    merging, merges = _each(http, [(_merge_of(one, other), "") for one, other in pairs])
    others = random.Random(12).sample(merges, len(merges))  # noqa: S311 - not for secrets
    unmerging, _ = _each(http, [("", f"/v1/{name}:undo") for name in others])
    after = _as_it_is(http, names)
    changed = [name for name in names if before[name] != after[name]]
    figures = f"merge {_told(merging)}; unmerge {_told(unmerging)}"
    same = f"{len(names) - len(changed)} of {len(names)} cards with their contacts as before"
    return figures, same


def _merge_of(survivor: str, other: str) -> Any:
    return {"survivor": survivor, "merged": [other], "confirm_persons": True}


def _each(http: httpx.Client, requests: list[tuple[Any, str]]) -> tuple[list[float], list[str]]:
    took: list[float] = []
    names: list[str] = []
    for body, path in requests:
        began = time.perf_counter()
        answer = http.post(path or "/v1/counterparties:merge", json=body or {})
        took.append((time.perf_counter() - began) * 1000)
        names.append(answer.raise_for_status().json()["name"])
    return took, names


def _names(http: httpx.Client, count: int) -> list[str]:
    names: list[str] = []
    token = ""
    while len(names) < count:
        page = http.get(f"/v1/counterparties?page_size=200&page_token={token}").json()
        names += [row["name"] for row in page["counterparties"]]
        token = page["next_page_token"]
        if not token:
            break
    return names[: min(count, len(names) // 2 * 2)]


def _as_it_is(http: httpx.Client, names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        contacts = http.get(f"/v1/contacts?counterparty={name}").json()["contacts"]
        parts = [http.get(f"/v1/{name}").json(), *contacts]
        found[name] = [{k: v for k, v in part.items() if k not in ASIDE} for part in parts]
    return found


def _expect_refusals(one: dict[str, Any], other: dict[str, Any]) -> None:
    """A refusal of advertising stays with both: that is meant to be."""
    if "REFUSED" in (one["marketing_consent"], other["marketing_consent"]):
        one["marketing_consent"] = other["marketing_consent"] = "REFUSED"


def _told(took: list[float]) -> str:
    p95 = statistics.quantiles(took, n=20)[-1]
    return f"{1000 * len(took) / sum(took):.0f}/s, p95 {p95:.0f} ms"
