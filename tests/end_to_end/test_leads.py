"""A lead comes in, is rejected, opened again and becomes a deal with a client of its own."""

import re
import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible


def test_a_lead_is_made_rejected_opened_again_and_converted(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    phone = f"+7916{int(mark[:6], 16) % 10**7:07}"
    twin = {"display_name": f"Звонок {mark}", "phones": [phone]}
    crm.api("admin").post("/v1/leads", json=twin).raise_for_status()
    page: Page = visit("admin", path="/leads")
    page.get_by_role("button", name="Создать лид").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Название").fill(f"Насосы {mark}")
    drawer.get_by_role("combobox", name="Телефоны").fill(phone)
    drawer.get_by_role("combobox", name="Телефоны").press("Enter")
    expect(drawer.get_by_text(f"Звонок {mark}")).to_be_visible()
    drawer.get_by_label("Компания").fill(f"Ромашка {mark}")
    drawer.get_by_label("Имя").fill("Иванов Иван")
    accessible(page)
    drawer.get_by_role("button", name="Создать лид").click()
    card = page.get_by_role("article", name=f"Насосы {mark}")
    expect(card).to_be_visible()

    card.get_by_role("button", name="Отклонить").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Причина отказа").click()
    page.get_by_role("option", name="Спам").click()
    dialog.get_by_role("button", name="Отклонить").click()
    expect(card.get_by_text("Отклонён", exact=True)).to_be_visible()
    card.get_by_role("button", name="Открыть снова").click()

    card.get_by_role("button", name="Изменить").click()
    drawer.get_by_label("Готов потратить").fill("150000,5")
    drawer.get_by_role("button", name="Сохранить").click()
    expect(card.get_by_role("region", name="Квалификация")).to_contain_text("150 000,50")

    card.get_by_role("button", name="Перевести в сделку").click()
    expect(dialog.get_by_label("Название клиента")).to_have_value(f"Ромашка {mark}")
    accessible(page)
    dialog.get_by_role("button", name="Перевести в сделку").click()
    expect(page).to_have_url(re.compile(r"/deals/[0-9a-f-]{36}"))
    expect(page.get_by_role("link", name=f"Ромашка {mark}")).to_be_visible()


def test_a_rule_finds_owners_and_says_how(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    page: Page = visit("admin", width=360, path="/admin/lead-settings?part=rules")
    page.get_by_role("button", name="Добавить").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Название").fill(f"Юг {mark}")
    sources = drawer.get_by_role("combobox", name="Источники")
    sources.fill(mark)
    sources.press("Enter")
    drawer.get_by_role("combobox", name="Сотрудник").click()
    page.get_by_role("option").first.click()
    drawer.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("row").filter(has_text=f"Юг {mark}")).to_be_visible()
    body = {"display_name": f"Лид {mark}", "source": mark}
    made = crm.api("admin").post("/v1/leads?assign=true", json=body).raise_for_status().json()
    page.goto(f"{crm.url}/{made['name']}")
    expect(page.get_by_text(f"по правилу «Юг {mark}»")).to_be_visible()
    accessible(page)
