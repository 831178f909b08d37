"""What is promised in a deal and ordered for it; a loyalty program pays an invoice with bonuses."""

import uuid
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible


def test_a_promise_is_late_and_goods_are_ordered(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    api = crm.api("admin")
    supplier = {"kind": "LEGAL", "display_name": f"Завод {mark}", "roles": ["SUPPLIER"]}
    assert api.post("/v1/counterparties", json=supplier).status_code == 200
    deal = api.post("/v1/deals", json={"display_name": f"Поставка {mark}"}).json()
    page: Page = visit("admin", path=f"/{deal['name']}?tab=fulfilment")

    page.get_by_role("button", name="Добавить обязательство").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Что обещано").fill("Смонтировать насос")
    form.get_by_label("Срок").fill("вчера")
    saved(form)
    promises = page.get_by_role("list", name="Обязательства")
    expect(promises.get_by_role("listitem")).to_contain_text("Просрочено")

    page.get_by_role("button", name="Заказать у поставщика").click()
    form.get_by_label("Поставщик", exact=True).fill(mark)
    page.get_by_role("option", name=f"Завод {mark}").click()
    form.get_by_role("button", name="Другая строка").click()
    line = form.get_by_role("list", name="Строки заказа").get_by_role("listitem")
    line.get_by_label("Наименование").fill("Фланец")
    line.get_by_label("Количество").fill("4")
    line.get_by_label("Цена закупки").fill("12,5")
    accessible(page)
    saved(form)
    order = page.get_by_role("list", name="Заказы поставщикам").get_by_role("listitem")
    expect(order).to_contain_text("Фланец × 4")
    expect(order).to_contain_text("50")

    promises.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="Выполнено").click()
    expect(promises.get_by_role("listitem")).to_contain_text("Выполнено")


def test_a_program_is_set_up_beside_prices_and_rates(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    page: Page = visit("admin", path="/products?part=loyalty")
    page.get_by_role("button", name="Новая программа").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Название").fill(f"Свои {mark}")
    form.get_by_label("Процент").fill("5")
    accessible(page)
    saved(form)
    expect(page.get_by_role("row").filter(has_text=mark)).to_contain_text("5 %")
    paused(crm, mark)

    page.get_by_text("Ставки НДС", exact=True).click()
    page.get_by_role("button", name="Новая ставка").first.click()
    form.get_by_label("Код").fill("22")
    form.get_by_role("button", name="Сохранить").click()
    expect(form.get_by_role("alert")).to_contain_text("В эти дни уже действует ставка")


def paused(crm: Crm, mark: str) -> None:
    """Other stories' clients go without it."""
    api = crm.api("admin")
    programs = api.get("/v1/loyaltyPrograms").json()["loyalty_programs"]
    (made,) = [each for each in programs if mark in each["display_name"]]
    assert api.patch(f"/v1/{made['name']}", json={"paused": True}).status_code == 200


def saved(form: Locator) -> None:
    form.get_by_role("button", name="Сохранить").click()
    expect(form).to_have_count(0)
