"""Work in the list without leaving it: quick view, editing a cell, exporting a selection."""

import csv
import io
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, held


def list_page(visit: Any) -> Page:
    page = visit("admin", path="/counterparties?kind=LEGAL&order_by=create_time")
    expect(page.locator("#row-3 a").first).to_be_visible()
    page.get_by_role("grid").focus()
    return page


def panel(page: Page) -> Any:
    return page.get_by_role("complementary", name="Быстрый просмотр")


def test_the_quick_view_follows_the_keys(visit: Any) -> None:
    page = list_page(visit)
    names = page.locator("[role=row] [data-col=name] a").all_inner_texts()
    page.keyboard.press("Space")
    expect(panel(page).get_by_role("heading", level=2).first).to_have_text(names[0])
    expect(panel(page).get_by_text("Контактные лица")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(panel(page).get_by_role("heading", level=2).first).to_have_text(names[2])
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    page.get_by_role("row").nth(4).hover()
    page.get_by_role("row").nth(4).get_by_role("button", name="Быстрый просмотр").click()
    expect(panel(page)).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/counterparties/*-*")


def test_a_cell_is_edited_where_it_stands(crm: Crm, visit: Any) -> None:
    page = list_page(visit)
    row = page.locator("#row-0")
    owner = row.locator("[data-col=owner]")
    person = "Петров" if "Белов" in owner.inner_text() else "Белов"
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").fill(person)
    page.get_by_role("option", name=person).click()
    expect(dialog).to_have_count(0)
    expect(owner).to_contain_text(person)
    api = crm.api("admin")
    path = f"/v1{row.locator('a').first.get_attribute('href')}"
    before = api.get(path).json()["segments"]
    row.hover()
    row.get_by_role("button", name="Сегмент").click()
    page.get_by_role("option", name="Розница").click()
    page.mouse.click(700, 880)  # past the form: keeps what was chosen
    expect(dialog).to_have_count(0)
    stored = api.get(path).json()
    found = api.get("/v1/segments").json()["segments"]
    retail = next(each["name"] for each in found if each["display_name"] == "Розница")
    assert set(stored["segments"]) ^ set(before) == {retail}
    assert person in stored["owner_display_name"]


def test_keys_wait_for_what_they_are_meant_for(crm: Crm, visit: Any) -> None:
    page = visit("admin", path="")
    rows, form = held(page, "**/v1/counterparties?*"), held(page, "**/assets/CellEdit-*.js")
    page.goto(f"{crm.url}/counterparties?kind=LEGAL&order_by=create_time")
    grid = page.get_by_role("grid")
    grid.focus()
    for key in ("x", "j", "j", "x", "Shift+ArrowDown"):
        page.keyboard.press(key)
    rows()
    bar = page.get_by_role("toolbar", name="Действия с выбранными")
    expect(bar).to_contain_text("Выбрано 3")
    expect(grid).to_have_attribute("aria-activedescendant", "row-3")

    page.keyboard.press("a")
    expect(page.locator("[role=dialog][aria-busy]")).to_be_attached()
    for key in ("x", "j"):  # letters of a name, not keys of the list
        page.keyboard.press(key)
    form()
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(bar).to_contain_text("Выбрано 3")
    expect(grid).to_have_attribute("aria-activedescendant", "row-3")


def test_rows_of_the_filter_before_are_not_selected(visit: Any) -> None:
    page = list_page(visit)
    rows = held(page, "**/v1/counterparties?*")
    page.get_by_role("searchbox", name="Поиск в списке").fill("ооо")
    stale = page.locator("[role=rowgroup][data-stale]")
    expect(stale).to_be_visible()
    page.locator("#row-0 [role=gridcell]").first.click()
    rows()
    expect(stale).to_have_count(0)
    expect(page.get_by_role("toolbar", name="Действия с выбранными")).to_have_count(0)


def test_a_selection_is_exported_alone(visit: Any) -> None:
    page = list_page(visit)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert len(exported(page)) == 2
    for _ in range(60):  # more than an address holds
        page.keyboard.press("Shift+ArrowDown")
    assert len(exported(page)) > 40


def exported(page: Page) -> list[list[str]]:
    page.get_by_role("toolbar").get_by_role("button", name="Экспорт").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(io.StringIO(file.read()), delimiter=";"))
    page.get_by_role("grid").focus()
    return rows[1:]


def test_a_question_mark_shows_the_keys(visit: Any) -> None:
    page = list_page(visit)
    page.keyboard.press("Shift+Slash")
    expect(page.get_by_role("dialog")).to_contain_text("Быстрый просмотр")


def test_the_reason_filter_knows_rows_that_are_not_loaded(crm: Crm, visit: Any) -> None:
    bad = "".join(f"Клиент {n};7707083893;\r\n" for n in range(130))
    content = f"Наименование;ИНН;E-mail\r\n{bad}Последний;;нет-почты\r\n"
    made = crm.api("admin").post(
        "/v1/imports",
        data={"kind": "LEGAL"},
        files={"file": ("reasons.csv", content.encode())},
    )
    made.raise_for_status()
    page = visit("admin", path=f"/{made.json()['name']}?step=rows&verdict=all")
    expect(page.get_by_text("Клиент 5", exact=True)).to_be_visible()
    page.get_by_role("combobox", name="Причина").click()
    last = page.get_by_role("option", name="почт")
    expect(last).to_contain_text("1")
    last.click()
    expect(page.get_by_text("Последний", exact=True)).to_be_visible()
    expect(page.get_by_text("Клиент 5", exact=True)).to_have_count(0)


def test_the_tools_of_the_list_are_accessible_in_both_themes(visit: Any) -> None:
    page = list_page(visit)
    page.keyboard.press("Space")
    expect(panel(page).get_by_text("Контактные лица")).to_be_visible()
    accessible(page)
    page.emulate_media(color_scheme="dark")
    accessible(page)
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_be_visible()
    accessible(page)
    page.emulate_media(color_scheme="light")
    accessible(page)
