"""A call by nobody knows whom: recorded, recognised, turned into a work and processed."""

import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits
from tests.waiting import until


def test_a_call_of_a_stranger_becomes_a_work_on_his_timeline(crm: Crm, visit: Any) -> None:
    mark, api = uuid.uuid4().hex[:8], crm.api("admin")
    phone = f"+7912{int(mark, 16) % 10_000_000:07}"
    body = {"display_name": f"ООО «Отклик {mark}»", "kind": "LEGAL", "phones": [{"number": phone}]}
    client = api.post("/v1/counterparties", json=body).raise_for_status().json()
    page: Page = visit("admin", path="/interactions")
    page.get_by_role("button", name="Записать взаимодействие").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Предмет").fill(f"Запрос цены {mark}")
    form.get_by_label("Участники").fill(phone)
    form.get_by_label("Что обсудили").fill("Нужны насосы")
    accessible(page)
    form.get_by_role("button", name="Записать").click()
    page.get_by_placeholder("Предмет, имя или телефон").fill(mark)
    page.get_by_role("row", name=mark).get_by_role("button", name=mark).click()
    drawer = page.get_by_role("dialog", name=f"Запрос цены {mark}")
    drawer.get_by_role("button", name=f"Кто это: {phone}").click()
    drawer.get_by_role("button", name=f"Отклик {mark}").click()
    expect(drawer.get_by_role("link", name=f"Отклик {mark}").first).to_be_visible()
    accessible(page)
    drawer.get_by_role("button", name="Создать").click()
    page.get_by_role("menuitem", name="Работу").click()
    form.get_by_label("Что сделать").fill(f"Выслать прайс {mark}")
    form.get_by_role("button", name="Запланировать").click()
    expect(drawer.get_by_role("link", name=f"Выслать прайс {mark}")).to_be_visible()
    drawer.get_by_label("Что получилось").fill("Вышлем прайс")
    drawer.get_by_role("button", name="Обработать").click()
    expect(drawer).to_contain_text("Обработано: ")

    # Lines are told behind the change: the page that is opened next shall find it.
    asked = {"record": client["name"]}
    until(lambda: "Вышлем прайс" in str(api.get("/v1/timeline", params=asked).json()))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{crm.url}/{client['name']}?tab=timeline")
    panel = page.get_by_role("tabpanel")
    expect(panel.get_by_role("button", name=f"Запрос цены {mark}")).to_be_visible()
    expect(panel).to_contain_text("Вышлем прайс")
    fits(page)
    panel.get_by_text("По цепочкам", exact=True).click()
    panel.get_by_role("button", name=f"Запрос цены {mark}").click()
    line = panel.get_by_role("listitem").filter(has_text="Нужны насосы")
    line.get_by_role("button", name=f"Запрос цены {mark}").click()
    expect(page.get_by_role("dialog")).to_contain_text("Вышлем прайс")
