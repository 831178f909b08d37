"""Two cards of one company become one, and are taken apart again."""

import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, fits

TRADE, NUMBER = "Объединяемая отрасль", "+78432000000"


def create(crm: Crm, display_name: str, **fields: Any) -> dict[str, Any]:
    body = {"display_name": display_name, "kind": "LEGAL", **fields}
    made = crm.api("admin").post("/v1/counterparties", json=body)
    made.raise_for_status()
    return made.json()


def test_two_cards_become_one_and_two_again(crm: Crm, visit) -> None:
    mark = uuid.uuid4().hex[:8]
    first = create(crm, f"Слияние {mark} головная", phones=[{"number": NUMBER}])
    second = create(crm, f"Слияние {mark} копия", industry=TRADE)
    api = crm.api("admin")
    contact = {"counterparty": second["name"], "display_name": "Мария Переходящая"}
    api.post("/v1/contacts", json=contact).raise_for_status()

    page: Page = visit("admin", path=f"/counterparties?query=Слияние {mark}")
    rows = page.get_by_role("row").filter(has_text=mark)
    expect(rows).to_have_count(2)
    for row in rows.all():
        row.get_by_role("gridcell").first.click()
    page.get_by_role("toolbar").get_by_role("button", name="Объединить").click()
    compare(page, second["display_name"])
    page.get_by_role("dialog").get_by_role("button", name="Объединить", exact=True).click()
    expect(page.get_by_text("Объединено: ")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="копия")).to_have_count(0)

    # The old address opens whom it became.
    page.goto(f"{crm.url}/{second['name']}")
    page.wait_for_url(f"**/{first['name']}")
    expect(page.get_by_text("Объединён с «")).to_be_visible()
    expect(page.get_by_text(TRADE).first).to_be_visible()
    page.get_by_role("tab", name="Контакты").click()
    expect(page.get_by_text("Мария Переходящая").first).to_be_visible()
    page.get_by_role("button", name="Разъединить").click()
    expect(page.get_by_text("карточки снова раздельны")).to_be_visible()
    expect(page.get_by_text(TRADE)).to_have_count(0)
    page.get_by_role("tab", name="История").click()
    history = page.get_by_role("tabpanel")
    expect(history.get_by_text("Объединён с другими")).to_be_visible()
    expect(history.get_by_text("Объединение отменено")).to_be_visible()
    page.goto(f"{crm.url}/{second['name']}")
    expect(page.get_by_role("heading", name=second["display_name"])).to_be_visible()


def compare(page: Page, other: str) -> None:
    """The table shows both, and what comes of each choice; nothing of it is inaccessible."""
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Перейдут: 1 контакт.")).to_be_visible()
    row = dialog.get_by_role("row").filter(has_text="Наименование")
    row.get_by_role("radio").nth(1).check()
    expect(row.get_by_role("cell").last).to_contain_text(other)
    row.get_by_role("radio").nth(0).check()
    accessible(page)


def test_the_comparison_fits_a_phone_in_the_dark(crm: Crm, visit) -> None:
    mark = uuid.uuid4().hex[:8]
    card = create(crm, f"Телефон {mark} раз")
    create(crm, f"Телефон {mark} два", industry=TRADE)
    page: Page = visit("admin", theme="dark", width=360, path=f"/{card['name']}")
    page.get_by_role("button", name="Операции").click()
    page.get_by_role("menuitem", name="Объединить с…").click()
    page.get_by_role("combobox", name="С кем объединить").fill(f"{mark} два")
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Сравнить").click()
    expect(page.get_by_role("dialog").get_by_role("table")).to_be_visible()
    accessible(page)
    fits(page)
