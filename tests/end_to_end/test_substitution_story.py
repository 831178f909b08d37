"""Holiday, look-in, farewell: a manager is stood in for, looked at, explained, and leaves."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible, held


@pytest.fixture
def people(crm: Crm) -> dict[str, Any]:
    """Two managers of this story's own, the first with three clients."""
    api = crm.api("admin")
    manager = api.get("/v1/users", params={"query": crm.logins("manager")[0]}).json()["users"][0]
    found: dict[str, Any] = {}
    tag = uuid.uuid4().hex[:6]
    for part, name in (("leaver", "Соколова Вера"), ("heir", "Орлов Павел")):
        account = {"login": f"{part}-{tag}", "password": "correct horse battery", "role": "-"}
        crm.users.append(account)
        user = {
            "login": account["login"],
            "display_name": f"{name} {tag}",
            "org_unit": manager["org_unit"],
            "assignments": manager["assignments"],
        }
        body = {"user": user, "password": account["password"]}
        found[part] = api.post("/v1/users", json=body).raise_for_status().json()
    for n in range(3):
        client = {"display_name": f"Клиент Веры {n}", "kind": "LEGAL"}
        crm.api(f"leaver-{tag}").post("/v1/counterparties", json=client).raise_for_status()
    return found


def pick(page: Page, label: str, name: str) -> None:
    page.get_by_role("dialog").get_by_label(label).first.fill(name)
    page.get_by_role("option", name=name).first.click()


def test_holiday_look_and_farewell(crm: Crm, visit: Any, people: dict[str, Any]) -> None:
    leaver, heir = people["leaver"], people["heir"]
    admin = visit("admin", path="/admin/substitutions")
    admin.get_by_role("button", name="Назначить заместителя").click()
    pick(admin, "Кто отсутствует", leaver["display_name"])
    pick(admin, "Кто замещает", heir["display_name"])
    admin.locator("input[type=date]").last.fill("2099-12-31")
    admin.get_by_role("button", name="Назначить заместителя").last.click()
    expect(admin.get_by_text("Действует").first).to_be_visible()
    accessible(admin)

    substitute = visit(heir["login"])
    notice = substitute.get_by_text("Вы замещаете")
    expect(notice).to_contain_text(f"{leaver['display_name']} до 31.12.2099")
    accessible(substitute)
    api = crm.api("admin")
    listed = api.get("/v1/counterparties", params={"owner": leaver["name"]}).json()
    client = listed["counterparties"][0]["name"]
    changed = crm.api(heir["login"]).patch(f"/v1/{client}", json={"comment": "звонил"})
    assert changed.status_code == 200, changed.text
    substitute.goto(f"{crm.url}/{client}?tab=history")
    expect(substitute.get_by_text(f"за: {leaver['display_name']}")).to_be_visible()

    explain(admin, crm, client, heir, leaver)
    look(admin, crm, leaver, client)
    farewell(admin, crm, people)


def explain(page: Page, crm: Crm, client: str, heir: Any, leaver: Any) -> None:
    page.goto(f"{crm.url}/{client}")
    page.get_by_role("button", name="Операции").click()
    page.get_by_role("menuitem", name="Кто видит и почему").click()
    expect(page.get_by_text("действует на все записи")).to_be_visible()
    pick(page, "Сотрудник", heir["display_name"])
    expect(page.get_by_text(f"замещает сотрудника «{leaver['display_name']}»")).to_be_visible()
    page.get_by_text("Удалять", exact=True).click()
    expect(page.get_by_text("не даёт этого права")).to_be_visible()
    accessible(page)


def menu_of(page: Page, crm: Crm, user: Any, item: str) -> None:
    page.goto(f"{crm.url}/admin/users")
    search = page.get_by_role("search").get_by_role("textbox").first
    search.fill(user["login"])
    row = page.get_by_role("row").filter(has_text=user["login"])
    expect(page.get_by_role("row")).to_have_count(2)
    # The menu is opened while others are looked for: it stays when they come.
    release = held(page, "**/v1/users?*query=*")
    search.fill(user["login"][:-1])
    row.get_by_role("button", name="Действия").click()
    table = page.get_by_role("table")
    expect(table).to_have_attribute("aria-busy", "true")
    release()
    expect(table).to_have_attribute("aria-busy", "false")
    page.get_by_role("menuitem", name=item).click()


def look(page: Page, crm: Crm, leaver: Any, client: str) -> None:
    menu_of(page, crm, leaver, "Посмотреть как он")
    bar = page.get_by_text("Вы смотрите глазами сотрудника")
    expect(bar).to_contain_text(leaver["display_name"])
    page.goto(f"{crm.url}/{client}")
    # His screens offer no change, and the service would refuse one.
    expect(bar).to_be_visible()
    token = page.evaluate("document.cookie.split('crm_csrf=')[1].split(';')[0]")
    refused = page.request.patch(
        f"{crm.url}/v1/{client}", data={"comment": "x"}, headers={"X-CSRF-Token": token}
    )
    assert (refused.status, refused.json()["reason"]) == (403, "VIEW_AS_READ_ONLY")
    accessible(page)
    page.get_by_role("button", name="Вернуться к себе").click()
    page.wait_for_url("**/admin/users")
    expect(bar).to_have_count(0)
    trail = crm.api("admin").get("/v1/audit/identity", params={"subject": leaver["name"]}).json()
    assert [e["action"] for e in trail["entries"]][:2] == ["viewing_stopped", "viewing_started"]


def farewell(page: Page, crm: Crm, people: dict[str, Any]) -> None:
    leaver, heir = people["leaver"], people["heir"]
    deal = {"display_name": "Сделка Веры"}
    made = crm.api(leaver["login"]).post("/v1/deals", json=deal).raise_for_status().json()
    menu_of(page, crm, leaver, "Уволить и передать дела")
    expect(page.get_by_text("Сделок в работе")).to_be_visible()
    expect(page.get_by_text("Произойдёт сразу")).to_be_visible()
    pick(page, "Преемник", heir["display_name"])
    accessible(page)
    page.get_by_role("button", name="Уволить и передать", exact=True).click()
    expect(page.get_by_text("доступ закрыт")).to_be_visible()
    expect(page.get_by_text(f"Передача клиентов: {leaver['display_name']}").first).to_be_visible()
    job = page.get_by_text(f"Передача лидов и сделок: {leaver['display_name']}")
    expect(job.first).to_be_visible()
    api = crm.api("admin")
    for owner in ("users/inactive", leaver["name"]):
        until(page, lambda owner=owner: clients_of(crm, owner) == 0)
    until(page, lambda: api.get(f"/v1/{made['name']}").json()["owner"] == heir["name"])
    refused = api.post("/v1/sessions", json=crm.credentials(leaver["login"]))
    assert refused.status_code == 401


def clients_of(crm: Crm, owner: str) -> int:
    count = {"filter.owner": owner, "exact": "true"}
    return int(crm.api("admin").get("/v1/counterparties:count", params=count).json()["count"])


def until(page: Page, done: Callable[[], bool]) -> None:
    for _ in range(60):
        if done():
            return
        page.wait_for_timeout(500)
    raise AssertionError("not within half a minute")
