"""A client is entered step by step: filled in by INN, kept as a draft, ended on another device."""

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.bench.twins import random_inn
from tests.end_to_end import screen
from tests.end_to_end.conftest import Crm
from tests.peers import dadata

COMPANY, BRANCH_KPP = "6699167182", "639943001"
CARD = re.compile(r"/counterparties/[0-9a-f]{8}-[0-9a-f-]{27}")
ACCOUNT, WRONG_ACCOUNT, BIC = "40702810438000060473", "40702810438000060474", "044525225"


@pytest.fixture
def connected(crm: Crm, registry_peer: dadata.Peer) -> Crm:
    """The registry answers, and the company it knows is not a client yet."""
    api = crm.api("admin")
    api.patch("/v1/registry/settings", json={"provider": "DADATA"}).raise_for_status()
    key = {"api_key": registry_peer.anew().key}
    api.post("/v1/registry/settings:setKey", json=key).raise_for_status()
    for client in api.get("/v1/counterparties", params={"query": COMPANY}).json()["counterparties"]:
        api.delete(f"/v1/{client['name']}").raise_for_status()
    for draft in api.get("/v1/counterpartyDrafts").json()["counterparty_drafts"]:
        api.delete(f"/v1/{draft['name']}").raise_for_status()
    return crm


def accessible(page: Page) -> None:
    screen.accessible(page)
    screen.fits(page)


def at_step(page: Page, name: str) -> None:
    page.get_by_role("heading", name=name, exact=True, level=2).wait_for()
    accessible(page)


def begin(page: Page, crm: Crm) -> None:
    page.goto(f"{crm.url}/counterparties/register")
    page.get_by_role("heading", name="Кто это", exact=True, level=2).wait_for()


def fill_in_by_inn(page: Page) -> None:
    page.get_by_role("button", name="Создать").first.click()
    page.get_by_role("menuitem", name="Контрагент").first.click()
    at_step(page, "Кто это")
    page.get_by_label("ИНН", exact=True).fill(COMPANY)
    # A whole INN is enough; there are branches to choose from.
    expect(page.get_by_label("Наименование", exact=True)).to_have_value('ООО "СТРИЖОВМЕТАЛЛ"')
    answer = page.get_by_role("region", name="Ответ справочника фирм")
    answer.get_by_role("combobox").click()
    page.get_by_role("option", name=BRANCH_KPP).click()
    expect(page.get_by_label("КПП", exact=True)).to_have_value(BRANCH_KPP)
    expect(page.get_by_text("Черновик сохранён")).to_be_visible()


def enter_the_rest(page: Page) -> None:
    page.get_by_label("Наименование", exact=True).press("Enter")
    at_step(page, "Контакты")
    for family in ("Орлова", "Беляев"):
        page.get_by_role("button", name="Добавить контактное лицо").click()
        page.get_by_label("Фамилия").last.fill(family)
    page.get_by_label("Телефон", exact=True).last.fill("8 912 345-67-89")
    page.keyboard.press("Alt+ArrowLeft")
    page.get_by_role("heading", name="Кто это", exact=True, level=2).wait_for()
    page.get_by_role("button", name="Далее").click()
    page.get_by_role("button", name="Далее").click()
    at_step(page, "Юридические данные")
    expect(page.get_by_label("ОГРН", exact=True)).not_to_have_value("")
    page.get_by_role("button", name="Далее").click()
    at_step(page, "Банк")
    page.get_by_label("БИК").fill(BIC)
    page.get_by_label("Расчётный счёт", exact=True).fill(WRONG_ACCOUNT)
    expect(page.get_by_text("не сходится контрольная цифра")).to_be_visible()
    accessible(page)
    page.get_by_label("Расчётный счёт", exact=True).fill(ACCOUNT)
    expect(page.get_by_text("не сходится контрольная цифра")).to_have_count(0)
    page.get_by_role("button", name="Далее").click()
    at_step(page, "Факты и роли")
    with page.expect_response(lambda answer: "Жучка" in (answer.request.post_data or "")) as kept:
        page.get_by_text("Перевозчик", exact=True).click()
        page.get_by_label("Особенности").fill("Собака Жучка")
    assert kept.value.ok


def end_on_a_phone(phone: Page, crm: Crm) -> str:
    """The name of the client that came of it."""
    phone.goto(f"{crm.url}/counterparties/drafts")
    accessible(phone)
    expect(phone.get_by_text("Факты и роли")).to_be_visible()
    phone.get_by_role("link", name="СТРИЖОВМЕТАЛЛ").click()
    at_step(phone, "Факты и роли")
    expect(phone.get_by_label("Особенности")).to_have_value("Собака Жучка")
    phone.get_by_role("button", name="Далее").click()
    at_step(phone, "Проверка")
    expect(phone.get_by_text("Беляев", exact=True)).to_be_visible()
    expect(phone.get_by_text("Клиент, Перевозчик")).to_be_visible()
    phone.get_by_role("button", name="Создать").last.click()
    phone.wait_for_url(CARD)
    expect(phone.get_by_text("Создан контрагент")).to_be_visible()
    return phone.url.removeprefix(f"{crm.url}/").split("?")[0]


def test_a_client_is_entered_here_and_created_there(connected: Crm, visit: Any) -> None:
    page: Page = visit("admin")
    fill_in_by_inn(page)
    enter_the_rest(page)
    name = end_on_a_phone(visit("admin", theme="dark", width=360, path=""), connected)
    api = connected.api("admin")
    made = api.get(f"/v1/{name}").json()
    assert (made["inn"], made["kpp"], made["roles"]) == (COMPANY, BRANCH_KPP, ["CLIENT", "CARRIER"])
    assert made["bank_accounts"][0]["account"] == ACCOUNT
    people = api.get("/v1/contacts", params={"counterparty": name}).json()["contacts"]
    assert [each["display_name"] for each in people] == ["Беляев", "Орлова"]
    assert people[0]["phones"][0]["number"] == "+79123456789"

    # The first device hears of it as soon as it would keep more, and makes no second client.
    page.get_by_label("Особенности").fill("Уже поздно")
    expect(page.get_by_text("Черновика больше нет")).to_be_visible()
    accessible(page)


def test_what_was_typed_goes_into_the_client_that_is_there(connected: Crm, visit: Any) -> None:
    mark, inn = uuid.uuid4().hex[:8], random_inn()
    api = connected.api("admin")
    body = {"kind": "LEGAL", "display_name": f"Имеющийся {mark}", "inn": inn}
    there = api.post("/v1/counterparties", json=body).raise_for_status().json()
    page: Page = visit("admin", theme="dark", path="")
    begin(page, connected)
    page.get_by_label("Наименование", exact=True).fill(f"Повторный {mark}")
    page.get_by_label("ИНН", exact=True).fill(inn)
    panel = page.get_by_role("region", name="Похожие контрагенты")
    expect(panel.get_by_text("Такой контрагент уже есть")).to_be_visible()
    page.get_by_role("button", name="Далее").click()
    page.get_by_label("Сайт").fill("dubl.example.org")
    page.get_by_role("button", name="Добавить контактное лицо").click()
    page.get_by_label("Фамилия").fill("Прибывшая")
    # Everything that is wrong is said at once, and the client is refused by law.
    page.get_by_role("button", name="Создать сейчас").click()
    expect(page.get_by_role("alert").get_by_text("совпали ИНН и КПП или ОГРН")).to_be_visible()
    accessible(page)
    panel.get_by_role("button", name="Дополнить").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", name="Сайт: dubl.example.org")).to_be_checked()
    accessible(page)
    dialog.get_by_role("button", name="Дополнить и открыть").click()
    page.wait_for_url(f"**/{there['name']}*")
    assert api.get(f"/v1/{there['name']}").json()["website"] == "dubl.example.org"
    people = api.get("/v1/contacts", params={"counterparty": there["name"]}).json()["contacts"]
    assert [each["display_name"] for each in people] == ["Прибывшая"]
    assert api.get("/v1/counterpartyDrafts").json()["counterparty_drafts"] == []

    begin(page, connected)
    page.get_by_label("Наименование", exact=True).fill(f"Второй {mark}")
    page.get_by_label("ИНН", exact=True).fill(inn)
    panel.get_by_role("button", name="Всё равно создать").click()
    page.wait_for_url(CARD)
    made = api.get("/v1" + page.url.removeprefix(connected.url).split("?")[0]).json()
    assert made["duplicates_bypass"]["candidates"] == [there["name"]]


def test_the_last_choice_is_where_creating_leads(connected: Crm, visit: Any) -> None:
    page: Page = visit(connected.logins("manager")[0], path="")
    begin(page, connected)
    page.get_by_label("Наименование", exact=True).fill("Переходит")
    page.get_by_role("button", name="Экспертная форма").click()
    page.wait_for_url("**/counterparties/new")
    expect(page.get_by_label("Наименование", exact=True)).to_have_value("Переходит")
    page.goto(f"{connected.url}/counterparties")
    page.get_by_role("heading", name="Контрагенты").first.wait_for()
    page.keyboard.press("KeyC")
    page.wait_for_url("**/counterparties/new")
    page.get_by_role("button", name="По шагам").click()
    page.wait_for_url("**/counterparties/register?draft=*")
    page.goto(f"{connected.url}/counterparties")
    page.get_by_role("heading", name="Контрагенты").first.wait_for()
    page.keyboard.press("KeyC")
    page.wait_for_url("**/counterparties/register?draft=*")
