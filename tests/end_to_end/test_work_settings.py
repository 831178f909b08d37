"""A script, a ladder and a campaign that an administrator makes, and the work that goes by them."""

import uuid
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.conftest import Crm
from tests.end_to_end.screen import accessible
from tests.waiting import until


def drawer(page: Page, crm: Crm, part: str) -> Locator:
    """Of a new entry."""
    page.goto(f"{crm.url}/admin/work-settings?part={part}")
    page.get_by_role("button", name="Добавить").click()
    return page.get_by_role("dialog")


def save(form: Locator) -> None:
    form.get_by_role("button", name="Сохранить").click()
    expect(form).to_be_hidden()


def pick(form: Locator, label: str, choice: str) -> None:
    field = form.get_by_role("combobox", name=label)
    field.fill(choice)
    form.page.get_by_role("option", name=choice).click()
    # The choices cover what comes below until the field is left.
    field.press("Tab")


def test_a_campaign_by_a_script_and_the_step_somebody_decides_on(crm: Crm, visit: Any) -> None:
    mark, api = uuid.uuid4().hex[:8], crm.api("admin")
    # An action of this story's own: no other work goes by its ladder.
    action = {"display_name": f"Обзвон {mark}", "position": 900}
    api.post("/v1/workActions", json=action).raise_for_status()
    client = {"display_name": f"ООО «Шаг {mark}»", "kind": "LEGAL"}
    client = api.post("/v1/counterparties", json=client).raise_for_status().json()

    page: Page = visit("admin", path="/admin/work-settings?part=scripts")
    form = drawer(page, crm, "scripts")
    form.get_by_label("Название").fill(f"Сценарий {mark}")
    pick(form, "Для каких действий", f"Обзвон {mark}")
    form.get_by_label("Шаг 1").fill("Узнать, кто решает")
    save(form)
    expect(page.get_by_role("row", name=f"Сценарий {mark}")).to_contain_text("1 шаг")

    form = drawer(page, crm, "ladders")
    form.get_by_label("Название").fill(f"Лестница {mark}")
    pick(form, "Для каких действий", f"Обзвон {mark}")
    form.get_by_role("button", name="Шаг", exact=True).click()
    form.get_by_label("Через рабочих часов").last.fill("4")
    accessible(page)
    save(form)
    ladder = page.get_by_role("row", name=f"Лестница {mark}")
    expect(ladder).to_contain_text("сразу → исполнителю")
    expect(ladder).to_contain_text("через 4 рабочих часа → руководителю")

    form = drawer(page, crm, "campaigns")
    form.get_by_label("Название").fill(f"Кампания {mark}")
    for n in (1, 2):
        form.get_by_role("button", name="Шаг", exact=True).click()
        step = form.get_by_role("group", name=f"Шаг {n}")
        step.get_by_label("Что сделать").fill(f"Дело {mark} {n}")
        step.get_by_label("Действие").select_option(f"Обзвон {mark}")
    step.get_by_role("switch", name="Только по решению").check()
    first = form.get_by_role("group", name="Шаг 1")
    first.get_by_label("Сценарий").select_option(f"Сценарий {mark}")
    accessible(page)
    save(form)
    made = page.get_by_role("row", name=f"Кампания {mark}")
    expect(made).to_contain_text(f"после «Дело {mark} 1 +» · по решению")

    work = started(api, mark, client["name"])
    page.goto(f"{crm.url}/{work}")
    close(page, "Узнать, кто решает")
    following = page.get_by_role("region", name="Дальше по кампании")
    following.get_by_role("button", name=f"Дело {mark} 2").click()
    following.get_by_role("link", name=f"Дело {mark} 2").click()
    expect(page.get_by_role("article", name=f"Дело {mark} 2")).to_contain_text(mark)


def close(page: Page, step: str) -> None:
    """With plus, after the step of its script is ticked off."""
    page.get_by_role("button", name="Закрыть с плюсом").click()
    panel = page.get_by_role("dialog")
    panel.get_by_label(step).check()
    panel.get_by_role("button", name="Закрыть с плюсом").click()
    expect(panel).to_be_hidden()


def started(api: Any, mark: str, client: str) -> str:
    """A campaign for one client; the name of its first work, which has its script."""
    listed = api.get("/v1/campaignTemplates", params={"page_size": 200}).json()
    named = {each["display_name"]: each["name"] for each in listed["campaign_templates"]}
    campaign = {"display_name": f"Кампания {mark}", "template": named[f"Кампания {mark}"]}
    plan = {"records": {"names": [client]}, "work": {}}
    api.post("/v1/campaigns", json={"campaign": campaign, "plan": plan}).raise_for_status()

    def works() -> list[str]:
        found = api.get("/v1/works", params={"query": mark, "page_size": 50}).json()["works"]
        return [each["name"] for each in found if each["display_name"] == f"Дело {mark} 1"]

    until(works)
    return works()[0]
