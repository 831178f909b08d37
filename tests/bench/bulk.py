"""A bulk change of the owner of all clients, and what another tenant notices of it.

The machine is never the same for long, so windows with and without a change take turns: each change
is stopped after its window, and what is compared are neighbours.
"""

import statistics
import time
from typing import Any

import httpx

from tests.bench import load
from tests.bench.load import Request

LIST = "/v1/counterparties?page_size=50&order_by=display_name"
LISTS, WINDOWS, NEIGHBOURS = 400, 6, 60
# What was changed is carried on by then: to subscribers, and to other services' copies.
SETTLES_S, LONGEST_S = 6.0, 60.0


def measure_bulk(http: httpx.Client, neighbour: tuple[str, str], owners: list[str]) -> str:
    """Gives everything to the one and the other of two new owners, while the neighbour (url, token)
    reads its lists."""
    _lists(neighbour)  # warm
    pairs: list[tuple[float, float]] = []
    rows, seconds = 0, 0.0
    for window in range(WINDOWS):
        alone = _lists(neighbour)
        job = _begun(http, owners[window % 2])
        began, first = time.perf_counter(), _job(http, job)["counts"]["changed"]
        pairs.append((alone, _lists(neighbour)))
        rows += _job(http, job)["counts"]["changed"] - first
        seconds += time.perf_counter() - began
        http.post(f"/v1/{job}:stop", json={}).raise_for_status()
        time.sleep(SETTLES_S)
    quiet, noticed = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(during / alone for alone, during in pairs)
    return (
        f"{rows / seconds:,.0f} rows/s; another tenant's list p95 {quiet:.1f} ms alone,"
        f" {noticed:.1f} ms meanwhile: {ratio:.2f} (median of {WINDOWS} pairs; goal 1.10)"
    )


def client(number: int) -> dict[str, str]:
    return {"display_name": f"ООО «Сосед {number}»", "kind": "LEGAL"}


def _begun(http: httpx.Client, owner: str) -> str:
    """A change that is under way."""
    body: dict[str, Any] = {"filter": {}, "owner": owner}
    made = http.post("/v1/counterparties:bulkUpdate", json=body).raise_for_status().json()
    until = time.perf_counter() + LONGEST_S
    while not _job(http, made["name"])["counts"]["changed"] and time.perf_counter() < until:
        time.sleep(0.3)
    return made["name"]


def _lists(neighbour: tuple[str, str]) -> float:
    """The p95 of one reader who asks for a list again and again."""
    return load.run(*neighbour, [Request("GET", LIST)] * LISTS, 1).percentile(0.95)


def _job(http: httpx.Client, name: str) -> dict[str, Any]:
    return http.get(f"/v1/{name}").raise_for_status().json()
