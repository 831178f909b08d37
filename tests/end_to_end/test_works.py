"""A work from its client's card to its end: planned, closed with plus and a next step, counted."""

import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits


def test_a_work_is_planned_on_a_card_and_closed_with_the_next_step(crm: Crm, visit: Any) -> None:
    mark, api = uuid.uuid4().hex[:8], crm.api("admin")
    body = {"display_name": f"ООО «Полёт {mark}»", "kind": "LEGAL"}
    client = api.post("/v1/counterparties", json=body).raise_for_status().json()
    page: Page = visit("admin", width=360, path=f"/{client['name']}?tab=works")
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("Открытых работ нет")
    panel.get_by_role("button", name="Работа").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Контрагент", exact=True)).to_have_value(client["display_name"])
    form.get_by_label("Что сделать").fill(f"Выслать образцы {mark}")
    accessible(page)
    form.get_by_role("button", name="Запланировать").click()
    expect(page.get_by_role("tab", name="Работы · 1")).to_be_visible()
    fits(page)

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{crm.url}/works?query={mark}")
    row = page.get_by_role("row", name=f"Выслать образцы {mark}")
    expect(row).to_contain_text(client["display_name"])
    accessible(page)
    # The sign is a key, whatever the language of the keyboard; closing is confirmed in the panel.
    page.keyboard.press("Shift+Equal")
    closing = page.get_by_role("dialog")
    expect(closing.get_by_role("radio", name="Плюс")).to_be_checked()
    closing.get_by_text("Заинтересован", exact=True).click()
    closing.get_by_label("Комментарий").fill("Ждут договор")
    closing.get_by_role("switch", name="Запланировать следующую работу").check()
    closing.get_by_label("Что сделать").fill(f"Договор {mark}")
    accessible(page)
    closing.get_by_role("button", name="Закрыть с плюсом").click()
    expect(page.get_by_role("row", name=f"Договор {mark}")).to_be_visible()
    expect(row).to_have_count(0)

    page.goto(f"{crm.url}/works?query={mark}&state=DONE")
    expect(row).to_contain_text("+ Заинтересован")
    row.get_by_role("link", name=mark).first.click()
    expect(page.get_by_role("article")).to_contain_text("Ждут договор")
    accessible(page)
