"""Leads and deals of the demo tenant: of both branches, somewhere on their way in the default
funnel; what is sold, by which firm, and on which terms."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from deploy.local.demo_api import Api, Json

DEALS = 60
TITLES = (
    "Поставка кабеля ВВГнг",
    "Монтаж освещения",
    "Складская логистика",
    "Сервисный контракт",
    "Модернизация линии",
    "Спецодежда на сезон",
    "Профиль алюминиевый",
    "Поставка фильтров",
    "Аренда погрузчиков",
    "Канцтовары, годовой договор",
    "Насосное оборудование",
    "Пилот: 3 филиала",
)
# Whose lead waits until somebody takes it.
NOBODY = "users/none"
COMPANIES = ("Вектор", "Меридиан", "Альфа-Строй", "Полюс", "Гранит", "Сфера", "Орион", "Магистраль")
INTERESTS = ("Нужен расчёт на квартал", "Просят прайс", "Хотят образцы", "Ищут поставщика")
PRODUCTS = {"Кабель ВВГнг 3×2,5": "98.50", "Светильник LED 36 Вт": "1450", "Монтаж, час": "2200"}
SOURCES = ("Сайт", "Звонок", "Выставка", "Рекомендация")


def load_deals(api: Api, owner: str, identify: Callable[..., str]) -> None:
    """`identify` makes a request id of a meaning, so a load that was cut off is continued."""
    funnel = next(f for f in api.all("/v1/funnels", "funnels") if f["default"])
    reasons = [r["name"] for r in api.all("/v1/lossReasons", "loss_reasons")]
    query = {"kind": "LEGAL", "owner": owner, "order_by": "create_time", "page_size": DEALS}
    clients = api.get("/v1/counterparties", **query)["counterparties"]
    chance = random.Random(owner)  # noqa: S311
    for n, client in enumerate(clients):
        draft = {
            "display_name": TITLES[n % len(TITLES)],
            "counterparty": client["name"],
            "owner": owner,
            "funnel": funnel["name"],
            "amount": {"amount": str(chance.randrange(40, 9000) * 1000), "currency": "RUB"},
            "expected_close_date": str(date.today() + timedelta(days=chance.randrange(5, 120))),  # noqa: DTZ011
            "source": chance.choice(SOURCES),
        }
        made = api.post("/v1/deals", draft, request_id=identify("deal", client["name"]))
        if made["state"] == "OPEN" and made["stage"] == funnel["stages"][0]["id"]:
            go_on(api, made, funnel["stages"], reasons, chance)


def go_on(
    api: Api, deal: Json, stages: list[Json], reasons: list[str], chance: random.Random
) -> None:
    """As far as it comes: most are on their way, some are won, some lost."""
    at = min(int(chance.expovariate(0.6)), len(stages) - 1)
    if at:
        api.post(f"/v1/{deal['name']}:move", {"stage": stages[at]["id"]})
    end = chance.random()
    if end < 0.12:
        api.post(f"/v1/{deal['name']}:lose", {"reason": chance.choice(reasons[:3])})
    elif end > 0.9:
        api.post(f"/v1/{deal['name']}:win", {})


def load_terms(api: Api, identify: Callable[..., str]) -> Json:
    """A firm of ours, a few products and a standard agreement, so that strict deals get along; the
    firm is returned."""
    inn = "7707083893"
    firm = {"display_name": "ООО «Демо-Торг»", "inn": inn, "kpp": "773601001"}
    firm |= {"accounts": ["40702810438000012345"]}
    seller = api.post("/v1/sellers", firm, request_id=identify("seller", inn))
    lists = api.all("/v1/priceLists", "price_lists")
    for title, price in PRODUCTS.items():
        money = {"amount": price, "currency": "RUB"}
        prices = [{"price_list": each["name"], "amount": money} for each in lists[:1]]
        product = {"display_name": title, "prices": prices}
        api.post("/v1/products", product, request_id=identify("product", title))
    terms = {"display_name": "Типовые условия", "kind": "STANDARD"}
    made = api.post("/v1/agreements", terms, request_id=identify("agreement", "standard"))
    for step in ("submit", "approve"):
        if made["state"] in ("DRAFT", "SUBMITTED"):
            made = api.post(f"/v1/{made['name']}:{step}", {})
    return seller


def load_leads(api: Api, owner: str, identify: Callable[..., str]) -> None:
    chance = random.Random(owner)  # noqa: S311
    for n, company in enumerate(COMPANIES):
        lead = {
            "display_name": f"{INTERESTS[n % len(INTERESTS)]}: {company}",
            "company_name": f"ООО «{company}»",
            "phones": [f"+7 495 {chance.randrange(200, 999)}-{n:02}-{n + 11:02}"],
            "source": SOURCES[n % len(SOURCES)],
            "owner": owner if n < len(COMPANIES) - 2 else NOBODY,
        }
        api.post("/v1/leads", lead, request_id=identify("lead", owner, company))
