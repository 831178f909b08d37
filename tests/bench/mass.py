"""Works planned for many clients at once: from the request to the last of them."""

import time
from datetime import timedelta
from typing import Any

import httpx

from services.kit import clock

WORKS, GOAL_S = 10_000, 20.0
LONGEST_S = 180.0
# Each part of a name is every twentieth client's (`companies.SECOND`), and one plan takes 10,000.
QUERIES = ("торг", "транс", "строй", "сервис")


def measure(http: httpx.Client) -> tuple[int, float]:
    """How many were planned in how many seconds, previews left out."""
    user = http.get("/v1/profile").raise_for_status().json()["user"]["name"]
    action = http.get("/v1/workActions").raise_for_status().json()["work_actions"][0]["name"]
    works, seconds = 0, 0.0
    for query in QUERIES:
        if works < WORKS * 0.95:
            began = time.perf_counter()
            works += _created(http, _plan(query, user, action))
            seconds += time.perf_counter() - began
    return works, seconds


def _plan(query: str, user: str, action: str) -> dict[str, Any]:
    first = clock.now().date() + timedelta(days=2)
    return {
        "counterparties": {"query": query},
        "work": {"display_name": "Обзвон", "action": action},
        "distribution": {"way": "ONE", "users": [user]},
        "window": {
            "start_date": first.isoformat(),
            "end_date": (first + timedelta(days=17)).isoformat(),
        },
    }


def _created(http: httpx.Client, plan: dict[str, Any]) -> int:
    job = http.post("/v1/works:createMass", json={"plan": plan}).raise_for_status().json()
    until = time.perf_counter() + LONGEST_S
    while job["state"] in ("QUEUED", "RUNNING") and time.perf_counter() < until:
        time.sleep(0.2)
        job = http.get(f"/v1/{job['name']}").raise_for_status().json()
    return job["counts"]["changed"]
