"""Boards and reports over many deals: laid into the store as the service would, read over HTTP."""

import json
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import httpx

from services.deals import rank, store
from services.deals.deal import Deal, State
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel
from services.deals.service import SERVICE
from services.deals.totals import store as totals
from services.deals.totals.folding import fold
from services.deals.totals.total import rows
from services.kit import clock
from services.kit.caller import visible_to
from services.kit.money import Money
from services.kit.mongo import Db
from services.kit.people import keep_person
from services.kit.person import Person
from services.kit.settings import Settings
from tests.bench import load
from tests.bench.load import Request, Result

DEALS, CLOSED, MANAGERS, BATCH = 50_000, 6_000, 40, 1000
LEAD_GOAL = 600.0
BOARD, REPORT = "/v1/boards/default", "/v1/deals:reportFunnel"


def measure(
    http: httpx.Client, place: tuple[str, str], mongo_url: str, tenant: str, requests: int
) -> Iterator[tuple[str, Result, Result, float]]:
    """What was measured, alone, by 16 clients, and the goal of the latter per second."""
    if not http.get("/v1/deals?page_size=1").raise_for_status().json()["deals"]:
        http.get("/v1/funnels").raise_for_status()
        fill(SERVICE.runtime(Settings({"CRM_MONGO_URL": mongo_url})).db(tenant))
    for what, path, goal in (
        (f"board of {DEALS:,} deals", BOARD, 170.0),
        ("funnel by stage and manager", REPORT, 310.0),
    ):
        load.run(*place, [Request("GET", path)] * 50, 4)  # warm
        alone = load.run(*place, [Request("GET", path)] * (requests // 3), 1)
        yield what, alone, load.run(*place, [Request("GET", path)] * requests, 16), goal
    yield "board while deals move", *_moving(http, place, requests), 170.0


def _moving(http: httpx.Client, place: tuple[str, str], requests: int) -> tuple[Result, Result]:
    """Every tenth request moves a card to the top of the next column."""
    board = http.get(BOARD).raise_for_status().json()
    cards = [card["name"] for column in board["columns"] for card in column["cards"]]
    stages = [column["stage"] for column in board["columns"]]
    mixed = [
        Request("POST", f"/v1/{cards[at % len(cards)]}:move", _to(stages[at // 10 % len(stages)]))
        if at % 10 == 0
        else Request("GET", BOARD)
        for at in range(requests)
    ]
    return load.run(*place, mixed[: requests // 3], 1), load.run(*place, mixed, 16)


def _to(stage: str) -> bytes:
    return f'{{"stage": "{stage}"}}'.encode()


def measure_leads(place: tuple[str, str], requests: int) -> Result:
    """By 16 clients."""
    stamp = time.time_ns() // 1000
    asked = [Request("POST", "/v1/leads", _lead(stamp + at)) for at in range(requests)]
    load.run(*place, asked[: requests // 6], 16)  # warm
    return load.run(*place, asked[requests // 6 :], 16)


def _lead(number: int) -> bytes:
    lead = {
        "display_name": f"Заявка {number}",
        "company_name": f"ООО «Лид {number}»",
        "phones": [f"+7495{number % 10**7:07d}"],
        "source": "Сайт",
    }
    return json.dumps(lead, ensure_ascii=False).encode()


def fill(db: Db) -> None:
    funnel = funnels.recent(db, "")
    people = [
        Person(
            name=f"users/{db.tenant}-{at}",
            display_name=f"Менеджер {at}",
            org_path=("orgUnits/bench",),
        )
        for at in range(MANAGERS)
    ]
    for person in people:
        keep_person(db, person)
    made = _deals(funnel, people)
    for _ in range(0, DEALS + CLOSED, BATCH):
        batch = [deal for deal, _ in zip(made, range(BATCH), strict=False)]
        saved = store.DEALS.insert_many(db, batch)
        totals.add(db, (row for deal in saved for row in rows(None, deal)))
    fold(db, timedelta(0))


def _deals(funnel: Funnel, people: list[Person]) -> Iterator[Deal]:
    seeded = random.Random(3)  # noqa: S311
    now = clock.now()
    for number in range(DEALS + CLOSED):
        owner, stage = seeded.choice(people), funnel.stages[number % len(funnel.stages)]
        came = now - timedelta(minutes=number)
        deal = Deal(
            name=store.DEALS.new_name(),
            display_name=f"Поставка насосов №{number}",
            counterparty_display_name=f"ООО «Покупатель {number % 5000}»",
            funnel=funnel.name,
            funnel_version=funnel.stages_version,
            amount=Money(Decimal(seeded.randrange(1, 10**8)).scaleb(-2), "RUB"),
            expected_close_date=date(2026, 12, 1) + timedelta(days=number % 300),
            owner=owner.name,
            owner_display_name=owner.display_name,
            org_path=owner.org_path,
            visible_to=visible_to(owner.name, owner.org_path),
        ).entered(stage, rank.top(came), came, owner.name, owner.display_name)
        is_open = number < DEALS
        yield deal if is_open else deal.closed([State.WON, State.LOST][number % 2], now)
