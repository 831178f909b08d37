"""A card at work: what one may not write is not asked for, and nothing begun is lost on the way."""

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, held


@pytest.fixture(scope="module")
def client(crm: Crm) -> dict[str, Any]:
    """With one contact, and an operator of the call centre who sees them."""
    api = crm.api("admin")
    mark = uuid.uuid4().hex[:6]
    body = {"display_name": f"Карточка {mark}", "kind": "LEGAL"}
    made = api.post("/v1/counterparties", json=body).raise_for_status().json()
    person = {
        "counterparty": made["name"],
        "display_name": f"Абонент {mark}",
        "phones": [{"number": "+79261234567"}],
    }
    contact = api.post("/v1/contacts", json=person).raise_for_status().json()
    roles = api.get("/v1/roles", params={"page_size": 200}).json()["roles"]
    role = next(each["name"] for each in roles if each["built_in"] == "OPERATOR")
    unit = api.get(f"/v1/{made['owner']}").json()["org_unit"]
    account = {"login": f"operator-{mark}", "password": "correct horse battery", "role": "-"}
    user = {
        "login": account["login"],
        "display_name": f"Оператор {mark}",
        "org_unit": unit,
        "assignments": [{"role": role, "org_unit": unit}],
    }
    api.post("/v1/users", json={"user": user, "password": account["password"]}).raise_for_status()
    crm.users.append(account)
    return {"name": made["name"], "contact": contact, "operator": account["login"]}


def test_an_operator_changes_of_a_contact_what_he_may(
    crm: Crm, visit: Any, client: dict[str, Any]
) -> None:
    contact = client["contact"]
    page: Page = visit(client["operator"], path=f"/{client['name']}?tab=contacts")
    page.get_by_role("button", name=f"Действия: {contact['display_name']}").click()
    page.get_by_role("menuitem", name="Изменить").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Должность").fill("Закупщик")
    expect(dialog.get_by_text("Телефон")).to_have_count(0)
    accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Уйти без сохранения?").get_by_text("Отмена").click()
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog).to_have_count(0)
    kept = crm.api("admin").get(f"/v1/{contact['name']}").json()
    assert (kept["job_title"], kept["phones"]) == ("Закупщик", contact["phones"])


def test_an_upload_goes_on_while_one_looks_elsewhere(visit: Any, client: dict[str, Any]) -> None:
    page: Page = visit("admin", path=f"/{client['name']}?tab=files")
    release = held(page, "**/v1/attachments")
    choose = page.get_by_role("tabpanel").locator("input[type=file]")
    file = {"name": "акт.txt", "mimeType": "text/plain", "buffer": b"1"}
    choose.set_input_files([file])
    uploads = page.get_by_role("list", name="Загрузки")
    expect(uploads).to_contain_text("акт.txt")
    page.get_by_role("tab", name="Заметки").click()
    expect(uploads).to_have_count(0)
    release()
    page.get_by_role("tab", name="Файлы").click()
    files = page.get_by_role("list", name="Файлы", exact=True)
    expect(files.get_by_role("link", name="акт.txt")).to_be_visible()


def test_a_stage_is_taken_back(visit: Any, client: dict[str, Any]) -> None:
    page: Page = visit("admin", path=f"/{client['name']}")
    stages = page.get_by_label("Стадии работы с клиентом")
    stages.get_by_role("button", name="Удержание").click()
    expect(stages.locator("[aria-current=step]")).to_have_text("Удержание")
    page.get_by_role("alert").get_by_role("button", name="Отменить").click()
    expect(stages.locator("[aria-current=step]")).to_have_count(0)


def test_what_a_conflict_could_not_save_is_asked_again(
    crm: Crm, visit: Any, client: dict[str, Any]
) -> None:
    page: Page = visit("admin", path=f"/{client['name']}")
    page.get_by_role("button", name="Заполнить: Территория").click()
    page.get_by_role("textbox", name="Территория").fill("Тула")
    api = crm.api("admin")
    api.patch(f"/v1/{client['name']}", json={"territory": "Орёл"}).raise_for_status()
    page.get_by_role("form", name="Территория").get_by_role("button", name="Сохранить").click()
    dialog = page.get_by_role("dialog", name="Коллега изменил то же самое")
    expect(dialog).to_be_visible()
    address = f"**/v1/{client['name']}"
    page.route(address, lambda route: route.fulfill(status=503))
    dialog.get_by_role("button", name="Сохранить выбранное").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(dialog).to_contain_text("Тула")
    page.unroute(address)
    dialog.get_by_role("button", name="Сохранить выбранное").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Тула")).to_be_visible()
