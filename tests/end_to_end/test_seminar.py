"""The seminar of fact 64: from a list of companies through calls and documents to who came."""

import re
import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible

HEAD, MANAGER = "belov", "ivanova"
COMPANIES = 3


def close(page: Page, sign: str) -> None:
    page.get_by_role("button", name=f"Закрыть с {sign}").click()
    panel = page.get_by_role("dialog")
    panel.get_by_role("button", name=f"Закрыть с {sign}").click()
    expect(panel).to_be_hidden()


def test_a_seminar_from_the_list_of_companies_to_who_came(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    manager = crm.api(MANAGER)
    for n in range(COMPANIES):
        title = f"Клиент {mark} {n}"
        body = {"kind": "LEGAL", "full_name": title, "display_name": title}
        manager.post("/v1/counterparties", json=body).raise_for_status()

    # The head chooses the companies and begins: each manager gets a call for each of his clients.
    page: Page = visit(HEAD, path=f"/counterparties?query={mark}")
    expect(page.get_by_role("row").filter(has_text=mark)).to_have_count(COMPANIES)
    page.get_by_role("checkbox", name="Выбрать все строки").click()
    page.get_by_role("toolbar").get_by_role("button", name="Создать работы").click()
    form = page.get_by_role("dialog")
    form.get_by_text("Кампания", exact=True).click()
    form.get_by_label("Название кампании").fill(f"Семинар {mark}")
    expect(form.get_by_role("status")).to_contain_text("3 работы")
    accessible(page)
    form.get_by_role("button", name="Начать").click()
    expect(form).to_be_hidden()
    page.goto(f"{crm.url}/campaigns")
    page.get_by_role("link", name=f"Семинар {mark}").click()
    steps = page.get_by_role("list", name="Шаги кампании").get_by_role("listitem")
    progress = steps.get_by_role("img")
    expect(progress).to_have_attribute("aria-label", "Позвонить: в работе: 3")
    accessible(page)

    # The manager calls: interested, and documents are to be drawn up by themselves.
    found = manager.get("/v1/works", params={"query": mark}).raise_for_status().json()["works"]
    calls = [each for each in found if each["campaign_step"] == "call"]
    assert len(calls) == COMPANIES
    desk: Page = visit(MANAGER, path=f"/{calls[0]['name']}")
    close(desk, "плюсом")
    for call, sign in zip(calls[1:], ("PLUS", "MINUS"), strict=True):
        manager.post(f"/v1/{call['name']}:close", json={"sign": sign}).raise_for_status()
    expect(progress.first).to_have_attribute("aria-label", re.compile("с плюсом: 2, с минусом: 1"))
    expect(progress.nth(1)).to_have_attribute("aria-label", "Оформить документы: в работе: 2")

    # One signs, and a meeting is arranged; whether he comes is its plus or minus.
    for step, sign in (("documents", "плюсом"), ("meeting", "минусом")):
        listed = manager.get("/v1/works", params={"query": mark}).raise_for_status().json()["works"]
        work = next(each for each in listed if each["campaign_step"] == step)
        desk.goto(f"{crm.url}/{work['name']}")
        close(desk, sign)
    expect(progress.nth(2)).to_have_attribute("aria-label", "Организовать встречу: с минусом: 1")
    # All of it stands below the head's work.
    whole = page.get_by_role("img", name="Все зависимые работы")
    expect(whole).to_have_attribute(
        "aria-label", re.compile("с плюсом: 3, с минусом: 2, в работе: 1")
    )
