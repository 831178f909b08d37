"""What follows a sale in the demo tenant: promises kept and late, goods ordered for them, money
that came by the bank and the bonuses it earned."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from deploy.local.demo_api import Api, Json

Identify = Callable[..., str]

FULFILLED_DEALS = 8
SUPPLIERS = ("Кабельный завод", "Торговый дом «Свет»")
# Whose promise it is, what was promised, in how many days from now, and what became of it.
PROMISES = (
    ("OURS", "Отгрузить первую партию", -6, "FULFILLED"),
    ("OURS", "Передать паспорта и сертификаты", -2, "OPEN"),
    ("CLIENT", "Внести аванс 30 %", 3, "OPEN"),
    ("SUPPLIER", "Подтвердить сроки производства", 10, "OPEN"),
)
NOTES = (
    ("MISHAP", "Две бухты пришли с повреждённой упаковкой, заменены на складе"),
    ("CHANGE", "Разгрузка по просьбе клиента перенесена на второй склад"),
    ("FUTURE", "В следующий раз заказать пропуск на машину заранее"),
)
# What is bought, its unit by the classifier, how much of it and for how much.
GOODS = (
    ("Кабель ВВГнг 3×2,5", "006", "1200", "71.40"),
    ("Светильник LED 36 Вт", "796", "80", "980"),
)
PAID_INVOICES = 5


def load_fulfilment(api: Api, owner: str, city: str, identify: Identify) -> None:
    titles = [f"{title}, {city}" for title in SUPPLIERS]
    suppliers = [_supplier(api, owner, identify, title) for title in titles]
    query = {"owner": owner, "order_by": "create_time", "page_size": FULFILLED_DEALS}
    for n, deal in enumerate(api.get("/v1/deals", **query)["deals"]):
        for side, text, days, state in PROMISES[: 2 + n % 3]:
            promise = {"deal": deal["name"], "side": side, "text": text, "state": state}
            promise |= {"due_date": _in_days(days + n), "responsible": owner}
            api.post("/v1/obligations", promise, request_id=identify(deal["name"], text))
        kind, text = NOTES[n % len(NOTES)]
        note = {"deal": deal["name"], "kind": kind, "text": text}
        api.post("/v1/fulfilmentNotes", note, request_id=identify(deal["name"], text))
        _order(api, deal, suppliers[n % len(suppliers)], owner, identify, n)


def _supplier(api: Api, owner: str, identify: Identify, title: str) -> str:
    firm = {"kind": "LEGAL", "display_name": title, "roles": ["SUPPLIER"], "owner": owner}
    return api.post("/v1/counterparties", firm, request_id=identify(owner, title))["name"]


def _order(api: Api, deal: Json, supplier: str, owner: str, identify: Identify, n: int) -> None:
    title, unit, quantity, price = GOODS[n % len(GOODS)]
    line = {"display_name": title, "unit": unit, "quantity": quantity, "price": _roubles(price)}
    order = {
        "deal": deal["name"],
        "supplier": supplier,
        "number": f"З-{100 + n}",
        "state": ("DRAFT", "PLACED", "RECEIVED")[n % 3],
        "expected_date": _in_days(n - 1),
        "lines": [line],
        "responsible": owner,
    }
    api.post("/v1/supplierOrders", order, request_id=identify("order", deal["name"]))


def load_bonuses(api: Api, segment: str, identify: Identify) -> None:
    """A program for one segment: clients of other stories get nothing by it."""
    program = {
        "display_name": "Бонусы постоянным клиентам",
        "kind": "BONUS",
        "segments": [segment],
        "bonus_days": 180,
        "invoice_percent": 30,
        "tiers": [
            {"turnover": _roubles("0"), "percent": "2"},
            {"turnover": _roubles("500000"), "percent": "3"},
        ],
    }
    api.post("/v1/loyaltyPrograms", program, request_id=identify("program", segment))


def load_payments(api: Api, owner: str, seller: Json, identify: Identify) -> None:
    """Invoices of some deals and a statement that pays most of them, one by a wrong sum."""
    chance = random.Random(owner)  # noqa: S311
    query = {"owner": owner, "order_by": "create_time", "page_size": PAID_INVOICES + 2}
    bills: list[Json] = []
    for deal in api.get("/v1/deals", **query)["deals"]:
        bill = {"seller": seller["name"], "deal": deal["name"], "due_date": _in_days(10)}
        bill["total"] = _roubles(f"{chance.randrange(20, 900) * 1000}")
        bill_id = identify("invoice", deal["name"])
        bills.append(api.post("/v1/invoices", bill, request_id=bill_id))
    content = _statement(seller["accounts"][0], bills[:PAID_INVOICES])
    fields = {"request_id": identify("statement", owner)}
    api.upload("/v1/statements", fields, "выписка.txt", content)


def _statement(account: str, bills: list[Json]) -> bytes:
    """As banks give it to accounting [1CClientBankExchange]; of the last one a half is paid."""
    today = f"{date.today():%d.%m.%Y}"  # noqa: DTZ011
    lines = ["1CClientBankExchange", "Кодировка=Windows", f"РасчСчет={account}"]
    for n, bill in enumerate(bills, 1):
        total = float(bill["total"]["amount"])
        lines += [
            "СекцияДокумент=Платежное поручение",
            f"Номер={100 + n}",
            f"Дата={today}",
            f"Сумма={total / 2 if n == len(bills) else total:.2f}",
            f"Плательщик={bill['buyer_display_name']}",
            f"ПлательщикИНН={bill['buyer_inn']}",
            "ПлательщикСчет=40702810900039375895",
            f"ПолучательСчет={account}",
            f"ДатаПоступило={today}",
            f"НазначениеПлатежа=Оплата по счету № {bill['number']}",
            "КонецДокумента",
        ]
    return "\r\n".join([*lines, "КонецФайла"]).encode("cp1251", "replace")


def _in_days(days: int) -> str:
    return str(date.today() + timedelta(days=days))  # noqa: DTZ011


def _roubles(amount: str) -> Json:
    return {"amount": amount, "currency": "RUB"}
