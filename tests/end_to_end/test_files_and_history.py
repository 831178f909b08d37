"""Files are dropped onto a card, looked at, taken out and brought back; a value of the history
returns, and goes again."""

import base64
import uuid
from typing import Any

from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible

# One red point.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
DROP = """([text, name]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  const at = document.querySelector('[role=tabpanel] > div');
  for (const type of ['dragenter', 'dragover', 'drop'])
    at.dispatchEvent(new DragEvent(type, {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


def create(crm: Crm, **fields: Any) -> dict[str, Any]:
    body = {"display_name": f"Файлы {uuid.uuid4().hex[:8]}", "kind": "LEGAL", **fields}
    made = crm.api("admin").post("/v1/counterparties", json=body)
    made.raise_for_status()
    return made.json()


def test_files_come_and_go_and_values_return(crm: Crm, visit) -> None:
    client = create(crm, territory="Тула")
    page: Page = visit("admin", path=f"/{client['name']}?tab=files")
    files(page)
    accessible(page)
    history(page, crm, client)


def files(page: Page) -> None:
    panel = page.get_by_role("tabpanel")
    expect(panel.get_by_text("Файлов пока нет")).to_be_visible()
    panel.locator("input[type=file]").set_input_files(
        [
            {"name": "фото.html", "mimeType": "text/html", "buffer": PNG},
            {"name": "опись.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='x()'/>"},
            {"name": "пусто.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    page.evaluate(DROP, ["договор", "договор № 1.txt"])
    listed = panel.get_by_role("list", name="Файлы", exact=True)
    expect(listed.get_by_role("listitem")).to_have_count(3)
    uploads = panel.get_by_role("list", name="Загрузки")
    expect(uploads.get_by_role("alert")).to_have_text("Файл пустой. Выберите другой.")
    uploads.get_by_role("button", name="Убрать пусто.txt из списка").click()
    expect(uploads).to_have_count(0)

    # What is an image says its content; a drawing with a script is but text.
    listed.get_by_role("button", name="Открыть изображение фото.html").click()
    shown = page.get_by_role("dialog").locator("img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    page.keyboard.press("Escape")
    with page.expect_download() as taken:
        listed.get_by_role("link", name="опись.svg").click()
    assert taken.value.suggested_filename == "опись.svg"
    assert taken.value.path().read_bytes() == b"<svg onload='x()'/>"

    actions = "Действия с файлом договор № 1.txt"
    listed.get_by_role("button", name=actions).click()
    page.get_by_role("menuitem", name="Переименовать, описать").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Описание").fill("Подписан обеими сторонами")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(listed.get_by_text("Подписан обеими сторонами")).to_be_visible()
    listed.get_by_role("button", name=actions).click()
    page.get_by_role("menuitem", name="Удалить").click()
    expect(listed.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Отменить").click()
    expect(listed.get_by_role("listitem")).to_have_count(3)


def history(page: Page, crm: Crm, client: dict[str, Any]) -> None:
    api = crm.api("admin")
    change = {"territory": "Казань", "industry": "Связь"}
    api.patch(f"/v1/{client['name']}", json=change).raise_for_status()
    page.get_by_role("tab", name="История").click()
    panel = page.get_by_role("tabpanel")
    entries = panel.get_by_role("list", name="История").get_by_role("listitem")
    expect(entries).to_have_count(2)
    panel.get_by_role("button", name="Вернуть прежнее значение: Территория").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Тула")).to_be_visible()
    expect(dialog.get_by_text("Казань")).to_be_visible()
    accessible(page)
    dialog.get_by_role("button", name="Вернуть", exact=True).click()
    expect(panel.get_by_text("Изменён: возвращены прежние значения")).to_be_visible()
    assert api.get(f"/v1/{client['name']}").json()["territory"] == "Тула"
    page.get_by_role("button", name="Отменить").click()
    expect(entries).to_have_count(4)
    assert api.get(f"/v1/{client['name']}").json()["territory"] == "Казань"

    field = panel.get_by_role("combobox", name="Поле")
    field.click()
    page.get_by_role("option", name="Сфера деятельности").click()
    expect(entries).to_have_count(1)
    accessible(page)


def test_they_fit_a_phone_in_the_dark(crm: Crm, visit) -> None:
    client = create(crm)
    api = crm.api("admin")
    name = f"{'очень длинное имя без пробелов'.replace(' ', '_')}" * 3
    file = {"file": (f"{name}.png", PNG)}
    api.post("/v1/attachments", data={"parent": client["name"]}, files=file).raise_for_status()
    api.patch(f"/v1/{client['name']}", json={"comment": "х" * 300}).raise_for_status()
    page: Page = visit("admin", theme="dark", width=360, path="")
    for tab in ("files", "history"):
        page.goto(f"{crm.url}/{client['name']}?tab={tab}")
        expect(page.get_by_role("tabpanel").get_by_role("listitem").first).to_be_visible()
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide)
        accessible(page)
