"""A segment by rule gets its clients, a manager gets the segment, and clients get the manager."""

import time
import uuid
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import STEP_MS, Crm
from tests.end_to_end.screen import accessible


def test_a_segment_by_rule_carries_its_manager(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    trade = f"Отрасль {mark}"
    create(crm, f"Первый {mark}", industry=trade)
    orphan = create(crm, f"Ничей {mark}", industry=trade)
    take_away(crm, orphan)
    page: Page = visit("admin", path="/admin/segments")
    make_segment(page, crm, f"Сегмент {mark}", trade)
    page.goto(f"{crm.url}/counterparties?query={mark}")
    tags = page.get_by_role("row").get_by_text(f"Сегмент {mark}")
    expect(tags).to_have_count(2)

    bind_manager(page, crm, f"Сегмент {mark}")
    assert create(crm, f"Новый {mark}", industry=trade)["owner_display_name"].startswith("Петров")
    give_out(page, mark)
    api = crm.api("admin")
    found = api.get(f"/v1/{orphan['name']}").json()
    assert found["owner_display_name"].startswith("Петров")
    assert found["owner_segment"]

    # The first one's owner looks after none of its segments.
    page.goto(f"{crm.url}/counterparties?manager_conflict=FOREIGN_OWNER&query={mark}")
    expect(page.get_by_role("row").filter(has_text=f"Первый {mark}")).to_be_visible(timeout=STEP_MS)
    expect(page.get_by_role("row").filter(has_text=f"Новый {mark}")).to_have_count(0)
    tidy_up(crm, mark)


def make_segment(page: Page, crm: Crm, name: str, trade: str) -> None:
    page.get_by_role("button", name="Добавить сегмент").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Название").fill(name)
    drawer.get_by_text("По правилу").click()
    values = drawer.get_by_label("Значения").first
    values.fill(trade)
    values.press("Enter")
    expect(drawer.get_by_text("Подходит: 2 из")).to_be_visible()
    expect(drawer.get_by_text("Войдёт: 2, выйдет: 0")).to_be_visible()
    accessible(page)
    drawer.get_by_role("button", name="Создать", exact=True).click()
    row = page.get_by_role("row").filter(has_text=name)
    expect(row.get_by_text("по правилу")).to_be_visible()
    expect(drawer).to_have_count(0)
    segment = by_name(crm, name)
    # The job waits until nobody saves by the earlier rules any more.
    until = time.monotonic() + 60
    while len(clients_of(crm, segment)) < 2 and time.monotonic() < until:
        time.sleep(0.5)


def by_name(crm: Crm, name: str) -> str:
    found = crm.api("admin").get("/v1/segments?page_size=200").json()["segments"]
    return next(each["name"] for each in found if each["display_name"] == name)


def clients_of(crm: Crm, segment: str) -> list[Any]:
    return crm.api("admin").get(f"/v1/counterparties?segments={segment}").json()["counterparties"]


def bind_manager(page: Page, crm: Crm, segment: str) -> None:
    page.goto(f"{crm.url}/admin/managers")
    page.get_by_role("button", name="Закрепить менеджера").first.click()
    drawer = page.get_by_role("dialog")
    pick(page, drawer.get_by_role("combobox", name="Сотрудник"), "Петров")
    pick(page, drawer.get_by_role("combobox", name="Сегменты"), segment)
    accessible(page)
    page.keyboard.press("Escape")
    drawer.get_by_role("button", name="Закрепить менеджера").click()
    expect(page.get_by_role("row").filter(has_text="Петров").get_by_text(segment)).to_be_visible()
    accessible(page)


def give_out(page: Page, mark: str) -> None:
    """Over the list, where only this story's clients are found."""
    page.goto(f"{page.url.split('/admin')[0]}/counterparties?owner=users/none&query={mark}")
    page.get_by_role("row").filter(has_text=mark).get_by_role("gridcell").first.click()
    bar = page.get_by_role("toolbar", name="Действия с выбранными")
    bar.get_by_role("button", name="Ещё").click()
    page.get_by_role("menuitem", name="Раздать по сегментам").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Изменится 1 контрагент")).to_be_visible()
    expect(dialog.get_by_text("Петров")).to_be_visible()
    accessible(page)
    dialog.get_by_role("button", name="Применить").click()
    expect(page.get_by_text("Изменено: 1")).to_be_visible()


def pick(page: Page, box: Locator, text: str) -> None:
    box.click()
    box.fill(text)
    page.get_by_role("option", name=text).first.click()


def create(crm: Crm, display_name: str, **fields: Any) -> dict[str, Any]:
    body = {"display_name": display_name, "kind": "LEGAL", **fields}
    return crm.api("admin").post("/v1/counterparties", json=body).raise_for_status().json()


def take_away(crm: Crm, client: dict[str, Any]) -> None:
    body = {"owner": ""}
    crm.api("admin").patch(f"/v1/{client['name']}", json=body).raise_for_status()


def tidy_up(crm: Crm, mark: str) -> None:
    """Other stories bind managers of their own."""
    api = crm.api("admin")
    segments = api.get("/v1/segments?page_size=200").json()["segments"]
    ours = {each["name"] for each in segments if mark in each["display_name"]}
    for each in api.get("/v1/managers").json()["managers"]:
        if ours & set(each["segments"]):
            api.delete(f"/v1/{each['name']}").raise_for_status()
