"""What is sold to a client is on his card, and goes along when he gets another manager."""

import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits


def test_what_is_sold_to_a_client_is_on_his_card_and_goes_with_him(crm: Crm, visit: Any) -> None:
    mark, api = uuid.uuid4().hex[:8], crm.api("admin")
    body = {"display_name": f"ООО «Заря {mark}»", "kind": "LEGAL"}
    client = api.post("/v1/counterparties", json=body).raise_for_status().json()
    page: Page = visit("admin", width=360, path=f"/{client['name']}?tab=deals")
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("Сделок пока нет")
    panel.get_by_role("button", name="Новая сделка").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Клиент")).to_have_value(client["display_name"])
    form.get_by_label("Название").fill(f"Поставка {mark}")
    form.get_by_role("button", name="Сделка").click()
    expect(page.get_by_role("heading", name=f"Поставка {mark}")).to_be_visible()

    page.goto(f"{crm.url}/{client['name']}?tab=deals")
    expect(page.get_by_role("tab", name="Сделки · 1")).to_be_visible()
    expect(panel.get_by_role("link", name=f"Поставка {mark}")).to_be_visible()
    accessible(page)
    fits(page)

    page.set_viewport_size({"width": 1440, "height": 900})
    login = crm.logins("manager")[0]
    manager = api.get("/v1/users", params={"query": login}).json()["users"][0]
    page.get_by_role("button", name="Изменить: Менеджер").click()
    owner = page.get_by_role("form", name="Менеджер")
    owner.get_by_role("combobox").fill(manager["display_name"])
    page.get_by_role("option", name=manager["display_name"]).first.click()
    owner.get_by_label("Открытые сделки").check()
    accessible(page)
    owner.get_by_role("button", name="Сохранить").click()
    expect(panel.get_by_role("listitem")).to_contain_text(manager["display_name"])
