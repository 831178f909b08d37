"""Run by `make bench` against the installation that `make up` started.

CRM_BENCH_SIZE = clients in the base (100000). The base stays in a tenant of its own, so a second
run measures reads at once; `make reset` removes it. Ratios are taken side by side in one run; goals
in absolute figures are also shown for a machine as fast as this one is at the start of the run.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from deploy.local import engines
from deploy.local.instance import Instance
from tests.bench import (
    bulk,
    companies,
    deals,
    duplicates,
    imports,
    load,
    mass,
    merges,
    raw,
    statements,
    timelines,
    works,
)
from tests.bench.load import Request, Result
from tests.bench.raw import Inserts
from tests.bench.subscriber import Subscriber

SIZE = int(os.environ.get("CRM_BENCH_SIZE", "100000"))
REQUESTS = 3000
PASSWORD = "bench-Пароль-2026"
MOVE_GOAL_S = 30
# The second look, and Mongo's writing back of what changed.
MOVE_SETTLES_S = 15.0


def main() -> None:
    bench = Bench(Instance())
    bench.calibrate()
    bench.sign_in()
    if not bench.exists():
        bench.measure_import()
    bench.measure_reads()
    bench.measure_duplicates()
    bench.measure_deals()
    bench.measure_leads()
    bench.measure_statement()
    bench.measure_works()
    bench.measure_mass()
    bench.measure_timelines()
    bench.measure_creates()
    bench.measure_merges()
    bench.measure_bulk()
    bench.measure_move()
    bench.measure_memory()


class Bench:
    def __init__(self, instance: Instance) -> None:
        demo = json.loads(instance.demo_file.read_text())
        self.instance, self.url = instance, demo["url"]
        self.tenant = f"bench-{SIZE}"
        self.slowness = 1.0
        self.http = httpx.Client(base_url=self.url, timeout=60)
        # Not instance.ports(): that is for a start and takes new ones for those in use.
        ports = json.loads((instance.directory / "ports.json").read_text())
        password = instance.secrets()["amqp_password"]
        self.mongo_url = engines.mongo_url(ports["mongod"])
        self.amqp_url = engines.amqp_url(ports["amqp"], password)

    def calibrate(self) -> None:
        found = raw.find_one_ms(self.mongo_url)
        self.slowness = found / raw.GOAL_FIND_MS
        say(
            "this machine, right now",
            f"bare find_one by _id {found:.2f} ms; {raw.GOAL_FIND_MS} ms where the goals were set:"
            f" {self.slowness:.2f} of its time",
        )

    def sign_in(self) -> None:
        operator = {"authorization": f"Bearer {self.instance.secrets()['operator_token']}"}
        admin = {"login": "bench", "password": PASSWORD, "display_name": "Bench"}
        tenant = {"code": self.tenant, "display_name": "Bench", "admin": admin}
        made = self.http.post("/v1/tenants", json=tenant, headers=operator)
        if made.status_code not in (200, 409):
            sys.exit(f"No tenant to measure in: {made.status_code} {made.text}")
        session = {"tenant": self.tenant, "login": "bench", "password": PASSWORD}
        self.token = self.http.post("/v1/sessions", json=session).json()["access_token"]
        self.http.headers["authorization"] = f"Bearer {self.token}"

    def exists(self) -> bool:
        return bool(self.http.get("/v1/counterparties?page_size=1").json()["counterparties"])

    # --- import --------------------------------------------------------------------------

    def measure_import(self) -> None:
        staging, plain = imports.measure_staging(self.http, self.mongo_url, self.tenant, SIZE)
        compare("import: parse + check + stage", staging.per_second, plain, 0.25)
        creating, plain = imports.measure_creating(
            self.http, self.mongo_url, self.tenant, staging.name
        )
        compare("import: create with events", creating.per_second, plain, 0.15)
        print("  counts:", creating.counts)

    # --- reads ---------------------------------------------------------------------------

    def measure_reads(self) -> None:
        known = [companies.company(1 + index * 7919 % SIZE) for index in range(REQUESTS)]
        names = self._some_names()
        start = "/v1/counterparties?page_size=50"
        searched = "/v1/counterparties?page_size=20&query="
        filtered = f"{start}&market_state=POTENTIAL&order_by=display_name"
        tokens = self._page_tokens(filtered)
        self._read("list: filter, by name", [f"{filtered}&page_token={t}" for t in tokens], 500)
        self._read("search: part of a word", [searched + quote(c.core[2:8]) for c in known], 560)
        self._read(
            "search: phone, five ways",
            [searched + quote(_typed(c.phone, i)) for i, c in enumerate(known)],
            1600,
        )
        self._read("card", [f"/v1/{name}" for name in names], 600)

    def _page_tokens(self, path: str) -> list[str]:
        tokens, token = [""], ""
        for _ in range(40):
            token = self.http.get(f"{path}&page_token={token}").json()["next_page_token"]
            if not token:
                break
            tokens.append(token)
        return [tokens[index % len(tokens)] for index in range(REQUESTS)]

    def _some_names(self) -> list[str]:
        page = self.http.get("/v1/counterparties?page_size=200").json()["counterparties"]
        return [page[index % len(page)]["name"] for index in range(REQUESTS)]

    def _read(self, what: str, paths: list[str], goal: float) -> None:
        requests = [Request("GET", path) for path in paths]
        load.run(self.url, self.token, requests[:100], 4)  # warm
        alone = load.run(self.url, self.token, requests[:1000], 1)
        crowd = load.run(self.url, self.token, requests, 16)
        report(what, alone, crowd, goal, self.slowness)

    # --- duplicates ------------------------------------------------------------------------

    def measure_duplicates(self) -> None:
        alone, crowd = duplicates.measure_find(self.url, self.token, SIZE, REQUESTS)
        report("duplicates of a draft", alone, crowd, 400, self.slowness)
        seconds, looked_at = duplicates.measure_scan(self.http)
        say("duplicates: look through all", f"{looked_at:,} clients in {seconds:.1f} s")
        labelled = Bench(self.instance)
        labelled.tenant = f"twins-{duplicates.LABELLED}"
        labelled.sign_in()
        duplicates.measure_quality(labelled.http, labelled.url, labelled.token)

    # --- deals -----------------------------------------------------------------------------

    def measure_deals(self) -> None:
        place = self.url, self.token
        for what, alone, crowd, goal in deals.measure(
            self.http, place, self.mongo_url, self.tenant, REQUESTS
        ):
            report(what, alone, crowd, goal, self.slowness)

    def measure_leads(self) -> None:
        result = deals.measure_leads((self.url, self.token), REQUESTS)
        report("create of a lead", result, result, deals.LEAD_GOAL, self.slowness)

    def measure_statement(self) -> None:
        seconds, counts = statements.measure(self.http, self.mongo_url, self.tenant)
        self._took(f"statement of {statements.PAYMENTS:,} payments", seconds, statements.GOAL_S)
        print("  counts:", counts)

    # --- works -----------------------------------------------------------------------------

    def measure_works(self) -> None:
        place = self.url, self.token
        for what, alone, goal in works.measure(
            self.http, place, self.mongo_url, self.tenant, REQUESTS // 5
        ):
            self._bounded(what, alone, goal)

    def measure_mass(self) -> None:
        made, seconds = mass.measure(self.http)
        self._took(f"{made:,} works planned at once", seconds, mass.GOAL_S * made / mass.WORKS)

    def measure_timelines(self) -> None:
        place = self.url, self.token
        page = timelines.measure_page(self.http, place, self.mongo_url, self.tenant)
        self._bounded(f"page of {timelines.LINES:,} lines", page, timelines.PAGE_GOAL_MS)
        delays = timelines.measure_delays(self.http, self.mongo_url, self.tenant)
        for what, each in delays.items():
            median, goal = statistics.median(each), timelines.LINE_GOAL_MS
            told = (
                f"median {median:.0f} ms of {len(each)} (goal {goal:.0f}), longest {max(each):.0f}"
            )
            say(what, told)

    def _bounded(self, what: str, alone: Result, goal: float) -> None:
        """One request after the other."""
        p50, p95 = alone.percentile(0.5), alone.percentile(0.95)
        goals = f"goal {goal:.0f}, here {goal * self.slowness:.0f}"
        say(what, f"p50 {p50:.1f} p95 {p95:.1f} ms ({goals})")
        if alone.failed:
            print(f"  failed: {alone.failed}, {alone.first_failure}")

    def _took(self, what: str, seconds: float, goal: float) -> None:
        goals = f"goal {goal:.0f}, here {goal * self.slowness:.0f}"
        say(what, f"{seconds:.1f} s ({goals})")

    # --- creates -------------------------------------------------------------------------

    def measure_creates(self) -> None:
        listening = Subscriber(
            self.amqp_url, "counterparties.events", "counterparty_created", self.tenant
        )
        stamp = time.time_ns() // 1000
        requests = [
            Request("POST", "/v1/counterparties", _new_client(stamp + index))
            for index in range(REQUESTS)
        ]
        result = load.run(self.url, self.token, requests, 16)
        listening.wait_for(result.answered, 30)
        report("create with audit and event", result, result, 600, self.slowness)
        delays = sorted(listening.delays_ms.values())
        lost = result.answered - len(delays)
        median = statistics.median(delays) if delays else 0
        say("events of those creates", f"{lost} lost, median delay {median:.1f} ms")
        listening.stop()

    # --- merging ---------------------------------------------------------------------------

    def measure_merges(self) -> None:
        figures, same = merges.measure(self.http)
        say(f"{merges.PAIRS} random pairs, one after the other", figures)
        say("after merging and unmerging", same)

    # --- bulk changes ------------------------------------------------------------------------

    def measure_bulk(self) -> None:
        neighbour = Bench(self.instance)
        neighbour.tenant = "neighbour"
        neighbour.sign_in()
        for number in range(0 if neighbour.exists() else bulk.NEIGHBOURS):
            neighbour._post("/v1/counterparties", bulk.client(number))
        root = self._get("/v1/orgUnits")["org_units"][0]["name"]
        # Who is new owns nothing: every row really changes.
        heads = [self._new_head(str(time.time_ns()), root) for _ in range(2)]
        owners = [each.get("/v1/profile").json()["user"]["name"] for each in heads]
        found = bulk.measure_bulk(self.http, (neighbour.url, neighbour.token), owners)
        say("bulk change of the owner of all", found)

    # --- a move in the org tree ------------------------------------------------------------

    def measure_move(self) -> None:
        """The owner of the whole base changes branches: when does the new head see all of it?"""
        me = self._get("/v1/profile")["user"]
        root = self._get("/v1/orgUnits")["org_units"][0]["name"]
        made = str(time.time_ns())
        branch = {"display_name": f"Branch {made}", "kind": "BRANCH", "parent": root}
        unit = self._post("/v1/orgUnits", branch)["name"]
        head = self._new_head(made, unit)
        began = time.perf_counter()
        self._move(me["name"], unit)
        while head.get("/v1/counterparties:count?exact=true").json()["count"] < SIZE:
            time.sleep(0.2)
        took = time.perf_counter() - began
        goals = f"goal {MOVE_GOAL_S}, here {MOVE_GOAL_S * self.slowness:.0f}"
        say("moving an owner with all clients", f"{took:.1f} s ({goals})")
        self._move(me["name"], me["org_unit"])
        # What goes on in the background would be in the next figures.
        while head.get("/v1/counterparties:count?exact=true").json()["count"]:
            time.sleep(0.5)
        time.sleep(MOVE_SETTLES_S)

    def _new_head(self, login: str, unit: str) -> httpx.Client:
        roles = self._get("/v1/roles")["roles"]
        role = next(each["name"] for each in roles if each["built_in"] == "HEAD_OF_SALES")
        user = {
            "login": login,
            "display_name": "Head",
            "org_unit": unit,
            "assignments": [{"role": role, "org_unit": unit}],
        }
        self._post("/v1/users", {"user": user, "password": PASSWORD})
        session = {"tenant": self.tenant, "login": login, "password": PASSWORD}
        token = self._post("/v1/sessions", session)["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        return httpx.Client(base_url=self.url, timeout=60, headers=headers)

    def _move(self, user: str, unit: str) -> None:
        self.http.patch(f"/v1/{user}", json={"org_unit": unit}).raise_for_status()

    def _get(self, path: str) -> dict[str, Any]:
        return self.http.get(path).raise_for_status().json()

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self.http.post(path, json=body).raise_for_status().json()

    # --- memory --------------------------------------------------------------------------

    def measure_memory(self) -> None:
        processes = json.loads(self.instance.state_file.read_text()).get("processes", {})
        total = 0.0
        for name, pid in processes.items():
            mebibytes = _resident(pid)
            total += mebibytes
            print(f"  {name:<16} {mebibytes:7.0f} MiB")
        say("resident memory of everything", f"{total:.0f} MiB")


def _typed(phone: str, index: int) -> str:
    ten = phone[2:]
    ways = (
        phone,
        f"8{ten}",
        f"8 ({ten[:3]}) {ten[3:6]}-{ten[6:8]}-{ten[8:]}",
        f"+7 {ten[:3]} {ten[3:6]} {ten[6:]}",
        ten[3:],
    )
    return ways[index % len(ways)]


def _new_client(number: int) -> bytes:
    phone = f"+7950{number % 10**7:07d}"
    client = {
        "display_name": f"ООО «Новый клиент {number}»",
        "kind": "LEGAL",
        "phones": [{"number": phone}],
        "emails": [{"address": f"info{number}@example.com"}],
        "industry": "Услуги",
    }
    return json.dumps(client, ensure_ascii=False).encode()


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0")
    return int(line.split()[1]) / 1024


def report(what: str, alone: Result, crowd: Result, goal: float, slowness: float) -> None:
    print(
        f"{what:<32} c=1 p50 {alone.percentile(0.5):6.1f} p95 {alone.percentile(0.95):6.1f} ms"
        f"   c=16 {crowd.per_second:6.0f}/s (goal {goal:.0f}, here {goal / slowness:.0f})"
        f" p50 {crowd.percentile(0.5):6.1f} p95 {crowd.percentile(0.95):6.1f} ms",
        flush=True,
    )
    if alone.failed or crowd.failed:
        print(
            f"  failed: {alone.failed + crowd.failed}, {alone.first_failure or crowd.first_failure}"
        )


def compare(what: str, per_second: float, inserts: Inserts, goal: float) -> None:
    """The goal's yardstick is insert_many into a collection that has no index but _id."""
    say(
        what,
        f"{per_second:,.0f} rows/s   {per_second / inserts.bare:.2f} of insert_many without"
        f" indexes (goal {goal}), {per_second / inserts.indexed:.2f} of it with the same indexes",
    )


def say(what: str, figure: str) -> None:
    print(f"{what:<32} {figure}", flush=True)


if __name__ == "__main__":
    main()
