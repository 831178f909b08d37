"""A new office's first hour: its messy file goes in, is repaired, a client's card is worked on."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm

FILE = Path(__file__).parents[1] / "data" / "import" / "legal_cp1251_semicolon.csv"
READ, VALID, DUPLICATES, REJECTED = 4000, 3687, 91, 222
LONG_MS = 90_000


def test_a_messy_file_becomes_clients_and_a_card_tells_who_changed_it(crm: Crm, visit) -> None:
    page: Page = visit("admin", path="/imports")
    upload(page)
    repair_a_row_without_a_name(page)
    create_all(page)
    open_a_client_of_the_import(page)
    edit_and_see_the_audit_line(page, crm)


def upload(page: Page) -> None:
    page.locator("input[type=file]").first.set_input_files(FILE)
    page.get_by_role("button", name="Загрузить", exact=True).click()
    page.wait_for_url("**/imports/*")
    expect(page.get_by_text("На проверке").first).to_be_visible(timeout=LONG_MS)
    reconciles(page, waiting=VALID, created=0, rejected=REJECTED)


def repair_a_row_without_a_name(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^С ошибками")).last.click()
    nameless = page.get_by_role("row").filter(has_text="Нет названия или ФИО").first
    expect(nameless).to_be_visible()
    nameless.get_by_role("gridcell").nth(2).dblclick()
    page.keyboard.type('ООО "Починено Руками"')
    page.keyboard.press("Enter")
    reconciles(page, waiting=VALID + 1, created=0, rejected=REJECTED - 1)


def create_all(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Создать всех из списка")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Создать")).click()
    expect(page.get_by_text("Завершён").first).to_be_visible(timeout=LONG_MS)
    reconciles(page, waiting=0, created=VALID + 1, rejected=REJECTED - 1)


def open_a_client_of_the_import(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Показать клиентов")).first.click()
    page.wait_for_url("**/counterparties?*source_import=*")
    page.get_by_role("searchbox").first.fill("починено рук")
    page.get_by_text('ООО "Починено Руками"').first.click()
    expect(page.get_by_role("heading", name='ООО "Починено Руками"')).to_be_visible()


def edit_and_see_the_audit_line(page: Page, crm: Crm) -> None:
    page.get_by_role("button", name="Заполнить: Территория").click()
    editor = page.get_by_role("textbox", name="Территория")
    editor.fill("Поволжье")
    editor.press("Enter")
    expect(page.get_by_text("Поволжье").first).to_be_visible()
    page.get_by_role("tab", name="История").click()
    history = page.get_by_role("tabpanel")
    expect(history.get_by_text("Поволжье")).to_be_visible()
    me = crm.api("admin").get("/v1/profile").json()["user"]["display_name"]
    expect(history.get_by_text(me).first).to_be_visible()


def reconciles(page: Page, *, waiting: int, created: int, rejected: int) -> None:
    """The bar of numbers adds up to what was read, on the screen as in the service."""
    bar = page.get_by_role("region", name="Сверка строк")
    for number in (READ, waiting, created, DUPLICATES, rejected):
        shown = f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
        expect(bar.get_by_text(shown, exact=True).first).to_be_visible()
