"""Clients and their people are related on the card, drawn as a map, and lead to one another."""

import uuid
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits


def test_relations_are_made_drawn_and_followed(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    one, other, third = (create(crm, f"{name} {mark}") for name in ("Альфа", "Бета", "Гамма"))
    ivan = person(crm, one, f"Иван {mark}")
    petr = person(crm, third, f"Пётр {mark}")
    page: Page = visit("admin", theme="dark", path=f"/{one['name']}?tab=relations")
    expect(page.get_by_text("Связей пока нет")).to_be_visible()

    add(page, f"Бета {mark}", "Поставщик", f"Альфа {mark} — поставщик для Бета {mark}")
    suppliers = page.get_by_role("region", name="Покупатель")
    expect(suppliers.get_by_role("link", name=f"Бета {mark}")).to_be_visible()
    add(page, f"Пётр {mark}", "Друзья", f"Иван {mark} и Пётр {mark} — друзья", who=ivan)
    expect(page.get_by_role("heading", name="Связи контактных лиц")).to_be_visible()

    change_and_take_back(page, f"Бета {mark}")
    relate(crm, other, "Партнёры", third)
    page.get_by_text("Схема", exact=True).click()
    drawing = page.get_by_role("group", name="Схема связей")
    for name in (f"Бета {mark}", f"Гамма {mark}", f"Иван {mark}", f"Пётр {mark}"):
        expect(drawing.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("switch", name="Контактные лица").click()
    expect(drawing.get_by_role("link", name=f"Иван {mark}")).to_have_count(0)
    require_axe(page)

    find_path(page, f"Гамма {mark}", petr)
    page.keyboard.press("Escape")
    drawing.get_by_role("link", name=f"Бета {mark}").press("Enter")
    expect(page.get_by_role("heading", name=f"Бета {mark}").first).to_be_visible()


def test_kinds_are_kept_by_the_administrator(visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    page: Page = visit("admin", width=360, path="/admin/relation-kinds")
    page.get_by_role("button", name="Добавить вид").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Кем один приходится другому").fill(f"Инвестор {mark}")
    drawer.get_by_label("Кем другой приходится первому").fill("Стартап")
    expect(drawer.get_by_text(f"Альфа — инвестор {mark} для Бета")).to_be_visible()
    drawer.get_by_role("button", name="Сохранить").click()
    row = page.get_by_role("row").filter(has_text=f"Инвестор {mark} ↔ Стартап")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="В архив").click()
    expect(row).to_have_count(0)


def add(page: Page, target: str, kind: str, sentence: str, who: str = "") -> None:
    page.get_by_role("button", name="Добавить связь").first.click()
    dialog = page.get_by_role("dialog")
    if who:
        dialog.get_by_role("combobox", name="Кто").click()
        page.get_by_role("option", name=who).click()
    pick(page, dialog.get_by_role("combobox", name="С кем"), target)
    dialog.get_by_role("combobox", name="Кем приходится").click()
    page.get_by_role("option", name=kind, exact=True).click()
    expect(dialog.get_by_text(sentence)).to_be_visible()
    if who:
        require_axe(page)
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(sentence)).to_be_visible()


def change_and_take_back(page: Page, other: str) -> None:
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=other))
    row.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="Изменить").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Примечание").fill("Возит с 2019 года")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(row.get_by_text("Возит с 2019 года")).to_be_visible()
    row.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="Удалить").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Отменить").click()
    expect(row.get_by_text("Возит с 2019 года")).to_be_visible()


def find_path(page: Page, target: str, through: str) -> None:
    page.get_by_role("button", name="Найти путь").click()
    dialog = page.get_by_role("dialog")
    pick(page, dialog.get_by_role("combobox", name="К кому"), target)
    expect(dialog.get_by_text("Нашлось 2 цепочки")).to_be_visible()
    longer = dialog.get_by_role("list", name="Цепочка 2")
    expect(longer.get_by_role("link", name=through)).to_be_visible()
    expect(longer.get_by_text(f"{through} работает в {target}")).to_be_visible()
    require_axe(page)


def pick(page: Page, box: Locator, text: str) -> None:
    box.click()
    box.fill(text)
    page.get_by_role("option", name=text).first.click()


def require_axe(page: Page) -> None:
    accessible(page)
    fits(page)


def create(crm: Crm, display_name: str) -> dict[str, Any]:
    body = {"display_name": display_name, "kind": "LEGAL"}
    return crm.api("admin").post("/v1/counterparties", json=body).raise_for_status().json()


def person(crm: Crm, client: dict[str, Any], display_name: str) -> str:
    body = {"counterparty": client["name"], "display_name": display_name}
    crm.api("admin").post("/v1/contacts", json=body).raise_for_status()
    return display_name


def relate(crm: Crm, source: dict[str, Any], title: str, target: dict[str, Any]) -> None:
    api = crm.api("admin")
    kinds = api.get("/v1/relationKinds?page_size=200").json()["relation_kinds"]
    kind = next(each["name"] for each in kinds if each["title"] == title)
    body = {"source": source["name"], "target": target["name"], "kind": kind}
    api.post("/v1/relations", json=body).raise_for_status()
