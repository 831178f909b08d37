"""An administrator connects 1C; an invoice goes there, and what was changed there is settled."""

import uuid
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits
from tests.peers import odata

PAPERS = odata.OBJECTS[3]


@pytest.fixture
def base(crm: Crm) -> Iterator[odata.Peer]:
    """A base of 1C, which is left alone afterwards."""
    with odata.serving() as server:
        yield server
        api = crm.api("admin")
        body = {"enabled": False, "organizations": []}
        api.patch("/v1/accounting/settings", json=body).raise_for_status()


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
