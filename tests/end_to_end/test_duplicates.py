"""A client who is there already is noticed while he is typed, and pairs are decided by keys."""

import re
import time
import uuid
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bench.twins import random_inn
from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits

Fields = dict[str, Any]


def create(crm: Crm, login: str, **fields: Any) -> Fields:
    body = {"kind": "LEGAL", **fields}
    made = crm.api(login).post("/v1/counterparties", json=body)
    made.raise_for_status()
    return made.json()


def scan(crm: Crm) -> None:
    api = crm.api("admin")
    job = api.post("/v1/duplicatePairs:scan", json={}).raise_for_status().json()
    for _ in range(100):
        if api.get(f"/v1/{job['name']}").json()["state"] == "DONE":
            return
        time.sleep(0.1)
    raise AssertionError("the base is not looked through")


@pytest.fixture
def mark() -> str:
    """A name that nobody else has."""
    return "Дубль" + "".join(chr(ord("а") + int(c, 16)) for c in uuid.uuid4().hex[:10])


def test_a_client_who_is_there_is_noticed_while_typed(crm: Crm, visit: Any, mark: str) -> None:
    inn = random_inn()
    there = create(crm, "admin", display_name=f"ООО «{mark}»", inn=inn)
    page: Page = visit("admin", path="/counterparties/new")
    panel = page.get_by_role("region", name="Похожие контрагенты")
    page.get_by_label("Наименование", exact=True).fill(f"{mark.upper()}, АО")
    expect(panel.get_by_text(there["display_name"])).to_be_visible()
    page.get_by_label("ИНН", exact=True).fill(inn)
    expect(panel.get_by_text("Такой контрагент уже есть")).to_be_visible()
    page.get_by_label("Сайт").fill("dubl.example.org")
    accessible(page)
    page.get_by_role("button", name="Создать Ctrl Enter").click()
    expect(page.get_by_text("совпали ИНН и КПП или ОГРН")).to_be_visible()

    panel.get_by_role("button", name="Дополнить").click()
    expect(page.get_by_text(f"Дополнено: {there['display_name']}")).to_be_visible()
    page.wait_for_url(f"**/{there['name']}")
    assert crm.api("admin").get(f"/v1/{there['name']}").json()["website"] == "dubl.example.org"

    page.goto(f"{crm.url}/counterparties/new")
    page.get_by_label("Наименование", exact=True).fill(f"{mark} второй")
    page.get_by_label("ИНН", exact=True).fill(inn)
    panel.get_by_role("button", name="Всё равно создать").click()
    page.wait_for_url(re.compile("/counterparties/[0-9a-f-]{36}$"))
    expect(page.get_by_text("Создан в обход предупреждения о дубле")).to_be_visible()
    made = crm.api("admin").get("/v1" + page.url.removeprefix(crm.url)).json()
    assert made["duplicates_bypass"]["candidates"] == [there["name"]]


def test_a_client_of_another_branch_is_only_a_hint(crm: Crm, visit: Any, mark: str) -> None:
    inn = random_inn()
    create(crm, "admin", display_name=f"ООО «{mark}»", inn=inn)
    page: Page = visit(crm.logins("manager")[0], path="/counterparties/new")
    page.get_by_label("ИНН", exact=True).fill(inn)
    panel = page.get_by_role("region", name="Похожие контрагенты")
    expect(panel.get_by_text("Есть у другого сотрудника")).to_be_visible()
    expect(panel.get_by_text(mark)).to_have_count(0)
    expect(panel.get_by_role("button")).to_have_count(0)
    expect(panel.get_by_text("Обратитесь к руководителю")).to_be_visible()


def shown(page: Page, pair: Locator) -> None:
    """The likeliest pairs come first, and other stories leave pairs as well: down to this one."""
    more = page.get_by_role("button", name="Показать ещё")
    expect(page.get_by_role("article").first).to_be_visible()
    while pair.count() == 0 and more.count():
        before = page.get_by_role("article").count()
        more.click()
        expect(page.get_by_role("article")).not_to_have_count(before)
    expect(pair).to_be_visible()


def by_keys(page: Page, pair: Locator) -> None:
    """J goes to the next pair, K back; in the end to this one."""
    pairs = page.get_by_role("article")
    pairs.first.get_by_role("definition").last.click()
    if pairs.count() > 1:
        page.keyboard.press("j")
        expect(pairs.nth(1)).to_have_attribute("aria-current", "true")
        page.keyboard.press("k")
        expect(pairs.first).to_have_attribute("aria-current", "true")
    pair.get_by_role("definition").last.click()
    expect(pair).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 360)])
def test_the_queue_is_decided_by_keys(
    crm: Crm, visit: Any, mark: str, theme: str, width: int
) -> None:
    number = f"+7999{uuid.uuid4().int % 10**7:07d}"
    for name in (f"ООО «{mark}»", f"{mark.upper()}, ЗАО"):
        create(crm, "admin", display_name=name, phones=[{"number": number}])
    scan(crm)
    page: Page = visit("admin", theme, width, path="/duplicates")
    pair = page.get_by_role("article").filter(has_text=mark)
    shown(page, pair)
    expect(pair.get_by_role("list", name="Почему похожи")).to_contain_text("Название")
    accessible(page)
    fits(page)
    by_keys(page, pair)
    page.keyboard.press("n")
    expect(pair).to_have_count(0)
    page.get_by_role("button", name="Отменить").click()
    expect(pair).to_be_visible()
    pair.get_by_role("button", name="Не дубль").click()
    expect(pair).to_have_count(0)
    page.get_by_text("Не дубли", exact=True).click()
    expect(pair.get_by_text("«Не дубль» — ")).to_be_visible()
    pair.get_by_role("button", name="Вернуть в очередь").click()
    expect(pair).to_have_count(0)
    page.get_by_text("Не решено", exact=True).click()
    shown(page, pair)
    pair.get_by_role("button", name="Объединить").click()
    expect(page.get_by_role("dialog")).to_contain_text(mark)
