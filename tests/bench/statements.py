"""A bank statement against as many open invoices: from the sending of it to its last payment."""

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import httpx

from services.deals.invoices import store
from services.deals.invoices.invoice import Invoice
from services.deals.service import SERVICE
from services.kit import clock
from services.kit.money import Money
from services.kit.mongo import Db
from services.kit.settings import Settings

PAYMENTS, BATCH, BUYERS = 10_000, 1000, 1000
GOAL_S = 10.0
LONGEST_S = 180.0
ACCOUNT, INN = "40702810900000048251", "7799071623"
_ISSUED = date(2026, 10, 1)


def measure(http: httpx.Client, mongo_url: str, tenant: str) -> tuple[float, dict[str, int]]:
    """Seconds, and how many payments were decided how."""
    firm = _seller(http)
    # Other numbers each time: what was paid in an earlier run is no candidate.
    first = int(time.time()) % 10**6 * PAYMENTS
    lay(SERVICE.runtime(Settings({"CRM_MONGO_URL": mongo_url})).db(tenant), firm, first)
    sent = {"file": ("kl_to_1c.txt", "\r\n".join(_lines(first)).encode("cp1251"))}
    began = time.perf_counter()
    statement = http.post("/v1/statements", files=sent).raise_for_status().json()
    while statement["state"] == "MATCHING" and time.perf_counter() - began < LONGEST_S:
        time.sleep(0.1)
        statement = http.get(f"/v1/{statement['name']}").raise_for_status().json()
    return time.perf_counter() - began, statement["counts"]


def _seller(http: httpx.Client) -> str:
    known = http.get("/v1/sellers").raise_for_status().json()["sellers"]
    for each in known:
        if ACCOUNT in each["accounts"]:
            return each["name"]
    firm = {"display_name": "ООО «Своя»", "inn": INN, "accounts": [ACCOUNT]}
    return http.post("/v1/sellers", json=firm).raise_for_status().json()["name"]


def lay(db: Db, seller: str, first: int) -> None:
    now = clock.now()
    for start in range(0, PAYMENTS, BATCH):
        drafts = [
            Invoice(
                name=store.INVOICES.new_name(),
                number=str(first + at),
                issue_date=_ISSUED,
                seller=seller,
                buyer_inn=_buyer(at),
                buyer_display_name=f"ООО «Покупатель {at}»",
                total=Money(Decimal(1000 + at), "RUB"),
                visible_to=("*",),
            )
            for at in range(start, start + BATCH)
        ]
        store.INVOICES.insert_many(db, [draft.settled(now) for draft in drafts])


def _buyer(at: int) -> str:
    return str(7_700_000_000 + at % BUYERS)


def _lines(first: int) -> Iterator[str]:
    yield from ("1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows")
    yield from (f"РасчСчет={ACCOUNT}", "СекцияРасчСчет", f"РасчСчет={ACCOUNT}", "КонецРасчСчет")
    for at in range(PAYMENTS):
        yield "СекцияДокумент=Платежное поручение"
        yield from (f"{key}={value}" for key, value in _payment(first, at).items())
        yield "КонецДокумента"
    yield "КонецФайла"


def _payment(first: int, at: int) -> dict[str, Any]:
    return {
        "Номер": first + at,
        "Дата": "02.11.2026",
        "Сумма": f"{1000 + at}.00",
        "ПлательщикСчет": "40702810900039375895",
        "Плательщик": f'ООО "Покупатель {at}"',
        "ПлательщикИНН": _buyer(at),
        "ПлательщикКПП": "599901001",
        "ПлательщикРасчСчет": "40702810900039375895",
        "ПлательщикБанк1": 'ПАО "КЕДРБАНК"',
        "ПлательщикБИК": "049298855",
        "ПлательщикКорсчет": "30101810900000000855",
        "ПолучательСчет": ACCOUNT,
        "ДатаПоступило": "02.11.2026",
        "Получатель": 'ООО "Своя"',
        "ПолучательИНН": INN,
        "ВидОплаты": "01",
        "Очередность": "5",
        "НазначениеПлатежа": f"Оплата по счету № {first + at} от 01.10.2026 за товар."
        " В том числе НДС 22% - 950-96 руб.",
    }
