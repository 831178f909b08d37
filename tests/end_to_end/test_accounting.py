"""An administrator connects 1C; an invoice goes there, and what was changed there is settled."""

import uuid
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits
from tests.peers import odata
from tests.peers.onec import OneC, file_of, order
from tests.waiting import until

PAPERS = odata.OBJECTS[3]


@pytest.fixture
def base(crm: Crm) -> Iterator[odata.Peer]:
    """A base of 1C, which is left alone afterwards."""
    with odata.serving() as server:
        yield server
        api = crm.api("admin")
        body = {"enabled": False, "organizations": []}
        api.patch("/v1/accounting/settings", json=body).raise_for_status()


@pytest.fixture
def files_off(crm: Crm) -> Iterator[None]:
    """Whatever a story chose is chosen no more."""
    yield
    api = crm.api("admin")
    api.patch("/v1/accounting/settings", json={"file_sellers": []}).raise_for_status()


def test_an_invoice_goes_to_1c_and_a_conflict_is_settled(
    crm: Crm, visit: Any, base: odata.Peer
) -> None:
    mark = uuid.uuid4().hex[:8]
    account = "40702810" + "".join(Random(mark).choices("0123456789", k=12))  # noqa: S311
    firm = {"display_name": f"ООО «{mark}»", "inn": "7799071623", "accounts": [account]}
    api = crm.api("admin")
    seller = api.post("/v1/sellers", json=firm).raise_for_status().json()["name"]
    page: Page = visit("admin", path="/admin/accounting")
    page.get_by_label("Адрес базы 1С").fill(base.address)
    page.get_by_label("Логин 1С").fill(odata.LOGIN)
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.get_by_label("Пароль 1С").fill(odata.PASSWORD)
    page.get_by_role("button", name="Сохранить пароль").click()
    expect(page.get_by_label("Пароль 1С")).to_have_value("")
    page.get_by_role("button", name="Проверить связь").click()
    expect(page.get_by_text("1 организация")).to_be_visible()
    page.get_by_role("combobox", name=firm["display_name"]).click()
    page.get_by_role("option", name="ООО «Своя» · 7799071623").click()
    page.get_by_label("Обмен включён").check()
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_text("Работает", exact=True)).to_be_visible()
    assert odata.PASSWORD not in page.content()

    bill = {
        "seller": seller,
        "number": f"{mark}-1",
        "buyer_display_name": f"Покупатель {mark}",
        "buyer_inn": "7701234560",
        "total": {"amount": "100.00", "currency": "RUB"},
    }
    invoice = api.post("/v1/invoices", json=bill).raise_for_status().json()["name"]
    page.get_by_text("Всё", exact=True).click()
    page.get_by_role("button", name="Обменяться сейчас").click()
    row = page.get_by_role("row").filter(has_text=f"{mark}-1")
    expect(row).to_contain_text("В 1С")
    paper = base.behaviour.rows[PAPERS][invoice.removeprefix("invoices/")]
    assert (paper["Number"], paper["СуммаДокумента"]) == (f"{mark}-1", 100)

    base.behaviour.touch(paper, Комментарий="бухгалтер")
    change = {"total": {"amount": "90.00", "currency": "RUB"}}
    api.patch(f"/v1/{invoice}", json=change).raise_for_status()
    page.get_by_role("button", name="Обменяться сейчас").click()
    expect(row).to_contain_text("Документ изменили в 1С")
    accessible(page)
    fits(page)
    row.get_by_role("button", name="Повторить").click()
    expect(row).to_contain_text("В 1С")
    assert paper["СуммаДокумента"] == 90


@pytest.mark.usefixtures("files_off")
def test_1c_comes_by_itself_for_an_invoice(crm: Crm, visit: Any) -> None:
    mark = uuid.uuid4().hex[:8]
    api = crm.api("admin")
    firm = {"display_name": f"ООО «{mark}»", "inn": "7799071623"}
    seller = api.post("/v1/sellers", json=firm).raise_for_status().json()["name"]
    page: Page = visit("admin", path="/admin/accounting")
    page.get_by_role("checkbox", name=firm["display_name"]).check()
    page.get_by_role("button", name="Сохранить фирмы").click()
    expect(page.get_by_text("Настройки сохранены")).to_be_visible()
    bill = {
        "seller": seller,
        "number": f"{mark}-1",
        "buyer_display_name": f"Покупатель {mark}",
        "buyer_inn": "7701234560",
        "total": {"amount": "100.00", "currency": "RUB"},
    }
    invoice = api.post("/v1/invoices", json=bill).raise_for_status().json()["name"]
    draft = {"display_name": mark, "scopes": ["accounting.exchange"]}
    key = api.post("/v1/apiKeys", json=draft).raise_for_status().json()

    # What its administrator copies into 1C.
    address = page.get_by_text("/exchange/1c").inner_text()
    login = page.locator("dd .mono").nth(1).inner_text()
    with httpx.Client(timeout=60) as http:
        one = OneC(http, address, login, key["secret"]).begin()
        assert f"{mark}-1" in {each.findtext("Номер") for each in one.orders()}
        assert one.confirm() == "success"
        told = order(invoice.removeprefix("invoices/"), "100", {"Номер по 1С": f"0-{mark}"})
        assert one.send("orders.xml", file_of([told])) == "success"
        until(lambda: one.take("orders.xml") == "success")
    page.get_by_text("Всё", exact=True).click()
    expect(page.get_by_role("row").filter(has_text=f"{mark}-1")).to_contain_text("В 1С")
    shown = api.get(f"/v1/{invoice}").raise_for_status().json()["accounting"]
    assert (shown["state"], shown["number"]) == ("SENT", f"0-{mark}")
