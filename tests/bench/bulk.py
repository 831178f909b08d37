"""A bulk change of the owner of all clients, and what another tenant notices of it."""

import threading
import time
from typing import Any

import httpx

from tests.bench import load
from tests.bench.load import Request, Result

LIST = "/v1/counterparties?page_size=50&order_by=display_name"
LISTS = 400
NEIGHBOURS = 60


def measure_bulk(http: httpx.Client, neighbour: tuple[str, str], new_owner: str) -> str:
    """Gives everything to `new_owner` while the neighbour (url, token) reads its lists."""
    before = _lists(neighbour)
    body: dict[str, Any] = {"filter": {}, "owner": new_owner}
    began = time.perf_counter()
    job = http.post("/v1/counterparties:bulkUpdate", json=body).raise_for_status().json()
    during: list[Result] = []
    reader = threading.Thread(target=lambda: during.append(_lists(neighbour, job["name"], http)))
    reader.start()
    done = _wait(http, job["name"])
    seconds = time.perf_counter() - began
    reader.join()
    after = _lists(neighbour)
    rows = done["counts"]["changed"]
    quiet = min(before.percentile(0.95), after.percentile(0.95))
    noticed = during[0].percentile(0.95)
    middles = [each.percentile(0.5) for each in (before, during[0])]
    return (
        f"{rows:,} rows, {rows / seconds:,.0f} rows/s;"
        f" another tenant's list p95 {quiet:.1f} ms alone, {noticed:.1f} ms meanwhile"
        f" ({noticed / quiet:.2f}; p50 {middles[0]:.1f} and {middles[1]:.1f} ms)"
    )


def client(number: int) -> dict[str, str]:
    return {"display_name": f"ООО «Сосед {number}»", "kind": "LEGAL"}


def _lists(neighbour: tuple[str, str], job: str = "", http: httpx.Client | None = None) -> Result:
    """One reader who asks for a list again and again; with a job: until it has ended."""
    url, token = neighbour
    requests = [Request("GET", LIST)] * LISTS
    found = load.run(url, token, requests, 1)
    while http is not None and _state(http, job) in ("QUEUED", "RUNNING"):
        more = load.run(url, token, requests, 1)
        found = Result(
            clients=1,
            answered=found.answered + more.answered,
            failed=found.failed + more.failed,
            seconds=found.seconds + more.seconds,
            latencies_ms=[*found.latencies_ms, *more.latencies_ms],
            first_failure=found.first_failure or more.first_failure,
        )
    return found


def _state(http: httpx.Client, job: str) -> str:
    return http.get(f"/v1/{job}").json()["state"]


def _wait(http: httpx.Client, job: str) -> dict[str, Any]:
    while True:
        found = http.get(f"/v1/{job}").raise_for_status().json()
        if found["state"] not in ("QUEUED", "RUNNING"):
            return found
        time.sleep(0.3)
