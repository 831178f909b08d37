"""An administrator connects the registry of companies; a manager fills clients in by INN."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits
from tests.peers import dadata

COMPANY, BRANCHES, LIQUIDATED, SOLE = "7799906431", "7799755920", "5999012614", "639922590781"


@pytest.fixture(scope="module")
def connected(crm: Crm, visit_admin: Page, registry_peer: dadata.Peer) -> Crm:
    """Through the screen, a wrong key first."""
    page = visit_admin
    behaviour = registry_peer.anew()
    api = crm.api("admin")
    api.post("/v1/registry/settings:setKey", json={"api_key": ""}).raise_for_status()
    api.patch("/v1/registry/settings", json={"provider": ""}).raise_for_status()
    page.goto(f"{crm.url}/admin/integrations")
    page.get_by_role("heading", name="Справочник фирм").wait_for()
    expect(page.get_by_text("Не подключён: только контрольные цифры")).to_be_visible()
    page.get_by_label("Кто отвечает").first.click()
    page.get_by_role("option", name="DaData").click()
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_text("Ключ не задан")).to_be_visible()
    enter_key(page, "wrong-key-0123456789")
    page.get_by_role("button", name="Проверить связь").click()
    expect(page.get_by_text("ключ неверен").first).to_be_visible()
    expect(page.get_by_text("Приостановлен")).to_be_visible()
    enter_key(page, behaviour.key)
    page.get_by_role("button", name="Проверить связь").click()
    expect(page.get_by_text("Отвечает, ")).to_be_visible()
    expect(page.get_by_text("Работает", exact=True)).to_be_visible()
    assert behaviour.key not in page.content()
    accessible(page)
    return crm


def enter_key(page: Page, key: str) -> None:
    page.get_by_label("Ключ API").fill(key)
    page.get_by_role("button", name="Сохранить ключ").click()
    expect(page.get_by_label("Ключ API")).to_have_value("")


@pytest.fixture(scope="module")
def visit_admin(crm: Crm, browser: Any) -> Any:
    context = crm.context(browser, "admin")
    yield context.new_page()
    context.close()


def new_client(visit: Any, login: str, inn: str, **look: Any) -> Page:
    page = visit(login, path="/counterparties/new", **look)
    page.get_by_label("ИНН", exact=True).fill(inn)
    return page


def forget_clients(crm: Crm, inn: str) -> None:
    """Of an earlier run: another one with the same INN would be a duplicate."""
    api = crm.api("admin")
    found = api.get("/v1/counterparties", params={"query": inn}).json()["counterparties"]
    for each in found:
        api.delete(f"/v1/{each['name']}").raise_for_status()


def fill(page: Page) -> None:
    page.get_by_role("button", name="Заполнить по ИНН").click()
    page.get_by_role("region", name="Ответ справочника фирм").wait_for()


def test_empty_fields_are_filled_and_typed_ones_asked_about(connected: Crm, visit: Any) -> None:
    page = new_client(visit, connected.logins("head_of_sales")[0], COMPANY)
    name = page.get_by_label("Наименование", exact=True)
    name.fill("Моё название")
    fill(page)
    expect(page.get_by_label("ОГРН", exact=True)).to_have_value("1057799416542")
    expect(page.get_by_label("КПП", exact=True)).to_have_value("779901001")
    expect(name).to_have_value("Моё название")
    page.get_by_role("button", name="Заменить отмеченное").click()
    expect(name).to_have_value('ООО "ТИХИЙ ОМУТ ЛОГИСТИК"')
    accessible(page)


def test_a_branch_is_chosen_by_its_kpp(connected: Crm, visit: Any) -> None:
    page = new_client(visit, connected.logins("head_of_sales")[0], BRANCHES)
    fill(page)
    kpp = page.get_by_label("КПП", exact=True)
    expect(kpp).to_have_value("779901001")
    page.get_by_label("Найдено 4 варианта").first.click()
    page.get_by_role("option", name="СИБИРСКИЙ ФИЛИАЛ").click()
    expect(kpp).to_have_value("549944003")
    expect(page.get_by_text("Выбран филиал")).to_be_visible()


def test_a_liquidated_company_takes_a_confirmation_and_wears_a_badge(
    connected: Crm, visit: Any
) -> None:
    forget_clients(connected, LIQUIDATED)
    page = new_client(visit, connected.logins("head_of_sales")[0], LIQUIDATED)
    fill(page)
    expect(page.get_by_text("Деятельность прекращена")).to_be_visible()
    page.get_by_role("button", name="Создать").last.click()
    expect(page.get_by_text("Подтвердите предупреждение")).to_be_visible()
    page.get_by_label("Предупреждение прочитано").check()
    page.get_by_role("button", name="Создать").last.click()
    page.get_by_role("tab", name="Реквизиты").click()
    page.get_by_role("button", name="Проверить по справочнику").click()
    expect(page.get_by_text("Ликвидирована").first).to_be_visible()
    expect(page.get_by_text("Прекращение: 17.06.2024").first).to_be_visible()


def test_a_proprietor_changes_the_kind_of_the_form(connected: Crm, visit: Any) -> None:
    page = new_client(visit, connected.logins("manager")[0], SOLE, width=360)
    fill(page)
    expect(page.get_by_label("ОГРНИП", exact=True)).to_have_value("307639950166164")
    fits(page)
