"""A person's consents on his card, and how he is forgotten."""

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import STEP_MS, Crm
from tests.end_to_end.screen import accessible


@pytest.fixture
def person(crm: Crm) -> dict[str, Any]:
    """Somebody of this story's own, with a trace elsewhere."""
    api = crm.api("admin")
    family = f"Задунайский{uuid.uuid4().hex[:6]}"
    body = {
        "display_name": f"{family} Пётр",
        "kind": "INDIVIDUAL",
        "person_name": {"family_name": family, "given_name": "Пётр"},
        "emails": [{"address": f"{uuid.uuid4().hex[:8]}@example.ru"}],
    }
    made = api.post("/v1/counterparties", json=body).raise_for_status().json()
    note = {"counterparty": made["name"], "text": f"{family} просил не звонить"}
    api.post("/v1/notes", json=note).raise_for_status()
    # Somebody else at the same address.
    other = {"display_name": "Ольга", "kind": "INDIVIDUAL", "emails": body["emails"]}
    wife = api.post("/v1/counterparties", json=other).raise_for_status().json()
    return {**made, "family": family, "wife": wife["name"]}


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_consent_is_noted_and_a_person_is_forgotten(
    crm: Crm, visit: Any, person: dict[str, Any]
) -> None:
    page = visit("admin")
    note_consent(page, crm, person)
    forget(page, crm, person)


def note_consent(page: Page, crm: Crm, person: dict[str, Any]) -> None:
    page.goto(f"{crm.url}/{person['name']}")
    block = page.get_by_role("region", name="Согласия")
    expect(block).to_contain_text("согласия нет", timeout=STEP_MS)
    block.get_by_role("button", name="Журнал").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="Записать").click()
    drawer.get_by_role("checkbox", name="Эл. почта").check()
    choose(page, "Как сказано", "Бумага с подписью")
    accessible(page)
    drawer.get_by_role("button", name="Записать").click()
    expect(drawer.get_by_text("Эл. почта: можно")).to_be_visible(timeout=STEP_MS)
    expect(drawer.get_by_role("list", name="Журнал")).to_contain_text("Согласие дано")
    with page.expect_download() as download:
        drawer.get_by_role("button", name="Доказательства").click()
        page.get_by_role("menuitem", name="Доказательства, HTML").click()
    assert person["family"] in download.value.path().read_text("utf-8")
    page.keyboard.press("Escape")
    expect(block).to_contain_text("Эл. почта: можно")
    # The field of the card says what the ledger says.
    answer = crm.api("admin").get(f"/v1/{person['name']}").json()
    assert answer["marketing_consent"] == "GRANTED"


def forget(page: Page, crm: Crm, person: dict[str, Any]) -> None:
    page.goto(f"{crm.url}/admin/personal-data")
    page.get_by_role("button", name="Новое требование").first.click()
    page.get_by_role("textbox", name="Человек").fill(person["family"])
    page.get_by_role("button", name=person["display_name"]).click()
    choose(page, "Чего требует", "Уничтожить данные")
    page.get_by_role("button", name="Зарегистрировать").click()
    page.get_by_role("button", name="Посмотреть, что есть").click()
    drawer = page.get_by_role("dialog")
    found = drawer.get_by_role("table", name="По сервисам: counterparties")
    expect(found).to_contain_text("Заметки", timeout=STEP_MS)
    accessible(page)
    destroy = drawer.get_by_role("button", name="Уничтожить")
    same = drawer.get_by_role("checkbox", name="Ольга")
    same.check()
    expect(destroy).to_be_disabled()
    drawer.get_by_role("button", name="Посмотреть ещё раз").click()
    expect(destroy).to_be_enabled(timeout=STEP_MS)
    same.uncheck()
    expect(destroy).to_be_disabled()
    drawer.get_by_role("button", name="Посмотреть ещё раз").click()
    expect(destroy).to_be_enabled(timeout=STEP_MS)
    destroy.click()
    confirm = page.get_by_role("dialog", name="Уничтожить все данные?")
    confirm.get_by_role("textbox").fill(person["display_name"])
    confirm.get_by_role("button", name="Уничтожить").click()
    with page.expect_download() as act:
        drawer.get_by_role("link", name="Акт об уничтожении").click()
    paper = act.value.path().read_text("utf-8")
    assert person["name"] in paper
    assert person["family"] not in paper
    api = crm.api("admin")
    assert api.get(f"/v1/{person['name']}").status_code == 404
    found = api.get("/v1/counterparties", params={"query": person["family"]}).json()
    assert found["counterparties"] == []
    assert api.get(f"/v1/{person['wife']}").json()["emails"], "who was taken back stays"
