"""Timelines: how quick a page of a long one is, and how soon what happens is a line of one."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import httpx
from pymongo.errors import PyMongoError

from services.activities.service import SERVICE
from services.activities.timeline import store
from services.activities.timeline.entry import Category, Entry
from services.kit import clock
from services.kit.mongo import Db
from services.kit.settings import Settings
from tests.bench import load
from tests.bench.load import Request, Result

LINES, BATCH, PAGES, SAMPLES = 5000, 500, 500, 100
PAGE_GOAL_MS, LINE_GOAL_MS = 20.0, 300.0
LONGEST_S = 10.0


def measure_page(http: httpx.Client, place: tuple[str, str], mongo_url: str, tenant: str) -> Result:
    """Of a client with so many lines."""
    (client,) = http.get("/v1/counterparties?page_size=1").json()["counterparties"]
    fill(_db(mongo_url, tenant), client["name"])
    requests = [Request("GET", f"/v1/timeline?record={client['name']}")] * PAGES
    load.run(*place, requests[:60], 4)  # warm
    return load.run(*place, requests, 1)


def fill(db: Db, client: str) -> None:
    now = clock.now()
    for start in range(0, LINES, BATCH):
        store.put(db, [_line(client, at, now) for at in range(start, start + BATCH)])


def _line(client: str, at: int, now: Any) -> Entry:
    return Entry(
        name=f"timelineEntries/{client}#bench{at}",
        subjects=(client,),
        guard=client,
        permission="counterparties.read",
        category=Category.DEAL,
        key="deals.stage_changed",
        facts={"from": "Новая", "to": "Предложение"},
        display_name="Поставка",
        open=client,
        time=now - timedelta(minutes=at),
        user_display_name="Иванова",
        version=1,
    ).kept()


# --- from what happens to its line -----------------------------------------------------------


class Arrivals:
    """When the first line about each record came since it began to look."""

    def __init__(self, db: Db) -> None:
        mine = [{"$match": {"fullDocument.tenant": db.tenant}}]
        lines = db.client[db.database][store.ENTRIES.id]
        self._stream = lines.watch(mine, full_document="updateLookup", max_await_time_ms=500)
        self._came: dict[str, float] = {}
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            for change in self._stream:
                with self._news:
                    for subject in change["fullDocument"]["subjects"]:
                        self._came.setdefault(subject, time.perf_counter())
                    self._news.notify_all()
        except PyMongoError:
            return  # closed

    def wait_for(self, subject: str) -> float | None:
        with self._news:
            self._news.wait_for(lambda: subject in self._came, LONGEST_S)
            return self._came.get(subject)

    def stop(self) -> None:
        self._stream.close()
        self._thread.join(LONGEST_S)


def measure_delays(http: httpx.Client, mongo_url: str, tenant: str) -> dict[str, list[float]]:
    """Milliseconds from the sending of the request to the line, one after the other; the request
    itself is in them."""
    client = http.get("/v1/counterparties?page_size=1").json()["counterparties"][0]["name"]
    action = http.get("/v1/workActions").json()["work_actions"][0]["name"]
    draft = {"display_name": "Перезвонить", "action": action, "subject": client}
    works = [http.post("/v1/works", json=draft).raise_for_status().json() for _ in range(SAMPLES)]
    said = [(each["name"], "close", {"sign": "PLUS"}) for each in works]
    board = http.get("/v1/boards/default").raise_for_status().json()
    stages = [column["stage"] for column in board["columns"]]
    cards = [
        (card["name"], "move", {"stage": stages[at - 1]})
        for at, column in enumerate(board["columns"])
        for card in column["cards"]
    ]
    arrivals = Arrivals(_db(mongo_url, tenant))
    found = {
        "close of a work to its line": _delays(http, said, arrivals.wait_for),
        "move of a deal to its line": _delays(http, cards[:SAMPLES], arrivals.wait_for),
    }
    arrivals.stop()
    return found


def _delays(
    http: httpx.Client,
    said: Iterable[tuple[str, str, dict[str, str]]],
    wait_for: Callable[[str], float | None],
) -> list[float]:
    delays: list[float] = []
    for name, verb, body in said:
        began = time.perf_counter()
        http.post(f"/v1/{name}:{verb}", json=body).raise_for_status()
        came = wait_for(name)
        delays.append(((came or float("inf")) - began) * 1000)
    return delays


def _db(mongo_url: str, tenant: str) -> Db:
    return SERVICE.runtime(Settings({"CRM_MONGO_URL": mongo_url})).db(tenant)
