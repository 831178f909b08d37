"""What is sold: a product gets its price, a deal its lines, an agreement its approval."""

import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible


def test_lines_of_a_deal_keep_to_an_agreement(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    page: Page = visit("admin", path="/products")
    a_product(page, f"Насос {mark}")
    accessible(page)

    page.goto(f"{crm.url}/agreements")
    an_agreement(page, f"Опт {mark}")
    accessible(page)
    page.get_by_role("button", name="На утверждение").click()
    page.get_by_role("button", name="Утвердить").click()
    expect(page.get_by_role("heading", name="Утверждение")).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text("Утверждено")

    deal = crm.api("admin").post("/v1/deals", json={"display_name": f"Поставка {mark}"}).json()
    page.goto(f"{crm.url}/{deal['name']}?tab=lines")
    page.get_by_role("button", name="Добавить товары").click()
    page.get_by_label("Соглашение").select_option(label=f"Опт {mark}")
    page.get_by_placeholder("Найти товар").fill(mark)
    page.get_by_role("option", name=f"Насос {mark}").click()
    line = page.get_by_role("list", name="Строки сделки").get_by_role("listitem")
    line.get_by_label("Количество").fill("2,5")
    expect(line.get_by_role("status")).to_contain_text("3 050")
    expect(page.locator("dl").filter(has_text="Всего")).to_contain_text("550")
    accessible(page)

    # More off than agreed on: said at once, refused in saving, let pass by who may.
    line.get_by_label("Скидка, %").fill("50")
    expect(page.get_by_text("50 % вместо 10 %")).to_be_visible()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("alert")).to_contain_text("Сделка нарушает соглашение")
    page.get_by_label("Почему можно нарушить соглашение").fill("Последние на складе")
    page.get_by_role("button", name="Сохранить").click()
    table = page.get_by_role("table", name="Строки сделки")
    expect(table).to_contain_text("1 525")
    # What is paid when is taken from the agreement, and shared out.
    expect(page.get_by_role("table", name="График оплаты")).to_contain_text("по счёту")
    expect(page.get_by_text("Последние на складе")).to_be_visible()
    accessible(page)


def a_product(page: Page, title: str) -> None:
    page.get_by_role("button", name="Добавить товар").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Название").fill(title)
    form.get_by_role("button", name="Добавить цену").click()
    form.get_by_placeholder("Цена").fill("1220")
    accessible(page)
    form.get_by_role("button", name="Сохранить").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text=title)).to_contain_text("1 220")


def an_agreement(page: Page, title: str) -> None:
    page.get_by_role("button", name="Новое соглашение").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Название").fill(title)
    form.get_by_label("Вид цен").select_option(index=1)
    form.get_by_label("Скидка не больше, %").fill("10")
    form.get_by_role("button", name="Добавить часть").click()
    accessible(page)
    form.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("region", name="Условия")).to_contain_text("10 %")
