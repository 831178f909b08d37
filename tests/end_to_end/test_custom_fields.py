"""A tenant defines fields of its own, fills them in, filters by them, imports and exports them."""

import csv
import io
import uuid

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible


def define(page: Page, name: str, kind: str, *options: str, filterable: bool = True) -> None:
    page.get_by_role("button", name="Добавить поле").click()
    drawer = page.get_by_role("dialog", name="Новое поле")
    drawer.get_by_label("Название").fill(name)
    drawer.get_by_role("combobox", name="Тип").click()
    page.get_by_role("option", name=kind, exact=True).click()
    for number, option in enumerate(options, start=1):
        drawer.get_by_role("textbox", name=f"Вариант {number}", exact=True).fill(option)
    if filterable:
        drawer.get_by_role("switch", name="В фильтрах").check()
    accessible(page)
    drawer.get_by_role("button", name="Создать").click()
    expect(drawer).to_be_hidden()


def create(page: Page, crm: Crm, client: str, tier: str, budget: str) -> None:
    page.goto(f"{crm.url}/counterparties/new")
    page.get_by_role("textbox", name="Наименование", exact=True).fill(client)
    page.get_by_role("combobox", name=tier).click()
    page.get_by_role("option", name="Золотой").click()
    page.get_by_role("textbox", name=budget).fill("1 500,5")
    page.get_by_role("button", name="Создать").last.click()
    page.wait_for_url("**/counterparties/*-*")
    card = page.get_by_role("article", name=client)
    expect(card.get_by_text("1 500,50 ₽".replace(" ", "\u00a0"))).to_be_visible()


def change(page: Page, client: str, tier: str) -> None:
    """Where it stands; the history tells of it by name."""
    card = page.get_by_role("article", name=client)
    card.get_by_role("button", name=f"Изменить: {tier}").click()
    form = card.get_by_role("form", name=tier)
    form.get_by_role("combobox").click()
    page.get_by_role("option", name="Серебряный").click()
    form.get_by_role("button", name="Сохранить").click()
    expect(form).to_be_hidden()
    page.get_by_role("tab", name="История").click()
    change = page.get_by_role("definition").filter(has_text="Серебряный")
    expect(change).to_contain_text("Золотой")


def filter_by(page: Page, crm: Crm, client: str, tier: str, budget: str) -> None:
    page.goto(f"{crm.url}/counterparties")
    page.get_by_role("button", name="Условие").click()
    page.get_by_role("menuitem", name=tier).click()
    page.get_by_role("option", name="Серебряный").click()
    expect(page.get_by_role("row").filter(has_text=client)).to_be_visible()
    assert "custom=" in page.url
    accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Условие").click()
    page.get_by_role("menuitem", name=budget).click()
    page.get_by_role("textbox", name="От", exact=True).fill("1 600")
    page.get_by_role("button", name="Применить").click()
    expect(page.get_by_role("row").filter(has_text=client)).to_have_count(0)


def show_column(page: Page, crm: Crm, client: str, tier: str) -> None:
    page.goto(f"{crm.url}/counterparties?query={client}")
    page.get_by_role("button", name="Столбцы").click()
    page.get_by_role("checkbox", name=tier).check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name=tier)).to_be_visible()
    expect(page.get_by_role("gridcell", name="Серебряный")).to_be_visible()


def test_a_field_of_the_tenants_own_is_at_work_everywhere(crm: Crm, visit) -> None:
    mark = uuid.uuid4().hex[:6]
    tier, budget, client = f"Класс {mark}", f"Бюджет {mark}", f"Поля {mark}"
    page: Page = visit("admin", path="/admin/fields")
    define(page, tier, "Список", "Золотой", "Серебряный")
    define(page, budget, "Деньги")
    rows = page.get_by_role("row").filter(has_text=mark)
    expect(rows).to_have_count(2)
    # Into another order by drag and drop.
    rows.nth(1).get_by_title("Перетащите").drag_to(rows.nth(0))
    expect(rows.nth(0)).to_contain_text(budget)
    accessible(page)

    create(page, crm, client, tier, budget)
    change(page, client, tier)
    filter_by(page, crm, client, tier, budget)
    show_column(page, crm, client, tier)

    exported = crm.api("admin").get(
        "/v1/counterparties:export", params={"filter.query": client, "format": "csv"}
    )
    head, row = csv.reader(io.StringIO(exported.content.decode("utf-8-sig")), delimiter=";")
    assert dict(zip(head, row, strict=True))[tier] == "Серебряный"
    assert dict(zip(head, row, strict=True))[budget] == "1500,50"
