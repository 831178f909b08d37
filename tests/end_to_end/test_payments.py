"""A statement is uploaded, what is unclear is decided by single keys, and taken back."""

import uuid
from random import Random
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits

OWN = {"display_name": "ООО «Своя»", "inn": "7799071623"}


def test_a_statement_is_matched_and_its_rest_decided(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    random = Random(mark)  # noqa: S311 - names, not secrets
    account = "40702810" + "".join(random.choices("0123456789", k=12))
    inn = "59" + "".join(random.choices("0123456789", k=8))
    api = crm.api("admin")
    seller = api.post("/v1/sellers", json={**OWN, "accounts": [account]}).raise_for_status().json()
    bills = [invoice(api, seller["name"], f"{mark}-{n}", inn) for n in (1, 2)]
    page: Page = visit("admin", path="/payments?part=statements")
    page.get_by_label("Загрузить выписку").set_input_files(
        {"name": f"{mark}.txt", "mimeType": "text/plain", "buffer": statement(account, inn, mark)}
    )
    row = page.get_by_role("row").filter(has_text=f"{mark}.txt")
    expect(row).to_contain_text("Зачтён автоматически: 1")
    expect(row).to_contain_text("Нужно решение: 1")
    accessible(page)
    fits(page)

    page.get_by_text("Разобрать", exact=True).click()
    unclear = page.get_by_role("article").filter(has_text=f"ООО {mark}")
    expect(unclear).to_contain_text("Номер есть, сумма другая")
    accessible(page)
    fits(page)
    unclear.click(position={"x": 8, "y": 8})
    page.keyboard.press("a")
    expect(unclear).to_have_count(0)
    assert balances(api, bills) == ["0.00", "60.00"]
    page.get_by_role("button", name="Отменить").click()
    expect(unclear).to_be_visible()
    assert balances(api, bills) == ["0.00", "100.00"]
    unclear.click(position={"x": 8, "y": 8})
    page.keyboard.press("d")
    expect(unclear).to_have_count(0)

    page.get_by_text("Все платежи", exact=True).click()
    done = page.get_by_role("row").filter(has_text=f"ООО {mark}")
    expect(done.filter(has_text=f"Счёт {mark}-1")).to_have_count(1)
    expect(done.filter(has_text="Отложен")).to_have_count(1)
    accessible(page)
    fits(page)

    page.get_by_text("Счета", exact=True).click()
    page.get_by_label("Номер счёта").fill(f"{mark}-2")
    waiting = page.get_by_role("row").filter(has_text=f"Счёт {mark}-2")
    expect(waiting).to_contain_text("Не оплачен")
    accessible(page)
    fits(page)


def invoice(api: httpx.Client, seller: str, number: str, inn: str) -> str:
    body = {
        "seller": seller,
        "number": number,
        "issue_date": "2026-10-22",
        "buyer_inn": inn,
        "total": {"amount": "100.00", "currency": "RUB"},
    }
    return api.post("/v1/invoices", json=body).raise_for_status().json()["name"]


def balances(api: httpx.Client, invoices: list[str]) -> list[str]:
    found = (api.get(f"/v1/{name}").raise_for_status().json() for name in invoices)
    return [each["balance"]["amount"] for each in found]


def statement(account: str, inn: str, mark: str) -> bytes:
    lines = ["1CClientBankExchange", "Кодировка=Windows", f"РасчСчет={account}"]
    for number, (amount, purpose) in enumerate(
        (("100.00", f"счет № {mark}-1 от 22.10.2026"), ("40.00", f"по счету № {mark}-2")), 1
    ):
        lines += [
            *("СекцияДокумент=Платежное поручение", f"Номер={number}", "Дата=30.12.2030"),
            *(f"Сумма={amount}", f"Плательщик=ООО {mark}", f"ПлательщикИНН={inn}"),
            *("ПлательщикСчет=40702810900039375895", f"ПолучательСчет={account}"),
            *("ДатаПоступило=30.12.2030", f"НазначениеПлатежа={purpose}", "КонецДокумента"),
        ]
    return "\r\n".join([*lines, "КонецФайла"]).encode("cp1251")
